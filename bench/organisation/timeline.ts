/** Lets all routines and stories act in the order of time, one day after the other, so that memory holds a day's plan and no more. */
import { days, DAY_MS } from './calendar.ts';
import type { Emitted } from './event.ts';
import { asOf, type Organisation } from './organisation.ts';
import { planDay, type Act, type Routine } from './routine.ts';

export interface Moment {
  /** Nothing that comes later happened before this. */
  readonly nowMs: number;
  readonly events: Iterable<Emitted>;
}

/** Acts in order of their beginning; ties in the order of the plan. */
export function* timeline(
  organisation: Organisation,
  routines: readonly Routine[],
  stories: readonly Act[],
): Generator<Moment> {
  let later = [...stories];
  for (const day of days(organisation.size.startMs, organisation.size.days)) {
    const nextMs = day.startMs + DAY_MS;
    const planned = later;
    const today = asOf(organisation, day.startMs);
    // Not spread into push: a day may hold more acts than a call takes arguments.
    for (const routine of routines) for (const act of planDay(routine, today, day)) planned.push(act);
    // Somebody west of Greenwich still works when the next day has begun here.
    const due = planned.filter(({ atMs }) => atMs < nextMs).sort((a, b) => a.atMs - b.atMs);
    later = planned.filter(({ atMs }) => atMs >= nextMs);
    for (const { atMs, events } of due) yield { nowMs: atMs, events: events() };
  }
}
