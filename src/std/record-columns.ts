/** Where the values of a few keys lie in the bytes of one JSON record. Who finds them and who decides by them share this form. */

/** The values of one record by the number of their column. Valid until the next record is read. */
export interface RecordColumns {
  /** Text that the record lies in, UTF-8. */
  readonly bytes: Uint8Array;
  /** Start and end of each column's JSON text in the bytes; both 0 where the record lacks the key. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/** Whether a column holds a string, not '', of printable ASCII without escapes: its text stands between the quotes. */
export function isPlainString({ bytes, starts, ends }: RecordColumns, column: number): boolean {
  const start = starts[column] as number; // columns are as many as were asked for
  const end = ends[column] as number;
  if (end - start < 3 || bytes[start] !== QUOTE) return false;
  for (let place = start + 1; place < end - 1; place += 1) {
    const byte = bytes[place] as number; // within the value
    if (byte < 0x20 || byte > 0x7e || byte === BACKSLASH) return false;
  }
  return true;
}
