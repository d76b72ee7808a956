/** Reads our own keys of a rule: sentence, variations, tests, mapping to ATT&CK and the rest. */
import { isScalar, isSeq } from 'yaml';
import { readCondition } from './parse-detection.ts';
import type { PlaceTable } from './parse-search.ts';
import type { Reporter } from '../document/reporter.ts';
import type { Memory } from './memory.ts';
import { durationMs } from './memory-document.ts';
import type { EventPatchDocument, ExpectationDocument, RuleDocument } from './rule-document.ts';
import type { Json, JsonObject } from '../std/json.ts';
import type {
  AttackMapping,
  Dedup,
  EquivalentMutant,
  Rule,
  RuleTest,
  RuleTestExpectation,
  SeverityModifier,
  TestEvent,
  Variation,
} from './rule.ts';
import { parseTemplate, SENTENCE_HOLES, type Template } from './template.ts';
import { childOf, keyNodeOf, type YamlDocument } from '../document/yaml-documents.ts';

/** Reads the variations; their conditions speak about the identifiers of the rule. */
export function readVariations(
  shape: RuleDocument,
  { root, reporter }: YamlDocument,
  identifiers: readonly string[],
  places: PlaceTable,
): readonly Variation[] {
  const seen = new Set<string>();
  const variations: Variation[] = [];
  for (const [index, item] of (shape.variations ?? []).entries()) {
    const node = childOf(childOf(root, 'variations'), index);
    if (seen.has(item.name))
      reporter.error('duplicate-variation', childOf(node, 'name'), `variation "${item.name}" stands here twice`);
    seen.add(item.name);
    const condition = readCondition(childOf(node, 'condition'), identifiers, reporter);
    const sentence = readSentence(item.sentence, childOf(node, 'sentence'), reporter);
    if (condition === undefined) continue;
    places.set(condition, reporter.placeOf(childOf(node, 'condition')));
    const { name, level, title, description, confidence, missing_context: missingContext = [] } = item;
    variations.push({ name, level, condition, title, description, confidence, sentence, missingContext });
  }
  return variations;
}

/** Reads a sentence; undefined where there is none, or after a problem has been reported. */
export function readSentence(text: string | undefined, node: unknown, reporter: Reporter): Template | undefined {
  if (text === undefined) return undefined;
  const template = parseTemplate(text);
  if (!('problem' in template)) return template;
  reporter.error('invalid-sentence', node, template.problem, {
    help: `allowed here: ${SENTENCE_HOLES}`,
  });
  return undefined;
}

/** What reading a test needs beside the test. */
export interface TestReading {
  readonly reporter: Reporter;
  readonly memory: Memory | undefined;
  readonly modifiers: readonly SeverityModifier[];
}

type TestDocument = NonNullable<RuleDocument['tests']>[number];

/** Reads one test of the rule, or with `each` one for every row of its table. */
export function readTests(test: TestDocument, node: unknown, reading: TestReading): readonly RuleTest[] {
  const { reporter } = reading;
  const own = test.event === undefined ? [] : [{ ...test, event: test.event }];
  const events = [
    ...own.map((event) => readEvent(event, node, reporter)),
    ...(test.events ?? []).map((event, index) => readEvent(event, childOf(childOf(node, 'events'), index), reporter)),
  ];
  checkMemoryWords(test, node, reading);
  if (events.length === 0 || (own.length > 0 && test.events !== undefined)) {
    reporter.error('test-without-event', node, 'a test needs either "event" or "events"');
  }
  const common = {
    kind: test.kind,
    profile: test.profile,
    logSinceMs: test.log_since === undefined ? undefined : durationMs(test.log_since),
    place: reporter.placeOf(node),
    expect: expectation(test),
  };
  if (test.each === undefined) return [{ ...common, name: test.name, events }];
  return rowsOf(test.each, childOf(node, 'each'), { reporter, key: 'each' }).map((row) => ({
    ...common,
    name: `${test.name} (${Object.values(row).map(cellText).join(', ')})`,
    events: events.map((event) => ({ ...event, patch: { ...event.patch, ...row } })),
  }));
}

function readEvent(event: EventPatchDocument, node: unknown, reporter: Reporter): TestEvent {
  const { event: base, patch = {}, without = [], times = 1, values, every, at, after } = event;
  const repetitions =
    values === undefined
      ? Array.from({ length: times }, () => ({}))
      : rowsOf(values, childOf(node, 'values'), { reporter, key: 'values' });
  return {
    base,
    patch,
    without,
    repetitions,
    everyMs: every === undefined ? 0 : durationMs(every),
    shift:
      after === undefined
        ? { from: 'base', ms: at === undefined ? 0 : durationMs(at) }
        : { from: 'previous', ms: durationMs(after) },
  };
}

/** The tests of a rule without a memory and without modifiers fold nothing; it is always ready, and has one level an event. */
function checkMemoryWords(test: TestDocument, node: unknown, { reporter, memory, modifiers }: TestReading): void {
  function refuse(word: string, at: unknown, of: string): void {
    reporter.error('test-needs-memory', at, `"${word}" says nothing about a rule without ${of}`);
  }
  const { expect } = test;
  const hasModifiers = modifiers.length > 0;
  if (typeof expect === 'object') {
    for (const key of ['alerts', 'count', 'levels'] as const) {
      if (memory !== undefined || hasModifiers || expect[key] === undefined) continue;
      refuse(key, keyNodeOf(childOf(node, 'expect'), key), 'a memory');
    }
    if (expect.modifiers !== undefined && !hasModifiers)
      refuse('modifiers', keyNodeOf(childOf(node, 'expect'), 'modifiers'), 'modifiers');
  }
  if (memory?.kind === 'new-terms' || hasModifiers) return;
  if (expect === 'not-ready') refuse(expect, childOf(node, 'expect'), '"new_terms"');
  if (test.log_since !== undefined) refuse('log_since', keyNodeOf(node, 'log_since'), '"new_terms"');
}

function expectation({ expect }: TestDocument): RuleTestExpectation {
  if (expect === 'none' || expect === 'not-ready') return { kind: expect };
  const said: ExpectationDocument = expect === 'alert' ? {} : expect;
  const { level, variation, alerts, count, levels, modifiers } = said;
  return { kind: 'alert', level, variation, alerts, count, levels, modifiers };
}

/** The rows of a table that is written by columns: the first values of all paths, the second ones, and so on. */
function rowsOf(
  each: Readonly<Record<string, readonly Json[]>>,
  node: unknown,
  { reporter, key }: { readonly reporter: Reporter; readonly key: 'each' | 'values' },
): readonly JsonObject[] {
  const columns = Object.entries(each);
  const [first = ['', []] as const, ...others] = columns;
  const length = first[1].length;
  for (const [path, values] of others) {
    if (values.length === length) continue;
    reporter.error(
      'uneven-table',
      keyNodeOf(node, path),
      `"${path}" has ${values.length} values, "${first[0]}" has ${length}`,
      { help: `the lists below "${key}" are the columns of one table: all have the same length` },
    );
  }
  return first[1].map((_, row) => Object.fromEntries(columns.map(([path, values]) => [path, values[row] ?? null])));
}

function cellText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Reads the mutations that are recorded as equivalent; whether they are is for `iamwatch rules mutate` to find out. */
export function readEquivalentMutants(
  shape: RuleDocument,
  { root, reporter }: YamlDocument,
): readonly EquivalentMutant[] {
  const seen = new Set<string>();
  return (shape.equivalent_mutants ?? []).map(({ mutation, reason }, index) => {
    const node = childOf(childOf(childOf(root, 'equivalent_mutants'), index), 'mutation');
    if (seen.has(mutation)) reporter.error('duplicate-mutation', node, `the mutation "${mutation}" stands here twice`);
    seen.add(mutation);
    return { mutation, reason, place: reporter.placeOf(node) };
  });
}

/** Reports the problems in sentences and conditions of a document whose shape or detection is wrong already. */
export function reportTexts({ root, reporter }: YamlDocument, identifiers: readonly string[]): void {
  const variations = childOf(root, 'variations');
  for (const node of [root, ...(isSeq(variations) ? variations.items : [])]) {
    const [sentence, condition] = [childOf(node, 'sentence'), childOf(node, 'condition')];
    if (isScalar(sentence) && typeof sentence.value === 'string') readSentence(sentence.value, sentence, reporter);
    if (node !== root && condition !== undefined) readCondition(condition, identifiers, reporter);
  }
}

/** What our own keys say. */
export type Extensions = Pick<
  Rule,
  | 'version'
  | 'category'
  | 'confidence'
  | 'catalogue'
  | 'attackersGoal'
  | 'business'
  | 'investigate'
  | 'respond'
  | 'blindSpots'
  | 'counterparts'
  | 'noCounterpart'
  | 'data'
  | 'attack'
  | 'missingContext'
  | 'dedup'
>;

/** Reads the keys that need nothing but their shape. */
export function readExtensions(shape: RuleDocument): Extensions {
  return {
    version: shape.version ?? 1,
    category: shape.category,
    confidence: shape.confidence,
    catalogue: shape.catalogue ?? [],
    attackersGoal: shape.attackers_goal,
    business: shape.business,
    investigate: shape.investigate ?? [],
    respond: shape.respond ?? [],
    blindSpots: shape.blind_spots ?? [],
    counterparts: shape.counterparts ?? [],
    noCounterpart: shape.no_counterpart,
    data: shape.data ?? [],
    attack: readAttack(shape.attack),
    missingContext: shape.missing_context ?? [],
    dedup: readDedup(shape.dedup),
  };
}

function readAttack(attack: RuleDocument['attack']): AttackMapping | undefined {
  if (attack === undefined) return undefined;
  const { release, tactics = [], techniques = [], analytics = [] } = attack;
  return { release, tactics, techniques, analytics };
}

function readDedup(dedup: RuleDocument['dedup']): Dedup | undefined {
  if (dedup === undefined) return undefined;
  if (dedup === 'none') return { kind: 'none' };
  const { period, targets = 'apart' } = dedup;
  return { kind: 'period', periodMs: durationMs(period), targets };
}
