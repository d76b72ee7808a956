/** Reads the records of one file: bytes in, JSON values and problems out. Memory is bounded by one record. */
import { Buffer, isAscii, isUtf8 } from 'node:buffer';
import { createReadStream, readFileSync } from 'node:fs';
import { openEnvelope } from '../events/envelopes/envelope.ts';
import type { Json } from '../std/json.ts';
import { openEnvelopes, type Unwrapped } from './open-envelopes.ts';
import { reasonOf, STANDARD_INPUT, type InputFile } from './input-file.ts';
import { RecordOutline } from './record-outline.ts';
import { RecordScanner, type RecordSink } from './record-scanner.ts';
import { DamagedInputError, gunzipWhole, unwrap } from './unwrap.ts';

/** Where a record lies: its number in the file, from 1, and the offset of its first byte in the decompressed text. */
export interface RecordPosition {
  readonly file: string;
  readonly record: number;
  readonly offset: number;
}

/** Receives what a file holds. */
export interface RecordReader {
  /** A value, taken out of its wrappings. */
  record(value: Json, position: RecordPosition): void;
  /** A wrapping that holds no record, and what it is. */
  aside(what: string): void;
  /** Something that could not be read. `record` is undefined where the trouble is not with one record. */
  problem(problem: ReadProblem): void;
  /** Decides by a few columns which records are not wanted; without it every record is parsed. */
  readonly skim?: Skim | undefined;
  /** Bytes read from disk (compressed) since the last call; for a progress bar. */
  progress?(bytes: number): void;
  /** Awaited between blocks, so that a reader whose output is slow can hold up the input. */
  ready?(): Promise<void>;
}

/** Lets records pass that nobody wants. Each is still proven to be valid JSON, and counted in the record numbers. */
export interface Skim {
  /** Top-level keys that decide. */
  readonly columns: readonly string[];
  /** @returns true where the record is not wanted. */
  passes(columns: ColumnTexts): boolean;
}

/** JSON texts of the columns of one record, by their number; undefined where the record lacks the key. */
export interface ColumnTexts {
  /** Cheap, and equal for equal texts: for look-ups. ASCII texts are themselves. */
  key(column: number): string | undefined;
  text(column: number): string | undefined;
}

/** Something unreadable, with its place and reason. */
export interface ReadProblem {
  readonly file: string;
  readonly offset: number | undefined;
  readonly reason: string;
}

/** Files up to this size are read whole: fewer system calls for the many small files of a trail. */
const WHOLE_FILE_MAX = 4 * 1024 * 1024;

/** Reads one file to its end or to its damage. Never throws for bad input. */
export async function readRecords(file: InputFile, reader: RecordReader): Promise<void> {
  const parser = new RecordParser(file.path, reader);
  try {
    for await (const block of textOf(file, reader)) {
      parser.write(block);
      await reader.ready?.();
    }
    parser.end();
  } catch (error) {
    if (!(error instanceof DamagedInputError)) throw error;
    parser.end({ cutOff: true });
    reader.problem({ file: file.path, offset: undefined, reason: error.message });
  }
}

async function* textOf(file: InputFile, reader: RecordReader): AsyncGenerator<Buffer> {
  if (file.bytes === undefined || file.bytes > WHOLE_FILE_MAX) {
    yield* unwrap(readBlocks(file.path, reader));
    return;
  }
  const bytes = readWhole(file.path);
  reader.progress?.(bytes.length);
  const text = gunzipWhole(bytes);
  if (text === undefined) yield* unwrap(only(bytes));
  else yield text;
}

/** In one step: for the small files of a trail four trips through the thread pool cost more than the bytes. */
function readWhole(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    return refuse(error);
  }
}

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}

async function* readBlocks(path: string, reader: RecordReader): AsyncGenerator<Buffer> {
  const stream = path === STANDARD_INPUT ? process.stdin : createReadStream(path, { highWaterMark: 1024 * 1024 });
  try {
    for await (const block of stream as AsyncIterable<Buffer>) {
      reader.progress?.(block.length);
      yield block;
    }
  } catch (error) {
    refuse(error);
  }
}

/** A failure to read (a file that vanished, a read error) is damage of that file. Only what reads may call this. */
function refuse(error: unknown): never {
  throw new DamagedInputError(reasonOf(error), { cause: error });
}

/** Parses what the scanner finds. */
class RecordParser {
  readonly #file: string;
  readonly #reader: RecordReader;
  readonly #scanner: RecordScanner;
  readonly #columns: OutlineTexts | undefined;
  /** All blocks so far: their records need no look for damaged UTF-8. */
  #isAscii = true;
  #records = 0;
  #textBytes = 0;
  /** After the bytes themselves were cut off, an open record is no news of its own. */
  #quiet = false;

  constructor(file: string, reader: RecordReader) {
    this.#file = file;
    this.#reader = reader;
    const { skim } = reader;
    const outline = skim === undefined ? undefined : new RecordOutline(skim.columns);
    this.#columns = outline === undefined ? undefined : new OutlineTexts(outline);
    const sink: RecordSink = {
      skim: (bytes, start, end) => this.#skim(bytes, start, end),
      record: (bytes, start, end, offset) => this.#parse(bytes, start, end, offset),
      damage: (offset, reason) => {
        if (!this.#quiet) this.#problem(offset, reason);
      },
    };
    this.#scanner = new RecordScanner(sink, { outline });
  }

  write(block: Buffer): void {
    this.#textBytes += block.length;
    this.#isAscii &&= isAscii(block);
    this.#scanner.write(block);
  }

  end(options: { readonly cutOff?: boolean } = {}): void {
    this.#quiet = options.cutOff === true;
    this.#scanner.end();
    if (this.#textBytes === 0 && !this.#quiet) this.#problem(undefined, 'the file is empty');
  }

  #skim(bytes: Buffer, start: number, end: number): boolean {
    if (this.#columns === undefined || this.#reader.skim === undefined) return false;
    if (!this.#isAscii && !isUtf8(bytes.subarray(start, end))) return false;
    this.#columns.bytes = bytes;
    if (!this.#reader.skim.passes(this.#columns)) return false;
    this.#records += 1;
    return true;
  }

  #parse(bytes: Buffer, start: number, end: number, offset: number): boolean {
    const text = bytes.toString('utf8', start, end);
    let value: Json;
    try {
      value = JSON.parse(text) as Json; // JSON.parse yields nothing else
    } catch (error) {
      this.#problem(offset, `not valid JSON: ${syntaxReason(error, text)}`);
      return false;
    }
    this.#records += 1;
    if (text.includes('\uFFFD') && !isUtf8(bytes.subarray(start, end))) {
      this.#problem(offset, `record ${this.#records}: invalid UTF-8; read with U+FFFD in place of the damaged bytes`);
    }
    const position = { file: this.#file, record: this.#records, offset };
    if (openEnvelope(value) === undefined) this.#reader.record(value, position);
    else this.#open(value, position);
    return true;
  }

  /** Several records in one wrapping share its place. */
  #open(value: Json, position: RecordPosition): void {
    const found: Unwrapped = {
      value: (inner) => {
        this.#reader.record(inner, position);
      },
      aside: (what) => {
        this.#reader.aside(what);
      },
      problem: (reason) => {
        this.#problem(position.offset, reason);
      },
    };
    openEnvelopes(value, found);
  }

  #problem(offset: number | undefined, reason: string): void {
    this.#reader.problem({ file: this.#file, offset, reason });
  }
}

/** The columns of the record that the outline has just read. */
class OutlineTexts implements ColumnTexts {
  readonly #outline: RecordOutline;
  bytes: Buffer = Buffer.alloc(0);

  constructor(outline: RecordOutline) {
    this.#outline = outline;
  }

  key(column: number): string | undefined {
    const [start, end] = this.#bounds(column);
    return end === 0 ? undefined : this.bytes.toString('latin1', start, end);
  }

  text(column: number): string | undefined {
    const [start, end] = this.#bounds(column);
    return end === 0 ? undefined : this.bytes.toString('utf8', start, end);
  }

  #bounds(column: number): readonly [number, number] {
    return [this.#outline.starts[column] ?? 0, this.#outline.ends[column] ?? 0];
  }
}

/** V8's message without the excerpt of the input, which may be long and hold control characters. */
function syntaxReason(error: unknown, text: string): string {
  if (!(error instanceof SyntaxError)) return String(error);
  const message = error.message.replace(/, ?(?:\.\.\.)?".*$/s, '').replace(/ in JSON at position.*$/s, '');
  const at = /position (?<position>\d+)/.exec(error.message)?.groups?.position;
  return at === undefined ? message : `${message} at character ${at} of ${text.length}`;
}
