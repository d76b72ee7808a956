/** Which rows of one fold a finding can be made of: few of many, and only those go to the detector. */
import { DEFAULT_PERIOD_MS, type Memory, type NewTerms, type Threshold } from '../../rule-language/memory.ts';
import { Counts } from '../../std/counts.ts';
import { leastOf } from './folds-that-matter.ts';
import type { Row } from './row-table.ts';

/** Takes the rows of one fold by time, and lets those through that can be in a finding, in the same order. */
export type RowFilter = (row: Row) => readonly Row[];

/** For one fold of a memory. `periodMs`: how long repeats of a finding fold. */
export function rowsThatMatter(memory: Memory, periodMs: number | null): RowFilter {
  return memory.kind === 'threshold' ? reaching(memory) : beginnings(memory, periodMs ?? DEFAULT_PERIOD_MS);
}

const NONE: readonly Row[] = [];

/** Those that follow a time without the tuple, as long as they fold. The others are known, and only say that it is not new. */
function beginnings({ historyMs }: NewTerms, periodMs: number): RowFilter {
  let lastMs = Number.NEGATIVE_INFINITY;
  let untilMs = Number.NEGATIVE_INFINITY;
  return (row) => {
    const { timeMs } = row;
    if (timeMs - lastMs > historyMs) untilMs = timeMs + periodMs;
    lastMs = timeMs;
    return timeMs < untilMs ? [row] : NONE;
  };
}

/** Rows looked back on at once; memory of a longer window is freed so often. */
const FORGOTTEN_MIN = 1_024;

/** Rows that lie in a window with as many rows, or different values, as the threshold asks for: no others can be in a finding. */
function reaching(memory: Threshold): RowFilter {
  const { windowMs } = memory;
  const { number: least, isDistinct } = leastOf(memory);
  const counts = new Counts<number>();
  let window: Row[] = [];
  /** Where the window begins, and where what was not let through does. */
  let from = 0;
  let taken = 0;
  let rows = 0;
  return (row) => {
    window.push(row);
    rows += 1;
    if (isDistinct) counts.add(row.value);
    for (
      let oldest = window[from];
      oldest !== undefined && oldest.timeMs <= row.timeMs - windowMs;
      oldest = window[from]
    ) {
      from += 1;
      rows -= 1;
      if (isDistinct) counts.remove(oldest.value);
    }
    if (from >= FORGOTTEN_MIN && from * 2 >= window.length) {
      window = window.slice(from);
      taken = Math.max(0, taken - from);
      from = 0;
    }
    if ((isDistinct ? counts.size : rows) < least) return NONE;
    const through = window.slice(Math.max(from, taken));
    taken = window.length;
    return through;
  };
}
