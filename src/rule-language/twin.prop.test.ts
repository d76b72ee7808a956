/**
 * Laws: compiled = interpreted, indexed = full scan, over generated rules and events. The comparison is itself
 * tested: bugs planted on one side are found by the other.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldCase } from '../std/fold-case.ts';
import type { Json } from '../std/json.ts';
import type { PatternToken } from './detection.ts';
import type { EventView } from '../events/audit-event.ts';
import { interpretRuleSet } from './interpret.ts';
import { type Meanings, meanings } from './meaning.ts';
import { type Operators, operators } from './operator.ts';
import type { PredicateTable } from './predicate.ts';
import { generatedEvent, generatedRules } from './rule-generator.fixture.ts';
import { compileRuleSet, type RuleMatch } from './rule-set.ts';
import type { Rule } from './rule.ts';

const predicates: PredicateTable = new Map([
  ['grants_admin', (value) => (typeof value === 'string' ? (value.startsWith('f') ? 'yes' : 'no') : 'unknown')],
]);
const meetings = fc.tuple(generatedRules, fc.array(generatedEvent, { minLength: 1, maxLength: 10 }));

function outline(matches: readonly RuleMatch[]): string {
  return matches.map(({ rule, variation, level }) => `${rule.name} ${variation?.name ?? '-'} ${level}`).join('; ');
}

function twinsAgree(
  rules: readonly Rule[],
  events: readonly EventView[],
  bugs: { operators?: Operators; meanings?: Meanings } = {},
): boolean {
  const compiled = compileRuleSet(rules, { predicates, operators: bugs.operators ?? operators });
  const interpreted = interpretRuleSet(rules, { predicates, meanings: bugs.meanings ?? meanings });
  return events.every((event) => outline(compiled.matchByFullScan(event)) === outline(interpreted.match(event)));
}

describe('the twins agree', () => {
  test('compiled = interpreted', () => {
    fc.assert(
      fc.property(meetings, ([rules, events]) => twinsAgree(rules, events)),
      { numRuns: 500 },
    );
  });

  test('indexed = full scan, also when a value is seen again', () => {
    fc.assert(
      fc.property(meetings, ([rules, events]) => {
        const ruleSet = compileRuleSet(rules, { predicates });
        for (const event of [...events, ...events]) {
          expect(outline(ruleSet.match(event))).toBe(outline(ruleSet.matchByFullScan(event)));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('the generator makes rules that match, that do not, and that have a witness', () => {
    const samples = fc.sample(meetings, { numRuns: 200, seed: 1 });
    const sets = samples.map(([rules, events]) => ({ set: compileRuleSet(rules, { predicates }), events }));
    const verdicts = sets.flatMap(({ set, events }) =>
      events.flatMap((event) => set.match(event).length / set.rules.length),
    );
    const [matched, all] = [verdicts.filter((share) => share > 0).length, verdicts.length];
    expect(matched / all).toBeGreaterThan(0.2);
    expect(matched / all).toBeLessThan(0.95);
    const generic = sets.reduce((sum, { set }) => sum + set.generic.length, 0);
    const rules = sets.reduce((sum, { set }) => sum + set.rules.length, 0);
    expect(generic / rules).toBeLessThan(0.8);
  });
});

const compiledBugs: Record<string, Partial<Operators>> = {
  'text keeps case': { text: (pattern) => operators.text(pattern, true) },
  'cased text loses case': { text: (pattern) => operators.text(pattern, false) },
  'text sees strings only': {
    text: (pattern, cased) => (leaf) => typeof leaf === 'string' && operators.text(pattern, cased)(leaf),
  },
  'regular expressions are anchored': { regex: (test) => operators.regex({ ...test, source: `^(?:${test.source})$` }) },
  'regular expressions never ignore case': { regex: (test) => operators.regex({ ...test, ignoreCase: false }) },
  'lt includes the bound': {
    compare: (comparison, value) => operators.compare(comparison === 'lt' ? 'lte' : comparison, value),
  },
  'numeric texts are no numbers': {
    compare: (comparison, value) => (leaf) => typeof leaf === 'number' && operators.compare(comparison, value)(leaf),
  },
  'weeks are counted from January 1': {
    time: (part, comparison, value) => (leaf) =>
      part === 'week' ? operators.time('day', comparison, value)(leaf) : operators.time(part, comparison, value)(leaf),
  },
  'networks are compared as IPv4 only': {
    cidr: (network) => (leaf) => typeof leaf === 'string' && !leaf.includes(':') && operators.cidr(network)(leaf),
  },
  'fieldref keeps case': { relate: (relation) => operators.relate(relation, true) },
  'an absent field is not equal': { negate: (leaves, holds) => !leaves.some(holds) },
  'not equal wants one value that differs': { negate: (leaves, holds) => leaves.some((leaf) => !holds(leaf)) },
  'an empty list is absent': { exists: (leaves) => leaves.some((leaf) => !Array.isArray(leaf)) },
};

const interpreterBugs: Record<string, Partial<Meanings>> = {
  'paths do not enter arrays': {
    values: (root, path) => meanings.values(withoutArraysOnTheWay(root, path.length), path),
  },
  'dotted keys are not tried': {
    values: function walk(root, path): ReturnType<Meanings['values']> {
      const [key, ...rest] = path;
      if (key === undefined || root === null || typeof root !== 'object') return meanings.values(root, path);
      if (Array.isArray(root)) return root.flatMap((element: Json) => walk(element, path));
      const entry = Object.entries(root).find(([name]) => name === key);
      return entry === undefined ? [] : walk(entry[1], rest);
    },
  },
  'empty text is absent': { present: (found) => found.some((value) => value !== '') },
  'false is absent': { present: (found) => found.some((value) => value !== false) },
  'a wildcard wants a character': {
    fits: (value, pattern, cased) => meanings.fits(value, pattern.flatMap(withCharacter), cased),
  },
  'text keeps case': { fits: (value, pattern) => meanings.fits(value, pattern, true) },
  'case folding changes lengths': {
    fits: (value, pattern, cased) =>
      meanings.fits(typeof value === 'string' && !cased ? value.toLowerCase() : value, pattern, cased),
  },
  'the dot fits line breaks': { finds: (value, search) => meanings.finds(value, { ...search, dotAll: true }) },
  'gte leaves the bound out': {
    compare: (value, comparison, bound) => meanings.compare(value, comparison === 'gte' ? 'gt' : comparison, bound),
  },
  'months count from zero': {
    time: (value, part, comparison, bound) =>
      meanings.time(value, part, comparison, part === 'month' ? bound + 1 : bound),
  },
  'every address is in every network': {
    within: (value, network) => typeof value === 'string' && meanings.within('203.0.113.7', network),
  },
  'contains is equals': {
    relate: (left, relation, right, cased) =>
      meanings.relate(left, relation === 'contains' ? 'equals' : relation, right, cased),
  },
  'keywords look at the top level only': {
    strings: (root) => Object.values(root ?? {}).filter((value) => typeof value === 'string'),
  },
};

describe('a bug planted in the compiled side is found by the interpreter', () => {
  test.each(Object.entries(compiledBugs))('%s', (_name, bug) => {
    expect(isFound({ operators: { ...operators, ...bug } })).toBe(true);
  });
});

describe('a bug planted in the interpreter is found by the compiled side', () => {
  test.each(Object.entries(interpreterBugs))('%s', (_name, bug) => {
    expect(isFound({ meanings: { ...meanings, ...bug } })).toBe(true);
  });
});

test('folding never changes the number of characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => Array.from(foldCase(text)).length === Array.from(text).length),
  );
});

function withCharacter(token: PatternToken): readonly PatternToken[] {
  return token.kind === 'any-run' ? [{ kind: 'any-one' }, token] : [token];
}

function withoutArraysOnTheWay(value: Json, steps: number): Json {
  if (steps === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([key, child]: [string, Json]) => [key, withoutArraysOnTheWay(child, steps - 1)]),
  );
}

function isFound(bugs: { operators?: Operators; meanings?: Meanings }): boolean {
  const law = fc.property(meetings, ([rules, events]) => twinsAgree(rules, events, bugs));
  return fc.check(law, { numRuns: 1_500, seed: 7, endOnFailure: true }).failed;
}
