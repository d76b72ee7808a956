import fc from 'fast-check';
import { expect, it } from 'vitest';
import { remember } from './remember.ts';

it('answers as the question itself, whatever came before', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (values) => {
      const ask = remember((value: number) => value * 2);
      expect(values.map(ask)).toEqual(values.map((value) => value * 2));
    }),
  );
});

it('asks once while a value keeps coming, and keeps only a few', () => {
  let asked = 0;
  const ask = remember((value: string) => {
    asked += 1;
    return value.length;
  });
  for (const value of ['a', 'a', 'b', 'a', 'b']) ask(value);
  expect(asked).toBe(2);
  for (const value of ['c', 'd', 'e', 'f', 'a']) ask(value);
  expect(asked).toBe(7);
});

it('takes equal objects for two values: they may be different next time', () => {
  let asked = 0;
  const ask = remember((value: object) => {
    asked += Object.keys(value).length + 1;
    return asked;
  });
  const one = {};
  expect([ask(one), ask({}), ask(one)]).toEqual([1, 2, 1]);
});
