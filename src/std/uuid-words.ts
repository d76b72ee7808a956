/** UUIDs as four words of 32 bits, so that a table holds sixteen bytes in place of a text. */

/** The words of a UUID. All but the first are zero only where it is none. */
export interface UuidWords {
  id0: number;
  id1: number;
  id2: number;
  id3: number;
}

/** Whether words hold a UUID, and not something else in their first word. */
export function isUuid({ id1, id2, id3 }: UuidWords): boolean {
  return id1 !== 0 || id2 !== 0 || id3 !== 0;
}

/** The text of a UUID, in lower case. */
export function uuidText({ id0, id1, id2, id3 }: UuidWords): string {
  const middle = `${high(id1)}-${low(id1)}-${high(id2)}-${low(id2)}`;
  return `${high(id0)}${low(id0)}-${middle}${high(id3)}${low(id3)}`;
}

/** Four hexadecimal digits for each number of 16 bits. */
const HEX = Array.from({ length: 1 << 16 }, (_, number) => number.toString(16).padStart(4, '0'));

function high(word: number): string {
  return HEX[word >>> 16] ?? '';
}

function low(word: number): string {
  return HEX[word & 0xffff] ?? '';
}

/** Reads a UUID in lower case; false where the text is none, or one whose last three words are zero. */
export function readUuid(text: string, words: UuidWords): boolean {
  if (!/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u.test(text)) return false;
  const hex = text.replaceAll('-', '');
  return setId(
    words,
    [0, 8, 16, 24].map((from) => Number.parseInt(hex.slice(from, from + 8), 16) | 0),
  );
}

const UUID_LENGTH = 36;
const DASH = 0x2d;

/** The same from ASCII bytes. */
export function readUuidBytes(bytes: Uint8Array, start: number, end: number, words: UuidWords): boolean {
  if (end - start !== UUID_LENGTH) return false;
  let word = 0;
  let digits = 0;
  for (let index = 0; index < UUID_LENGTH; index += 1) {
    const byte = bytes[start + index] as number; // within the value
    if (index === 8 || index === 13 || index === 18 || index === 23) {
      if (byte !== DASH) return false;
      continue;
    }
    const digit = byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : byte >= 0x61 && byte <= 0x66 ? byte - 0x57 : -1;
    if (digit < 0) return false;
    word = (word << 4) | digit;
    digits += 1;
    if (digits === 8) words.id0 = word;
    else if (digits === 16) words.id1 = word;
    else if (digits === 24) words.id2 = word;
    else if (digits === 32) words.id3 = word;
  }
  return isUuid(words);
}

function setId(words: UuidWords, [id0 = 0, id1 = 0, id2 = 0, id3 = 0]: readonly number[]): boolean {
  words.id0 = id0;
  words.id1 = id1;
  words.id2 = id2;
  words.id3 = id3;
  return isUuid(words);
}
