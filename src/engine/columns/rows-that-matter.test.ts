/** Law: a detector finds over the rows that are let through what it finds over all of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldAll } from '../../detectors/fold-all.ts';
import type { Observation } from '../../detectors/detector.ts';
import { detectorOf, type Memory } from '../../rule-language/memory.ts';
import { FoldsThatMatter, leastOf } from './folds-that-matter.ts';
import { emptyRow, type Row } from './row-table.ts';
import { rowsThatMatter } from './rows-that-matter.ts';

/** One event of a fold. Events of one record are copies. */
interface Event {
  readonly timeMs: number;
  readonly value: number;
  readonly record: number;
  readonly action: number;
}

function rowOf({ timeMs, value, record, action }: Event): Row {
  return { ...emptyRow(), timeMs, value, record, shared: action };
}

function observationOf(row: Row): Observation<null> {
  const key = String(row.record).padStart(6, '0');
  return {
    timeMs: row.timeMs,
    eventKey: key,
    copy: '0',
    actionKey: row.shared < 0 ? key : `shared ${row.shared}`,
    value: String(row.value),
    rank: row.record % 3,
    event: { id: key, action: null, input: { file: 'a.json', record: row.record } },
    payload: null,
  };
}

/** Compares both; @returns how many rows were let through. */
function compare(memory: Memory, events: readonly Event[]): number {
  const rows = events.map(rowOf).sort((left, right) => left.timeMs - right.timeMs);
  const filter = rowsThatMatter(memory, PERIOD_MS);
  const through = rows.flatMap((row) => filter(row));
  const folds = new FoldsThatMatter();
  for (const { value } of rows) folds.add(FOLD, value, leastOf(memory));
  if (!folds.has(FOLD)) expect(through).toEqual([]);
  const detector = detectorOf<null>(memory, PERIOD_MS);
  expect(foldAll(detector, through.map(observationOf))).toEqual(foldAll(detector, rows.map(observationOf)));
  // In order, and none twice.
  const numbers = new Map(rows.map((row, number) => [row, number]));
  const places = through.map((row) => numbers.get(row) ?? -1);
  expect(places).toEqual([...new Set(places)].sort((left, right) => left - right));
  return through.length;
}

const FOLD = 3;
const PERIOD_MS = 20_000;
const WINDOW_MS = 10_000;

function atLeast(value: number, kind: 'actions' | 'distinct', operator: 'gt' | 'gte' = 'gte'): Memory {
  const bounds = [{ operator, value }];
  return { kind: 'threshold', by: [], elseBy: undefined, windowMs: WINDOW_MS, measure: { kind }, fields: [], bounds };
}

/** Events over some seconds, with ties, doubles and shared actions. */
function events(seconds: number, values: number, maxLength: number): fc.Arbitrary<readonly Event[]> {
  const event = fc.record({
    timeMs: fc.oneof(
      fc.nat(seconds * 2).map((half) => half * 500),
      fc.nat(seconds * 1_000),
    ),
    value: fc.nat(values - 1),
    action: fc.oneof({ weight: 5, arbitrary: fc.constant(-1) }, { weight: 1, arbitrary: fc.nat(2) }),
    isDouble: fc.boolean(),
  });
  return fc.array(event, { maxLength, size: 'max' }).map((all) =>
    all.flatMap(({ isDouble, ...one }, record) => {
      const told = { ...one, record };
      return isDouble ? [told, told] : [told];
    }),
  );
}

describe.each(['actions', 'distinct'] as const)('a threshold that counts %s', (kind) => {
  it('finds over the rows that matter what it finds over all', () => {
    let left = 0;
    fc.assert(
      fc.property(
        events(90, 6, 60),
        fc.integer({ min: 0, max: 8 }),
        fc.constantFrom<'gt' | 'gte'>('gt', 'gte'),
        (all, bound, operator) => {
          left += all.length - compare(atLeast(bound, kind, operator), all);
        },
      ),
      { numRuns: 2_000 },
    );
    expect(left).toBeGreaterThan(1_000);
  });

  it('and so where the window holds more than it looks back on', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 12 }),
        fc.infiniteStream(fc.record({ step: fc.nat(60), value: fc.nat(60) })),
        (pace, bound, stream) => {
          let timeMs = 0;
          const all = Array.from({ length: 3_000 }, (_, record) => {
            const { value: next } = stream.next() as { value: { step: number; value: number } };
            timeMs += Math.floor((next.step * pace) / 10);
            // Most values are one, so that different ones are seldom enough.
            return { timeMs, value: Math.max(0, next.value - 45), record, action: -1 };
          });
          compare(atLeast(bound, kind), all);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('lets little through of what never reaches the limit', () => {
    const quiet = Array.from({ length: 5_000 }, (_, record) => ({
      timeMs: record * 2_500,
      value: record,
      record,
      action: -1,
    }));
    expect(compare(atLeast(5, kind), quiet)).toBe(0);
    const loud = { timeMs: 2_500 * 4_000, value: -1, record: 9_000, action: -1 };
    expect(compare(atLeast(5, kind), [...quiet, loud])).toBeLessThan(20);
  });
});

describe('new terms', () => {
  const memory: Memory = { kind: 'new-terms', terms: [], historyMs: 15_000, readinessMs: 0 };

  it('are found over the rows that matter as over all', () => {
    let left = 0;
    fc.assert(
      fc.property(events(120, 2, 40), fc.constantFrom(5_000, 15_000, 20_000, 60_000), (all, historyMs) => {
        left += all.length - compare({ ...memory, historyMs }, all);
      }),
      { numRuns: 2_000 },
    );
    expect(left).toBeGreaterThan(1_000);
  });

  it('fold for a day where nothing says how long, as their detector does', () => {
    const filter = rowsThatMatter(memory, null);
    const day = [0, 1_000, 86_399_999, 86_400_000].map((timeMs, record) =>
      rowOf({ timeMs, value: 0, record, action: -1 }),
    );
    expect(day.flatMap((row) => filter(row)).map(({ timeMs }) => timeMs)).toEqual([0, 1_000, 86_399_999, 86_400_000]);
  });
});
