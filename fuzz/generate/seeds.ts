/**
 * What the fuzzer begins with: our examples, fixtures and shipped rules with the events of their tests; where the
 * development set lies beside the project, its records too, read in place. `npm test` begins with what is ours alone, so
 * that it tries the same everywhere.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { entry, policyChange } from '../../src/events/gcp-audit/entry.fixture.ts';
import { IDENTITIES, record } from '../../src/events/cloudtrail/record.fixture.ts';
import { loadBases } from '../../src/rule-language/base-event.ts';
import { applyPatch } from '../../src/rule-language/event-patch.ts';
import { isArray, isObject, property, type Json, type JsonObject } from '../../src/std/json.ts';
import { devset } from '../../test/devset-folder.fixture.ts';
import { baseFiles, ruleFiles, shippedRules } from '../../test/shipped-rules.fixture.ts';

/** Set by the command, so that its inputs begin with real logs where there are any. */
export const WITH_REAL_LOGS = 'IAMWATCH_FUZZ_REAL_LOGS';

/** Larger seeds make slow inputs and add little. */
const SEED_CHARS_MAX = 20_000;
const REAL_FILES_MAX = 1000;

/** Events of the shipped rules' tests, and one record for each way of acting. */
function ownRecords(): readonly JsonObject[] {
  const { bases } = loadBases(baseFiles);
  const tested = shippedRules().flatMap(({ tests }) =>
    tests.flatMap(({ events }) => events.map((event) => applyPatch(bases.get(event.base) ?? {}, event))),
  );
  const identities = Object.values(IDENTITIES).map((userIdentity) => record({ userIdentity }));
  const delta = policyChange({ action: 'ADD', role: 'roles/owner', member: 'user:bob@example.com' });
  return [...identities, entry(), delta, ...tested];
}

/** Values in the JSON files of the development set; none where it is not there, or not asked for. */
function realValues(): readonly Json[] {
  if (process.env[WITH_REAL_LOGS] === undefined) return [];
  const files = filesBelow(devset()).filter((file) => /\.json(?:\.gz)?$/.test(file));
  const step = Math.max(1, Math.ceil(files.length / REAL_FILES_MAX));
  return files.filter((_, index) => index % step === 0).flatMap((file) => valuesIn(file));
}

function filesBelow(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return [];
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.map((name) => path.join(folder, name)).filter((file) => statSync(file).isFile());
}

/** A file's value, or those in its list. */
function valuesIn(file: string): readonly Json[] {
  const bytes = readFileSync(file);
  try {
    const value = JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')) as Json; // nothing else
    const listed = isArray(value) ? value : property(value, 'Records');
    return (isArray(listed) ? listed.slice(0, 20) : [value]).filter(isSmall);
  } catch {
    return []; // one of the damaged files
  }
}

function isSmall(value: Json): boolean {
  return JSON.stringify(value).length <= SEED_CHARS_MAX;
}

const own = ownRecords().filter(isSmall);
const real = realValues();
const examples = filesBelow(fileURLToPath(new URL('../../examples', import.meta.url)))
  .filter((file) => /\.json(?:\.gz)?$/.test(file))
  .filter((_, index) => index % 10 === 0)
  .flatMap((file) => valuesIn(file).slice(0, 5));

/** Records of CloudTrail. */
export const cloudTrailSeeds: readonly Json[] = [...own, ...examples, ...real].filter(
  (value) => isObject(value) && !Object.hasOwn(value, 'protoPayload'),
);

/** Entries of Cloud Audit Logs. */
export const gcpSeeds: readonly Json[] = [...own, ...examples, ...real].filter((value) =>
  isObject(property(value, 'protoPayload')),
);

/** Records of either cloud, and whatever else lies in logs. */
export const valueSeeds: readonly Json[] = [...own, ...examples, ...real];

/** Texts of rule files; one in so many shipped ones is enough. */
export const ruleSeeds: readonly string[] = ruleFiles.filter((_, index) => index % 4 === 0).map(({ text }) => text);

/** Policy documents, as text or object, wherever one stands in a record. */
export const policySeeds: readonly Json[] = [
  ...new Map(valueSeeds.flatMap(policiesIn).map((one) => [JSON.stringify(one), one])).values(),
];

function policiesIn(value: Json): readonly Json[] {
  if (typeof value === 'string') return /^\s*(?:\{|%7B)/i.test(value) && value.includes('Statement') ? [value] : [];
  if (isArray(value)) return value.flatMap(policiesIn);
  if (!isObject(value)) return [];
  return Object.hasOwn(value, 'Statement') ? [value] : Object.values(value).flatMap(policiesIn);
}
