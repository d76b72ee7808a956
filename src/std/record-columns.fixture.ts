/** Columns as a reader would give them, from their texts. */
import type { RecordColumns } from './record-columns.ts';

/** @param texts JSON text of each column; undefined where the record lacks it. */
export function columnsOf(texts: readonly (string | undefined)[]): RecordColumns {
  const encoded = texts.map((text) => (text === undefined ? undefined : new TextEncoder().encode(text)));
  // A record never begins with a value: something stands before the first.
  const bytes = [0x7b];
  const starts = new Int32Array(texts.length);
  const ends = new Int32Array(texts.length);
  for (const [column, text] of encoded.entries()) {
    if (text === undefined) continue;
    starts[column] = bytes.length;
    bytes.push(...text);
    ends[column] = bytes.length;
  }
  return { bytes: Uint8Array.from(bytes), starts, ends };
}
