/**
 * What a detector is: a pure fold over what is known of one key, in the order of event time (design section 7).
 *
 * A detector sees the observations of its key one after the other, each once, and keeps what it needs of them in a state of plain
 * data. Its findings are what this fold yields over all observations; whoever drives it (`engine/`) sees to the order.
 */

/** How an event is named to a human. */
export interface EventMention {
  readonly id: string;
  readonly action: string | null;
  /** Where it was read; `record` counts from 1 in its file. */
  readonly input: { readonly file: string; readonly record: number };
}

/** What a finding keeps of each of its events. */
export interface KeptEvent {
  /** Event time, milliseconds since the epoch. */
  readonly timeMs: number;
  /** Equal for copies of one record, and for nothing else; breaks ties of time. */
  readonly eventKey: string;
  /** One action may be recorded twice under two records (`sharedEventID`); it counts once. */
  readonly actionKey: string;
  /** What a threshold counts or computes: the text of the distinct value, or a number as text; '' where it counts actions. */
  readonly value: string;
  readonly event: EventMention;
}

/** One event as a detector sees it. `payload` is for whoever makes an alert of it; no detector looks inside. */
export interface Observation<Payload> extends KeptEvent {
  /** Orders the copies of one record, the one that tells most first: only that one counts. */
  readonly copy: string;
  /** How bad this event is, in the rule's levels: a finding is as bad as its worst event. */
  readonly rank: number;
  readonly payload: Payload;
  /** Where repeats of several dedup keys share a fold: the one of this event. Undefined where the fold has only one. */
  readonly dedupKey?: string;
  /** Nothing can be told of what came before it: it has no time, lacks a value that is asked for, or is told apart from the others. */
  readonly isAlone?: true;
  /** What a detector found of the time before it; only where modifiers ask. */
  readonly prior?: Prior;
}

/** What came before an event, as modifiers judge it. */
export interface Prior {
  /** Its rank before any modifier. */
  readonly baseRank: number;
  /** When what they ask about was seen last; null: not within the history of any of them. */
  readonly seenMs: number | null;
}

/** What a detector found: one thing that a human should know of. */
export interface Finding<Payload> {
  /** The earliest event of the period; with the key it is the finding's identity. */
  readonly first: Observation<Payload>;
  readonly last: Observation<Payload>;
  /** The worst event, the earliest among equals. */
  readonly worst: Observation<Payload>;
  /** Distinct actions. */
  readonly count: number;
  /** The earliest events, at most {@link EVENTS_KEPT_MAX}. */
  readonly events: readonly KeptEvent[];
  /** What was measured, where the detector measures something: the number furthest from what is normal. */
  readonly measured: number | undefined;
  /** Event time at which the period ends; undefined where that is not known beforehand. */
  readonly untilMs: number | undefined;
  /** A bound was reached: what is said may be less than what happened. */
  readonly degraded: boolean;
}

/** Events that a finding keeps; further ones are counted. */
export const EVENTS_KEPT_MAX = 100;

/** A state, and the findings that no later observation of the key can change. */
export interface Step<State, Payload> {
  readonly state: State;
  readonly closed: readonly Finding<Payload>[];
}

/** A pure fold. States are plain data: JSON keeps them whole. */
export interface Detector<State, Payload> {
  /** Changes whenever states of before can no longer be read. */
  readonly version: number;
  readonly empty: State;
  /** Whether a state knows no more than the empty one. */
  isEmpty(state: State): boolean;
  /** Takes the next observation; never earlier than the one before. */
  step(state: State, next: Observation<Payload>): Step<State, Payload>;
  /** The findings that are still open: later observations may add to them. In the order in which they began. */
  open(state: State): readonly Finding<Payload>[];
  /**
   * Forgets what no observation at `timeMs` or later can need. Law: the findings of any such observations are the same with and
   * without it.
   */
  forget(state: State, timeMs: number): Step<State, Payload>;
}

/** Order of the fold: time, then record, then the better copy. */
export function compareObservations<Payload>(left: Observation<Payload>, right: Observation<Payload>): number {
  return left.timeMs - right.timeMs || compareText(left.eventKey, right.eventKey) || compareText(left.copy, right.copy);
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
