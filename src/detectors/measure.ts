/** What a threshold measures over the events of a window. */
import { Counts } from '../std/counts.ts';
import type { Observation } from './detector.ts';

/** What is measured: how many actions, how many different values, or a number computed of the values. */
export type Measure =
  | { readonly kind: 'actions' }
  | { readonly kind: 'distinct' }
  | { readonly kind: 'sum' | 'average' | 'median' }
  | { readonly kind: 'percentile'; readonly percentile: number };

/** One bound of what is measured; several must all hold. */
export interface Bound {
  readonly operator: 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq';
  readonly value: number;
}

/** Measures the windows of a fold, one after the other. */
export type WindowMeasure<Payload> = (
  before: readonly Observation<Payload>[],
  inTime: readonly Observation<Payload>[],
  window: readonly Observation<Payload>[],
) => number | undefined;

/**
 * Measures windows that mostly are the one before, without its oldest events and with one more: `before`, `inTime` and `window`. What
 * was counted last is used again where it is that of `before`; the answer is that of {@link measured}.
 */
export function windowMeasure<Payload>(measure: Measure): WindowMeasure<Payload> {
  if (measure.kind !== 'actions' && measure.kind !== 'distinct') return (_, __, window) => measured(measure, window);
  const field = measure.kind === 'actions' ? 'actionKey' : 'value';
  const counts = new Counts<string>();
  let counted: readonly Observation<Payload>[] = [];
  return (before, inTime, window) => {
    if (before === counted) {
      for (let place = 0; place < before.length - inTime.length; place += 1)
        counts.remove(before[place]?.[field] ?? '');
    } else {
      counts.clear();
      for (const one of inTime) counts.add(one[field]);
    }
    const next = window.at(-1);
    if (next !== undefined) counts.add(next[field]);
    counted = window;
    return counts.size;
  };
}

/** Measures a window. Of values that are no numbers the numeric measures know nothing: they leave such events out. */
export function measured(measure: Measure, window: readonly Observation<unknown>[]): number | undefined {
  switch (measure.kind) {
    case 'actions':
      return new Set(window.map(({ actionKey }) => actionKey)).size;
    case 'distinct':
      return new Set(window.map(({ value }) => value)).size;
    case 'sum':
      return numbersOf(window).reduce((sum, number) => sum + number, 0);
    case 'average': {
      const numbers = numbersOf(window);
      return numbers.length === 0 ? undefined : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    }
    case 'median':
      return percentileOf(numbersOf(window), 50);
    case 'percentile':
      return percentileOf(numbersOf(window), measure.percentile);
  }
}

/** Whether all bounds hold of a number. */
export function isWithin(bounds: readonly Bound[], number: number): boolean {
  return bounds.every(({ operator, value }) => {
    switch (operator) {
      case 'gt':
        return number > value;
      case 'gte':
        return number >= value;
      case 'lt':
        return number < value;
      case 'lte':
        return number <= value;
      case 'eq':
        return number === value;
      case 'neq':
        return number !== value;
    }
  });
}

function numbersOf(window: readonly Observation<unknown>[]): readonly number[] {
  return window
    .map(({ value }) => (value.trim() === '' ? Number.NaN : Number(value)))
    .filter((number) => Number.isFinite(number));
}

/** With linear interpolation between the two nearest, as spreadsheets and DuckDB's `quantile_cont` do it. */
function percentileOf(numbers: readonly number[], percentile: number): number | undefined {
  const sorted = [...numbers].sort((left, right) => left - right);
  const place = (percentile / 100) * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low === undefined || high === undefined ? undefined : low + (high - low) * (place - Math.floor(place));
}
