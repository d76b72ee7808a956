/**
 * What a rule that remembers makes of several events: what each adds, how full the window is with it or since when its values are
 * known, and the alerts that come of it. The numbers are those of the fold.
 */
import { compareObservations, type Finding } from '../../detectors/detector.ts';
import { measured } from '../../detectors/measure.ts';
import { isNewTo } from '../../detectors/modified-repeats.ts';
import type { OrganisationProfile } from '../../context/organisation-profile.ts';
import type { EventView } from '../../events/audit-event.ts';
import { headOf } from '../../events/event-view.ts';
import { fieldReader } from '../../rule-language/field-reader.ts';
import type { Memory } from '../../rule-language/memory.ts';
import {
  findingsOf,
  type KeyedObservation,
  entryReader,
  observationsOf,
  type Remembered,
} from '../../rule-language/memory-findings.ts';
import { limitText, memoryText, modifierText } from '../../rule-language/memory-text.ts';
import type { PredicateTable } from '../../rule-language/predicate.ts';
import { compileRuleSet } from '../../rule-language/rule-set.ts';
import { type Level, levels, type Rule, type SeverityModifier } from '../../rule-language/rule.ts';
import { durationText } from '../../std/time.ts';

/** What one event adds. */
export interface MemoryStep {
  readonly id: string;
  readonly time: string | null;
  readonly action: string | null;
  /** Values that keep events apart; empty where the event does not count. */
  readonly key: readonly string[];
  /** What is counted of it; empty where actions are. */
  readonly value: string;
  readonly counts: boolean;
  /** What stands after it: `2 of 3`, `new`, `known: seen 2 days before`, of modifiers `new: +1`; else why it does not count. */
  readonly stand: string;
}

/** An alert that the events make together. */
export interface MemoryAlert {
  readonly level: Level;
  readonly variation: string | null;
  readonly key: readonly string[];
  readonly count: number;
  readonly measured: number | null;
  readonly first: string;
  readonly last: string;
}

/** The whole story. */
export interface MemoryStory {
  readonly rule: string;
  /** What the rule remembers, in words. */
  readonly memory: string;
  /** Events that the detection matches, in the order of their times. */
  readonly steps: readonly MemoryStep[];
  /** Events that it does not match. */
  readonly others: number;
  readonly alerts: readonly MemoryAlert[];
}

/** Whether events mean something to a rule together: it remembers, or its modifiers do. */
export function looksBack({ memory, modifiers }: Rule): boolean {
  return memory !== undefined || modifiers.length > 0;
}

/** Tells the story of a rule that remembers, or whose modifiers do; `events` in any order. */
export function explainMemory(
  rule: Rule,
  events: readonly EventView[],
  { predicates, profile }: { readonly predicates: PredicateTable; readonly profile: OrganisationProfile },
): MemoryStory {
  const ruleSet = compileRuleSet([rule], { predicates });
  const { memory } = rule;
  const read = entryReader(rule, { engine: ruleSet, profile });
  const matching = events.filter((event) => ruleSet.matchesRule(rule, event));
  const observations = [...observationsOf({ rule, ruleSet, read }, matching)].sort((left, right) =>
    compareObservations(left.observation, right.observation),
  );
  const counted = observations.filter((one, place) => isFirstCopy(observations, one, place));
  const known = new Set(observations.map(({ observation }) => observation.payload.event));
  const findings = findingsOf({ rule, memory }, observations);
  return {
    rule: rule.name,
    memory: memory === undefined ? rule.modifiers.map(modifierText).join(' and ') : memoryText(memory),
    steps: [
      ...counted.map((one, place) => stepOf(one, counted.slice(0, place), rule)),
      ...matching.filter((event) => !known.has(event)).map((event) => uncounted(event, memory)),
    ],
    others: events.length - matching.length,
    alerts: findings.map((finding) => alertOf(finding, observations)),
  };
}

function isFirstCopy(
  all: readonly KeyedObservation[],
  { entry, observation: { eventKey } }: KeyedObservation,
  place: number,
): boolean {
  return !all
    .slice(0, place)
    .some((earlier) => earlier.observation.eventKey === eventKey && isSameKey(earlier.entry.key, entry.key));
}

function stepOf(
  { entry, observation }: KeyedObservation,
  before: readonly KeyedObservation[],
  { memory, modifiers }: Rule,
): MemoryStep {
  const sameKey = before.filter((one) => isSameKey(one.entry.key, entry.key)).map((one) => one.observation);
  const common = { ...headText(observation.payload.event), key: entry.key, value: entry.value, counts: true };
  if (memory === undefined) return { ...common, stand: modifiedStand(observation, sameKey, modifiers) };
  if (memory.kind === 'threshold') {
    const window = sameKey.filter(({ timeMs }) => timeMs > observation.timeMs - memory.windowMs);
    const number = measured(memory.measure, [...window, observation]);
    return { ...common, stand: `${number ?? 'no number'} of ${limitText(memory)}` };
  }
  const last = sameKey.at(-1);
  if (last === undefined) return { ...common, stand: 'new' };
  const agoMs = observation.timeMs - last.timeMs;
  const ago = `seen ${durationText(agoMs)} before`;
  return { ...common, stand: agoMs > memory.historyMs ? `new again: ${ago}` : `known: ${ago}` };
}

/** `new: +1`, `known: seen 2 days before`: what was at the same time is not before. */
function modifiedStand(
  { timeMs, isAlone }: KeyedObservation['observation'],
  sameKey: readonly KeyedObservation['observation'][],
  modifiers: readonly SeverityModifier[],
): string {
  if (isAlone === true) return 'what was before it cannot be told';
  const seenMs = sameKey.findLast((one) => one.timeMs < timeMs)?.timeMs ?? null;
  const held = modifiers.filter(({ memory }) => isNewTo(memory, seenMs, timeMs));
  const raised = held.reduce((sum, { raise }) => sum + raise, 0);
  const ago = seenMs === null ? '' : `seen ${durationText(timeMs - seenMs)} before`;
  if (raised === 0) return `known: ${ago}`;
  return seenMs === null ? `new: +${raised}` : `new again: +${raised}, ${ago}`;
}

/** A match without a readable time, or without a field that the memory asks for. */
function uncounted(event: EventView, memory: Memory | undefined): MemoryStep {
  if (memory === undefined)
    return { ...headText(event), key: [], value: '', counts: false, stand: 'it does not count' };
  const fields =
    memory.kind === 'new-terms' ? memory.terms : [...memory.by, ...(memory.elseBy ?? []), ...memory.fields];
  const missing = fields.filter((field) => fieldReader(field)(event).length === 0).map(({ text }) => text);
  const why = missing.length === 0 ? 'it has no time' : `it has no ${[...new Set(missing)].join(', ')}`;
  return { ...headText(event), key: [], value: '', counts: false, stand: why };
}

function headText(event: EventView): Pick<MemoryStep, 'id' | 'time' | 'action'> {
  const { timeMs, action = null } = event.audit();
  return { id: headOf(event).id, time: timeMs === undefined ? null : new Date(timeMs).toISOString(), action };
}

function alertOf(
  { first, last, worst, count, measured: most }: Finding<Remembered>,
  observations: readonly KeyedObservation[],
): MemoryAlert {
  const keyed = observations.find(({ observation }) => observation.eventKey === first.eventKey);
  return {
    level: levels[worst.rank] ?? 'informational',
    variation: worst.payload.match.variation?.name ?? null,
    key: keyed?.entry.key ?? [],
    count,
    measured: most ?? null,
    first: first.event.id,
    last: last.event.id,
  };
}

function isSameKey(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((part, index) => part === right[index]);
}
