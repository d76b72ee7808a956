/** Plain values of the fields of records, told from their bytes. */
import { ByteMemo, type ByteMemoBounds } from '../../std/byte-memo.ts';
import type { Json } from '../../std/json.ts';
import type { RecordColumns } from '../../std/record-columns.ts';
import { COLUMN_BOUNDS } from './column-bounds.ts';

/** In place of a number: the record lacks the field, or holds something else there than a string, a number or a boolean. */
export const ABSENT = -1;
export const NOT_PLAIN = -2;

/** The plain values of one field, by their bytes: a number for each JSON text, with its value. */
export class PlainValues {
  readonly #memo: ByteMemo<number>;
  readonly #textsMax: number;
  readonly #values: Json[] = [];
  /** By text, for those that the memo could not take. */
  readonly #ids = new Map<string, number>();
  readonly #decoder = new TextDecoder();

  constructor(bounds: ByteMemoBounds = COLUMN_BOUNDS.deciding) {
    this.#memo = new ByteMemo(bounds);
    this.#textsMax = bounds.textsMax;
  }

  /** Beyond the bounds every value that was not met before counts as one that is not plain. */
  idAt({ bytes, starts, ends }: RecordColumns, column: number): number {
    const end = ends[column] ?? 0;
    if (end === 0) return ABSENT;
    const start = starts[column] ?? 0;
    const known = this.#memo.get(bytes, start, end);
    if (known !== undefined) return known;
    const id = this.#idOf(this.#decoder.decode(bytes.subarray(start, end)));
    this.#memo.set(bytes, start, end, id);
    return id;
  }

  #idOf(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const value = JSON.parse(text) as Json;
    if (typeof value === 'object' || this.#values.length >= this.#textsMax) return NOT_PLAIN;
    const id = this.#values.push(value) - 1;
    this.#ids.set(text, id);
    return id;
  }

  valueOf(id: number): Json {
    return this.#values[id] ?? null;
  }
}
