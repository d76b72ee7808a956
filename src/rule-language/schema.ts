/** Publishes the rule format as JSON Schema, so that editors complete and check rules as they are written. */
import { z } from 'zod';
import type { JsonObject } from '../std/json.ts';
import { ruleSchema } from './rule-schema.ts';

/** The JSON Schema (draft 2020-12) of a rule document, from the schema that checks rule files. */
export function ruleJsonSchema(): JsonObject {
  const schema = z.toJSONSchema(ruleSchema(), { target: 'draft-2020-12', io: 'input' });
  const document = { ...schema, title: 'iamwatch rule', description: 'A Sigma rule with the extensions of iamwatch' };
  return JSON.parse(JSON.stringify(document)) as JsonObject;
}
