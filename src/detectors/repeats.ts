/** Single-event rules: every event is a finding, and repeats within a period of the first fold into it. */
import type { Detector, Finding, Step } from './detector.ts';
import { beginFinding, growFinding, type GrowingFinding } from './growing-finding.ts';

/** The period that is open. */
export interface RepeatsState<Payload> {
  readonly period: GrowingFinding<Payload> | null;
}

/** @param periodMs How long repeats of the first event fold; null: none does. */
export function repeats<Payload>(periodMs: number | null): Detector<RepeatsState<Payload>, Payload> {
  function untilOf({ first }: Finding<Payload>): number {
    return first.timeMs + (periodMs ?? 0);
  }
  function close(
    period: GrowingFinding<Payload>,
    next: GrowingFinding<Payload> | null,
  ): Step<RepeatsState<Payload>, Payload> {
    return { state: { period: next }, closed: [period.finding] };
  }
  return {
    version: 1,
    empty: { period: null },
    isEmpty: ({ period }) => period === null,
    step: ({ period }, next) => {
      if (period !== null && periodMs !== null && next.timeMs < untilOf(period.finding)) {
        return { state: { period: growFinding(period, next) }, closed: [] };
      }
      const begun = beginFinding(next, { untilMs: periodMs === null ? undefined : next.timeMs + periodMs });
      return period === null ? { state: { period: begun }, closed: [] } : close(period, begun);
    },
    open: ({ period }) => (period === null ? [] : [period.finding]),
    forget: (state, timeMs) => {
      const { period } = state;
      return period !== null && untilOf(period.finding) <= timeMs ? close(period, null) : { state, closed: [] };
    },
  };
}
