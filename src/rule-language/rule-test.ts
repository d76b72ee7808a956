/** Runs the tests that a rule carries: base events, patches, expectation. Rules that remember go through their fold. */
import type { Finding, Observation } from '../detectors/detector.ts';
import { organisationProfile, type OrganisationProfile } from '../context/organisation-profile.ts';
import type { EventView } from '../events/audit-event.ts';
import type { JsonObject } from '../std/json.ts';
import { nearestName } from '../std/did-you-mean.ts';
import {
  findingsOf,
  findingsOfDelivery,
  type KeyedObservation,
  type MemoryAsked,
  entryReader,
  observationsOf,
  type Remembered,
} from './memory-findings.ts';
import type { PredicateTable } from './predicate.ts';
import { isReady } from './readiness.ts';
import { compileRuleSet, type RuleSet } from './rule-set.ts';
import { type Level, levels, type Rule, type RuleTest, type RuleTestExpectation } from './rule.ts';
import { severitySum } from './severity-modifier.ts';
import { testEvents } from './test-events.ts';

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
  readonly profile: OrganisationProfile;
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
  const unknown = organisationProfile();
  const plain = predicatesOf(unknown);
  return rule.tests.map((test) => {
    const profile = test.profile === undefined ? unknown : organisationProfile(test.profile);
    const missing = test.events.find(({ base }) => !bases.has(base));
    return {
      test,
      events: missing === undefined ? testEvents(test.events, bases).map(toEventView) : [],
      predicates: test.profile === undefined ? plain : predicatesOf(profile),
      profile,
      problem: missing === undefined ? undefined : noSuchBase(missing.base, bases),
    };
  });
}

/** What putting tests to a rule may be told. */
export interface TesterOptions {
  /**
   * Whether events of a rule that remembers are also delivered out of order and doubled, which must change nothing. It shows
   * that the rule's own events are fit for it, and costs several times the test: mutants need not do it again.
   */
  readonly tryDeliveries?: boolean;
}

/**
 * Puts prepared tests to a rule: tells why one fails, undefined where it passes. A test over several events expects
 * its alert on at least one of them, or none on any; where the rule remembers, the alert of its fold. The rule is compiled
 * once for each organisation.
 */
export function ruleTester(rule: Rule, options: TesterOptions = {}): (prepared: PreparedTest) => string | undefined {
  const ruleSets = new Map<PredicateTable, RuleSet>();
  const { memory } = rule;
  return ({ test, events, predicates, profile, problem }) => {
    if (problem !== undefined) return problem;
    const ruleSet = ruleSets.get(predicates) ?? compileRuleSet([rule], { predicates });
    ruleSets.set(predicates, ruleSet);
    if (memory === undefined && rule.modifiers.length === 0) {
      // Nothing folds here: events that are told alike are one to the test.
      const matches = events.flatMap((event) => ruleSet.match(event));
      const told = new Map(matches.map((match) => [`${match.level} ${match.variation?.name ?? ''}`, match]));
      return disappointment(
        test.expect,
        [...told.values()].map((match) => ({ ...outcomeOf(match), count: 1 })),
      );
    }
    const asked = { rule, memory, ruleSet, read: entryReader(rule, { engine: ruleSet, profile }) };
    const observations = observationsOf(asked, events);
    const findings = findingsOf(asked, observations);
    const logSinceMs = logSinceOf(test, events);
    const outcomes = findings.map((finding): Outcome => {
      const { first, worst, count } = finding;
      return {
        ...outcomeOf(worst.payload.match),
        count,
        isReady: memory === undefined || isReady(memory, { logSinceMs, timeMs: first.timeMs }),
        ...raisedBy(rule, worst, logSinceMs),
      };
    });
    const wrong = disappointment(test.expect, outcomes);
    if (wrong !== undefined || options.tryDeliveries !== true) return wrong;
    return deliveryProblem(asked, observations, findings);
  };
}

/** What the modifiers make of the worst event of a finding; nothing where they cannot be asked. */
function raisedBy(
  { modifiers }: Rule,
  { prior, timeMs }: Observation<Remembered>,
  logSinceMs: number,
): Pick<Outcome, 'modifiers' | 'isUntold'> & Partial<Pick<Outcome, 'level'>> {
  if (prior === undefined) return { modifiers: [], isUntold: modifiers.length > 0 };
  const { rank, states } = severitySum(modifiers, prior, { timeMs, logSinceMs });
  const level = levels[rank];
  return {
    ...(level !== undefined && { level }),
    modifiers: states.filter(({ kind }) => kind === 'raised').map(({ modifier: { name } }) => name),
    isUntold: states.some(({ kind }) => kind === 'not-ready'),
  };
}

/** Log time begins before the earliest event, by what the test says; else so long ago that any memory is ready. */
function logSinceOf({ logSinceMs }: RuleTest, events: readonly EventView[]): number {
  if (logSinceMs === undefined) return Number.NEGATIVE_INFINITY;
  const times = events.map((event) => event.audit().timeMs ?? Number.POSITIVE_INFINITY);
  return Math.min(...times) - logSinceMs;
}

function deliveryProblem(
  asked: MemoryAsked,
  observations: readonly KeyedObservation[],
  findings: readonly Finding<Remembered>[],
): string | undefined {
  const wanted = findingsText(findings);
  const newestFirst = [...observations].reverse();
  const oddFirst = [1, 0].flatMap((rest) => observations.filter((_, position) => position % 2 === rest));
  for (const delivery of [
    [...newestFirst, ...observations],
    [...oddFirst, ...newestFirst],
  ]) {
    if (findingsText(findingsOfDelivery(asked, delivery)) !== wanted) {
      return 'the same events out of order and doubled lead to other alerts';
    }
  }
  return undefined;
}

function findingsText(findings: readonly Finding<Remembered>[]): string {
  return JSON.stringify(
    findings.map(({ first, last, worst, count, measured, events }) => [
      [first, last, worst, ...events].map(({ eventKey }) => eventKey),
      [count, measured, worst.rank],
    ]),
  );
}

/** Runs all tests of a rule. */
export function runRuleTests(
  rule: Rule,
  bases: ReadonlyMap<string, JsonObject>,
  toEventView: (raw: JsonObject) => EventView,
  predicatesOf: (profile: OrganisationProfile) => PredicateTable = () => new Map(),
): readonly RuleTestResult[] {
  const tester = ruleTester(rule, { tryDeliveries: true });
  return prepareRuleTests(rule, bases, toEventView, predicatesOf).map((prepared) => {
    const reason = tester(prepared);
    return { rule, test: prepared.test, passed: reason === undefined, reason };
  });
}

/** How a test says that the rule itself must speak, and no variation of it. */
const NO_VARIATION = 'none';

/** One alert that the rule would raise. */
interface Outcome {
  readonly level: Level;
  readonly variation: string | undefined;
  readonly count: number;
  readonly isReady: boolean;
  /** Names of the modifiers that raise it. */
  readonly modifiers: readonly string[];
  /** Whether it stays at its base because a modifier cannot be told. */
  readonly isUntold: boolean;
}

function outcomeOf({ level, variation }: Remembered['match']): Omit<Outcome, 'count'> {
  return { level, variation: variation?.name, isReady: true, modifiers: [], isUntold: false };
}

function disappointment(expect: RuleTestExpectation, outcomes: readonly Outcome[]): string | undefined {
  const got = `got ${describe(outcomes)}`;
  if (expect.kind === 'none') return outcomes.length === 0 ? undefined : `expected no alert, ${got}`;
  if (expect.kind === 'not-ready') {
    const isSo = outcomes.length > 0 && outcomes.every((outcome) => !outcome.isReady || outcome.isUntold);
    return isSo ? undefined : `expected what is not ready, ${got}`;
  }
  const { level, variation, alerts, count, levels: all, modifiers } = expect;
  const ready = outcomes.filter((outcome) => outcome.isReady);
  const fits = ready.some((outcome) => {
    const wanted = variation === NO_VARIATION ? undefined : (variation ?? outcome.variation);
    const isAsWanted = (level ?? outcome.level) === outcome.level && wanted === outcome.variation;
    const isRaised = modifiers === undefined || isSameSet(modifiers, outcome.modifiers);
    return isAsWanted && isRaised && (count ?? outcome.count) === outcome.count;
  });
  const areAsWanted = all === undefined || all.join() === ready.map((outcome) => outcome.level).join();
  if (fits && areAsWanted && (alerts ?? ready.length) === ready.length) return undefined;
  const wanted = [
    level,
    variation === undefined ? undefined : `variation "${variation}"`,
    count === undefined ? undefined : `count ${count}`,
    modifiers === undefined ? undefined : raisedText(modifiers),
    all === undefined ? undefined : `in order ${all.join(', ')}`,
  ].filter((part) => part !== undefined);
  const what = alerts === undefined || alerts === 1 ? 'an alert' : `${alerts} alerts`;
  return `expected ${alerts === 1 ? 'one alert' : what}${wanted.length === 0 ? '' : ` (${wanted.join(', ')})`}, ${got}`;
}

function describe(outcomes: readonly Outcome[]): string {
  const texts = outcomes.map(
    ({ level, variation, count, isReady: isSure, modifiers, isUntold }) =>
      (isSure && !isUntold ? level : `${level} (not ready)`) +
      (variation === undefined ? '' : `, variation "${variation}"`) +
      (modifiers.length === 0 ? '' : `, ${raisedText(modifiers)}`) +
      (count === 1 ? '' : `, count ${count}`),
  );
  const several = outcomes.length > new Set(texts).size ? ` (${outcomes.length} alerts)` : '';
  return texts.length === 0 ? 'none' : [...new Set(texts)].join('; ') + several;
}

function raisedText(modifiers: readonly string[]): string {
  const names = modifiers.map((name) => `"${name}"`).join(', ');
  return names === '' ? 'raised by nothing' : `raised by ${names}`;
}

function isSameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((one) => right.includes(one));
}

function noSuchBase(name: string, bases: ReadonlyMap<string, JsonObject>): string {
  const nearest = nearestName(name, bases.keys());
  return `no base event "${name}"${nearest === undefined ? '' : `; did you mean "${nearest}"?`}`;
}
