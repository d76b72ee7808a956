/**
 * What one match contributes to the fold: a draft alert with the key under which repeats fold and its place in the
 * order of the fold. Survives JSON, so that it can be spilled to disk.
 */
import type { EventView } from '../events/audit-event.ts';
import type { OrganisationProfile } from '../context/organisation-profile.ts';
import { type CloudRecord, eventViewOf } from '../events/event-view.ts';
import { recognise } from '../events/recognise.ts';
import type { Rule } from '../rule-language/rule.ts';
import type { RuleMatch, RuleSet } from '../rule-language/rule-set.ts';
import { bounded } from '../std/bounded-text.ts';
import { hashId } from '../std/hash.ts';
import { isObject, type Json } from '../std/json.ts';
import type { Alert } from './alert.ts';
import { draftAlert, draftUnexplained, explanationOf, type InputPosition } from './draft.ts';
import { foreignAccountsLetIn } from './foreign-accounts.ts';
import type { Surroundings } from './sentence.ts';

/** One match, ready to be folded. */
export interface Observation {
  /**
   * Partition of the fold: the data set (with `--isolate`, the file), the rule and the dedup key. Hashed, because the key holds
   * names from the log: of any length, and with any character in them, the separator of sort keys included.
   */
  readonly partition: string;
  readonly timeMs: number | null;
  /** One action may be recorded twice (`sharedEventID`); it counts once. */
  readonly actionKey: string;
  /** Copies of one record share it. */
  readonly recordKey: string;
  /** Repeats within this time of the first fold into one alert; null: none do. */
  readonly periodMs: number | null;
  readonly alert: Alert;
  /** The record, where the alert is still to be explained: {@link explained} does it once the fold is done. */
  readonly record?: Json;
}

/** An alert, with the record that it speaks of where it is still to be explained. */
export interface Folded {
  readonly alert: Alert;
  readonly record: Json | undefined;
}

/** Repeats of a single-event rule fold for a day (design section 7, R170). */
export const DEDUP_PERIOD_MS = 24 * 3_600_000;

/** Where a match was found, and by whom. */
export interface Place extends Surroundings {
  readonly input: InputPosition;
  /** Keeps inputs apart that must not fold into each other. */
  readonly dataSet: string;
}

/** Observes one match. */
export function observe(match: RuleMatch, view: EventView, place: Place): Observation {
  return observation(draftAlert(match, view, place.input, place), match, view, place);
}

/** Observes one match without explaining it yet. `record` is the value in which the event was recognised. */
export function observeBriefly(match: RuleMatch, view: EventView, place: Place, record: Json): Observation {
  return { ...observation(draftUnexplained(match, view, place.input, place), match, view, place), record };
}

/** What the fold made of an observation that was brief, explained from its record. Law: the alert that {@link observe} makes. */
export function explained({ alert, record }: Folded, ruleSet: RuleSet, profile: OrganisationProfile): Alert {
  if (record === undefined) return alert;
  const recognition = recognise(record);
  if (recognition.kind !== 'record') throw new Error(`Cannot explain alert ${alert.id}: its record is none any more`);
  const view = eventViewOf(recognition);
  const match = ruleSet
    .match(view)
    .find(({ rule, variation }) => rule.name === alert.rule.name && (variation?.name ?? null) === alert.variation);
  if (match === undefined) throw new Error(`Cannot explain alert ${alert.id}: rule ${alert.rule.name} does not match`);
  return { ...alert, explanation: explanationOf(match, view, { engine: ruleSet, profile }) };
}

function observation(alert: Alert, { rule }: RuleMatch, view: EventView, place: Place): Observation {
  const event = view.audit();
  const dedupKey = dedupKeyOf(alert, rule, [
    ...elementsFound(rule, view, place),
    ...foreignAccountsLetIn(view, place.profile),
  ]);
  return {
    partition: hashId([place.dataSet, alert.rule.name, dedupKey]),
    timeMs: event.timeMs ?? null,
    actionKey: bounded(event.actionKey),
    recordKey: bounded(event.dedupKey),
    periodMs: rule.dedup?.kind === 'none' ? null : (rule.dedup?.periodMs ?? DEDUP_PERIOD_MS),
    alert: { ...alert, dedup: { ...alert.dedup, key: dedupKey } },
  };
}

/**
 * Sort key under which observations reach the fold: partition, event time, record, and of several copies of a
 * record one with native types first, then the one with most fields, ties by content, so that the order of delivery
 * cannot matter.
 */
export function sortKeyOf(observation: Observation, { raw, isNative }: Omit<CloudRecord, 'cloud'>): string {
  const { partition, timeMs, recordKey } = observation;
  const time = timeMs === null ? '-' : String(timeMs + 1e15).padStart(17, '0');
  const copy = `${isNative ? 0 : 1}${String(1e9 - leavesIn(raw)).padStart(10, '0')}`;
  return [partition, time, recordKey, copy, hashId([JSON.stringify(raw)])].join('\u0000');
}

/**
 * Where a rule looked into the elements of a list, those it found are the target too: ten members made owners of one
 * project are ten alerts.
 */
function elementsFound(rule: Rule, view: EventView, { engine }: Place): readonly string[] {
  if (foldsTargets(rule)) return [];
  return engine.matchedElements(rule, view).map((element) => JSON.stringify(element));
}

/**
 * Documented dedup key: rule, variation, principal, account and primary target (R170), without the target where the rule
 * folds targets together. The foreign accounts that the record lets in stay apart in any case: nobody hides one behind
 * another that was explained before.
 */
function dedupKeyOf(alert: Alert, rule: Rule, letIn: readonly string[]): string {
  const target = foldsTargets(rule) ? undefined : alert.targets[0];
  return [
    alert.rule.id,
    alert.variation ?? '',
    alert.actor.principal,
    alert.account ?? '',
    target === undefined ? '' : `${target.type}:${(target.name ?? target.id).toLowerCase()}`,
    ...(letIn.length === 0 ? [] : [hashId([...letIn].sort())]),
  ].join('|');
}

function foldsTargets({ dedup }: Rule): boolean {
  return dedup?.kind === 'period' && dedup.targets === 'together';
}

function leavesIn(value: Json): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item: Json) => sum + leavesIn(item), 0);
  if (isObject(value)) return Object.values(value).reduce<number>((sum, item) => sum + leavesIn(item), 0);
  return value === null ? 0 : 1;
}
