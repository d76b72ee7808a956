/**
 * Text from a log, made safe for a terminal: control characters, terminal escapes and text direction overrides become
 * visible `\u{…}` forms. Logs hold what attackers typed.
 */

/** Control and format characters (text direction, joiners, tags), line and paragraph ends, halves of surrogate pairs. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The text with every unsafe character written out. */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** JSON text in which the same characters are escaped as JSON does it: the same value, safe to show on a terminal. */
export function printableJson(json: string): string {
  return json.replace(UNSAFE, (character) =>
    Array.from({ length: character.length }, (_, index) => {
      const unit = character.charCodeAt(index).toString(16).padStart(4, '0');
      return `\\u${unit}`;
    }).join(''),
  );
}

/** A value as indented JSON text in which the same characters are escaped. The line ends between its parts stay. */
export function printableDocument(value: unknown): string {
  return JSON.stringify(value, null, 2).split('\n').map(printableJson).join('\n');
}
