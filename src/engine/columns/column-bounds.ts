/**
 * What answering from columns keeps in memory. Law: crossing any of these bounds changes nothing of what is found. Records are parsed
 * then, or texts are worked out again: it costs time.
 */
import type { ByteMemoBounds } from '../../std/byte-memo.ts';

/** Bounds of one run. */
export interface ColumnBounds {
  /** Values of a deciding field; a record with a further one is parsed. */
  readonly deciding: ByteMemoBounds;
  /** Combinations of them that are judged; where there are more, records are parsed. */
  readonly combinationsMax: number;
  /** Values of another column whose class is remembered; those of further ones are worked out again. */
  readonly classed: ByteMemoBounds;
  /** Classes of values of a column; a record with a value of a further one is parsed. */
  readonly classesMax: number;
  /** Texts in keys and values that are looked up by their bytes; further ones cost a string each time. */
  readonly texts: ByteMemoBounds;
  /** Rows held in memory; more are written to a temporary file. */
  readonly rowsMax: number;
}

/** The bounds outside of tests. */
export const COLUMN_BOUNDS: ColumnBounds = {
  deciding: { textsMax: 50_000, bytesMax: 4_000_000 },
  combinationsMax: 200_000,
  classed: { textsMax: 200_000, bytesMax: 16_000_000 },
  classesMax: 1_024,
  texts: { textsMax: 200_000, bytesMax: 16_000_000 },
  // 19 MB.
  rowsMax: 1 << 18,
};
