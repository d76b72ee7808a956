/** `expand`: `%name%` stands for values that the configuration supplies. */
import type { Pattern, PatternToken } from '../detection.ts';
import { tidy } from '../pattern.ts';
import { described, isProblem, type Modifier, type Placeholders, type Problem } from './modifier.ts';

const alternativesMax = 10_000;
const placeholder = /%([\w.:-]+)%/u;

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

/** All texts that a text with placeholders stands for; `write` says how a value is put in. */
export function expandText(
  text: string,
  placeholders: Placeholders,
  write: (value: string) => string,
): readonly string[] | Problem {
  let texts: readonly string[] = [''];
  for (const [index, piece] of text.split(placeholder).entries()) {
    const pieces = index % 2 === 0 ? [piece] : valuesOf(piece, placeholders);
    if ('problem' in pieces) return pieces;
    texts = texts.flatMap((start) => pieces.map((end) => start + (index % 2 === 0 ? end : write(end))));
    if (texts.length > alternativesMax) return tooMany();
  }
  return texts;
}

function expandTokens(pattern: Pattern, placeholders: Placeholders): readonly Pattern[] | Problem {
  let patterns: readonly Pattern[] = [[]];
  for (const token of pattern) {
    let ends: readonly PatternToken[] = [token];
    if (token.kind === 'literal') {
      const texts = expandText(token.text, placeholders, (value) => value);
      if ('problem' in texts) return texts;
      ends = texts.map((text) => ({ kind: 'literal', text }));
    }
    patterns = patterns.flatMap((start) => ends.map((end) => [...start, end]));
    if (patterns.length > alternativesMax) return tooMany();
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
