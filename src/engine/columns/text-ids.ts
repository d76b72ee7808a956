/** Numbers for texts, so that rows of a table hold four bytes in place of a text. */
import { ByteMemo, type ByteMemoBounds } from '../../std/byte-memo.ts';
import { COLUMN_BOUNDS } from './column-bounds.ts';

/** Texts and their numbers, from 0. */
export class TextIds {
  readonly #texts: string[] = [];
  readonly #ids = new Map<string, number>();
  readonly #byBytes: ByteMemo<number>;
  readonly #decoder = new TextDecoder();

  constructor(bounds: ByteMemoBounds = COLUMN_BOUNDS.texts) {
    this.#byBytes = new ByteMemo(bounds);
  }

  idOf(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const id = this.#texts.length;
    this.#texts.push(text);
    this.#ids.set(text, id);
    return id;
  }

  /** Number of the text that a JSON value stands for: a string, a number or a boolean; -1 for null, -2 for a list or an object. */
  idOfJson(bytes: Uint8Array, start: number, end: number): number {
    const known = this.#byBytes.get(bytes, start, end);
    if (known !== undefined) return known;
    const value = JSON.parse(this.#decoder.decode(bytes.subarray(start, end))) as unknown;
    const id = this.#idOfValue(value);
    this.#byBytes.set(bytes, start, end, id);
    return id;
  }

  #idOfValue(value: unknown): number {
    if (typeof value === 'string') return this.idOf(value);
    if (typeof value !== 'object') return this.idOf(JSON.stringify(value));
    return value === null ? -1 : -2;
  }

  textOf(id: number): string {
    return this.#texts[id] ?? '';
  }
}
