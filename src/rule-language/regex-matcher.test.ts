/** Law: whichever engine runs a regular expression, the answer is that of the linear-time engine. */
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, test } from 'vitest';
import type { RegexTest } from './detection.ts';
import { engineFlags } from './modifiers/regex.ts';
import { nativeSource } from './native-regex.ts';
import { regexMatcher } from './regex-matcher.ts';

const atom = fc.constantFrom(
  ...['a', 'B', 'x', '1', ' ', '-', ':', '/', '.', '\\.', '\\d', '\\w', '\\s', '\\/', '\\-', '\\\\', '\\*'],
  ...[
    '[a-f]',
    '[^a]',
    '[\\d.]',
    '[aB1]',
    '[^\\w]',
    '[*+?]',
    '[a-]',
    '_',
    '\\_',
    'é',
    '\\b',
    '[[:alpha:]]',
    '\\S',
    '\\n',
  ],
);
const quantifier = fc.constantFrom('', '', '', '', '*', '+', '?', '{2}', '{1,3}', '{2,}', '*?', '+?', '{0}', '{,2}');
const piece = fc.tuple(atom, quantifier).map((parts) => parts.join(''));
const sequence = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''));
const group = fc
  .tuple(
    fc.constantFrom('(', '(?:', '(?i:'),
    fc.array(sequence, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', '', '+', '?'),
  )
  .map(([open, alternatives, after]) => `${open}${alternatives.join('|')})${after}`);
const pattern = fc
  .tuple(
    fc.constantFrom('', '', '^', '.*'),
    fc.array(fc.oneof(sequence, group), { maxLength: 3 }),
    fc.constantFrom('', '', '$', '.*'),
    fc.constantFrom('', '', '', '|a'),
  )
  .map(([open, parts, close, more]) => `${open}${parts.join('')}${close}${more}`);
const text = fc
  .array(fc.constantFrom(...Array.from('aaBbx1 -:/.\\*_\n\r\v\t$'), 'é', 'ſ', '😀', '\u2028'), { maxLength: 12 })
  .map((characters) => characters.join(''));
const flags = fc.record({ ignoreCase: fc.boolean(), multiline: fc.boolean(), dotAll: fc.boolean() });

test('native = linear-time, wherever the native engine is used', () => {
  let native = 0;
  fc.assert(
    fc.property(pattern, flags, fc.array(text, { minLength: 1, maxLength: 8 }), (source, options, texts) => {
      const linear = compile(source, options);
      if (linear === undefined) return;
      if (!options.multiline && nativeSource(source, options.dotAll) !== undefined) native += 1;
      const matches = regexMatcher({ kind: 'regex', source, ...options });
      for (const one of texts) expect([source, one, matches(one)]).toEqual([source, one, linear.matcher(one).find()]);
    }),
    { numRuns: 8_000 },
  );
  expect(native).toBeGreaterThan(500);
});

describe('what is proven harmless runs natively', () => {
  test.each(['^arn:aws:sts::\\d{12}:assumed-role/.*', '', '(?:a|b)c', 'a.c', '[a-f]+$', '.*foo.*bar.*'])(
    '%s',
    (source) => {
      expect(nativeSource(source, false)).toBeDefined();
    },
  );
});

describe('what is not proven harmless does not', () => {
  test.each([
    ['nested quantifiers', '(a+)+'],
    ['alternatives under a quantifier', '(a|a)*'],
    ['two unbounded quantifiers', 'a.*x.*y'],
    ['many optional characters', 'a?a?a?a?a?aaaaa'],
    ['wide bounds', 'a{0,100}b'],
    ['alternatives on the top level', 'a|b'],
    ['inline flags', '(?i)a'],
    ['word boundaries', '\\ba'],
    ['characters beyond ASCII', 'é'],
    ['an anchor in the middle', 'a^b'],
  ])('%s: %s', (_reason, source) => {
    expect(nativeSource(source, false)).toBeUndefined();
  });
});

test('a hostile pattern on a long text takes no time to speak of', () => {
  const matches = regexMatcher({ kind: 'regex', source: '(a+)+$', ignoreCase: false, multiline: false, dotAll: false });
  expect(matches(`${'a'.repeat(50_000)}b`)).toBe(false);
});

function compile(source: string, options: Omit<RegexTest, 'kind' | 'source'>): RE2JS | undefined {
  try {
    return RE2JS.compile(source, engineFlags({ ...options }));
  } catch {
    return undefined;
  }
}
