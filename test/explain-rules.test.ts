/** Explaining the shipped rules on the events of their own tests: agreement with the engine, and differences named. */
import { describe, expect, it } from 'vitest';
import { organisationProfile } from '../src/context/organisation-profile.ts';
import { rawEventView } from '../src/events/event-view.ts';
import { loadBases } from '../src/rule-language/base-event.ts';
import { policyPredicates } from '../src/rule-language/policy-predicates.ts';
import { compileRuleSet } from '../src/rule-language/rule-set.ts';
import type { Rule, RuleTest } from '../src/rule-language/rule.ts';
import { testEvents } from '../src/rule-language/test-events.ts';
import type { JsonObject } from '../src/std/json.ts';
import { differenceFinder } from '../src/workshop/explain/difference.ts';
import { explainRule } from '../src/workshop/explain/explain-rule.ts';
import { withEdits } from '../src/workshop/explain/record-edit.ts';
import { baseFiles, shippedRules } from './shipped-rules.fixture.ts';

const { bases } = loadBases(baseFiles);
const rules = shippedRules();

function recordsOf({ events }: RuleTest): readonly JsonObject[] {
  return testEvents(events, bases);
}

function predicatesOf({ profile }: RuleTest): ReturnType<typeof policyPredicates> {
  return policyPredicates(organisationProfile(profile));
}

describe('on every event of its own tests a rule is explained as the engine decides', () => {
  it.each(rules.map((rule) => [rule.name, rule] as const))('%s', (_name, rule) => {
    for (const test of rule.tests) {
      const predicates = predicatesOf(test);
      const engine = compileRuleSet([rule], { predicates });
      for (const record of recordsOf(test)) {
        const view = rawEventView(record);
        const [match] = engine.match(view);
        const { holds, level, variation } = explainRule(rule, view, { predicates });
        const found = { holds, level, variation };
        expect({ test: test.name, ...found }).toEqual({
          test: test.name,
          holds: match !== undefined,
          level: match?.level ?? null,
          variation: match?.variation?.name ?? null,
        });
      }
    }
  });
});

interface Silence {
  readonly rule: Rule;
  readonly test: RuleTest;
  readonly record: JsonObject;
}

/** The events of a rule's own tests on which it is silent, though it reads their logs. */
function silencesOf(rule: Rule): readonly Silence[] {
  return rule.tests
    .filter(({ expect: expected }) => expected.kind === 'none')
    .flatMap((test) => recordsOf(test).map((record) => ({ rule, test, record })));
}

/** Without networks in the profile nothing is unexpected: no edit of a record changes that. */
const SILENT_BY_PROFILE = 'without networks in the profile nobody knows';

describe('a difference is named for every near miss, and makes the rule fire', () => {
  it.each(rules.map((rule) => [rule.name, rule] as const))('%s', (_name, rule) => {
    const unnamed: string[] = [];
    for (const { test, record } of silencesOf(rule)) {
      const predicates = predicatesOf(test);
      const engine = compileRuleSet([rule], { predicates });
      // One that is counted, and is too few, is no silence of the detection.
      if (rule.memory !== undefined && engine.matchesRule(rule, rawEventView(record))) continue;
      const samples = rule.tests.flatMap(recordsOf);
      const found = differenceFinder(rule, { predicates, samples })(rawEventView(record));
      if (found.kind === 'found') {
        expect(engine.matchesRule(rule, rawEventView(withEdits(record, found.edits)))).toBe(true);
      } else unnamed.push(test.name);
    }
    expect(unnamed.filter((name) => name !== SILENT_BY_PROFILE)).toEqual([]);
  });

  it('there are many', () => {
    expect(rules.flatMap(silencesOf).length).toBeGreaterThan(1000);
  });
});
