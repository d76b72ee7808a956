/**
 * Reads a record's outline in one pass over its bytes: proves that it is valid JSON, finds its end, and notes where the
 * values of a few top-level keys lie. Nothing is allocated, so a record that nobody wants costs its bytes only.
 *
 * It accepts the compact, plain JSON that clouds write. Whatever is not plain (white space between tokens, `\u` escapes,
 * fractions, deep nesting, damage) is refused, not judged: the caller then parses the record as a whole.
 */
import type { Buffer } from 'node:buffer';
import { BACKSLASH, CLOSE_ARRAY, CLOSE_OBJECT, COLON, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from './json-byte.ts';

const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** One bit a level says whether it is an object. */
const DEPTH_MAX = 30;

/** Bytes at which a plain string stops being plain or ends: quote, backslash, control characters. */
const STOPS_STRING = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x20 || byte === QUOTE || byte === BACKSLASH ? 1 : 0,
);
/** Characters that may follow a backslash; `u` would need its four digits checked and is refused. */
const ESCAPES = Uint8Array.from({ length: 256 }, (_, byte) =>
  '"\\/bfnrt'.includes(String.fromCharCode(byte)) ? 1 : 0,
);
const WORDS = ['true', 'false', 'null'].map((word) => Uint8Array.from(word, (character) => character.charCodeAt(0)));

/** Reads outlines for one choice of top-level keys. The result of {@link read} stands in the object until the next call. */
export class RecordOutline {
  readonly #keys: readonly Uint8Array[];
  /** Start and end of each key's value in the buffer; start 0 and end 0 where the record lacks the key. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Column whose value is being read, or -1. */
  #column = -1;
  /** A record under this key is a wrapper: it is refused, so that its records are found one by one. */
  readonly #wrapperKey: Uint8Array = bytesOf('Records');

  constructor(columns: readonly string[]) {
    this.#keys = columns.map(bytesOf);
    this.starts = new Int32Array(columns.length);
    this.ends = new Int32Array(columns.length);
  }

  /** Reads the object that starts at `start`. @returns its end, or -1 where it is not plain or not whole. */
  read(bytes: Buffer, start: number): number {
    this.starts.fill(0);
    this.ends.fill(0);
    this.#column = -1;
    let at = start;
    let depth = 0;
    let objects = 0;
    // Each round stands where a value is due. Keys are passed together with their colon.
    while (at >= 0 && at < bytes.length) {
      if (depth === 1 && this.#column >= 0) this.starts[this.#column] = at;
      const byte = bytes[at];
      if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        const isObject = byte === OPEN_OBJECT;
        if (bytes[at + 1] !== (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) {
          if (depth === DEPTH_MAX) return -1;
          depth += 1;
          objects = isObject ? objects | (1 << depth) : objects & ~(1 << depth);
          at = isObject ? this.#passKey(bytes, at + 1, depth) : at + 1;
          continue;
        }
        at += 2;
      } else {
        at = byte === QUOTE ? endOfString(bytes, at + 1) : endOfScalar(bytes, at);
      }
      // A value has ended: a comma follows, or the end of what holds it.
      for (;;) {
        if (at < 0 || depth === 0) return at;
        if (depth === 1 && this.#column >= 0) this.ends[this.#column] = at;
        const isObject = (objects & (1 << depth)) !== 0;
        if (bytes[at] === COMMA) {
          at = isObject ? this.#passKey(bytes, at + 1, depth) : at + 1;
          break;
        }
        if (bytes[at] !== (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) return -1;
        depth -= 1;
        at += 1;
      }
    }
    return -1;
  }

  /** Passes a key and its colon. @returns where its value begins, or -1. Keys with escapes are not plain. */
  #passKey(bytes: Buffer, at: number, depth: number): number {
    if (bytes[at] !== QUOTE) return -1;
    let end = at + 1;
    while (end < bytes.length && STOPS_STRING[bytes[end] as number] === 0) end += 1; // end < length
    if (end + 1 >= bytes.length || bytes[end] !== QUOTE || bytes[end + 1] !== COLON) return -1;
    if (depth === 1) {
      this.#column = this.#columnAt(bytes, at + 1, end);
      if (this.#column === REFUSED) return -1;
    }
    return end + 2;
  }

  /** Number of the column that the key names, -1 for none of them, REFUSED for one that needs the whole record. */
  #columnAt(bytes: Buffer, start: number, end: number): number {
    const length = end - start;
    if (isAt(this.#wrapperKey, bytes, start, length)) return REFUSED;
    for (let column = 0; column < this.#keys.length; column += 1) {
      const key = this.#keys[column] as Uint8Array; // column < length
      if (isAt(key, bytes, start, length)) return column;
      // `userIdentity.type` as one literal key: rules read it like the path, so the column alone cannot decide.
      if (length > key.length && bytes[start + key.length] === DOT && isAt(key, bytes, start, key.length))
        return REFUSED;
    }
    return -1;
  }
}

const REFUSED = -2;

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function isAt(key: Uint8Array, bytes: Buffer, start: number, length: number): boolean {
  if (key.length !== length) return false;
  for (let index = 0; index < length; index += 1) if (key[index] !== bytes[start + index]) return false;
  return true;
}

/** Position after the closing quote. */
function endOfString(bytes: Buffer, from: number): number {
  let at = from;
  for (;;) {
    while (at < bytes.length && STOPS_STRING[bytes[at] as number] === 0) at += 1; // at < length
    // Never look past the end: one such look makes every later look-up slow for the engine that runs this.
    if (at >= bytes.length) return -1;
    if (bytes[at] === QUOTE) return at + 1;
    if (bytes[at] !== BACKSLASH || at + 1 >= bytes.length || ESCAPES[bytes[at + 1] as number] !== 1) return -1;
    at += 2;
  }
}

/** Position after `true`, `false`, `null` or a whole number. */
function endOfScalar(bytes: Buffer, from: number): number {
  const first = bytes[from] as number; // past the end it is undefined, which no comparison accepts
  if (first === MINUS || (first >= ZERO && first <= NINE)) return endOfNumber(bytes, from);
  for (const word of WORDS) {
    if (first === word[0]) return isAt(word, bytes, from, word.length) ? from + word.length : -1;
  }
  return -1;
}

function endOfNumber(bytes: Buffer, from: number): number {
  const digits = bytes[from] === MINUS ? from + 1 : from;
  let at = digits;
  for (let byte = bytes[at]; byte !== undefined && byte >= ZERO && byte <= NINE; byte = bytes[at]) at += 1;
  if (at === digits || (bytes[digits] === ZERO && at > digits + 1)) return -1;
  const after = bytes[at];
  return after === COMMA || after === CLOSE_OBJECT || after === CLOSE_ARRAY ? at : -1;
}
