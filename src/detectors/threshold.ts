/**
 * Thresholds over a window that slides on event time: one finding for each maximal run of overlapping windows that reach the
 * limit. A window ends with an event and holds those of the key that are less than its length older; events of one second are
 * concurrent, so they are in each other's windows.
 */
import type { Detector, Observation, Step } from './detector.ts';
import { beginFinding, growFinding, type GrowingFinding } from './growing-finding.ts';
import { type Bound, isWithin, type Measure, windowMeasure } from './measure.ts';

/** Events kept of one window, and at least so many times the largest bound. Of further ones the oldest go that say nothing new. */
const WINDOW_EVENTS_MIN = 200;
const WINDOW_EVENTS_PER_BOUND = 4;
/** However large a bound is. */
const WINDOW_EVENTS_MAX = 10_000;

/** What a threshold asks. */
export interface ThresholdOptions {
  readonly windowMs: number;
  readonly measure: Measure;
  readonly bounds: readonly Bound[];
  readonly windowEventsMax?: number;
}

/** The window that ends with the last event, oldest first, and the run of windows that is open. */
export interface ThresholdState<Payload> {
  readonly window: readonly Observation<Payload>[];
  /** Whether an event was left out of the window that is still within its time. */
  readonly isCut: boolean;
  readonly run: GrowingFinding<Payload> | null;
}

/** Makes the detector. */
export function threshold<Payload>(options: ThresholdOptions): Detector<ThresholdState<Payload>, Payload> {
  const { windowMs, measure, bounds, windowEventsMax = windowEventsFor(bounds) } = options;
  const measureNext = windowMeasure<Payload>(measure);
  const cutsTell = !isHarmlessToCut(measure, bounds, windowEventsMax);
  return {
    version: 1,
    empty: { window: [], isCut: false, run: null },
    isEmpty: ({ window, run }) => window.length === 0 && run === null,
    step: (state, next) => {
      const inTime = after(state.window, next.timeMs - windowMs);
      const isCut = state.isCut && inTime.length > 0;
      const full = [...inTime, next];
      const number = measureNext(state.window, inTime, full);
      const window = full.length > windowEventsMax ? cut(full) : full;
      const kept = { window, isCut: isCut || (cutsTell && window.length < full.length) };
      const { run } = state;
      const isOver = run !== null && run.finding.last.timeMs <= next.timeMs - windowMs;
      if (number === undefined || !isWithin(bounds, number)) {
        return isOver
          ? { state: { ...kept, run: null }, closed: [run.finding] }
          : { state: { ...kept, run }, closed: [] };
      }
      if (run === null || isOver) {
        return { state: { ...kept, run: begin(full, number, isCut) }, closed: run === null ? [] : [run.finding] };
      }
      // Events since the last window that reached the limit belong to this one.
      const since = full.slice(full.findLastIndex((one) => !isAfter(one, run.finding.last)) + 1);
      return { state: { ...kept, run: worse(since.reduce(growFinding, run), number, isCut) }, closed: [] };
    },
    open: ({ run }) => (run === null ? [] : [run.finding]),
    forget: (state, timeMs): Step<ThresholdState<Payload>, Payload> => {
      const window = after(state.window, timeMs - windowMs);
      const { run } = state;
      const isOver = run !== null && run.finding.last.timeMs <= timeMs - windowMs;
      const isCut = state.isCut && window.length > 0;
      return { state: { window, isCut, run: isOver ? null : run }, closed: isOver ? [run.finding] : [] };
    },
  };

  /** Leaves one event out: the oldest that says nothing which a later one does not say too. */
  function cut(window: readonly Observation<Payload>[]): readonly Observation<Payload>[] {
    const later = new Map<string, number>();
    for (const one of window) later.set(sayingOf(one), (later.get(sayingOf(one)) ?? 0) + 1);
    const spare = window.findIndex((one) => (later.get(sayingOf(one)) ?? 0) > 1);
    return window.filter((_, place) => place !== Math.max(spare, 0));
  }

  function sayingOf({ value, actionKey }: Observation<Payload>): string {
    return measure.kind === 'distinct' ? value : actionKey;
  }
}

/** The events of a window that are later than a time. They lie in its order. */
function after<Payload>(window: readonly Observation<Payload>[], timeMs: number): readonly Observation<Payload>[] {
  const from = window.findIndex((one) => one.timeMs > timeMs);
  if (from === 0) return window;
  return from < 0 ? [] : window.slice(from);
}

function windowEventsFor(bounds: readonly Bound[]): number {
  const most = Math.max(0, ...bounds.map(({ value }) => value));
  return Math.min(Math.max(WINDOW_EVENTS_MIN, Math.ceil(most) * WINDOW_EVENTS_PER_BOUND), WINDOW_EVENTS_MAX);
}

/** Where a limit only must be reached, and what is kept can reach it, no finding is lost: only its beginning may be later. */
function isHarmlessToCut(measure: Measure, bounds: readonly Bound[], windowEventsMax: number): boolean {
  const isCount = measure.kind === 'actions' || measure.kind === 'distinct';
  return isCount && bounds.every(({ operator, value }) => ['gt', 'gte'].includes(operator) && value < windowEventsMax);
}

function begin<Payload>(
  window: readonly Observation<Payload>[],
  number: number,
  isCut: boolean,
): GrowingFinding<Payload> {
  const [first, ...more] = window;
  if (first === undefined) throw new Error('Cannot begin a finding: the window is empty');
  return more.reduce(growFinding, beginFinding(first, { measured: number, degraded: isCut }));
}

function worse<Payload>(
  { finding, shared }: GrowingFinding<Payload>,
  number: number,
  isCut: boolean,
): GrowingFinding<Payload> {
  const most = Math.max(finding.measured ?? number, number);
  return { finding: { ...finding, measured: most, degraded: finding.degraded || isCut }, shared };
}

function isAfter(one: Observation<unknown>, other: Observation<unknown>): boolean {
  return one.timeMs > other.timeMs || (one.timeMs === other.timeMs && one.eventKey > other.eventKey);
}
