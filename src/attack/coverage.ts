/**
 * What rules cover of ATT&CK's identity techniques. A mapping alone is a claim; better is a rule that fired in its own tests, best
 * one that fired on the reader's logs (R36, R148, R149).
 *
 * Nothing is rolled up: a rule for a sub-technique does not cover the technique above it.
 */
import { attackOf } from '../alerts/rule-attack.ts';
import type { Rule } from '../rule-language/rule.ts';
import { presentId } from './alias.ts';
import { identityTechniques, neighbouringTechniques, type Technique } from './release.ts';

/** How well a technique is covered, from nothing to shown on real logs. */
export const coverageStates = ['none', 'mapped', 'fired in test', 'fired on logs'] as const;

/** How well a technique is covered. */
export type CoverageState = (typeof coverageStates)[number];

/** A rule and how well its claims are founded. */
export interface ProvenRule {
  readonly rule: Rule;
  readonly proof: Exclude<CoverageState, 'none'>;
}

/** A rule that claims a technique. */
export interface Claim extends ProvenRule {
  /** Who says that the rule covers it. */
  readonly origin: string;
  /** The id that the rule writes, where it is an earlier one. */
  readonly earlierId?: string;
}

/** One technique and the rules that claim it. */
export interface TechniqueCoverage {
  readonly technique: Technique;
  readonly state: CoverageState;
  readonly claims: readonly Claim[];
}

/** All that rules claim. */
export interface AttackCoverage {
  /** The identity techniques of clouds, each once, in the order of the matrix. */
  readonly techniques: readonly TechniqueCoverage[];
  /** Claims on other techniques, which are not counted. Techniques that no table here knows have their id for a name. */
  readonly others: readonly TechniqueCoverage[];
}

/** Works out the coverage of a set of rules. */
export function attackCoverage(rules: readonly ProvenRule[]): AttackCoverage {
  const claims = claimsById(rules);
  const counted = new Set(identityTechniques.map(({ id }) => id));
  const others = [...claims.keys()].filter((id) => !counted.has(id)).sort();
  return {
    techniques: identityTechniques.map((technique) => coverageOf(technique, claims)),
    others: others.map((id) => coverageOf(otherTechnique(id), claims)),
  };
}

/** How many techniques are in a state. */
export function countOf({ techniques }: AttackCoverage, wanted: CoverageState): number {
  return techniques.filter(({ state }) => state === wanted).length;
}

function claimsById(rules: readonly ProvenRule[]): ReadonlyMap<string, readonly Claim[]> {
  const claims = new Map<string, Claim[]>();
  for (const { rule, proof } of rules) {
    for (const { id, origin } of attackOf(rule).techniques) {
      const present = presentId(id);
      const earlier = claims.get(present) ?? [];
      // A rule may write both the earlier and the present id: that is one claim.
      if (earlier.some((one) => one.rule === rule)) continue;
      const claim = { rule, origin, proof, ...(present === id.toUpperCase() ? {} : { earlierId: id }) };
      claims.set(present, [...earlier, claim]);
    }
  }
  return claims;
}

function coverageOf(technique: Technique, claims: ReadonlyMap<string, readonly Claim[]>): TechniqueCoverage {
  const own = claims.get(technique.id) ?? [];
  const best = Math.max(0, ...own.map(({ proof }) => coverageStates.indexOf(proof)));
  return { technique, state: coverageStates[best] ?? 'none', claims: own };
}

function otherTechnique(id: string): Technique {
  return neighbouringTechniques.find((one) => one.id === id) ?? { id, name: id, tactics: [] };
}
