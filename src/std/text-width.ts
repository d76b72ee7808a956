/** Columns that text takes on a terminal, never counted too small: what fits by this measure fits on every terminal. */

const PICTOGRAPH = /\p{Extended_Pictographic}/u;
const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18fff}\u{1b000}-\u{1b2ff}\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Columns of a text without control characters. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** The text in lines of at most so many columns; no character is taken apart, an accent stays with its letter. */
export function chopped(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const character of text) {
    const more = characterWidth(character);
    if (width + more > columns && line !== '') {
      lines.push(line);
      [line, width] = ['', 0];
    }
    line += character;
    width += more;
  }
  return line === '' ? lines : [...lines, line];
}

function characterWidth(character: string): number {
  if (character < '\u0300') return PICTOGRAPH.test(character) ? 2 : 1;
  if (character <= '\u036f') return 0;
  return WIDE.test(character) || PICTOGRAPH.test(character) ? 2 : 1;
}
