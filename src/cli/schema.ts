/** `iamwatch schema`: the published JSON Schemas. */
import { alertJsonSchema } from '../alerts/alert.ts';
import { detectionFindingJsonSchema } from '../alerts/ocsf/detection-finding.ts';
import { profileJsonSchema } from '../context/profile-document.ts';
import { ruleJsonSchema } from '../rule-language/schema.ts';
import { explanationJsonSchema } from '../workshop/explain/explanation.ts';
import { DONE } from './exit-code.ts';
import type { Streams } from './streams.ts';

const SCHEMAS = {
  alert: alertJsonSchema,
  rule: ruleJsonSchema,
  profile: profileJsonSchema,
  ocsf: detectionFindingJsonSchema,
  explanation: explanationJsonSchema,
} as const;

/** Name of a published schema. */
export type SchemaName = keyof typeof SCHEMAS;

/** All of them. */
export const SCHEMA_NAMES: readonly SchemaName[] = ['alert', 'rule', 'profile', 'ocsf', 'explanation'];

/** Prints one schema. */
export async function printSchema(what: SchemaName, streams: Streams): Promise<number> {
  await streams.out(`${JSON.stringify(SCHEMAS[what](), null, 2)}\n`);
  return DONE;
}
