/** `contains`, `startswith`, `endswith`: where in the field the text stands. */
import type { Pattern, PatternToken } from '../detection.ts';
import { tidy } from '../pattern.ts';
import { described, type Modifier } from './modifier.ts';

const run: PatternToken = { kind: 'any-run' };
const beside = [
  'all',
  'cased',
  'neq',
  'windash',
  'expand',
  'utf16le',
  'utf16be',
  'utf16',
  'base64',
  'base64offset',
  'fieldref',
];

/** The text stands anywhere in the field. With `re` it changes nothing: a search is unanchored already. */
export const contains: Modifier = position(
  'contains',
  'the text stands anywhere in the field',
  ['re', 'i', 'm', 's'],
  (pattern) => [run, ...pattern, run],
);

/** The field starts with the text. */
export const startswith: Modifier = position('startswith', 'the field starts with the text', [], (pattern) => [
  ...pattern,
  run,
]);

/** The field ends with the text. */
export const endswith: Modifier = position('endswith', 'the field ends with the text', [], (pattern) => [
  run,
  ...pattern,
]);

function position(
  name: string,
  summary: string,
  more: readonly string[],
  wrap: (pattern: Pattern) => Pattern,
): Modifier {
  return {
    ...described(name, summary, { combinesWith: [...beside, ...more] }),
    role: 'transform',
    transform: (draft) => ({ ...draft, alternatives: draft.alternatives.map((pattern) => tidy(wrap(pattern))) }),
  };
}
