/** Where the values of a few keys lie in the bytes of one JSON record. Who finds them and who decides by them share this form. */

/** The values of one record by the number of their column. Valid until the next record is read. */
export interface RecordColumns {
  /** Text that the record lies in, UTF-8. */
  readonly bytes: Uint8Array;
  /** Start and end of each column's JSON text in the bytes; both 0 where the record lacks the key. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}
