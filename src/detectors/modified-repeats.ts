/**
 * Single-event rules whose level rises where something was not seen in the time before. One fold owns both: it is kept for what the
 * modifiers ask about (an account and who acted in it), remembers when that was seen last, judges each event by it, and folds the
 * repeats of each dedup key below it. So an alert is as bad as its worst event, and a late event is put in its place for both at once.
 *
 * Events of one time are concurrent, so none of them is before another: where the first is new, all are.
 */
import { type Detector, type Finding, type Observation, type Prior, type Step } from './detector.ts';
import { repeats, type RepeatsState } from './repeats.ts';

/** Dedup keys of one fold whose repeats are folded at a time; of further ones the oldest period ends early, so that more is told. */
const PERIODS_MAX = 1_000;

/** One modifier: by how much the rank rises where nothing was seen for longer than its history. */
export interface Rise {
  readonly historyMs: number;
  readonly raise: number;
}

/** What modifiers ask, and how long repeats fold (null: they do not). */
export interface ModifiedRepeatsOptions {
  readonly rises: readonly Rise[];
  readonly periodMs: number | null;
  /** Nothing is worse. */
  readonly rankMax: number;
  readonly periodsMax?: number;
}

/** When something was seen last, and before that; and the periods that are open, in the order in which they began. */
export interface ModifiedRepeatsState<Payload> {
  readonly lastMs: number | null;
  /** The last time before `lastMs`: what events at `lastMs` itself are judged by. */
  readonly beforeMs: number | null;
  readonly periods: readonly Period<Payload>[];
}

/** The repeats of one dedup key. */
export interface Period<Payload> {
  readonly key: string;
  readonly state: RepeatsState<Payload>;
}

/** Whether something that was seen last at a time (null: not within any history) is new to a modifier. */
export function isNewTo({ historyMs }: Pick<Rise, 'historyMs'>, seenMs: number | null, timeMs: number): boolean {
  return seenMs === null || timeMs - seenMs > historyMs;
}

/** Makes the detector. */
export function modifiedRepeats<Payload>(
  options: ModifiedRepeatsOptions,
): Detector<ModifiedRepeatsState<Payload>, Payload> {
  const { rises, periodMs, rankMax, periodsMax = PERIODS_MAX } = options;
  const historyMaxMs = Math.max(0, ...rises.map(({ historyMs }) => historyMs));
  const single = repeats<Payload>(periodMs);
  return {
    version: 1,
    empty: { lastMs: null, beforeMs: null, periods: [] },
    isEmpty: ({ lastMs, periods }) => lastMs === null && periods.length === 0,
    step: (state, next): Step<ModifiedRepeatsState<Payload>, Payload> => {
      const seen = next.isAlone === true ? state : seenAt(state, next.timeMs);
      const judged = next.isAlone === true ? next : judge(next, seen.beforeMs);
      const past = ended(state.periods, next.timeMs);
      const { periods, closed } = put(past.periods, judged);
      return { state: { ...seen, periods }, closed: [...past.closed, ...closed] };
    },
    open: ({ periods }) => periods.flatMap(({ state }) => single.open(state)),
    forget: ({ lastMs, beforeMs, periods: open }, timeMs) => {
      const { periods, closed } = ended(open, timeMs);
      const isForgotten = lastMs === null || timeMs - lastMs > historyMaxMs;
      return {
        state: {
          lastMs: isForgotten ? null : lastMs,
          // Only an event of that very time asks for what was before it.
          beforeMs: isForgotten || timeMs > lastMs ? null : beforeMs,
          periods,
        },
        closed,
      };
    },
  };

  function seenAt(
    { lastMs, beforeMs, periods }: ModifiedRepeatsState<Payload>,
    timeMs: number,
  ): ModifiedRepeatsState<Payload> {
    return lastMs === timeMs ? { lastMs, beforeMs, periods } : { lastMs: timeMs, beforeMs: lastMs, periods };
  }

  /** What lies further back than any history is not told, so that it is all the same whether it was forgotten. */
  function judge(next: Observation<Payload>, beforeMs: number | null): Observation<Payload> {
    const seenMs = beforeMs === null || next.timeMs - beforeMs > historyMaxMs ? null : beforeMs;
    const prior: Prior = { baseRank: next.rank, seenMs };
    const held = rises.filter((rise) => isNewTo(rise, seenMs, next.timeMs));
    const rank = held.reduce((sum, { raise }) => Math.min(sum + raise, Math.max(rankMax, sum)), next.rank);
    return { ...next, rank, prior };
  }

  /** All periods are equally long, so those that began first end first. */
  function ended(
    periods: readonly Period<Payload>[],
    timeMs: number,
  ): Pick<Step<unknown, Payload>, 'closed'> & Pick<ModifiedRepeatsState<Payload>, 'periods'> {
    const closed: Finding<Payload>[] = [];
    let over = 0;
    for (const { state } of periods) {
      const step = single.forget(state, timeMs);
      if (step.closed.length === 0) break;
      closed.push(...step.closed);
      over += 1;
    }
    return { periods: over === 0 ? periods : periods.slice(over), closed };
  }

  function put(
    periods: readonly Period<Payload>[],
    next: Observation<Payload>,
  ): Pick<Step<unknown, Payload>, 'closed'> & Pick<ModifiedRepeatsState<Payload>, 'periods'> {
    const key = next.dedupKey ?? '';
    const place = periods.findIndex((one) => one.key === key);
    const before = periods[place];
    if (before !== undefined) {
      const { state, closed } = single.step(before.state, next);
      return { periods: periods.with(place, { key, state }), closed };
    }
    const begun = { key, state: single.step(single.empty, next).state };
    const [oldest, ...others] = periods;
    if (oldest === undefined || periods.length < periodsMax) return { periods: [...periods, begun], closed: [] };
    const early = single.open(oldest.state).map((finding) => ({ ...finding, degraded: true }));
    return { periods: [...others, begun], closed: early };
  }
}
