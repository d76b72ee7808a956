/** Puts the tests of a rule to its mutants: a mutant that no test tells from the rule has survived. */
import { type PreparedTest, ruleTester } from '../../rule-language/rule-test.ts';
import type { EquivalentMutant, Rule } from '../../rule-language/rule.ts';
import { mutantsOf } from './mutants-of.ts';
import type { Mutant } from './mutation.ts';

/** What became of a mutant. */
export type Fate =
  | { readonly kind: 'killed'; readonly test: string; readonly reason: string }
  | { readonly kind: 'equivalent'; readonly reason: string }
  | { readonly kind: 'survived' };

/** A mutant and what became of it. */
export interface JudgedMutant {
  readonly mutant: Mutant;
  readonly fate: Fate;
}

/** An entry below `equivalent_mutants` that is wrong, and why. */
export interface StaleEquivalent {
  readonly entry: EquivalentMutant;
  readonly problem: string;
}

/** How well the tests of one rule hold it. */
export interface RuleMutationReport {
  readonly rule: Rule;
  readonly mutants: readonly JudgedMutant[];
  readonly stale: readonly StaleEquivalent[];
  /** Tests that fail on the rule itself: they prove nothing about its mutants. */
  readonly failing: readonly string[];
  /** Whether the rule has more mutants than were judged. */
  readonly isCut: boolean;
}

/** Mutants of one rule that are judged. Each is as long as the rule, so a rule of thousands of values would take hours. */
export const MUTANTS_MAX = 2_000;

/** Judges all mutants of a rule by its prepared tests. A test kills a mutant where it passes on the rule only. */
export function judgeMutants(rule: Rule, tests: readonly PreparedTest[], mutantsMax = MUTANTS_MAX): RuleMutationReport {
  const ofRule = ruleTester(rule);
  const passing = tests.filter((prepared) => ofRule(prepared) === undefined);
  const recorded = new Map(rule.equivalentMutants.map((entry) => [entry.mutation, entry]));
  const made = mutantsOf(rule, mutantsMax + 1);
  const isCut = made.length > mutantsMax;
  const mutants = made.slice(0, mutantsMax).map((mutant) => ({
    mutant,
    fate: killedBy(mutant, passing) ?? recordedFate(recorded.get(mutant.id)),
  }));
  return {
    rule,
    mutants,
    stale: rule.equivalentMutants.flatMap((entry) => staleness(entry, mutants, isCut) ?? []),
    failing: tests.filter((prepared) => !passing.includes(prepared)).map(({ test }) => test.name),
    isCut,
  };
}

/** Mutants of one fate. */
export function withFate({ mutants }: RuleMutationReport, kind: Fate['kind']): readonly JudgedMutant[] {
  return mutants.filter(({ fate }) => fate.kind === kind);
}

function killedBy({ rule }: Mutant, tests: readonly PreparedTest[]): Fate | undefined {
  const tester = ruleTester(rule);
  for (const prepared of tests) {
    const reason = tester(prepared);
    if (reason !== undefined) return { kind: 'killed', test: prepared.test.name, reason };
  }
  return undefined;
}

function recordedFate(entry: EquivalentMutant | undefined): Fate {
  return entry === undefined ? { kind: 'survived' } : { kind: 'equivalent', reason: entry.reason };
}

/** A recorded mutant that is not among those judged may be one that was cut off. */
function staleness(
  entry: EquivalentMutant,
  mutants: readonly JudgedMutant[],
  isCut: boolean,
): StaleEquivalent | undefined {
  const judged = mutants.find(({ mutant }) => mutant.id === entry.mutation);
  if (judged === undefined) return isCut ? undefined : { entry, problem: 'the rule has no such mutant' };
  if (judged.fate.kind !== 'killed') return undefined;
  return { entry, problem: `the test "${judged.fate.test}" tells it from the rule` };
}
