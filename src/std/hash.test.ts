import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hashId } from './hash.ts';

it('is the same for the same parts, on every machine', () => {
  expect(hashId(['rule', 'target'])).toBe(hashId(['rule', 'target']));
  expect(hashId([])).toMatch(/^[0-9a-f]{32}$/);
});

it('tells parts apart: their borders, their order, their number', () => {
  const ids = [['ab'], ['a', 'b'], ['b', 'a'], ['ab', ''], ['', 'ab'], []].map((parts) => hashId(parts));
  expect(new Set(ids).size).toBe(ids.length);
});

it('keeps similar texts apart in every 32-bit lane', () => {
  const ids = Array.from({ length: 20_000 }, (_, index) => hashId([`event-${index}`]));
  for (const lane of [0, 8, 16, 24]) {
    const collisions = ids.length - new Set(ids.map((id) => id.slice(lane, lane + 8))).size;
    expect(collisions).toBeLessThanOrEqual(3); // a random function has 0.05 on average
  }
});

it('differs where one character differs', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.nat(), (text, at) => {
      const index = at % text.length;
      const changed = `${text.slice(0, index)}${String.fromCharCode(text.charCodeAt(index) ^ 1)}${text.slice(index + 1)}`;
      expect(hashId([changed])).not.toBe(hashId([text]));
    }),
  );
});
