/** Texts of at most sixteen printable ASCII characters as four words of 32 bits, so that a table holds them in place. */
import type { UuidWords } from './uuid-words.ts';

const LENGTH_MAX = 16;
const BACKSLASH = 0x5c;

/** Reads the text at `bytes[start, end)`, as it stands between the quotes of JSON; false where it is longer, or not plain. */
export function readShortText(bytes: Uint8Array, start: number, end: number, words: UuidWords): boolean {
  if (end <= start || end - start > LENGTH_MAX) return false;
  const read: [number, number, number, number] = [0, 0, 0, 0];
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number; // within the bytes
    if (byte < 0x20 || byte > 0x7e || byte === BACKSLASH) return false;
    const word = (at - start) >> 2;
    read[word] = (read[word] ?? 0) | (byte << (8 * ((at - start) & 3)));
  }
  [words.id0, words.id1, words.id2, words.id3] = read;
  return true;
}

/** The text of four words. */
export function shortText({ id0, id1, id2, id3 }: UuidWords): string {
  let text = '';
  for (const word of [id0, id1, id2, id3]) {
    for (let shift = 0; shift < 32; shift += 8) {
      const byte = (word >>> shift) & 0xff;
      if (byte === 0) return text;
      text += String.fromCharCode(byte);
    }
  }
  return text;
}
