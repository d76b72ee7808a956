/**
 * The keys of one level of a record, in the order in which they come. Records of one service look alike: after a key mostly the
 * same one follows as the last time, so its bytes are compared, four at a time, instead of searched for their end and looked up.
 */
import type { Buffer } from 'node:buffer';
import { COLON, QUOTE } from './json-byte.ts';
import type { WordedBytes } from './plain-bytes.ts';

/** Keys remembered for one level beside those that count; of further ones none is foreseen. */
const KEYS_MAX = 200;

/** A key that was met, or that counts. */
export interface LevelKey {
  readonly name: Uint8Array;
  /** Its column, or -1 where it is none itself. */
  readonly column: number;
  /** The level right below it, where that has columns. */
  readonly below: KeyLevel | undefined;
}

class MetKey implements LevelKey {
  readonly name: Uint8Array;
  readonly column: number;
  readonly below: KeyLevel | undefined;
  /** Bytes of the key with its quotes and its colon. */
  readonly length: number;
  /** These bytes as words. The last word ends with them: it may overlap the one before. */
  readonly #words: Int32Array;
  /** The key that followed it the last time. */
  next: MetKey | undefined;

  constructor({ name, column, below }: LevelKey) {
    this.name = name;
    this.column = column;
    this.below = below;
    const bytes = Uint8Array.from([QUOTE, ...name, QUOTE, COLON]);
    this.length = bytes.length;
    const view = new DataView(bytes.buffer);
    this.#words = Int32Array.from({ length: Math.ceil(bytes.length / 4) }, (_, number) =>
      view.getInt32(Math.min(number * 4, bytes.length - 4), true),
    );
  }

  isAt({ bytes, words }: WordedBytes, at: number): boolean {
    if (at + this.length > bytes.length) return false;
    const own = this.#words;
    const last = own.length - 1;
    for (let number = 0; number < last; number += 1) {
      if (words.getInt32(at + number * 4, true) !== own[number]) return false;
    }
    return words.getInt32(at + this.length - 4, true) === own[last];
  }
}

/** Keys of one level, those that count and those that were met. */
export class KeyLevel {
  readonly #ofLength: MetKey[][] = [];
  /** Stands before the first key of an object. */
  readonly #start = new MetKey({ name: new Uint8Array(1), column: -1, below: undefined });
  readonly counting: readonly LevelKey[];
  #last = this.#start;
  #met = 0;

  constructor(counting: readonly LevelKey[]) {
    this.counting = counting;
    for (const key of counting) this.#add(new MetKey(key));
  }

  /** An object of this level begins. */
  begin(): void {
    this.#last = this.#start;
  }

  /** The key that begins at `at`, where it is the one that came next the last time; its bytes end after `length`. */
  foreseen(text: WordedBytes, at: number): (LevelKey & { readonly length: number }) | undefined {
    const { next } = this.#last;
    if (next?.isAt(text, at) !== true) return undefined;
    this.#last = next;
    return next;
  }

  /** The key whose name lies at `bytes[start, end)`, where it counts or was met. */
  find(bytes: Buffer, start: number, end: number): LevelKey | undefined {
    const length = end - start;
    // Never look past the end of a list: see record-outline.ts.
    const found = length < this.#ofLength.length ? this.#ofLength[length] : undefined;
    if (found === undefined) return undefined;
    for (const key of found) {
      if (!isNameAt(key.name, bytes, start)) continue;
      this.#follow(key);
      return key;
    }
    return undefined;
  }

  /** Remembers a key that was not found. */
  meet(bytes: Buffer, start: number, end: number): void {
    // Shorter ones are no word with their quotes and colon.
    if (this.#met >= KEYS_MAX || end === start) return;
    this.#met += 1;
    const key = new MetKey({ name: Uint8Array.from(bytes.subarray(start, end)), column: -1, below: undefined });
    this.#add(key);
    this.#follow(key);
  }

  #follow(key: MetKey): void {
    this.#last.next = key;
    this.#last = key;
  }

  #add(key: MetKey): void {
    const { length } = key.name;
    while (this.#ofLength.length <= length) this.#ofLength.push([]);
    this.#ofLength[length]?.push(key);
  }
}

/** Whether the bytes at `start` are this name; the caller knows that as many are there. */
export function isNameAt(name: Uint8Array, bytes: Buffer, start: number): boolean {
  for (let index = 0; index < name.length; index += 1) if (name[index] !== bytes[start + index]) return false;
  return true;
}
