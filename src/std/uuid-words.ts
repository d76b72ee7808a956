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

const UUID_LENGTH = 36;
const DASH = 0x2d;

/** Reads a UUID in lower case; false where the text is none, or one whose last three words are zero. */
export function readUuid(text: string, words: UuidWords): boolean {
  return text.length === UUID_LENGTH && readCodes((place) => text.charCodeAt(place), words);
}

/** The same from ASCII bytes. */
export function readUuidBytes(bytes: Uint8Array, start: number, end: number, words: UuidWords): boolean {
  return end - start === UUID_LENGTH && readCodes((place) => bytes[start + place] as number, words); // within the value
}

function readCodes(codeAt: (place: number) => number, words: UuidWords): boolean {
  let word = 0;
  let digits = 0;
  for (let place = 0; place < UUID_LENGTH; place += 1) {
    const code = codeAt(place);
    if (place === 8 || place === 13 || place === 18 || place === 23) {
      if (code !== DASH) return false;
      continue;
    }
    const digit = code >= 0x30 && code <= 0x39 ? code - 0x30 : code >= 0x61 && code <= 0x66 ? code - 0x57 : -1;
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
