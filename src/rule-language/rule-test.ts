/** Runs the tests that a rule carries: base event, patch, expectation. */
import { organisationProfile, type OrganisationProfile } from '../context/organisation-profile.ts';
import type { EventView } from '../events/audit-event.ts';
import type { JsonObject } from '../std/json.ts';
import { nearestName } from '../std/did-you-mean.ts';
import { applyPatch } from './event-patch.ts';
import type { PredicateTable } from './predicate.ts';
import { compileRuleSet, type RuleMatch, type RuleSet } from './rule-set.ts';
import type { Rule, RuleTest, RuleTestExpectation } from './rule.ts';

/** How one test ended; `reason` says why it failed. */
export interface RuleTestResult {
  readonly rule: Rule;
  readonly test: RuleTest;
  readonly passed: boolean;
  readonly reason: string | undefined;
}

/** A test whose events are made and whose organisation is known: it can be put to a rule, and to changed copies of it. */
export interface PreparedTest {
  readonly test: RuleTest;
  readonly events: readonly EventView[];
  /** Shared by all tests of a rule that happen to the same organisation. */
  readonly predicates: PredicateTable;
  /** Why it cannot be run. */
  readonly problem: string | undefined;
}

/** Makes the events of all tests of a rule. */
export function prepareRuleTests(
  rule: Rule,
  bases: ReadonlyMap<string, JsonObject>,
  toEventView: (raw: JsonObject) => EventView,
  predicatesOf: (profile: OrganisationProfile) => PredicateTable = () => new Map(),
): readonly PreparedTest[] {
  const plain = predicatesOf(organisationProfile());
  return rule.tests.map((test) => {
    const missing = test.events.find(({ base }) => !bases.has(base));
    return {
      test,
      events:
        missing === undefined
          ? test.events.map((event) => toEventView(applyPatch(bases.get(event.base) ?? {}, event)))
          : [],
      predicates: test.profile === undefined ? plain : predicatesOf(organisationProfile(test.profile)),
      problem: missing === undefined ? undefined : noSuchBase(missing.base, bases),
    };
  });
}

/**
 * Puts prepared tests to a rule: tells why one fails, undefined where it passes. A test over several events expects
 * its alert on at least one of them, or none on any. The rule is compiled once for each organisation.
 */
export function ruleTester(rule: Rule): (prepared: PreparedTest) => string | undefined {
  const ruleSets = new Map<PredicateTable, RuleSet>();
  return ({ test, events, predicates, problem }) => {
    if (problem !== undefined) return problem;
    const ruleSet = ruleSets.get(predicates) ?? compileRuleSet([rule], { predicates });
    ruleSets.set(predicates, ruleSet);
    return disappointment(
      test.expect,
      events.flatMap((event) => ruleSet.match(event)),
    );
  };
}

/** Runs all tests of a rule. */
export function runRuleTests(
  rule: Rule,
  bases: ReadonlyMap<string, JsonObject>,
  toEventView: (raw: JsonObject) => EventView,
  predicatesOf: (profile: OrganisationProfile) => PredicateTable = () => new Map(),
): readonly RuleTestResult[] {
  const tester = ruleTester(rule);
  return prepareRuleTests(rule, bases, toEventView, predicatesOf).map((prepared) => {
    const reason = tester(prepared);
    return { rule, test: prepared.test, passed: reason === undefined, reason };
  });
}

/** How a test says that the rule itself must speak, and no variation of it. */
const NO_VARIATION = 'none';

function disappointment(expect: RuleTestExpectation, matches: readonly RuleMatch[]): string | undefined {
  if (expect.kind === 'none') return matches.length === 0 ? undefined : `expected no alert, got ${describe(matches)}`;
  const { level, variation } = expect;
  const fits = matches.some((match) => {
    const wanted = variation === NO_VARIATION ? undefined : (variation ?? match.variation?.name);
    return (level ?? match.level) === match.level && wanted === match.variation?.name;
  });
  if (fits) return undefined;
  const wanted = [level, variation === undefined ? undefined : `variation "${variation}"`].filter(
    (part) => part !== undefined,
  );
  return `expected an alert${wanted.length === 0 ? '' : ` (${wanted.join(', ')})`}, got ${describe(matches)}`;
}

function describe(matches: readonly RuleMatch[]): string {
  const texts = matches.map(
    ({ level, variation }) => level + (variation === undefined ? '' : `, variation "${variation.name}"`),
  );
  return texts.length === 0 ? 'none' : [...new Set(texts)].join('; ');
}

function noSuchBase(name: string, bases: ReadonlyMap<string, JsonObject>): string {
  const nearest = nearestName(name, bases.keys());
  return `no base event "${name}"${nearest === undefined ? '' : `; did you mean "${nearest}"?`}`;
}
