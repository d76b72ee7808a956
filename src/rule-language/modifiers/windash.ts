/** `windash`: a dash or slash that opens a command line option stands for all the dashes that Windows takes. */
import type { PatternToken } from '../detection.ts';
import { tidy } from '../pattern.ts';
import { described, type Modifier } from './modifier.ts';

/** The characters that open an option. */
export const dashes: readonly string[] = ['-', '/', '–', '—', '―'];

/** A dash before a word and behind no word is any of the dashes. */
export const windash: Modifier = {
  ...described('windash', 'a dash or slash that opens an option is any of - / – — ―', {
    combinesWith: [
      ...['all', 'cased', 'neq', 'contains', 'startswith', 'endswith', 'expand'],
      ...['utf16le', 'utf16be', 'utf16', 'base64', 'base64offset'],
    ],
    standsBefore: ['utf16le', 'utf16be', 'utf16', 'base64', 'base64offset'],
  }),
  role: 'transform',
  transform: (draft) => ({
    ...draft,
    alternatives: draft.alternatives.map((pattern) => tidy(pattern.flatMap(splitAtDashes))),
  }),
};

function splitAtDashes(token: PatternToken): readonly PatternToken[] {
  if (token.kind !== 'literal') return [token];
  return token.text.split(/(\B[-/]\b)/u).map((piece, index) => {
    return index % 2 === 1 ? { kind: 'one-of', characters: dashes } : { kind: 'literal', text: piece };
  });
}
