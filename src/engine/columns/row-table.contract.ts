/** What a table of rows promises over any store: every row once, fold by fold and by time, whether or not it had to be written. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MakeRunStore } from '../ports.ts';
import { ID_FORMS, type Row, RowTable } from './row-table.ts';

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const number = fc.integer({ min: -1, max: 2 ** 31 - 1 });

const anyRow = fc.record<Row>({
  timeMs: fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -(2 ** 52), max: 2 ** 52 })),
  fold: fc.oneof(fc.nat(4), fc.nat(3_000)),
  value: number,
  account: number,
  scope: number,
  action: number,
  shared: number,
  variation: fc.integer({ min: -1, max: 1_000 }),
  copy: fc.nat(2 ** 31 - 1),
  idForm: fc.constantFrom(...ID_FORMS),
  id0: word,
  id1: word,
  id2: word,
  id3: word,
  file: number,
  record: number,
  offset: fc.oneof(fc.constant(-1), fc.nat(2 ** 31 - 1), fc.maxSafeNat()),
});

/** Orders in which logs come. */
const delivered = fc.tuple(
  fc.array(anyRow, { maxLength: 120, size: 'max' }),
  fc.constantFrom<(rows: readonly Row[]) => readonly Row[]>(
    (rows) => rows,
    (rows) => rows.toSorted(byTime),
    (rows) => rows.toSorted(byTime).reverse(),
    (rows) => rows.map((row) => ({ ...row, fold: 0 })).sort(byTime),
    (rows) => rows.map((row) => ({ ...row, timeMs: 7 })),
  ),
);

function byTime(left: Row, right: Row): number {
  return left.timeMs - right.timeMs;
}

function byAll(left: Row, right: Row): number {
  return left.fold - right.fold || byTime(left, right) || (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1);
}

/** Runs the contract over a store; `name` is what it is called. */
export function rowTableContract(name: string, makeStore: MakeRunStore): void {
  describe(`a table of rows over ${name}`, () => {
    it('gives every row once, whole, fold by fold and by time', () => {
      let spilled = 0;
      fc.assert(
        fc.property(delivered, fc.constantFrom(4, 7, 16, 64, undefined), ([rows, order], rowsMax) => {
          const table = new RowTable(
            (of) => {
              spilled += 1;
              return makeStore(of);
            },
            rowsMax === undefined ? {} : { rowsMax, rowsMin: 3 },
          );
          // Whoever adds rows uses one object for all of them.
          const row = { ...(rows[0] ?? EMPTY) };
          for (const one of order(rows)) table.add(Object.assign(row, one));
          const sorted = [...table.sorted()];
          const some = [...table.sorted((fold) => fold % 3 === 0)];
          table.close();
          expect(sorted.toSorted(byAll)).toEqual(order(rows).toSorted(byAll));
          expect(some.toSorted(byAll)).toEqual(sorted.filter(({ fold }) => fold % 3 === 0).toSorted(byAll));
          const places = sorted.map(({ fold, timeMs }) => ({ fold, timeMs }));
          expect(places).toEqual(
            places.toSorted((left, right) => left.fold - right.fold || left.timeMs - right.timeMs),
          );
        }),
        { numRuns: 500 },
      );
      expect(spilled).toBeGreaterThan(100);
    });

    it('reads runs that are longer than what it holds of one', () => {
      const table = new RowTable(makeStore, { rowsMax: 5_000 });
      const rows = Array.from({ length: 12_345 }, (_, n) => ({
        ...EMPTY,
        fold: n % 3,
        timeMs: (n * 7_919) % 12_345,
        record: n,
      }));
      for (const row of rows) table.add(row);
      const sorted = [...table.sorted()];
      table.close();
      expect(sorted).toEqual(rows.toSorted((left, right) => left.fold - right.fold || left.timeMs - right.timeMs));
    });

    it('is closed without being read, read in part, and twice', () => {
      const table = new RowTable(makeStore, { rowsMax: 4, rowsMin: 2 });
      for (let record = 0; record < 30; record += 1) table.add({ ...EMPTY, record });
      expect(table.sorted()[Symbol.iterator]().next()).toMatchObject({ done: false });
      table.close();
      table.close();
      expect(() => [...table.sorted()]).toThrow('closed');
    });
  });
}

const EMPTY: Row = {
  ...{ timeMs: 0, fold: 0, value: 0, account: 0, scope: 0, action: 0, shared: -1, variation: -1, copy: 0 },
  ...{ idForm: 'uuid', id0: 1, id1: 2, id2: 3, id3: 4, file: 0, record: 0, offset: -1 },
};
