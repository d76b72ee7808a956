/** Reads the records of one file: bytes in, JSON values and problems out. Memory is bounded by one record. */
import type { Buffer } from 'node:buffer';
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Json } from '../std/json.ts';
import { reasonOf, STANDARD_INPUT, type InputFile } from './input-file.ts';
import { RecordScanner } from './record-scanner.ts';
import { DamagedInputError, gunzipWhole, unwrap } from './unwrap.ts';

/** Where a record lies: its number in the file, from 1, and the offset of its first byte in the decompressed text. */
export interface RecordPosition {
  readonly file: string;
  readonly record: number;
  readonly offset: number;
}

/** Receives what a file holds. */
export interface RecordReader {
  /** A record that is valid JSON; `text` is what was parsed. */
  record(value: Json, position: RecordPosition): void;
  /** Something that could not be read. `record` is undefined where the trouble is not with one record. */
  problem(problem: ReadProblem): void;
  /** Bytes read from disk (compressed) since the last call; for a progress bar. */
  progress?(bytes: number): void;
  /** Awaited between blocks, so that a reader whose output is slow can hold up the input. */
  ready?(): Promise<void>;
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
  const bytes = await readFile(file.path).catch(refuse);
  reader.progress?.(bytes.length);
  const text = gunzipWhole(bytes);
  if (text === undefined) yield* unwrap(only(bytes));
  else yield text;
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
  #records = 0;
  #textBytes = 0;
  /** After the bytes themselves were cut off, an open record is no news of its own. */
  #quiet = false;

  constructor(file: string, reader: RecordReader) {
    this.#file = file;
    this.#reader = reader;
    this.#scanner = new RecordScanner({
      record: (bytes, start, end, offset) => this.#parse(bytes, start, end, offset),
      damage: (offset, reason) => {
        if (!this.#quiet) this.#problem(offset, reason);
      },
    });
  }

  write(block: Buffer): void {
    this.#textBytes += block.length;
    this.#scanner.write(block);
  }

  end(options: { readonly cutOff?: boolean } = {}): void {
    this.#quiet = options.cutOff === true;
    this.#scanner.end();
    if (this.#textBytes === 0 && !this.#quiet) this.#problem(undefined, 'the file is empty');
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
    this.#reader.record(value, { file: this.#file, record: this.#records, offset });
    return true;
  }

  #problem(offset: number | undefined, reason: string): void {
    this.#reader.problem({ file: this.#file, offset, reason });
  }
}

/** V8's message without the excerpt of the input, which may be long and hold control characters. */
function syntaxReason(error: unknown, text: string): string {
  if (!(error instanceof SyntaxError)) return String(error);
  const message = error.message.replace(/, ?(?:\.\.\.)?".*$/s, '').replace(/ in JSON at position.*$/s, '');
  const at = /position (?<position>\d+)/.exec(error.message)?.groups?.position;
  return at === undefined ? message : `${message} at character ${at} of ${text.length}`;
}
