/**
 * Rows of a CSV file, in memory bounded by one row. Quoted cells may hold line breaks. A broken row costs itself: reading
 * goes on at the line after the one on which it began.
 *
 * Where a row ends is decided here, by counting quotes, so that one row cannot take the others with it; what its cells
 * are is csv-parse's to say.
 */
import { Buffer, isUtf8 } from 'node:buffer';
import { parse, type Options } from 'csv-parse/sync';
import { NEWLINE, QUOTE } from './json-byte.ts';
import { RECORD_BYTES_MAX } from './record-scanner.ts';

/** Receives the rows, the first with the names of the columns included. Lines count from 1, offsets in bytes. */
export interface RowSink {
  row(cells: readonly string[], place: RowPlace): void;
  /** The row that begins here cannot be read, or (`isRead`) was read with something to say about it. */
  damage(place: RowPlace, reason: string): void;
}

/** Where a row begins. */
export interface RowPlace {
  readonly line: number;
  readonly offset: number;
}

/** Rows that are parsed in one call, by their bytes: a call costs as much as a few hundred bytes. */
const BATCH_BYTES = 64 * 1024;

const CARRIAGE_RETURN = 0x0d;

const LONGEST = `longer than ${RECORD_BYTES_MAX} bytes, or a quote is not closed`;

interface Row extends RowPlace {
  /** Bounds in the text at hand; the line break is not part of it. */
  readonly from: number;
  readonly to: number;
  readonly lines: number;
}

/** A push scanner: write blocks, then end. */
export class CsvScanner {
  readonly #sink: RowSink;
  readonly #options: Options;
  readonly #delimiter: string;
  #rest: Buffer = Buffer.alloc(0);
  /** Offset of `#rest[0]` in the input, and its line. */
  #base = 0;
  #line = 1;
  #columns: number | undefined;
  /** Up to this offset rows are taken one by one: among them is a broken one. */
  #carefulUntil = 0;

  constructor(sink: RowSink, delimiter = ',') {
    this.#sink = sink;
    this.#delimiter = delimiter;
    this.#options = { delimiter, record_delimiter: ['\r\n', '\n'], relax_column_count: true, skip_empty_lines: true };
  }

  /** Takes the next block. */
  write(block: Buffer): void {
    this.#rest = this.#rest.length === 0 ? block : Buffer.concat([this.#rest, block]);
    if (block.includes(NEWLINE)) this.#read(false);
  }

  /** Ends the input. The last row may lack its line break. */
  end(): void {
    this.#read(true);
  }

  #read(isEnd: boolean): void {
    const text = this.#rest;
    let at = 0;
    while (at < text.length) {
      const batch = this.#batch(text, at, isEnd);
      const last = batch.at(-1);
      if (last === undefined) {
        if (!isEnd && text.length - at <= RECORD_BYTES_MAX) break;
        at = this.#giveUp(text, at, isEnd ? 'a quote is not closed' : LONGEST);
      } else {
        at = this.#take(text, batch) ?? last.to;
      }
      at = this.#passBreak(text, at);
    }
    this.#rest = text.subarray(at);
    this.#base += at;
  }

  /** The next rows. None where the first one is still open. */
  #batch(text: Buffer, from: number, isEnd: boolean): readonly Row[] {
    const rows: Row[] = [];
    let at = from;
    let line = this.#line;
    const bytesMax = this.#base + from < this.#carefulUntil ? 1 : BATCH_BYTES;
    while (at < text.length && at - from < bytesMax) {
      const row = this.#rowAt(text, at, line, isEnd);
      if (row === undefined) break;
      rows.push(row);
      line += row.lines;
      at = row.to + 1;
    }
    return rows;
  }

  #rowAt(text: Buffer, from: number, line: number, isEnd: boolean): Row | undefined {
    const end = Math.min(text.length, from + RECORD_BYTES_MAX);
    let isQuoted = false;
    let lines = 1;
    for (let here = from; here < end; here += 1) {
      const byte = text[here];
      if (byte === QUOTE) isQuoted = !isQuoted;
      else if (byte !== NEWLINE) continue;
      else if (isQuoted) lines += 1;
      else return { from, to: here, line, lines, offset: this.#base + from };
    }
    const isLast = isEnd && end === text.length && !isQuoted;
    return isLast ? { from, to: end, line, lines, offset: this.#base + from } : undefined;
  }

  /** Hands on the rows of a batch. @returns where to go on if that is not after the last of them. */
  #take(text: Buffer, batch: readonly Row[]): number | undefined {
    const first = batch[0] as Row; // a batch has a first row
    if (this.#base + first.from < this.#carefulUntil) return this.#takeFirst(text, first);
    const rows = batch.filter((row) => !isBlank(text, row));
    const [from, to] = [first.from, batch.at(-1)?.to ?? 0];
    const all = isUtf8(text.subarray(from, to)) ? this.#parsed(text, from, to) : undefined;
    if (all?.length === rows.length && all.every((cells) => this.#fits(cells))) {
      rows.forEach((row, index) => {
        this.#row(all[index] ?? [], row);
      });
      for (const { lines } of batch) this.#line += lines;
      this.#line -= 1;
      return undefined;
    }
    // One of them is broken. Its end is not to be trusted, so that the rest is divided anew from its second line on.
    this.#carefulUntil = Math.max(this.#carefulUntil, this.#base + (batch.at(-1)?.to ?? 0));
    return this.#takeFirst(text, first);
  }

  #takeFirst(text: Buffer, row: Row): number {
    if (isBlank(text, row)) return row.to;
    const isUtf = isUtf8(text.subarray(row.from, row.to));
    const cells = this.#cells(text, row);
    if (cells === undefined || !this.#fits(cells)) {
      const count = cells === undefined ? '' : `: ${cells.length} cells, not ${this.#columns ?? 0}`;
      return this.#giveUp(text, row.from, `not a row of this table${count}`);
    }
    this.#row(cells, row);
    if (!isUtf) this.#sink.damage(row, 'invalid UTF-8; read with U+FFFD in place of the damaged bytes');
    this.#line += row.lines - 1;
    return row.to;
  }

  /** For a single row the parser is slow: it is asked only where quotes make a difference and the cells may suffice. */
  #cells(text: Buffer, { from, to }: Row): readonly string[] | undefined {
    const bytes = text.subarray(from, to);
    if (!bytes.includes(QUOTE)) return bytes.toString('utf8').replace(/\r$/, '').split(this.#delimiter);
    return this.#mayFit(bytes) ? this.#parsed(text, from, to)?.[0] : undefined;
  }

  /** A row of many cells has many delimiters, quoted ones included. */
  #mayFit(bytes: Buffer): boolean {
    let missing = (this.#columns ?? 1) - 1;
    for (let at = bytes.indexOf(this.#delimiter); at !== -1 && missing > 0; at = bytes.indexOf(this.#delimiter, at + 1))
      missing -= 1;
    return missing === 0;
  }

  #parsed(text: Buffer, from: number, to: number): string[][] | undefined {
    try {
      return parse(text.subarray(from, to + 1), this.#options);
    } catch {
      return undefined;
    }
  }

  #fits(cells: readonly string[]): boolean {
    this.#columns ??= cells.length;
    return cells.length === this.#columns;
  }

  #row(cells: readonly string[], { line, offset }: Row): void {
    this.#sink.row(cells, { line, offset });
  }

  /** @returns the end of the line on which the row began. */
  #giveUp(text: Buffer, from: number, reason: string): number {
    this.#sink.damage({ line: this.#line, offset: this.#base + from }, reason);
    const end = text.indexOf(NEWLINE, from);
    return end === -1 ? text.length : end;
  }

  #passBreak(text: Buffer, at: number): number {
    if (at >= text.length) return at;
    this.#line += 1;
    return at + 1;
  }
}

/** An empty line, whichever way lines end. */
function isBlank(text: Buffer, { from, to }: Row): boolean {
  return to === from || (to === from + 1 && text[from] === CARRIAGE_RETURN);
}
