/** A finding to which events are added one after the other. */
import { EVENTS_KEPT_MAX, type Finding, type KeptEvent, type Observation } from './detector.ts';

/** The two records of a shared action come within seconds of each other: so many of the last ones are looked at. */
const SHARED_KEPT_MAX = 64;

/** A finding, and what is needed to go on with it. Plain data. */
export interface GrowingFinding<Payload> {
  readonly finding: Finding<Payload>;
  /** The last actions counted that may come back under another record. */
  readonly shared: readonly string[];
}

/** What a finding may begin with beside its first event. */
export interface FindingOptions {
  readonly untilMs?: number | undefined;
  readonly measured?: number | undefined;
  readonly degraded?: boolean;
}

/** Begins a finding with one event. */
export function beginFinding<Payload>(
  first: Observation<Payload>,
  { untilMs, measured, degraded = false }: FindingOptions = {},
): GrowingFinding<Payload> {
  const finding = { first, last: first, worst: first, count: 1, events: [keptOf(first)], measured, untilMs, degraded };
  return { finding, shared: sharedOf(first) };
}

/** Adds a later event. */
export function growFinding<Payload>(
  { finding, shared }: GrowingFinding<Payload>,
  next: Observation<Payload>,
): GrowingFinding<Payload> {
  const isNewAction = !shared.includes(next.actionKey);
  return {
    finding: {
      ...finding,
      last: next,
      worst: next.rank > finding.worst.rank ? next : finding.worst,
      count: finding.count + (isNewAction ? 1 : 0),
      events: finding.events.length < EVENTS_KEPT_MAX ? [...finding.events, keptOf(next)] : finding.events,
    },
    shared: isNewAction ? [...shared, ...sharedOf(next)].slice(-SHARED_KEPT_MAX) : shared,
  };
}

/** What a finding keeps of an event. */
export function keptOf({ timeMs, eventKey, actionKey, value, event }: KeptEvent): KeptEvent {
  return { timeMs, eventKey, actionKey, value, event };
}

/** An action that has the id of its record cannot come again: copies of a record are one observation. */
function sharedOf({ actionKey, event }: Observation<unknown>): readonly string[] {
  return actionKey === event.id ? [] : [actionKey];
}
