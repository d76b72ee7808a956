/**
 * Case folding that keeps the number of characters, so that a folded pattern fits a folded text position by position.
 *
 * `String.prototype.toLowerCase` does not: it turns `İ` into two characters and `Σ` into two different ones
 * depending on its neighbours.
 */

/** The text with every character in lower case. */
export function foldCase(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  return Array.from(text, foldCharacter).join('');
}

/** Whether a text holds ASCII characters only. */
export function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}

function foldCharacter(character: string): string {
  const lower = character.toLowerCase();
  return lower.length === character.length ? lower : character;
}
