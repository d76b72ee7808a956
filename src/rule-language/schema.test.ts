/** The published JSON Schema is pinned: `npx vitest run src/rule-language/schema.test.ts -u` rewrites it. */
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { isObject, type Json } from '../std/json.ts';
import { ruleKeys } from './rule-schema.ts';
import { ruleJsonSchema } from './schema.ts';

test('the schema is the one that is published', async () => {
  const text = await format(JSON.stringify(ruleJsonSchema()), { parser: 'json', printWidth: 120 });
  await expect(text).toMatchFileSnapshot('testdata/rule.schema.json');
});

test('every key says what it means', () => {
  const properties = ruleJsonSchema().properties;
  const silent = ruleKeys.filter(
    (key) => !isObject(properties) || typeof (properties[key] as { description?: Json }).description !== 'string',
  );
  expect(silent).toEqual([]);
});
