import { describe, expect, it } from 'vitest';
import { at, isArray, isObject, property, stringAt, type Json } from './json.ts';

const VALUE = JSON.parse('{"a":{"b":"text","empty":"","n":1,"list":[{"b":1}]},"__proto__":{"b":"own"}}') as Json;

describe('a path leads over own properties only', () => {
  it.each<[readonly string[], Json | undefined]>([
    [['a', 'b'], 'text'],
    [['a', 'n'], 1],
    [['__proto__', 'b'], 'own'],
    [['constructor'], undefined],
    [['a', 'toString'], undefined],
    [['a', 'b', 'length'], undefined],
    [['a', 'list', '0'], undefined],
    [['a', 'gone', 'b'], undefined],
  ])('%j', (path, found) => {
    expect(at(VALUE, ...path)).toEqual(found);
  });

  it('of no value is undefined', () => {
    expect(at(undefined, 'a')).toBeUndefined();
    expect(property(null, 'a')).toBeUndefined();
  });
});

it('a string is one that says something', () => {
  expect(stringAt(VALUE, 'a', 'b')).toBe('text');
  for (const key of ['empty', 'n', 'list', 'gone']) expect(stringAt(VALUE, 'a', key)).toBeUndefined();
});

it('objects, arrays and null are three things', () => {
  const values: Json[] = [{}, [], null, 'x'];
  expect(values.map(isObject)).toEqual([true, false, false, false]);
  expect(values.map(isArray)).toEqual([false, true, false, false]);
});
