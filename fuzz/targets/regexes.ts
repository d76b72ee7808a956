/**
 * Regular expressions of rules. Law: any text is refused with a reason or compiles; and what runs natively answers like the
 * linear-time engine.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { re } from '../../src/rule-language/modifiers/regex.ts';
import { engineFlags } from '../../src/rule-language/modifiers/regex.ts';
import { isProblem } from '../../src/rule-language/modifiers/modifier.ts';
import { regexMatcher } from '../../src/rule-language/regex-matcher.ts';
import { mutatedText } from '../generate/mutate-text.ts';
import { target } from '../target.ts';

interface Input {
  readonly source: string;
  readonly flags: readonly ('i' | 'm' | 's')[];
  readonly text: string;
}

const SEEDS = [
  '^arn:aws:iam::\\d{12}:role/[a-z-]+$',
  '(?:foo|bar)\\.(com|org)',
  'a.*b',
  '[^/]+/x{2,3}',
  '\\w+\\s\\.?',
  '.*Admin.*',
  '',
];
const PIECES = [
  ...[
    'a',
    'B',
    '1',
    ' ',
    '.',
    '*',
    '+',
    '?',
    '{2}',
    '{1,}',
    '{,3}',
    '{1,3}?',
    '(',
    ')',
    '(?:',
    '(?i)',
    '(?i:',
    '(?=',
    '(?<n>',
    '(?P<n>',
  ],
  ...[
    '[',
    ']',
    '[^',
    '-',
    '[a-',
    '[]a]',
    '[[:alpha:]]',
    '[\\d',
    '^',
    '$',
    '|',
    '\\',
    '\\b',
    '\\B',
    '\\A',
    '\\z',
    '\\Z',
    '\\Q',
    '\\E',
    '\\C',
  ],
  ...[
    '\\d',
    '\\D',
    '\\w',
    '\\S',
    '\\s',
    '\\x41',
    '\\x{1F600}',
    '\\u0041',
    '\\pL',
    '\\p{Greek}',
    '\\1',
    '\\0',
    '\\n',
    '\\-',
    '\\/',
    '\\_',
    '\\é',
  ],
  ...['&&', '--', '~~', '#', '@', '%', '<', '\u0000', '😀', 'ſ', 'K', '{1001}', '{999}', '(a{500}){500}'],
];
const character = fc.constantFrom(
  ...Array.from('aAbBkKsSx1 -:/.\\*_\n\r\v\t$@é'),
  'ſ',
  'K',
  '😀',
  '\u2028',
  '\ud800',
  '\u0000',
  'arn:aws:iam::111122223333:role/a',
  'foo.com',
);

export const regexes = target<Input>({
  name: 'regexes',
  law: 'a regular expression is refused with a reason, or answers like the linear-time engine',
  inputs: fc.record({
    source: mutatedText(SEEDS, PIECES),
    flags: fc.uniqueArray(fc.constantFrom('i', 'm', 's'), { maxLength: 3 }),
    text: fc.array(character, { maxLength: 10 }).map((parts) => parts.join('')),
  }),
  runsInTest: 4000,
  check({ source, flags, text }) {
    const read =
      re.role === 'operator'
        ? re.read({ kind: 'text', text: source }, { names: new Set(['re', ...flags]), placeholders: new Map() })
        : undefined;
    assert.ok(read !== undefined);
    if (isProblem(read)) {
      assert.ok(read.problem.length > 0);
      return;
    }
    assert.ok(read.kind === 'regex');
    assert.equal(regexMatcher(read)(text), RE2JS.compile(source, engineFlags(read)).matcher(text).find());
  },
  growth: [
    {
      name: 'nested repetition',
      size: 5000,
      make: (size) => ({ source: '(a+)+$', flags: [], text: `${'a'.repeat(size)}b` }),
    },
    { name: 'two runs', size: 2000, make: (size) => ({ source: 'a.*b.*c', flags: [], text: 'ab'.repeat(size) }) },
    {
      name: 'wide bounds',
      size: 30,
      make: (size) => ({ source: `(a{0,${size}}){0,8}b`, flags: [], text: 'a'.repeat(500) }),
    },
  ],
});
