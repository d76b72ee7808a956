/** Which rows of one fold a finding can be made of: few of many, and only those go to the detector. */
import type { Memory, NewTerms, Threshold } from '../rule-language/memory.ts';
import type { RowTable } from './row-table.ts';

/** The rows, sorted by time, without those that change nothing of what the fold finds. `periodMs`: how long repeats of a finding fold. */
export function rowsThatMatter(
  rows: Uint32Array,
  table: RowTable,
  memory: Memory,
  periodMs: number | null,
): Uint32Array {
  return memory.kind === 'threshold' ? reaching(rows, table, memory) : beginnings(rows, table, memory, periodMs ?? 0);
}

/** Those that follow a time without the tuple, as long as they fold. The others are known, and only say that it is not new. */
function beginnings(rows: Uint32Array, table: RowTable, { historyMs }: NewTerms, periodMs: number): Uint32Array {
  let lastMs = Number.NEGATIVE_INFINITY;
  let untilMs = Number.NEGATIVE_INFINITY;
  return rows.filter((row) => {
    const timeMs = table.timeOf(row);
    if (timeMs - lastMs > historyMs) untilMs = timeMs + periodMs;
    lastMs = timeMs;
    return timeMs < untilMs;
  });
}

/** Rows that lie in a window with as many rows, or different values, as the threshold asks for: no others can be in a finding. */
function reaching(rows: Uint32Array, table: RowTable, { windowMs, measure, bounds }: Threshold): Uint32Array {
  const least = Math.max(...bounds.map(({ operator, value }) => (operator === 'gt' ? value + 1 : value)));
  const counts = new Map<number, number>();
  const wanted = new Uint32Array(rows.length);
  let count = 0;
  let from = 0;
  let taken = 0;
  for (let to = 0; to < rows.length; to += 1) {
    const row = rows[to] as number; // to < length
    const timeMs = table.timeOf(row);
    const value = measure.kind === 'distinct' ? table.valueOf(row) : to;
    counts.set(value, (counts.get(value) ?? 0) + 1);
    for (; table.timeOf(rows[from] as number) <= timeMs - windowMs; from += 1) {
      const old = measure.kind === 'distinct' ? table.valueOf(rows[from] as number) : from;
      const left = (counts.get(old) ?? 1) - 1;
      if (left === 0) counts.delete(old);
      else counts.set(old, left);
    }
    if (counts.size < least) continue;
    for (let at = Math.max(from, taken); at <= to; at += 1) wanted[count++] = rows[at] as number;
    taken = to + 1;
  }
  return wanted.subarray(0, count);
}
