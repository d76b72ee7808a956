import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergeSorted } from './merge-sorted.ts';

function byNumber(left: number, right: number): number {
  return left - right;
}

it('gives every item once, in order', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(20)), { maxLength: 9 }), (lists) => {
      const sources = lists.map((list) => list.toSorted(byNumber).values());
      expect([...mergeSorted(sources, (one, other) => one < other)]).toEqual(lists.flat().toSorted(byNumber));
    }),
  );
});

it('reads no further than it has to', () => {
  function* endless(): Generator<number, void> {
    for (let number = 0; ; number += 1) yield number;
  }
  const merged = mergeSorted([endless(), [1, 3].values()], (one, other) => one < other);
  expect(Array.from({ length: 6 }, () => merged.next().value)).toEqual([0, 1, 1, 2, 3, 3]);
});
