/** Everything that the published schema names says what it means. */
import { expect, test } from 'vitest';
import { at, isObject, type Json, type JsonObject } from '../std/json.ts';
import { ruleKeys } from './rule-schema.ts';
import { ruleJsonSchema } from './schema.ts';

const schema = ruleJsonSchema();

/** Paths of properties below a schema that have no description, and of words that have no meaning. */
function silent(node: Json | undefined, path: string): readonly string[] {
  if (!isObject(node)) return [];
  const properties = Object.entries(isObject(node.properties) ? node.properties : {});
  return [
    ...properties.filter(([, property]) => isObject(property) && !isSaid(property)).map(([key]) => `${path}.${key}`),
    ...(Array.isArray(node.enum) && node.enum.length > 1 && !Array.isArray(node.enumDescriptions)
      ? [`${path}: words`]
      : []),
    ...properties.flatMap(([key, property]) => silent(property, `${path}.${key}`)),
    ...['items', 'anyOf', 'allOf'].flatMap((key) => [node[key] ?? []].flat().flatMap((inner) => silent(inner, path))),
  ];
}

function isSaid(property: JsonObject): boolean {
  return typeof property.description === 'string' ? property.description !== '' : typeof property.$ref === 'string';
}

test('every key, in whatever document and however deep, says what it means, and so does every word', () => {
  const definitions = Object.entries(isObject(schema.$defs) ? schema.$defs : {});
  expect(definitions.map(([name]) => name)).toEqual(
    expect.arrayContaining(['rule', 'filter', 'correlation', 'detection']),
  );
  expect(definitions.flatMap(([name, definition]) => silent(definition, name))).toEqual([]);
});

test('the schema knows every key of a rule', () => {
  expect(Object.keys(at(schema, '$defs', 'rule', 'properties') ?? {}).sort()).toEqual([...ruleKeys].sort());
});
