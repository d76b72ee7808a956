/**
 * Folds observations into alerts: repeats under one dedup key within a period become one alert.
 *
 * Law: the alerts depend on the set of events alone, not on the order, the splitting or the doubling of their
 * delivery (design P1). The input must come sorted by {@link sortKeyOf}; everything else follows from it.
 */
import { hashId } from '../std/hash.ts';
import { formatInstant } from '../std/time.ts';
import type { Alert } from './alert.ts';
import type { Folded, Observation } from './observation.ts';

/** Events listed on one alert; more are counted but not listed. */
export const EVENTS_LISTED_MAX = 100;

/** Alerts from sorted observations, in the order of the observations. Memory: one alert. */
export async function* fold(sorted: AsyncIterable<Observation>): AsyncGenerator<Alert> {
  for await (const { alert } of foldRecords(sorted)) yield alert;
}

/** The same, with the records of those that are still to be explained. */
export async function* foldRecords(sorted: AsyncIterable<Observation>): AsyncGenerator<Folded> {
  let open: Period | undefined;
  for await (const observation of sorted) {
    if (open !== undefined && takes(open, observation)) {
      open = extend(open, observation);
    } else {
      if (open !== undefined) yield folded(open);
      open = begin(observation);
    }
  }
  if (open !== undefined) yield folded(open);
}

function folded(period: Period): Folded {
  return { alert: close(period), record: period.first.record };
}

interface Period {
  readonly first: Observation;
  readonly last: Observation;
  /** Distinct actions. */
  readonly count: number;
  /** Event time at which the period ends; null: it takes no other action, or the first has no time. */
  readonly untilMs: number | null;
  readonly events: Alert['events'];
  /** Actions seen that may come back under another record id (`sharedEventID`). */
  readonly shared: Set<string>;
}

function begin(first: Observation): Period {
  const untilMs = first.timeMs === null || first.periodMs === null ? null : first.timeMs + first.periodMs;
  return { first, last: first, count: 1, untilMs, events: first.alert.events, shared: sharedOf(first) };
}

function takes(period: Period, next: Observation): boolean {
  if (next.partition !== period.first.partition) return false;
  if (next.recordKey === period.last.recordKey) return true;
  if (next.periodMs === null) return false;
  if (next.timeMs === null || period.untilMs === null) return next.timeMs === period.first.timeMs;
  return next.timeMs < period.untilMs;
}

function extend(period: Period, next: Observation): Period {
  // A copy of a record: the better one was first, and stays.
  if (next.recordKey === period.last.recordKey) return period;
  const isNewAction = !period.shared.has(next.actionKey);
  for (const action of sharedOf(next)) period.shared.add(action);
  const events = period.events.length < EVENTS_LISTED_MAX ? [...period.events, ...next.alert.events] : period.events;
  return { ...period, last: next, count: period.count + (isNewAction ? 1 : 0), events };
}

function sharedOf(observation: Observation): Set<string> {
  const isShared = observation.actionKey !== observation.alert.events[0]?.id;
  return new Set(isShared ? [observation.actionKey] : []);
}

function close({ first, last, count, untilMs, events }: Period): Alert {
  const { alert } = first;
  const id = hashId([
    alert.rule.id,
    alert.variation ?? '',
    alert.dedup.key,
    alert.cloud,
    alert.account ?? '',
    alert.events[0]?.id ?? '',
  ]);
  return {
    ...alert,
    id,
    last_seen: last.alert.last_seen,
    count,
    dedup: {
      key: alert.dedup.key,
      until: untilMs === null ? null : formatInstant(untilMs),
      suppressed: count - 1,
      last_suppressed: count > 1 ? last.alert.last_seen : null,
    },
    events,
    input: last.alert.input,
  };
}
