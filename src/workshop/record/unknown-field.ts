/** Which names of raw fields no record has, by the documented shapes of the log that a rule reads. */
import { bare } from '../../events/cloudtrail/field-name.ts';
import type { FieldPath } from '../../rule-language/detection.ts';
import type { Logsource } from '../../rule-language/rule.ts';
import { editDistance, nearestName } from '../../std/did-you-mean.ts';
import { CLOUDTRAIL, LOG_ENTRY, type Shape, unknownStep } from './field-shape.ts';

/** A field that no record has. */
export interface UnknownField {
  /** The step of the path that is wrong, with those before it: `userIdentity.usrName`. */
  readonly path: string;
  /** The whole field as it was probably meant. */
  readonly nearest: string | undefined;
  /** What was looked at, for people. */
  readonly looked: string;
}

/** What CloudTrail is called among the logs of a rule. */
export const CLOUDTRAIL_LOG = 'CloudTrail';

/** Logs whose records iamwatch reads. */
const LOGS: readonly {
  readonly product: string;
  readonly service: string;
  readonly shape: Shape;
  readonly name: string;
}[] = [
  { product: 'aws', service: 'cloudtrail', shape: CLOUDTRAIL, name: CLOUDTRAIL_LOG },
  { product: 'gcp', service: 'gcp.audit', shape: LOG_ENTRY, name: 'Cloud Audit Logs' },
];

/** The logs that a rule reads, by name; none where iamwatch reads none of them. */
export function logsOf({ product, service }: Logsource): readonly string[] {
  return LOGS.filter(
    (log) => [undefined, log.product].includes(product) && [undefined, log.service].includes(service),
  ).map(({ name }) => name);
}

/** What is wrong with a field; undefined where it may be in a record of one of the logs. */
export function unknownField(field: FieldPath, logsource: Logsource): UnknownField | undefined {
  // Names with such a beginning are those of log stores, which add them to any record.
  if (field.origin === 'audit' || /^[@_]/u.test(field.text)) return undefined;
  const read = logsOf(logsource);
  const logs = LOGS.filter(({ name }) => read.includes(name));
  const steps = logs.map(({ shape }) => unknownStep(field.segments, shape));
  const unknown = steps.flatMap((step) => (step === undefined ? [] : [step]));
  if (steps.length === 0 || unknown.length < steps.length) return undefined;
  const deepest = unknown.reduce((best, step) => (step.before.length > best.before.length ? step : best));
  const { before, name } = deepest;
  const known = before.length > 0 ? deepest.known : unknown.flatMap((step) => step.known);
  const near = nearName(name, known);
  const meant = near === undefined ? undefined : [...before, near, ...field.segments.slice(before.length + 1)];
  // What is offered must be there: below the name that is nearest there may be nothing of that kind.
  const exists = meant !== undefined && logs.some(({ shape }) => unknownStep(meant, shape) === undefined);
  return {
    path: [...before, name].join('.'),
    nearest: exists ? meant.join('.') : undefined,
    looked: logs.map((log) => log.name).join(' and '),
  };
}

/** The name that was meant: the same in other case or punctuation, or one with few letters changed. */
export function nearName(name: string, known: readonly string[]): string | undefined {
  return known.find((one) => bare(one) === bare(name)) ?? nearestName(name, known);
}

/** Whether a name is almost surely a slip: another spelling of a known one, or up to two letters away from it. */
export function isSlip(name: string, known: Iterable<string>): boolean {
  for (const one of known) {
    if (bare(one) === bare(name)) return true;
    if (name.length > 5 && editDistance(one, name) <= (name.length > 8 ? 2 : 1)) return true;
  }
  return false;
}
