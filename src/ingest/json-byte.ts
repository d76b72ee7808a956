/** The bytes of JSON that decide where a record begins and ends. */
import { Buffer } from 'node:buffer';

export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const NEWLINE = 0x0a;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
export const OPEN_ARRAY = 0x5b;
export const CLOSE_ARRAY = 0x5d;
export const COLON = 0x3a;
export const COMMA = 0x2c;
/** Keys of the lists that hold records: log files, answers of LookupEvents, answers of Cloud Logging. */
export const LIST_NAMES: readonly string[] = ['Records', 'Events', 'entries'];
const LIST_KEYS = LIST_NAMES.map((name) => Buffer.from(`"${name}"`));
/** How every CloudTrail record begins. */
export const RECORD_START: Buffer = Buffer.from('{"eventVersion"');

/** A look-up table with 1 for each of the bytes. */
export function tableOf(...bytes: readonly number[]): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of bytes) table[byte] = 1;
  return table;
}

/** Whether a byte opens an object or an array. */
export function isBracket(byte: number | undefined): boolean {
  return byte === OPEN_OBJECT || byte === OPEN_ARRAY;
}

/** Whether a byte is JSON's white space. */
export function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09;
}

/** Whether `buffer[at…]` begins a CloudTrail record, as far as the buffer goes. */
export function startsRecord(buffer: Buffer, at: number): boolean {
  const length = Math.min(RECORD_START.length, buffer.length - at);
  for (let index = 0; index < length; index += 1) if (buffer[at + index] !== RECORD_START[index]) return false;
  return true;
}

/** Whether `buffer[at]` is the bracket of `"Records": [` or of another list of records. */
export function followsListKey(buffer: Buffer, start: number, at: number): boolean {
  let back = skipSpaceBack(buffer, start, at - 1);
  if (buffer[back] !== COLON) return false;
  back = skipSpaceBack(buffer, start, back - 1) + 1;
  return LIST_KEYS.some((key) => {
    const from = back - key.length;
    return from > start && buffer.compare(key, 0, key.length, from, back) === 0;
  });
}

/** The last byte at or before `from` that is no white space, but not before `start`. */
export function skipSpaceBack(buffer: Buffer, start: number, from: number): number {
  let at = from;
  while (at > start && isSpace(buffer[at] ?? 0)) at -= 1;
  return at;
}
