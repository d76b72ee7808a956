/** Under which key repeats of a single-event rule fold (design section 7, R170). */
import type { OrganisationProfile } from '../context/organisation-profile.ts';
import type { EventView } from '../events/audit-event.ts';
import { bounded } from '../std/bounded-text.ts';
import { hashId } from '../std/hash.ts';
import { foreignAccountsLetIn } from './foreign-accounts.ts';
import type { RuleMatch, RuleSet } from './rule-set.ts';
import type { Dedup, Rule } from './rule.ts';

/** Repeats of a single-event rule fold for a day. */
export const DEDUP_PERIOD_MS = 24 * 3_600_000;

/**
 * Fields that are part of every key of repeats. What they are made of alone is the same for all repeats of an event, so a memory
 * that is kept by them never tears repeats apart.
 */
export const REPEATS_KEY_FIELDS: readonly string[] = ['iamwatch.account', 'iamwatch.actor.principal'];

/** Who is asked about a match. */
export interface RepeatsAsked {
  readonly engine: Pick<RuleSet, 'matchedElements'>;
  readonly profile: OrganisationProfile;
}

/** How long repeats fold; null: they do not. */
export function periodOf(dedup: Dedup | undefined): number | null {
  return dedup?.kind === 'none' ? null : (dedup?.periodMs ?? DEDUP_PERIOD_MS);
}

/**
 * Documented dedup key: rule, variation, principal, account and primary target (R170), without the target where the rule
 * folds targets together. The foreign accounts that the record lets in stay apart in any case: nobody hides one behind
 * another that was explained before.
 */
export function keyOfRepeats({ rule, variation }: RuleMatch, view: EventView, asked: RepeatsAsked): string {
  const event = view.audit();
  const target = foldsTargets(rule) ? undefined : event.targets[0];
  const letIn = [...elementsFound(rule, view, asked), ...foreignAccountsLetIn(view, asked.profile)];
  return [
    rule.id ?? rule.name,
    variation?.name ?? '',
    bounded(event.actor.principal),
    event.account === undefined ? '' : bounded(event.account),
    target === undefined ? '' : `${target.type}:${bounded(target.name ?? target.id).toLowerCase()}`,
    ...(letIn.length === 0 ? [] : [hashId([...letIn].sort())]),
  ].join('|');
}

/** Where a rule looked into the elements of a list, those it found are the target too: ten members made owners of one project are ten alerts. */
function elementsFound(rule: Rule, view: EventView, { engine }: RepeatsAsked): readonly string[] {
  if (foldsTargets(rule)) return [];
  return engine.matchedElements(rule, view).map((element) => JSON.stringify(element));
}

function foldsTargets({ dedup }: Rule): boolean {
  return dedup?.kind === 'period' && dedup.targets === 'together';
}
