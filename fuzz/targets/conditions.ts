/**
 * Conditions. Law: any text is a condition or a problem that points into it; a condition that we write from a tree means that
 * tree, by an evaluator of three lines; and what was parsed, written again, is parsed to the same.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCondition } from '../../src/rule-language/condition.ts';
import type { Condition } from '../../src/rule-language/detection.ts';
import { mutatedText } from '../generate/mutate-text.ts';
import { target } from '../target.ts';

/** What we mean by a condition that we write. */
type Meaning =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'of'; readonly all: boolean; readonly names: readonly string[]; readonly pattern: string }
  | { readonly kind: 'not'; readonly inner: Meaning }
  | { readonly kind: 'and' | 'or'; readonly left: Meaning; readonly right: Meaning };

interface Input {
  readonly meaning: Meaning | null;
  /** Where there is no meaning: any text. */
  readonly text: string;
  readonly isLoud: boolean;
  /** Which identifiers hold. */
  readonly held: readonly boolean[];
}

const NAMES = ['selection', 'sel_b', 'sel-c', 'filter', '_hidden', 'x1', 'them', 'constructor', 'of'];
const OF: readonly (readonly [string, readonly string[]])[] = [
  ['them', NAMES.filter((name) => !name.startsWith('_'))],
  ['sel*', ['selection', 'sel_b', 'sel-c']],
  ['*l*', ['selection', 'sel_b', 'sel-c', 'filter']],
  ['_*', ['_hidden']],
  ['x1', ['x1']],
];

const { meaning } = fc.letrec<{ meaning: Meaning }>((tie) => ({
  meaning: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc
      .constantFrom('selection', 'sel_b', 'sel-c', 'filter', '_hidden', 'x1')
      .map((name): Meaning => ({ kind: 'name', name })),
    fc
      .tuple(fc.boolean(), fc.constantFrom(...OF))
      .map(([all, [pattern, names]]): Meaning => ({ kind: 'of', all, names, pattern })),
    tie('meaning').map((inner): Meaning => ({ kind: 'not', inner })),
    fc
      .tuple(fc.constantFrom('and', 'or'), tie('meaning'), tie('meaning'))
      .map(([kind, left, right]): Meaning => ({ kind, left, right })),
  ),
}));

const PIECES = [
  'and',
  'or',
  'not',
  'of',
  'them',
  '1',
  'any',
  'all',
  '(',
  ')',
  ' ',
  '\n',
  '\t',
  '|',
  '*',
  '_',
  'selection',
  'sel*',
  'AND',
  'Not',
  '2 of',
  'x1',
];
const SEEDS = ['selection and not filter', '1 of sel* or (all of them and not x1)', 'not (_hidden or sel-c)', ''];

export const conditions = target<Input>({
  name: 'conditions',
  law: 'a condition means the tree that it was written from, and any other text is a problem that points into it',
  inputs: fc.oneof(
    fc.record({
      meaning,
      text: fc.constant(''),
      isLoud: fc.boolean(),
      held: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
    }),
    fc.record({
      meaning: fc.constant(null),
      text: mutatedText(SEEDS, PIECES),
      isLoud: fc.constant(false),
      held: fc.constant([]),
    }),
  ),
  runsInTest: 4000,
  check({ meaning: meant, text, isLoud, held }) {
    const written = meant === null ? text : write(meant, 0, isLoud);
    const result = parseCondition(written, NAMES);
    if (result.kind === 'problem') {
      const { start, end, code, message } = result.problem;
      assert.equal(meant, null, `refused: ${written}: ${message}`);
      assert.ok(start >= 0 && start <= end && end <= written.length, `${code} at ${start}-${end} of ${written.length}`);
      return;
    }
    // Written out, a long condition is over the limit of words.
    if (written.length < LONG) {
      const again = parseCondition(print(result.condition), NAMES);
      assert.ok(again.kind === 'condition' && print(again.condition) === print(result.condition), 'written again');
    }
    if (meant === null) return;
    const holding = new Set(NAMES.filter((_, index) => held[index]));
    assert.equal(evaluate(result.condition, holding), means(meant, holding), written);
  },
  growth: [
    { name: 'parentheses', size: 5000, make: (size) => textOf('('.repeat(size)) },
    { name: 'negations', size: 5000, make: (size) => textOf('not '.repeat(size)) },
    { name: 'terms', size: 1000, make: (size) => textOf(Array<string>(size).fill('1 of sel*').join(' or ')) },
    { name: 'one long word', size: 5000, make: (size) => textOf('a'.repeat(size)) },
    { name: 'stars', size: 5000, make: (size) => textOf(`1 of ${'*l'.repeat(size)}`) },
  ],
});

const LONG = 1000;

function textOf(text: string): Input {
  return { meaning: null, text, isLoud: false, held: [] };
}

const STRENGTH = { or: 0, and: 1, not: 2, name: 3, of: 3 } as const;

/** With the parentheses that the tree needs, and no others. */
function write(one: Meaning, least: number, isLoud: boolean): string {
  const strength = STRENGTH[one.kind];
  const bare = writeBare(one, strength, isLoud);
  return strength < least ? `(${bare})` : bare;
}

function writeBare(one: Meaning, strength: number, isLoud: boolean): string {
  function word(text: string): string {
    return isLoud ? text.toUpperCase() : text;
  }
  switch (one.kind) {
    case 'name':
      return one.name;
    case 'of':
      return `${one.all ? word('all') : '1'} ${word('of')} ${one.pattern}`;
    case 'not':
      return `${word('not')} ${write(one.inner, 2, isLoud)}`;
    case 'and':
    case 'or':
      return `${write(one.left, strength, isLoud)} ${word(one.kind)} ${write(one.right, strength, isLoud)}`;
  }
}

function means(one: Meaning, holding: ReadonlySet<string>): boolean {
  switch (one.kind) {
    case 'name':
      return holding.has(one.name);
    case 'of':
      return one.all ? one.names.every((name) => holding.has(name)) : one.names.some((name) => holding.has(name));
    case 'not':
      return !means(one.inner, holding);
    case 'and':
      return means(one.left, holding) && means(one.right, holding);
    case 'or':
      return means(one.left, holding) || means(one.right, holding);
  }
}

function evaluate(one: Condition, holding: ReadonlySet<string>): boolean {
  switch (one.kind) {
    case 'identifier':
      return holding.has(one.name);
    case 'of':
      return one.quantifier === 'all'
        ? one.names.every((name) => holding.has(name))
        : one.names.some((name) => holding.has(name));
    case 'not':
      return !evaluate(one.operand, holding);
    case 'and':
      return one.operands.every((operand) => evaluate(operand, holding));
    case 'or':
      return one.operands.some((operand) => evaluate(operand, holding));
  }
}

function print(one: Condition): string {
  switch (one.kind) {
    case 'identifier':
      return one.name;
    case 'of':
      if (one.names.length === 1) return one.names.join('');
      return `(${one.names.join(one.quantifier === 'all' ? ' and ' : ' or ')})`;
    case 'not':
      return `not ${print(one.operand)}`;
    case 'and':
    case 'or':
      return `(${one.operands.map(print).join(` ${one.kind} `)})`;
  }
}
