/**
 * What one rule finds over a few events at once: matching, reading of keys, and the fold of each key. The engine does the same
 * over a stream; here everything lies at hand, which is what tests inside rules and the workshop need.
 */
import { compareObservations, type Finding, type Observation } from '../detectors/detector.ts';
import { foldAll } from '../detectors/fold-all.ts';
import { KeyFold } from '../detectors/key-fold.ts';
import type { EventView } from '../events/audit-event.ts';
import type { OrganisationProfile } from '../context/organisation-profile.ts';
import { detectorOf, type Memory, type MemoryEntry } from './memory.ts';
import { keyOfRepeats, periodOf } from './repeats-key.ts';
import type { RuleMatch, RuleSet } from './rule-set.ts';
import { levels, type Rule } from './rule.ts';
import { risesOf, termsReader } from './severity-modifier.ts';

/** What an event brings to a fold. */
export interface Remembered {
  readonly match: RuleMatch;
  readonly event: EventView;
}

/** An event that counts, and the key under which it does. */
export interface KeyedObservation {
  readonly entry: FoldEntry;
  readonly observation: Observation<Remembered>;
}

/** Where an event belongs, and under which key its repeats fold, where that is not the key of the fold. */
export interface FoldEntry extends MemoryEntry, Pick<Observation<unknown>, 'dedupKey' | 'isAlone'> {}

/** Reads entries; none where an event does not count. */
export type EntryReader = (event: EventView, match: RuleMatch) => readonly FoldEntry[];

/** How a rule is asked: compiled, with the reader of its memory, or of what its modifiers ask about. */
export interface MemoryAsked {
  readonly rule: Rule;
  /** Undefined for a rule over single events: it has modifiers. */
  readonly memory: Memory | undefined;
  readonly ruleSet: RuleSet;
  readonly read: EntryReader;
}

/** The observations of the events that a rule matches and that have what its memory asks for. */
export function observationsOf(
  { rule, ruleSet, read }: Omit<MemoryAsked, 'memory'>,
  events: readonly EventView[],
): readonly KeyedObservation[] {
  return events.flatMap((event, position): readonly KeyedObservation[] => {
    const { id, timeMs, dedupKey, actionKey, action = null } = event.audit();
    // What has no time has no place in a fold over time; repeats without one fold among themselves.
    if (timeMs === undefined && rule.memory !== undefined) return [];
    const match = ruleSet.match(event).find((one) => one.rule === rule);
    if (match === undefined) return [];
    return read(event, match).map((entry) => {
      const observation: Observation<Remembered> = {
        timeMs: timeMs ?? 0,
        eventKey: dedupKey,
        copy: copyOf(event),
        actionKey,
        value: entry.value,
        rank: levels.indexOf(match.level),
        event: { id, action, input: { file: '', record: position + 1 } },
        payload: { match, event },
        ...(entry.dedupKey !== undefined && { dedupKey: entry.dedupKey }),
        ...(entry.isAlone === true && { isAlone: entry.isAlone }),
      };
      return { entry, observation };
    });
  });
}

/** Reads where the events of a rule belong, as the engine does: by its memory, or by what its modifiers ask about. */
export function entryReader(
  rule: Rule,
  asked: { readonly engine: RuleSet; readonly profile: OrganisationProfile },
): EntryReader {
  if (rule.memory === undefined) return modifiedReader(rule, asked);
  return (event, match) => asked.engine.feeds(match, event).map(({ entry }) => entry);
}

function modifiedReader(
  rule: Rule,
  asked: { readonly engine: RuleSet; readonly profile: OrganisationProfile },
): EntryReader {
  const terms = termsReader(rule);
  return (event, match) => {
    const dedupKey = keyOfRepeats(match, event, asked);
    const key = terms(event);
    if (key !== undefined) return [{ key, value: '', dedupKey }];
    return [{ key: [dedupKey, event.audit().timeMs === undefined ? 'no time' : ''], value: '', isAlone: true }];
  };
}

/** Findings of all keys, in the order of their first events. */
export function findingsOf(
  { rule, memory }: Pick<MemoryAsked, 'rule' | 'memory'>,
  observations: readonly KeyedObservation[],
): readonly Finding<Remembered>[] {
  return inOrder(byKey(observations).flatMap((ofKey) => foldAll(detectorFor(rule, memory), ofKey)));
}

/** The same where the events come one after the other, in the order given, and the fold goes on with each. */
export function findingsOfDelivery(
  { rule, memory }: Pick<MemoryAsked, 'rule' | 'memory'>,
  observations: readonly KeyedObservation[],
): readonly Finding<Remembered>[] {
  const found = byKey(observations).flatMap((ofKey) => {
    const fold = new KeyFold(detectorFor(rule, memory));
    const standing = new Map<string, Finding<Remembered>>();
    for (const one of ofKey) {
      const { added, changed, superseded } = fold.take(one);
      for (const { first } of superseded) standing.delete(first.eventKey);
      for (const finding of [...added, ...changed]) standing.set(finding.first.eventKey, finding);
    }
    return [...standing.values()];
  });
  return inOrder(found);
}

/** The fold of a rule, or of a changed copy of its memory. */
function detectorFor(rule: Rule, memory: Memory | undefined): ReturnType<typeof detectorOf<Remembered>> {
  return detectorOf<Remembered>(memory, periodOf(rule.dedup), risesOf(rule));
}

function byKey(observations: readonly KeyedObservation[]): readonly (readonly Observation<Remembered>[])[] {
  const keys = new Map<string, Observation<Remembered>[]>();
  for (const { entry, observation } of observations) {
    const key = JSON.stringify(entry.key);
    const ofKey = keys.get(key);
    if (ofKey === undefined) keys.set(key, [observation]);
    else ofKey.push(observation);
  }
  return [...keys.values()];
}

function inOrder(findings: readonly Finding<Remembered>[]): readonly Finding<Remembered>[] {
  return [...findings].sort((left, right) => compareObservations(left.first, right.first));
}

/** Of the copies of a record the one that says most comes first. */
function copyOf({ raw }: EventView): string {
  const text = JSON.stringify(raw);
  return `${String(1e9 - text.length).padStart(10, '0')} ${text}`;
}
