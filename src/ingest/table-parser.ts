/** Records in the rows of a CSV file: each row becomes a value under the names of its columns, opened and handed on. */
import type { Buffer } from 'node:buffer';
import { rowValue } from '../events/table.ts';
import { CsvScanner, type RowPlace } from './csv-scanner.ts';
import { openEnvelopes, unwrappedFor } from './open-envelopes.ts';
import type { RecordReader, TextParser } from './record-reader.ts';

/** Parses a table whose first row names the columns. */
export class TableParser implements TextParser {
  readonly #file: string;
  readonly #reader: RecordReader;
  readonly #scanner: CsvScanner;
  #columns: readonly string[] | undefined;
  #records = 0;
  /** After the bytes themselves were cut off, an open row is no news of its own. */
  #isQuiet = false;

  constructor(file: string, reader: RecordReader, delimiter: string) {
    this.#file = file;
    this.#reader = reader;
    const sink = {
      row: (cells: readonly string[], place: RowPlace) => {
        this.#row(cells, place);
      },
      damage: ({ line, offset }: RowPlace, reason: string) => {
        if (!this.#isQuiet) reader.problem({ file, offset, reason: `line ${line}: ${reason}` });
      },
    };
    this.#scanner = new CsvScanner(sink, delimiter);
  }

  write(block: Buffer): void {
    this.#scanner.write(block);
  }

  end(options: { readonly cutOff?: boolean } = {}): void {
    this.#isQuiet = options.cutOff === true;
    this.#scanner.end();
  }

  #row(cells: readonly string[], { offset }: RowPlace): void {
    if (this.#columns === undefined) {
      this.#columns = cells.map((name) => name.trim());
      return;
    }
    this.#records += 1;
    const position = { file: this.#file, record: this.#records, offset };
    openEnvelopes(rowValue(this.#columns, cells), unwrappedFor(this.#reader, position));
  }
}
