/**
 * Laws over generated rules: every mutant runs and has its own id, what is dropped is gone, and what is left out as the
 * same is the same for every event.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Condition, Search } from '../../rule-language/detection.ts';
import type { PredicateTable } from '../../rule-language/predicate.ts';
import { generatedEvent, generatedRules } from '../../rule-language/rule-generator.fixture.ts';
import { compileRuleSet } from '../../rule-language/rule-set.ts';
import type { Rule } from '../../rule-language/rule.ts';
import type { EventView } from '../../events/audit-event.ts';
import { mutantsOf } from './mutants-of.ts';
import { mutations } from './mutations.ts';
import { normalForm } from './normal-form.ts';

const predicates: PredicateTable = new Map([
  ['grants_admin', (value) => (typeof value === 'string' ? (value.startsWith('f') ? 'yes' : 'no') : 'unknown')],
]);
// An event has one name: what excludes what is told by that.
const events = fc.array(
  generatedEvent.filter(({ raw }) => !Array.isArray(raw.eventName)),
  { minLength: 1, maxLength: 10 },
);

function verdicts(rule: Rule, seen: readonly EventView[]): readonly string[] {
  const ruleSet = compileRuleSet([rule], { predicates });
  return seen.map((event) =>
    ruleSet
      .match(event)
      .map(({ variation, level }) => `${variation?.name ?? '-'} ${level}`)
      .join(),
  );
}

test('every mutant of every rule runs, differs in form, and has an id of its own', () => {
  fc.assert(
    fc.property(generatedRules, events, (rules, seen) => {
      for (const rule of rules) {
        const mutants = mutantsOf(rule);
        expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
        for (const mutant of mutants) {
          expect(() => verdicts(mutant.rule, seen)).not.toThrow();
          expect(normalForm(mutant.rule)).not.toBe(normalForm(rule));
        }
      }
    }),
    { numRuns: 30 },
  );
});

test('a drop mutant has less in it than the rule', () => {
  fc.assert(
    fc.property(generatedRules, (rules) => {
      for (const rule of rules) {
        for (const mutant of mutantsOf(rule)) {
          if (mutant.mutation.name.startsWith('drop-clause') || mutant.mutation.name === 'drop-value') {
            expect(testsIn(mutant.rule)).toBeLessThan(testsIn(rule));
          }
          if (mutant.mutation.name === 'drop-operand') expect(namesIn(mutant.rule)).toBeLessThan(namesIn(rule));
          if (mutant.mutation.name === 'drop-variation') {
            expect(mutant.rule.variations).toHaveLength(rule.variations.length - 1);
          }
        }
      }
    }),
    { numRuns: 50 },
  );
});

test('what is left out as the same says the same of every event', () => {
  let leftOut = 0;
  fc.assert(
    fc.property(generatedRules, events, (rules, seen) => {
      for (const rule of rules) {
        const form = normalForm(rule);
        const same = mutations
          .flatMap((mutation) => mutation.changes(rule))
          .filter((change) => normalForm(change.rule) === form);
        leftOut += same.length;
        for (const change of same) expect(verdicts(change.rule, seen)).toEqual(verdicts(rule, seen));
      }
    }),
    { numRuns: 80 },
  );
  expect(leftOut).toBeGreaterThan(20);
});

function testsIn({ detection }: Rule): number {
  return [...detection.identifiers.values()].reduce((sum, search) => sum + testsOf(search), 0);
}

function testsOf(search: Search): number {
  switch (search.kind) {
    case 'field':
    case 'keyword':
      return search.tests.length;
    case 'element':
      return testsOf(search.search);
    case 'all-of':
    case 'any-of':
      return search.searches.reduce((sum, one) => sum + testsOf(one), 0);
  }
}

function namesIn({ detection, variations }: Rule): number {
  return [detection.condition, ...variations.map(({ condition }) => condition)].reduce(
    (sum, one) => sum + namesOf(one),
    0,
  );
}

function namesOf(condition: Condition): number {
  switch (condition.kind) {
    case 'identifier':
      return 1;
    case 'of':
      return condition.names.length;
    case 'not':
      return namesOf(condition.operand);
    case 'and':
    case 'or':
      return condition.operands.reduce((sum, one) => sum + namesOf(one), 0);
  }
}
