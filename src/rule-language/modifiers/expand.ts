/** `expand`: `%name%` stands for values that the configuration supplies; `\%` is a percent sign. */
import type { Pattern, PatternToken } from '../detection.ts';
import { tidy } from '../pattern.ts';
import { described, isProblem, type Modifier, type Placeholders, type Problem } from './modifier.ts';

const alternativesMax = 10_000;
const pieces = /\\[\\%]|%(?<name>[\w.:-]+)%|[^\\%]+|[\\%]/gu;

/** Puts the values of placeholders in, as plain characters. */
export const expand: Modifier = {
  ...described('expand', 'puts in the configured values of %name%', {
    combinesWith: [
      ...['all', 'cased', 'neq', 'contains', 'startswith', 'endswith', 'windash', 're', 'i', 'm', 's', 'cidr'],
      ...['utf16le', 'utf16be', 'utf16', 'base64', 'base64offset'],
    ],
    standsBefore: ['utf16le', 'utf16be', 'utf16', 'base64', 'base64offset'],
  }),
  role: 'transform',
  transform(draft, { placeholders }) {
    const alternatives: Pattern[] = [];
    for (const pattern of draft.alternatives) {
      const expanded = expandTokens(pattern, placeholders);
      if (isProblem(expanded)) return expanded;
      alternatives.push(...expanded);
    }
    return { ...draft, alternatives };
  },
};

/** How the parts of a text are put into the expanded one. */
export interface ExpandStyle {
  /** A configured value. */
  readonly value: (value: string) => string;
  /** A backslash with the backslash or percent sign that it escapes. */
  readonly escape: (pair: string) => string;
}

/** Values as they are, escapes resolved. */
export const plainly: ExpandStyle = { value: (value) => value, escape: (pair) => pair.slice(1) };

/** All texts that a text with placeholders stands for. */
export function expandText(text: string, placeholders: Placeholders, style: ExpandStyle): readonly string[] | Problem {
  let texts: readonly string[] = [''];
  for (const { 0: piece, groups } of text.matchAll(pieces)) {
    const name = groups?.name;
    const isEscape = piece.length === 2 && piece.startsWith('\\');
    const ends = name === undefined ? [isEscape ? style.escape(piece) : piece] : valuesOf(name, placeholders);
    if ('problem' in ends) return ends;
    // Asked before they are written out: a few long lists stand for more texts than fit into memory.
    if (texts.length * ends.length > alternativesMax) return tooMany();
    texts = texts.flatMap((start) => ends.map((end) => start + (name === undefined ? end : style.value(end))));
  }
  return texts;
}

function expandTokens(pattern: Pattern, placeholders: Placeholders): readonly Pattern[] | Problem {
  let patterns: readonly Pattern[] = [[]];
  for (const token of pattern) {
    let ends: readonly PatternToken[] = [token];
    if (token.kind === 'literal') {
      const texts = expandText(token.text, placeholders, plainly);
      if ('problem' in texts) return texts;
      ends = texts.map((text) => ({ kind: 'literal', text }));
    }
    if (patterns.length * ends.length > alternativesMax) return tooMany();
    patterns = patterns.flatMap((start) => ends.map((end) => [...start, end]));
  }
  return patterns.map(tidy);
}

function valuesOf(name: string, placeholders: Placeholders): readonly string[] | Problem {
  const values = placeholders.get(name);
  if (values !== undefined && values.length > 0) return values.map(String);
  return {
    code: 'unresolved-placeholder',
    problem: `placeholder "%${name}%" has no value`,
    help:
      placeholders.size === 0
        ? 'no placeholders are configured'
        : `configured: ${[...placeholders.keys()].sort().join(', ')}`,
  };
}

function tooMany(): Problem {
  return { code: 'too-many-alternatives', problem: `the placeholders stand for more than ${alternativesMax} texts` };
}
