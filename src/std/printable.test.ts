import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable, printableJson } from './printable.ts';

const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit))).map((units) => units.join('')),
);

describe('what could act on a terminal or hide in a text is written out', () => {
  it.each([
    ['an escape sequence', '\u001b[2J', '\\u{1b}[2J'],
    ['a control sequence of one character', '\u009b2J', '\\u{9b}2J'],
    ['a new line', 'a\nb', 'a\\u{a}b'],
    ['a change of direction', 'a\u202eb\u061cc', 'a\\u{202e}b\\u{61c}c'],
    ['a soft hyphen, a joiner, a mark', 'a\u00adb\u200dc\ufeff', 'a\\u{ad}b\\u{200d}c\\u{feff}'],
    ['an invisible tag', 'a\u{e0041}', 'a\\u{e0041}'],
    ['half of a surrogate pair', '\ud83d!', '\\u{d83d}!'],
  ])('%s', (_, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it('and all else stays: zoë, 日本, 😀', () => {
    expect(printable('zoë, 日本, 😀')).toBe('zoë, 日本, 😀');
  });
});

it('no text leaves an unsafe character', () => {
  fc.assert(fc.property(anyText, (text) => !UNSAFE.test(printable(text))));
});

it('JSON stays the same value and leaves none either', () => {
  fc.assert(
    fc.property(fc.dictionary(anyText, anyText), (value) => {
      const json = JSON.stringify(value);
      expect(printableJson(json)).not.toMatch(UNSAFE);
      expect(JSON.parse(printableJson(json))).toEqual(JSON.parse(json));
    }),
  );
});
