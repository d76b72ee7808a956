/** Edits at exact places of a record. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../std/json.ts';
import { type EditSet, joined, weightOf, withEdits } from './record-edit.ts';

const record: JsonObject = { a: { b: [1, { c: 2 }], 'd.e': 3 }, n: null };

describe('an edit reaches one place', () => {
  test.each<[string, EditSet, JsonObject]>([
    ['a value', [{ path: ['a', 'd.e'], set: 4 }], { a: { b: [1, { c: 2 }], 'd.e': 4 }, n: null }],
    ['an element', [{ path: ['a', 'b', 0], set: 9 }], { a: { b: [9, { c: 2 }], 'd.e': 3 }, n: null }],
    ['a field of an element', [{ path: ['a', 'b', 1, 'c'], set: 9 }], { a: { b: [1, { c: 9 }], 'd.e': 3 }, n: null }],
    ['behind the end it appends', [{ path: ['a', 'b', 7], set: 9 }], { a: { b: [1, { c: 2 }, 9], 'd.e': 3 }, n: null }],
    ['missing parents are made', [{ path: ['n', 'x', 0, 'y'], set: 1 }], { ...record, n: { x: [{ y: 1 }] } }],
    ['a key is taken away', [{ path: ['a'], set: undefined }], { n: null }],
    [
      'an element is taken away',
      [{ path: ['a', 'b', 0], set: undefined }],
      { a: { b: [{ c: 2 }], 'd.e': 3 }, n: null },
    ],
    ['nothing is taken away where nothing is', [{ path: ['x', 'y'], set: undefined }], record],
  ])('%s', (_, edits, expected) => {
    expect(withEdits(record, edits)).toEqual(expected);
  });

  test('__proto__ is a key like any other', () => {
    const changed = withEdits({}, [{ path: ['__proto__'], set: 1 }]);
    expect(Object.entries(changed)).toEqual([['__proto__', 1]]);
    expect(withEdits(changed, [{ path: ['__proto__'], set: undefined }])).toEqual({});
  });
});

describe('joined sets change each place once', () => {
  test.each<[string, EditSet, EditSet, EditSet]>([
    ['the later wins', [{ path: ['a'], set: 1 }], [{ path: ['a'], set: 2 }], [{ path: ['a'], set: 2 }]],
    ['around the earlier', [{ path: ['a', 'b'], set: 1 }], [{ path: ['a'], set: 2 }], [{ path: ['a'], set: 2 }]],
    [
      'inside the earlier',
      [{ path: ['a'], set: { b: 1 } }],
      [{ path: ['a', 'c'], set: 2 }],
      [{ path: ['a'], set: { b: 1, c: 2 } }],
    ],
    [
      'beside',
      [{ path: ['a'], set: 1 }],
      [{ path: ['b'], set: 2 }],
      [
        { path: ['a'], set: 1 },
        { path: ['b'], set: 2 },
      ],
    ],
  ])('%s', (_, earlier, later, expected) => {
    expect(joined(earlier, later)).toEqual(expected);
  });
});

test('every value that is set counts, and every place that is taken away', () => {
  expect(
    weightOf([
      { path: ['a'], set: { b: 1, c: [2, 3] } },
      { path: ['d'], set: undefined },
    ]),
  ).toBe(4);
  expect(weightOf([{ path: ['a'], set: {} }])).toBe(1);
});
