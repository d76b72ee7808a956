/**
 * Texts of the columns of one kind of log. However many rules ask, each is read once for a record, and what follows from deciding
 * fields alone once for each combination of them.
 */
import type { RecordColumns } from '../../std/record-columns.ts';
import { ABSENT } from './plain-values.ts';
import type { TextIds } from './text-ids.ts';

/** Reads a text of a record: its number, or ABSENT or NOT_PLAIN. */
export type TextReader = (record: RecordColumns) => number;

/** Where a column lies among those of a record. */
export type PlaceOf = (column: string) => number;

/** Readers of texts, each made once. */
export class ColumnTexts {
  readonly placeOf: PlaceOf;
  readonly texts: TextIds;
  readonly #deciding: readonly string[];
  readonly #readers = new Map<string, TextReader>();
  /** Number of the record that is read, and of its combination. */
  #record = 0;
  #combination = 0;

  /** @param deciding Columns that a combination consists of. */
  constructor(placeOf: PlaceOf, texts: TextIds, deciding: readonly string[]) {
    this.placeOf = placeOf;
    this.texts = texts;
    this.#deciding = deciding;
  }

  /** Begins with another record. `combination`: number of the values of its deciding fields. */
  begin(combination: number): void {
    this.#record += 1;
    this.#combination = combination;
  }

  /** Reads the text of the plain value of a column. */
  plain(column: string): TextReader {
    const place = this.placeOf(column);
    return this.reader(column, [column], () => ({ bytes, starts, ends }) => {
      const end = ends[place] ?? 0;
      return end === 0 ? ABSENT : this.texts.idOfJson(bytes, starts[place] ?? 0, end);
    });
  }

  /** A reader that sees nothing but some columns; made once for its name. */
  reader(name: string, columns: readonly string[], make: () => TextReader): TextReader {
    const known = this.#readers.get(name);
    if (known !== undefined) return known;
    const isDecided = columns.every((column) => this.#deciding.includes(column));
    const made = isDecided ? this.#onceForCombinations(make()) : this.#onceForRecords(make());
    this.#readers.set(name, made);
    return made;
  }

  #onceForCombinations(read: TextReader): TextReader {
    const known: number[] = [];
    return (record) => (known[this.#combination] ??= read(record));
  }

  #onceForRecords(read: TextReader): TextReader {
    let number = -1;
    let last = ABSENT;
    return (record) => {
      if (number === this.#record) return last;
      number = this.#record;
      return (last = read(record));
    };
  }
}
