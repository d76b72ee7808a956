/** What a rule that remembers says of its finding: the numbers in its sentence, what was expected, and what would have silenced it. */
import { compareObservations, type KeptEvent, type Observation } from '../detectors/detector.ts';
import { foldAll } from '../detectors/fold-all.ts';
import { detectorOf, type Memory, partsOfValue } from '../rule-language/memory.ts';
import { limitText, memoryText } from '../rule-language/memory-text.ts';
import type { MemoryHole } from '../rule-language/template.ts';
import { durationText } from '../std/time.ts';
import type { Alert } from './alert.ts';
import type { Folded } from './fold.ts';

/** Distinct values named in one sentence. */
const VALUES_MAX = 10;

/** A finding, and what its rule remembers. */
export interface Remembered {
  readonly memory: Memory;
  readonly found: Pick<Folded, 'first' | 'last' | 'count' | 'events' | 'measured'>;
}

/** Fills the holes of a sentence that ask for a memory. */
export function memoryPart(hole: MemoryHole, { memory, found }: Remembered): string | undefined {
  const isThreshold = memory.kind === 'threshold';
  switch (hole) {
    case 'count':
      return String(found.count);
    case 'measured':
      return found.measured === null ? undefined : numberText(found.measured);
    case 'span':
      return spanText(found.last.timeMs - found.first.timeMs);
    case 'limit':
      return isThreshold ? limitText(memory) : undefined;
    case 'window':
      return isThreshold ? durationText(memory.windowMs) : undefined;
    case 'history':
      return isThreshold ? undefined : durationText(memory.historyMs);
    case 'values':
      return valuesText(memory, found.events);
  }
}

/** What was measured, as a field of its own among what was observed. */
export function observedOfMemory({ memory, found }: Remembered): Alert['explanation']['observed'] {
  if (memory.kind === 'new-terms' || found.measured === null) return [];
  const names = memory.fields.map(({ text }) => text).join(', ');
  const field = memory.measure.kind === 'actions' ? 'actions' : `${memory.measure.kind} ${names}`;
  return [{ field, value: `${numberText(found.measured)} within ${durationText(memory.windowMs)}` }];
}

/** The clause of the memory. */
export function expectedOfMemory({ memory }: Remembered): string {
  return memoryText(memory);
}

/**
 * What would have silenced the rule: so many of the finding's events fewer (of each window that reaches the limit the last ones), or
 * for a new term one earlier event of it within the history.
 */
export function edgeOfMemory({ memory, found }: Remembered): Alert['explanation']['would_not_fire_if'] {
  if (memory.kind === 'new-terms') return [{ edits: [], fewer_events: null, earlier_events: 1 }];
  const fewer = found.events.length - withoutFinding(memory, found.events).length;
  // Events that are counted and not listed are not looked at one by one: without all of them it is silent for sure.
  return [{ edits: [], fewer_events: fewer + Math.max(0, found.count - found.events.length), earlier_events: null }];
}

/** The events that are left when, one after the other, each is left out that would make the rule speak. */
export function withoutFinding(memory: Memory, events: readonly KeptEvent[]): readonly KeptEvent[] {
  const detector = detectorOf<null>(memory, null);
  const kept: KeptEvent[] = [];
  let state = detector.empty;
  for (const event of [...events].map(observationOf).sort(compareObservations)) {
    const { state: next, closed } = detector.step(state, event);
    if (closed.length > 0 || detector.open(next).length > 0) continue;
    state = next;
    kept.push(event);
  }
  return kept;
}

/** Whether a rule's memory alone finds anything in events. */
export function findsAnything(memory: Memory, events: readonly KeptEvent[]): boolean {
  return foldAll(detectorOf<null>(memory, null), events.map(observationOf)).length > 0;
}

function observationOf(event: KeptEvent): Observation<null> {
  return { ...event, copy: '', rank: 0, payload: null };
}

/** CloudTrail's times have no fractions: what happened in one second is less than one apart, and not at one instant. */
function spanText(spanMs: number): string {
  return spanMs < 1000 ? 'less than a second' : durationText(spanMs);
}

function valuesText(memory: Memory, events: readonly KeptEvent[]): string | undefined {
  const values = [...new Set(events.map(({ value }) => value).filter((value) => value !== ''))];
  if (values.length === 0) return undefined;
  const more = values.length - VALUES_MAX;
  const named = values.slice(0, VALUES_MAX).map((value) => partsOfValue(memory, value).join(' + '));
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function numberText(number: number): string {
  return String(Math.round(number * 100) / 100);
}
