/** The development set: real, labelled logs beside the project. They are read in place and never copied. */
import { existsSync, readFileSync } from 'node:fs';
import { describe } from 'vitest';
import { at, isObject, type Json } from '../src/std/json.ts';
import { edited } from '../src/std/json-edit.ts';
import { devset } from './devset-folder.fixture.ts';

export { devset };

/** Whether the development set is there. Where it is not, that is said loudly: its tests prove what users see. */
export const hasDevset: boolean = existsSync(devset('manifest.jsonl'));

/** What was printed where there is none. */
export const absenceNotice: string | undefined = hasDevset
  ? undefined
  : `\n!! LEFT OUT: the tests on real logs. There is no development set at ${devset()} (IAMWATCH_DEVSET names another place).\n\n`;

if (absenceNotice !== undefined) process.stderr.write(absenceNotice);

/** Runs a group where the development set is; where it is not, that was said above, and nothing counts as skipped. */
export function whereDevset(name: string, group: () => void): void {
  if (hasDevset) describe(name, group);
}

/** Where a record says which program called. */
const AGENTS: readonly (readonly string[])[] = [
  ['userAgent'],
  ['protoPayload', 'requestMetadata', 'callerSuppliedUserAgent'],
];

/** A record with a plain user agent: samples carry the attack tool's name, which must not decide anything. */
export function withoutToolName(record: Json): Json {
  if (!isObject(record)) return record;
  const named = AGENTS.filter((path) => at(record, ...path) !== undefined);
  return edited(
    record,
    named.map((path) => ({ path: path.join('.'), set: 'Boto3/1.40.0' })),
  );
}

/** Records of a case, {@link withoutToolName}. */
export function withoutToolNames(file: string): string {
  const records = JSON.parse(readFileSync(file, 'utf8')) as readonly Json[]; // the set's cases are arrays
  return JSON.stringify(records.map(withoutToolName));
}
