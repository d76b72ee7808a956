/** One run of the tests inside rules, as data for every report. */
import type { OrganisationProfile } from '../../context/organisation-profile.ts';
import type { EventView } from '../../events/audit-event.ts';
import type { PredicateTable } from '../../rule-language/predicate.ts';
import { runRuleTests, type RuleTestResult } from '../../rule-language/rule-test.ts';
import type { Rule } from '../../rule-language/rule.ts';
import type { JsonObject } from '../../std/json.ts';

/** The tests of one rule. */
export interface RuleTestSuite {
  readonly rule: Rule;
  /** In the order of the file; empty where the rule has no tests, which counts as a failure. */
  readonly results: readonly RuleTestResult[];
}

/** How a run ended. */
export interface RuleTestRun {
  readonly suites: readonly RuleTestSuite[];
  readonly passed: number;
  readonly failed: number;
  /** Rules that carry no test. */
  readonly untested: number;
}

/** What the tests need beside the rules. */
export interface TestSurroundings {
  readonly bases: ReadonlyMap<string, JsonObject>;
  readonly toEventView: (raw: JsonObject) => EventView;
  readonly predicatesOf: (profile: OrganisationProfile) => PredicateTable;
}

/** Runs the tests of every rule. */
export function runTests(rules: readonly Rule[], { bases, toEventView, predicatesOf }: TestSurroundings): RuleTestRun {
  const suites = rules.map((rule) => ({ rule, results: runRuleTests(rule, bases, toEventView, predicatesOf) }));
  const results = suites.flatMap((suite) => suite.results);
  const passed = results.filter((result) => result.passed).length;
  const untested = suites.filter((suite) => suite.results.length === 0).length;
  return { suites, passed, failed: results.length - passed, untested };
}

/** Whether every rule has tests and all of them passed. */
export function isSound({ failed, untested }: RuleTestRun): boolean {
  return failed === 0 && untested === 0;
}
