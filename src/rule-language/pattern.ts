/**
 * Reads Sigma's text values: `*` and `?` are wildcards, `\*` and `\?` the characters, `\\*` a backslash before a
 * wildcard, `\\` one backslash; a lone `\` is itself.
 */
import type { Pattern, PatternToken } from './detection.ts';

/** What reading a pattern may be told. */
export interface PatternOptions {
  /** `\\` stays as it is: `expand` will resolve it, together with `\%`. */
  readonly keepsBackslashes?: boolean;
}

/** Parses a value with wildcards and escapes. */
export function parsePattern(value: string, { keepsBackslashes = false }: PatternOptions = {}): Pattern {
  const tokens: PatternToken[] = [];
  let literal = '';
  function flush(): void {
    if (literal !== '') tokens.push({ kind: 'literal', text: literal });
    literal = '';
  }
  for (let index = 0; index < value.length; index++) {
    const character = value.charAt(index);
    const next = value.charAt(index + 1);
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next === '\\' && keepsBackslashes ? '\\\\' : next;
      index += 1;
    } else if (character === '*' || character === '?') {
      flush();
      tokens.push({ kind: character === '*' ? 'any-run' : 'any-one' });
    } else literal += character;
  }
  flush();
  return tidy(tokens);
}

/** A pattern that fits this text only. */
export function literalPattern(text: string): Pattern {
  return text === '' ? [] : [{ kind: 'literal', text }];
}

/** Joins neighbouring literals and runs. */
export function tidy(tokens: readonly PatternToken[]): Pattern {
  const tidied: PatternToken[] = [];
  for (const token of tokens) {
    const last = tidied.at(-1);
    if (token.kind === 'any-run' && last?.kind === 'any-run') continue;
    if (token.kind === 'literal' && last?.kind === 'literal') {
      tidied[tidied.length - 1] = { kind: 'literal', text: last.text + token.text };
    } else if (token.kind !== 'literal' || token.text !== '') tidied.push(token);
  }
  return tidied;
}
