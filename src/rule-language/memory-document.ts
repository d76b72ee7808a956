/**
 * Reads what a rule remembers: `threshold` and `new_terms`. Their shapes stand here with what a shape cannot say: names of
 * fields, one memory a rule, what folds, and the holes of sentences that speak of a memory.
 */
import { z } from 'zod';
import { didYouMean, type Reporter } from '../document/reporter.ts';
import { childOf, keyNodeOf, type YamlDocument } from '../document/yaml-documents.ts';
import { parseDuration } from '../std/time.ts';
import type { FieldPath } from './detection.ts';
import { parseFieldPath } from './field-path.ts';
import type { Memory, NewTerms, Threshold } from './memory.ts';
import type { PlaceTable } from './parse-search.ts';
import type { RuleDocument } from './rule-document.ts';
import { memoryHoles, type Template } from './template.ts';

/** A duration as rules write it. */
export const duration = z.string().regex(/^[1-9]\d{0,5}[smhdw]$/, 'must be a duration such as 24h');

/** A window keeps this many events at most; a limit above it could never be reached by what is kept. */
const LIMIT_MAX = 9_999;
/** Fields of one tuple. */
const FIELDS_MAX = 16;
const DEFAULT_HISTORY = '30d';
const DEFAULT_READINESS = '14d';

const field = z.string().min(1);
const fieldList = z
  .array(field)
  .min(1)
  .max(FIELDS_MAX)
  .refine((names) => new Set(names).size === names.length, 'names a field twice')
  .meta({ uniqueItems: true });
const fields = z.union([field.transform((one) => [one]), fieldList]);
const limit = z.number().int().max(LIMIT_MAX);

/** The shape of `threshold`. */
export const thresholdSchema = z
  .strictObject({
    at_least: limit
      .min(2)
      .optional()
      .meta({ description: 'How many there must be within the time', examples: [8] }),
    more_than: limit.min(1).optional().meta({ description: 'How many are still too few, in place of at_least' }),
    distinct: fields.optional().meta({
      description: 'Field, or tuple of fields, whose different values are counted; without it actions are',
      examples: ['eventName', ['eventSource', 'eventName']],
    }),
    within: duration.meta({ description: 'Length of the window, which slides', examples: ['10m', '1h'] }),
    by: fields.meta({
      description: 'Fields whose values keep events apart. An event that lacks one does not count',
      examples: [['recipientAccountId', 'iamwatch.actor.principal']],
    }),
    else_by: fields.optional().meta({
      description: 'Fields in place of "by" for events that lack one of those',
      examples: [['recipientAccountId', 'iamwatch.actor.principal', 'sourceIPAddress']],
    }),
  })
  .refine(
    ({ at_least: atLeast, more_than: moreThan }) => (atLeast === undefined) !== (moreThan === undefined),
    'needs either "at_least" or "more_than"',
  )
  // What the check above says, for the published schema.
  .meta({ oneOf: [{ required: ['at_least'] }, { required: ['more_than'] }] });

/** The shape of `new_terms`. */
export const newTermsSchema = z.strictObject({
  terms: fields.meta({
    description: 'Fields whose values, taken together, were not seen before. An event that lacks one does not count',
    examples: [['recipientAccountId', 'iamwatch.actor.principal', 'requestParameters.roleName']],
  }),
  history: duration.optional().meta({
    description: 'How long ago they may have been seen last and still count as new',
    default: DEFAULT_HISTORY,
    examples: ['14d', DEFAULT_HISTORY],
  }),
  readiness: duration.optional().meta({
    description: 'Log that must lie before a finding; until then it is told as not ready',
    default: DEFAULT_READINESS,
    examples: [DEFAULT_READINESS],
  }),
});

/** Keys of both, for "did you mean". */
export const memoryKeys: readonly string[] = [
  ...Object.keys(thresholdSchema.shape),
  ...Object.keys(newTermsSchema.shape),
];

/** Reads the memory of a rule; undefined where it has none, or after a problem has been reported. */
export function readMemory(shape: RuleDocument, document: YamlDocument, places: PlaceTable): Memory | undefined {
  const { root, reporter } = document;
  const { threshold, new_terms: newTerms, dedup } = shape;
  if (threshold !== undefined && newTerms !== undefined) {
    reporter.error('two-memories', keyNodeOf(root, 'new_terms'), 'the rule has both "threshold" and "new_terms"', {
      help: 'a rule has one memory; write two rules over the same detection',
    });
    return undefined;
  }
  if (threshold !== undefined) {
    if (dedup !== undefined) reportDedup(document, 'all windows that reach the limit and overlap are one alert');
    return readThreshold(threshold, { root: childOf(root, 'threshold'), reporter, places });
  }
  if (newTerms === undefined) return undefined;
  if (dedup === 'none') reportDedup(document, 'what has been seen is new no more; "period" says how long repeats fold');
  else if (dedup?.targets !== undefined) reportDedup(document, 'which targets are told apart is said by "terms"');
  return readNewTerms(newTerms, 'new_terms', { root: childOf(root, 'new_terms'), reporter, places });
}

/** Reports the holes of a sentence that ask for what the rule does not remember. */
export function checkMemoryHoles(
  template: Template | undefined,
  memory: Memory | 'modifier' | undefined,
  report: { readonly node: unknown; readonly reporter: Reporter },
): void {
  if (template === undefined) return;
  const answered = answeredHoles(memory);
  for (const hole of memoryHoles(template)) {
    if (answered.includes(hole)) continue;
    const of = memory === undefined ? 'remembers nothing' : `does not remember it`;
    report.reporter.error('hole-without-memory', report.node, `the sentence asks for "{${hole}}" and the rule ${of}`, {
      help: 'count, span: any memory; measured, limit, window: threshold; values: threshold with "distinct"; history: new_terms, and modifiers with it',
    });
  }
}

function answeredHoles(memory: Memory | 'modifier' | undefined): readonly string[] {
  if (memory === undefined) return [];
  if (memory === 'modifier') return ['history'];
  if (memory.kind === 'new-terms') return ['count', 'span', 'history'];
  return ['count', 'span', 'measured', 'limit', 'window', ...(memory.fields.length === 0 ? [] : ['values'])];
}

function reportDedup({ root, reporter }: YamlDocument, help: string): void {
  reporter.error('dedup-of-memory', keyNodeOf(root, 'dedup'), 'how repeats fold is decided by the memory', { help });
}

/** What reading a memory needs: its node, who is told of problems, and where the places of its keys are noted. */
export interface Reading {
  readonly root: unknown;
  readonly reporter: Reporter;
  readonly places: PlaceTable;
}

function readThreshold(
  { at_least: atLeast, more_than: moreThan, distinct, within, by, else_by: elseBy }: ThresholdDocument,
  reading: Reading,
): Threshold {
  notePlaces('threshold', ['at_least', 'more_than', 'distinct', 'within', 'by', 'else_by'], reading);
  return {
    kind: 'threshold',
    by: readFields(by, 'by', reading),
    elseBy: elseBy === undefined ? undefined : readFields(elseBy, 'else_by', reading),
    windowMs: durationMs(within),
    measure: { kind: distinct === undefined ? 'actions' : 'distinct' },
    fields: distinct === undefined ? [] : readFields(distinct, 'distinct', reading),
    // One of both is there: the shape has been checked.
    bounds: [
      ...(atLeast === undefined ? [] : [{ operator: 'gte' as const, value: atLeast }]),
      ...(moreThan === undefined ? [] : [{ operator: 'gt' as const, value: moreThan }]),
    ],
  };
}

/** Reads new terms; the places of their keys are noted below `name`. */
export function readNewTerms(
  { terms, history = DEFAULT_HISTORY, readiness = DEFAULT_READINESS }: NewTermsDocument,
  name: string,
  reading: Reading,
): NewTerms {
  notePlaces(name, ['terms', 'history', 'readiness'], reading);
  return {
    kind: 'new-terms',
    terms: readFields(terms, 'terms', reading),
    historyMs: durationMs(history),
    readinessMs: durationMs(readiness),
  };
}

type ThresholdDocument = NonNullable<RuleDocument['threshold']>;
type NewTermsDocument = NonNullable<RuleDocument['new_terms']>;

/** Places of the keys, as `threshold.within`: no search identifier has a dot in its name. */
function notePlaces(name: string, keys: readonly string[], { root, reporter, places }: Reading): void {
  places.set(name, reporter.placeOf(root));
  for (const key of keys) places.set(`${name}.${key}`, reporter.placeOf(childOf(root, key) ?? root));
}

function readFields(names: readonly string[], key: string, { root, reporter }: Reading): readonly FieldPath[] {
  const list = childOf(root, key);
  return names.flatMap((name, index) => readField(name, childOf(list, index) ?? list, reporter) ?? []);
}

/** Reads the name of one field; undefined after a problem has been reported. */
export function readField(name: string, node: unknown, reporter: Reporter): FieldPath | undefined {
  const path = parseFieldPath(name);
  if (!('problem' in path)) return path;
  const { code, problem, nearest, help } = path;
  reporter.error(code, node, problem, { suggestion: didYouMean(nearest), help });
  return undefined;
}

/** The length of a duration whose shape has been checked. */
export function durationMs(text: string): number {
  return parseDuration(text) ?? 0;
}
