/**
 * Text from a log, made safe for a terminal: control characters, terminal escapes and text direction overrides become
 * visible `\u{…}` forms. Logs hold what attackers typed.
 */

const UNSAFE = /[\p{Cc}\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** The text with every unsafe character written out. */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
