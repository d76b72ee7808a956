import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TupleIds } from './tuple-ids.ts';

it('numbers tuples as a Map over their texts does', () => {
  const tuple = fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 0, max: 5 }));
  fc.assert(
    fc.property(fc.array(tuple, { maxLength: 60 }), (tuples) => {
      const ids = new TupleIds(2);
      const twin = new Map<string, number>();
      for (const one of tuples) {
        const wanted = twin.get(one.join()) ?? twin.size;
        twin.set(one.join(), wanted);
        expect(ids.idOf(Int32Array.from(one))).toBe(wanted);
      }
      expect(ids.size).toBe(twin.size);
      for (const [text, id] of twin) expect(`${ids.valueOf(id, 0)},${ids.valueOf(id, 1)}`).toBe(text);
    }),
  );
});

it('grows as it must', () => {
  const ids = new TupleIds(3);
  const tuples = Array.from({ length: 50_000 }, (_, n) => Int32Array.from([n % 7, n, n * 31]));
  expect(tuples.every((one, n) => ids.idOf(one) === n)).toBe(true);
  expect(tuples.every((one, n) => ids.idOf(one) === n)).toBe(true);
});
