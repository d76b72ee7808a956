/**
 * Laws: a rule that is called impossible matches no generated event, one that is called always true matches all of them,
 * and leaving out what is called idle changes no verdict. The comparison is itself tested: bugs planted in what is known
 * of fields and in the rules themselves are found.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventView } from '../../events/audit-event.ts';
import { eventView } from '../../rule-language/event-view.fixture.ts';
import { loadRules } from '../../rule-language/load.ts';
import type { PredicateTable } from '../../rule-language/predicate.ts';
import { generatedEvent, generatedRules } from '../../rule-language/rule-generator.fixture.ts';
import type { Rule } from '../../rule-language/rule.ts';
import { compileRuleSet } from '../../rule-language/rule-set.ts';
import type { FieldFacts } from './conflict.ts';
import { fieldFacts } from './field-facts.ts';
import { idleParts } from './idle-part.ts';
import { impossibility } from './possible.ts';
import { ruleIsSilent, ruleMatches } from './rule-formula.ts';
import { withoutParts } from './without-parts.fixture.ts';

const predicates: PredicateTable = new Map([
  ['grants_admin', (value) => (typeof value === 'string' ? (value.startsWith('f') ? 'yes' : 'no') : 'unknown')],
]);

/** In generated events these are never lists; `eventName` is taken out of its list below. */
const SINGLE = new Set(['x', 'y', 'when']);
const facts: FieldFacts = {
  ...fieldFacts({ product: undefined }),
  isSingle: (at) =>
    (at.list === undefined && SINGLE.has(at.field.text)) || fieldFacts({ product: undefined }).isSingle(at),
};

const word = fc.constantFrom('foo', 'Foo', 'foobar', 'bar', '5', 'f', 'success');
/** Lists whose elements pass different searches. */
const elements = fc.array(fc.record({ x: word, y: word, a: word }, { requiredKeys: [] }), { maxLength: 3 });
const event = fc.tuple(generatedEvent, fc.option(elements)).map(([view, b]) => {
  const { eventName } = view.raw;
  const list = b === null ? {} : { b };
  return eventView(
    { ...view.raw, eventName: Array.isArray(eventName) ? 'CreateUser' : (eventName ?? null), ...list },
    view.audit(),
  );
});

/** Few fields, few values, many conjunctions: rules that contradict and repeat themselves. */
const narrowRules = fc
  .record({
    s1: narrowSearch(),
    s2: narrowSearch(),
    s3: narrowSearch(),
    condition: fc.constantFrom(
      's1 and s2',
      's1 and s2 and not s3',
      's1 and not s2',
      's1 or s2',
      's1 or s2 and s3',
      '(s1 or s2) and (s1 or s3)',
      'not s1 and not s2',
      '1 of s*',
      'all of s*',
      's1 and not 1 of s*',
      'not (s1 and s2)',
    ),
    variation: fc.constantFrom('s1', 's2', 'not s3', 's1 and s3'),
  })
  .map(({ variation, ...detection }) => {
    const variations = [{ name: 'one', condition: variation, level: 'high' }];
    const text = JSON.stringify({ title: 'Narrow', logsource: { category: 'any' }, detection, variations });
    return loadRules([{ file: 'r.yaml', text }]).rules;
  });

function narrowSearch(): fc.Arbitrary<unknown> {
  const key = fc.constantFrom('x', 'y', 'a', 'eventName', 'iamwatch.outcome');
  const suffix = fc.constantFrom('', '', '|startswith', '|contains', '|endswith', '|cased', '|neq', '|re', '|re|i');
  const value = fc.constantFrom('foo', 'Foo', 'f', 'foobar', 'bar', 'o', 'success', '5', '*');
  const text = fc.tuple(
    fc.tuple(key, suffix).map((parts) => parts.join('')),
    fc.oneof(value, fc.uniqueArray(value, { minLength: 1, maxLength: 3 })),
  );
  const other = fc.oneof(
    fc.tuple(fc.constantFrom('x|exists', 'a|exists', 'b|exists'), fc.boolean()),
    fc.tuple(fc.constantFrom('x', 'b'), fc.constant(null)),
    fc.tuple(fc.constantFrom('x|gt', 'x|lt', 'a|gte', 'x|lte'), fc.constantFrom(4, 5, 12)),
    fc.tuple(fc.constantFrom('when|hour', 'when|month|gt', 'when|hour|lt'), fc.constantFrom(0, 1, 5, 23)),
    fc.tuple(fc.constantFrom('ip|cidr', 'a|cidr'), fc.constantFrom('203.0.113.0/24', '203.0.113.7', '198.51.100.0/24')),
    fc.tuple(fc.constantFrom('a|grants_admin', 'x|grants_admin'), fc.constantFrom(true, false, 'unknown')),
    fc.tuple(fc.constantFrom('x|fieldref', 'y|fieldref'), fc.constantFrom('x', 'y', 'a')),
  );
  const item = fc.oneof({ weight: 3, arbitrary: text }, { weight: 1, arbitrary: other });
  const map = fc
    .array(item, { minLength: 1, maxLength: 3 })
    .map((items) => Object.fromEntries(items.map(([name, wanted]) => [name, regexSafe(name, wanted)])));
  const inner = fc
    .array(item, { minLength: 1, maxLength: 2 })
    .map((items) => Object.fromEntries(items.map(([name, wanted]) => [name, regexSafe(name, wanted)])));
  return fc.oneof(
    { weight: 5, arbitrary: map },
    { weight: 1, arbitrary: fc.array(map, { minLength: 1, maxLength: 2 }) },
    { weight: 2, arbitrary: inner.map((element) => ({ 'b|any_element': element })) },
    { weight: 1, arbitrary: fc.constantFrom(['foo'], ['foo', 'bar']) },
  );
}

/** `*` alone is no regular expression. */
function regexSafe(name: string, wanted: unknown): unknown {
  if (!name.includes('|re')) return wanted;
  if (Array.isArray(wanted)) return wanted.map((one: unknown) => regexSafe(name, one));
  return wanted === '*' ? '.*' : wanted;
}

const rules = fc.oneof(generatedRules, narrowRules);
const events = fc.array(event, { minLength: 5, maxLength: 30 });

function verdicts(rule: Rule, views: readonly EventView[]): readonly string[] {
  const set = compileRuleSet([rule], { predicates });
  return views.map((view) =>
    set
      .matchByFullScan(view)
      .map(({ variation, level }) => `${variation?.name ?? '-'} ${level}`)
      .join(),
  );
}

function laws(known: FieldFacts, spoil: (rule: Rule) => Rule = (rule) => rule) {
  return fc.property(rules, events, (loaded, views) => {
    for (const rule of loaded) {
      const applies = views.filter(({ cloud }) => [undefined, cloud].includes(rule.logsource.product as 'aws'));
      const found = verdicts(spoil(rule), applies);
      if (impossibility(ruleMatches(rule), known) !== undefined) expect(found.join('')).toBe('');
      else if (impossibility(ruleIsSilent(rule), known) !== undefined) expect(found).not.toContain('');
      else expect(verdicts(withoutParts(spoil(rule), idleParts(rule, known)), applies)).toEqual(found);
    }
  });
}

describe('what is said of a rule holds for every event', () => {
  test('never matches, always matches, same without idle parts', () => {
    fc.assert(laws(facts), { numRuns: 1_200 });
  });

  test('the generator makes rules of all kinds', () => {
    const all = fc.sample(narrowRules, { numRuns: 400, seed: 3 }).flat();
    const never = all.filter((rule) => impossibility(ruleMatches(rule), facts) !== undefined);
    const always = all.filter((rule) => impossibility(ruleIsSilent(rule), facts) !== undefined);
    const idle = all.filter((rule) => idleParts(rule, facts).length > 0);
    expect(never.length).toBeGreaterThan(40);
    expect(always.length).toBeGreaterThan(5);
    expect(idle.length).toBeGreaterThan(60);
  });
});

describe('a planted bug is found', () => {
  test.each<[string, Partial<FieldFacts>]>([
    ['every field holds one value', { isSingle: () => true }],
    [
      'a field has fewer values than it has',
      { valuesOf: ({ field }) => (field.text === 'x' ? ['foo', 'bar'] : undefined) },
    ],
    ['a claim is said never to hold', { neverHolds: ({ kind }) => (kind === 'absent' ? 'never' : undefined) }],
  ])('%s', (_name, bug) => {
    expect(fc.check(laws({ ...facts, ...bug }), { numRuns: 3_000, seed: 11, endOnFailure: true }).failed).toBe(true);
  });
});

test('a value that is written twice is not called idle: the other one would still be there', () => {
  const detection = {
    s1: { eventName: ['CreateUser', 'DeleteUser'], 'a|lt': 5 },
    s2: { eventName: ['CreateUser', 'ConsoleLogin', 'ConsoleLogin'] },
    condition: 'all of s*',
  };
  const text = JSON.stringify({ title: 'Twice', logsource: { product: 'aws' }, detection });
  const [rule] = loadRules([{ file: 'r.yaml', text }]).rules;
  if (rule === undefined) throw new Error('not loaded');
  const login = [eventView({ eventName: 'ConsoleLogin', a: 1 })];
  expect(verdicts(rule, login)).toEqual(['']);
  expect(verdicts(withoutParts(rule, idleParts(rule, facts)), login)).toEqual(['']);
});
