/** Findings held against the published JSON Schema by a validator that knows nothing of the code that wrote either. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { detectionFindingJsonSchema } from './detection-finding.ts';

const ajv = new Ajv2020({ allErrors: true });
ajv.addKeyword('x-ocsf-requirement');
const validate = ajv.compile(detectionFindingJsonSchema() as object); // it is one

/** What the schema says against a finding as it is printed; empty where it is valid. */
export function complaints(finding: unknown): readonly string[] {
  validate(JSON.parse(JSON.stringify(finding)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}
