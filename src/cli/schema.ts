/** `iamwatch schema`: the published JSON Schemas. */
import { alertJsonSchema } from '../alerts/alert.ts';
import { detectionFindingJsonSchema } from '../alerts/ocsf/detection-finding.ts';
import { profileJsonSchema } from '../context/profile-document.ts';
import { ruleJsonSchema } from '../rule-language/schema.ts';
import { explanationJsonSchema } from '../workshop/explain/explanation.ts';
import { DONE } from './exit-code.ts';
import type { SchemaName } from './schema-name.ts';
import type { Streams } from './streams.ts';

const SCHEMAS = {
  alert: alertJsonSchema,
  rule: ruleJsonSchema,
  profile: profileJsonSchema,
  ocsf: detectionFindingJsonSchema,
  explanation: explanationJsonSchema,
} satisfies Record<SchemaName, () => unknown>;

/** Prints one schema. */
export async function printSchema(what: SchemaName, streams: Streams): Promise<number> {
  await streams.out(`${JSON.stringify(SCHEMAS[what](), null, 2)}\n`);
  return DONE;
}
