import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bounded, NAME_LENGTH_MAX } from './bounded-text.ts';
import { chopped, textWidth } from './text-width.ts';

describe('columns of a text', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['zoë', 3],
    ['zoe\u0308', 3],
    ['日本', 4],
    ['ｆｕｌｌ', 8],
    ['😀', 2],
    ['한국', 4],
  ])('%s', (text, columns) => {
    expect(textWidth(text)).toBe(columns);
  });
});

it('chopping loses nothing and keeps to the width', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 12 }), (text, columns) => {
      const lines = chopped(text, columns);
      expect(lines.join('')).toBe(text);
      for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(columns);
    }),
  );
});

describe('a name', () => {
  it('stays as it is up to the limit', () => {
    expect(bounded('x'.repeat(NAME_LENGTH_MAX))).toHaveLength(NAME_LENGTH_MAX);
  });

  it('of any length becomes a short one, and what differs at its end stays different', () => {
    const long = 'x'.repeat(100_000);
    expect(bounded(long).length).toBeLessThan(NAME_LENGTH_MAX + 100);
    expect(bounded(`${long}a`)).not.toBe(bounded(`${long}b`));
  });
});
