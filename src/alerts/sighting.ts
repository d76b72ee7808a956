/**
 * What one match contributes to the fold of its rule: an observation, and which fold it belongs to. Survives JSON, so that it can be
 * spilled to disk. Alerts are made of what the folds find, from the records (`alert-of-finding.ts`).
 */
import type { Detector, Observation } from '../detectors/detector.ts';
import type { EventView } from '../events/audit-event.ts';
import type { CloudRecord } from '../events/event-view.ts';
import type { OrganisationProfile } from '../context/organisation-profile.ts';
import { detectorOf } from '../rule-language/memory.ts';
import type { MemoryFeed } from '../rule-language/memory-rule.ts';
import type { RuleMatch, RuleSet } from '../rule-language/rule-set.ts';
import { keyOfRepeats, periodOf } from '../rule-language/repeats-key.ts';
import { levels, type Rule } from '../rule-language/rule.ts';
import { risesOf, termsReader } from '../rule-language/severity-modifier.ts';
import { bounded } from '../std/bounded-text.ts';
import { hashId } from '../std/hash.ts';
import { isObject, type Json } from '../std/json.ts';
import type { Engine } from './counterfactual.ts';
import type { EventMention } from '../detectors/detector.ts';

/** What an alert is made of. */
export interface Evidence {
  /** The value in which the event was recognised. */
  readonly record: Json;
  readonly variation: string | null;
  /** Account of the event: a fold may hold events of several. */
  readonly account: string | null;
}

/** An observation with the fold that it belongs to. */
export interface Sighting {
  /**
   * The fold: data set (with `--isolate`, the file), rule, key and cloud, by whose event time it is sealed. The key is the dedup key,
   * or what the memory or the modifiers of the rule ask about. Hashed, because the key holds names from the log: of any length, and
   * with any character in them, the separator of sort keys included.
   */
  readonly partition: string;
  /** Name of the rule. */
  readonly rule: string;
  /** Its id, or its name where it has none. */
  readonly ruleId: string;
  /** Documented key under which repeats fold. */
  readonly dedupKey: string;
  readonly cloud: EventView['cloud'];
  /** Whether the event has a readable time; those without one are folded among themselves, as if at one time. */
  readonly isTimed: boolean;
  readonly observation: Observation<Evidence>;
}

/** Where a match was found, and by whom. */
export interface Place {
  readonly engine: Engine;
  readonly profile: OrganisationProfile;
  readonly input: EventMention['input'];
  /** Keeps inputs apart that must not fold into each other. */
  readonly dataSet: string;
}

/** The fold of a rule of a set, by its name. */
export function foldOf<Payload = Evidence>(
  name: string,
  { rules, memoryRules }: Pick<RuleSet, 'rules' | 'memoryRules'>,
): Detector<unknown, Payload> {
  const remembering = memoryRules.find(({ words }) => words.name === name);
  if (remembering !== undefined) return detectorOf<Payload>(remembering.memory, periodOf(remembering.words.dedup));
  const rule = rules.find((one) => one.name === name);
  if (rule === undefined) throw new Error(`Cannot fold: no rule "${name}"`);
  return detectorOf<Payload>(undefined, periodOf(rule.dedup), risesOf(rule));
}

/**
 * What a match contributes: to the folding of its repeats, or with `feed` to a rule that remembers. `record` is what the event was
 * recognised in.
 */
export function sightingOf(
  match: RuleMatch,
  feed: MemoryFeed | undefined,
  view: EventView,
  place: Place,
  record: { readonly value: Json; readonly isNative: CloudRecord['isNative'] },
): Sighting {
  const { id, name } = feed === undefined ? match.rule : feed.rule.words;
  const { variation, level } = feed ?? match;
  const event = view.audit();
  const dedupKey = feed === undefined ? keyOfRepeats(match, view, place) : [id ?? name, ...feed.entry.key].join('|');
  const terms = feed === undefined ? termsOf(match.rule, view) : undefined;
  const key = terms === undefined ? dedupKey : JSON.stringify(terms);
  return {
    partition: hashId([place.dataSet, name, key, event.cloud, event.timeMs === undefined ? 'no time' : '']),
    rule: name,
    ruleId: id ?? name,
    dedupKey: bounded(dedupKey),
    cloud: event.cloud,
    isTimed: event.timeMs !== undefined,
    observation: {
      timeMs: event.timeMs ?? 0,
      eventKey: bounded(event.dedupKey),
      // Of two rules that count one event the first does.
      copy: `${feed?.source ?? 0}/${copyOf(view.raw, record)}`,
      actionKey: bounded(event.actionKey),
      value: feed?.entry.value ?? '',
      rank: levels.indexOf(level),
      event: {
        id: bounded(event.id),
        action: event.action === undefined ? null : bounded(event.action),
        input: place.input,
      },
      payload: { record: record.value, variation: variation?.name ?? null, account: event.account ?? null },
      ...(terms !== undefined && { dedupKey: bounded(dedupKey) }),
      ...(feed === undefined && terms === undefined && match.rule.modifiers.length > 0 && { isAlone: true }),
    },
  };
}

type TermsReader = ReturnType<typeof termsReader>;
const termsReaders = new WeakMap<Rule, TermsReader>();

/** What the modifiers of a rule ask of an event; undefined where there are none, or the event has no answer. */
function termsOf(rule: Rule, view: EventView): readonly string[] | undefined {
  if (rule.modifiers.length === 0) return undefined;
  const known = termsReaders.get(rule) ?? termsReader(rule);
  termsReaders.set(rule, known);
  return known(view);
}

/**
 * Sort key under which sightings reach the folds: by fold, and within one in its order. Of copies that tell the same the one in the
 * first file by name speaks, so that a run over the same files says the same.
 */
export function sortKeyOf({ partition, observation }: Sighting): string {
  const { timeMs, eventKey, copy, event } = observation;
  const { file, record } = event.input;
  const place = [file, String(record).padStart(10, '0')];
  return [partition, String(timeMs + 1e15).padStart(17, '0'), eventKey, copy, ...place].join('\u0000');
}

/**
 * Of several copies of a record the one with native types comes first, then the one with most fields, ties by content, so that the
 * order of delivery cannot matter.
 */
function copyOf(raw: Json, { value, isNative }: { readonly value: Json; readonly isNative: boolean }): string {
  return `${isNative ? 0 : 1}${String(fieldsMissing(raw)).padStart(10, '0')}${hashId([JSON.stringify(value)])}`;
}

/** Orders copies of a record by how much they tell, the one with most fields first: a whole number from 0. */
export function fieldsMissing(raw: Json): number {
  return Math.max(0, FIELDS_MAX - leavesIn(raw));
}

/** More than any record has. */
export const FIELDS_MAX = 1e9;

function leavesIn(value: Json): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item: Json) => sum + leavesIn(item), 0);
  if (isObject(value)) return Object.values(value).reduce<number>((sum, item) => sum + leavesIn(item), 0);
  return value === null ? 0 : 1;
}
