/** What all shipped rules together say of an event: a base event of the rules' tests, patched. */
import { organisationProfile } from '../src/context/organisation-profile.ts';
import type { ProfileDocument } from '../src/context/profile-document.ts';
import { rawEventView } from '../src/events/event-view.ts';
import { loadBases } from '../src/rule-language/base-event.ts';
import { applyPatch } from '../src/rule-language/event-patch.ts';
import { policyPredicates } from '../src/rule-language/policy-predicates.ts';
import { compileRuleSet, type RuleSet } from '../src/rule-language/rule-set.ts';
import { type Level, levels } from '../src/rule-language/rule.ts';
import type { JsonObject } from '../src/std/json.ts';
import { baseFiles, shippedRules } from './shipped-rules.fixture.ts';

const rules = shippedRules();
const { bases } = loadBases(baseFiles);
const plain = compileRuleSet(rules, { predicates: policyPredicates(organisationProfile()) });

/** A rule that matched, and how bad it says it is. */
export interface Named {
  readonly rule: string;
  readonly level: Level;
  readonly catalogue: readonly string[];
}

/** A base event with differences; paths in `without` are taken away. */
export function eventOf(base: string, patch: JsonObject = {}, without: readonly string[] = []): JsonObject {
  const event = bases.get(base);
  if (event === undefined) throw new Error(`no base event "${base}"`);
  return applyPatch(event, { base, patch, without });
}

/** The shipped rules for an organisation. */
export function rulesOf(profile: ProfileDocument): RuleSet {
  return compileRuleSet(rules, { predicates: policyPredicates(organisationProfile(profile)) });
}

/** What speaks on a raw record alone, in an organisation that nobody described unless a rule set says otherwise. */
export function namedOn(raw: JsonObject, ruleSet: RuleSet = plain): readonly Named[] {
  return ruleSet
    .match(rawEventView(raw))
    .filter(({ rule }) => !ruleSet.silentRules.has(rule))
    .map(({ rule, level }) => ({ rule: rule.name, level, catalogue: rule.catalogue }));
}

/** Whether a level is at least another. */
export function isAtLeast(level: Level, least: Level): boolean {
  return levels.indexOf(level) >= levels.indexOf(least);
}
