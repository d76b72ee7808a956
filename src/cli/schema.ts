/** `iamwatch schema`: the published JSON Schemas. */
import { alertJsonSchema } from '../alerts/alert.ts';
import { ruleJsonSchema } from '../rule-language/schema.ts';
import { DONE } from './exit-code.ts';
import type { Streams } from './streams.ts';

/** Prints one schema. */
export async function printSchema(what: 'alert' | 'rule', streams: Streams): Promise<number> {
  const schema = what === 'alert' ? alertJsonSchema() : ruleJsonSchema();
  await streams.out(`${JSON.stringify(schema, null, 2)}\n`);
  return DONE;
}
