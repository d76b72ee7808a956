/** Values that parsers trip over: texts, numbers, keys and whole JSON values that no cloud ever wrote. */
import fc from 'fast-check';
import type { Json } from '../../src/std/json.ts';

/** Keys and words that mean something to JavaScript, to terminals, to spreadsheets or to nobody. */
const ODD_WORDS = [
  ...['', ' ', '\u0000', '\ufeff', '\r\n', '\n', '\t', '\u2028', '\u001b[2J', '\u202e', '\ud800', '\udc00', '\udbff'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length', 'then', 'toJSON', 'valueOf'],
  ...['null', 'undefined', 'NaN', 'true', 'false', '0', '-0', '-1', '1e999', '012', '0x10', '1_000', '.5', '5.'],
  ...[
    '*',
    '?',
    '**',
    '\\',
    '\\*',
    '\\\\',
    '%',
    '%%',
    '%00',
    '%2',
    '${x}',
    '{',
    '}',
    '{{',
    '}}',
    '"',
    "'",
    '`',
    ',',
    ':',
  ],
  ...[
    '/',
    '//',
    '.',
    '..',
    '...',
    'a.b',
    '|',
    '||',
    '&&',
    '=',
    '=1+1',
    '@',
    '#',
    '!',
    '&a',
    '*a',
    '- ',
    '~',
    '<<',
    '---',
  ],
  ...['é', 'ß', 'İ', 'ſ', 'Σ', 'ς', '😀', '👩‍👩‍👧', 'a\u0301', '\u200d', '\ufffd', '\uffff'],
];

/** Times at and beyond the edge of the calendar. */
const ODD_TIMES = [
  ...['2026-03-02T09:00:00Z', '2026-02-30T09:00:00Z', '0000-00-00T00:00:00Z', '9999-12-31T23:59:59Z'],
  ...['9999-12-31T23:59:59.999999999-23:59', '0000-01-01T00:00:00+23:59', '2026-13-01T00:00:00Z'],
  ...['2026-03-02T24:00:00Z', '2026-03-02T23:59:60Z', '2026-03-02 09:00:00', '+275760-09-13T00:00:00Z', '1e3'],
];

const ODD_NUMBERS = [
  ...[0, 1, -1, 0.5, 255, 256, 65_535, 65_536, 2 ** 31, 2 ** 32, -(2 ** 31), Number.MAX_SAFE_INTEGER],
  ...[2 ** 53, 1e21, 1e308, -1e308, 5e-324, 111_122_223_333, 8.64e15, 8.64e15 + 1],
];

/** One odd word, a time, random text, or text repeated until it is long. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...ODD_WORDS) },
  { weight: 1, arbitrary: fc.constantFrom(...ODD_TIMES) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme-ascii', maxLength: 16 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...ODD_WORDS, 'a', 'ab', '[', '{', '(', '{"a":'), fc.constantFrom(2, 40, 300, 2100))
      .map(([piece, times]) => piece.repeat(times)),
  },
);

/** A number at some boundary, or any other. */
export const oddNumber: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(...ODD_NUMBERS),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** A key that may mean something: one of the words, or an odd one. */
export function keyAmong(words: readonly string[]): fc.Arbitrary<string> {
  if (words.length === 0) return oddText;
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: oddText });
}

/** Any JSON over the given words: small trees, sometimes a very deep one, `__proto__` as an own key among others. */
export function jsonAround(words: readonly string[]): fc.Arbitrary<Json> {
  const key = keyAmong(words);
  const leaf: fc.Arbitrary<Json> = fc.oneof(
    { weight: 4, arbitrary: key },
    { weight: 1, arbitrary: oddText },
    { weight: 1, arbitrary: oddNumber },
    { weight: 1, arbitrary: fc.constantFrom<Json>(null, true, false, [], {}) },
  );
  const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      { weight: 3, arbitrary: leaf },
      { weight: 2, arbitrary: fc.array(tie('tree'), { maxLength: 3 }) },
      { weight: 3, arbitrary: objectOf(key, tie('tree')) },
    ),
  }));
  const deep = fc
    .tuple(tree, fc.constantFrom(30, 120, 900), fc.constantFrom('list', 'map'), key)
    .map(([inner, levels, kind, name]) => nested(inner, levels, kind === 'list' ? undefined : name));
  return fc.oneof({ weight: 30, arbitrary: tree }, { weight: 1, arbitrary: deep });
}

/** An object with own properties of any names, `__proto__` included, which a literal could not have. */
function objectOf(key: fc.Arbitrary<string>, value: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.array(fc.tuple(key, value), { maxLength: 4 }).map((pairs): Json => Object.fromEntries(pairs));
}

function nested(inner: Json, levels: number, key: string | undefined): Json {
  let value = inner;
  for (let level = 0; level < levels; level += 1)
    value = key === undefined ? [value] : Object.fromEntries([[key, value]]);
  return value;
}
