/** Texts made for regular expressions: each must be found by the engine, what cannot be read yields nothing. */
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { regexWitnesses } from './regex-witness.ts';

test.each([
  ['plain texts and anchors', '^roles/owner$', 'roles/owner'],
  ['the first alternative', '^(red|blue)$', 'red'],
  ['alternatives at the top', 'foo|^bar', 'foo'],
  ['the fewest repeats', '^a+b*c?d{2,3}$', 'add'],
  ['classes, also negated ones', '^[a-f][^/]+/[0-3]$', 'ax/0'],
  ['escapes', String.raw`^\d\w\s\.\/\n$`, '0x ./\n'],
  ['flags and named groups', '(?i)^(?P<who>al)ice$', 'alice'],
  ['a dot is any character', '^a.b$', 'axb'],
])('%s', (_, source, text) => {
  const [first = ''] = regexWitnesses(source);
  expect(first).toBe(text);
  expect(RE2JS.compile(source).test(first)).toBe(true);
});

test.each([
  ['of every alternative at the top one', 'a|b|c', ['a', 'b', 'c']],
  ['what is not read', String.raw`\p{Greek}+`, []],
  ['a class that nothing common fits', '[^ -~xa0]', []],
  ['lookaround, which no rule may use', '(?=a)b', []],
])('%s', (_, source, texts) => {
  expect(regexWitnesses(source)).toEqual(texts);
});
