import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, type Json, type JsonObject } from './json.ts';
import { edited } from './json-edit.ts';

describe('an edit', () => {
  it.each<[string, JsonObject, string, Json | undefined, JsonObject]>([
    ['sets a value', { a: 1 }, 'a', 2, { a: 2 }],
    ['sets below parents that it makes', {}, 'a.b.c', 1, { a: { b: { c: 1 } } }],
    ['sets below what was no object', { a: 'text' }, 'a.b', 1, { a: { b: 1 } }],
    ['takes a key away and leaves its siblings', { a: { b: 1, c: 2 } }, 'a.b', undefined, { a: { c: 2 } }],
    ['takes away what is not there without a trace', { a: 1 }, 'b.c', undefined, { a: 1 }],
    ['reaches every element of an array', { a: [{ b: 1 }, { b: 2 }] }, 'a.b', 3, { a: [{ b: 3 }, { b: 3 }] }],
    ['takes from every element of an array', { a: [{ b: 1 }, { c: 2 }] }, 'a.b', undefined, { a: [{}, { c: 2 }] }],
  ])('%s', (_, object, path, set, expected) => {
    expect(edited(object, [{ path, set }])).toEqual(expected);
  });

  it('of __proto__ is an edit of a key like any other', () => {
    const result = edited({}, [{ path: '__proto__.polluted', set: true }]);
    expect(Object.keys(result)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  });
});

const key = fc.constantFrom('a', 'b', '__proto__', 'constructor');
const leaf = fc.oneof(fc.string(), fc.integer(), fc.constant(null));
const object = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, leaf, tie('object')),
  object: fc.array(fc.tuple(key, tie('value')), { maxLength: 3 }).map((entries) => Object.fromEntries(entries)),
})).object;

it('what was set is read back, what was unset is absent, and the original is as it was', () => {
  fc.assert(
    fc.property(
      object,
      fc.array(key, { minLength: 1, maxLength: 3 }),
      fc.option(fc.string(), { nil: undefined }),
      (before, path, set) => {
        const copy = JSON.stringify(before);
        const after = edited(before, [{ path: path.join('.'), set }]);
        expect(at(after, ...path)).toBe(set);
        expect(JSON.stringify(before)).toBe(copy);
      },
    ),
  );
});
