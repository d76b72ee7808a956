/** Reads the records of one file: bytes in, JSON values and problems out. Memory is bounded by one record. */
import { Buffer } from 'node:buffer';
import { createReadStream, readFileSync } from 'node:fs';
import { reasonOf, STANDARD_INPUT, type InputFile } from './input-file.ts';
import { LinePrefixes } from './line-prefix.ts';
import { RecordParser } from './record-parser.ts';
import type { RecordReader, TextParser } from './record-reader.ts';
import { TableParser } from './table-parser.ts';
import { isTelling, textForm } from './text-form.ts';
import { DamagedInputError, gunzipWhole, unwrap } from './unwrap.ts';

/** Files up to this size are read whole: fewer system calls for the many small files of a trail. */
const WHOLE_FILE_MAX = 4 * 1024 * 1024;

/** Reads one file to its end or to its damage. Never throws for bad input. */
export async function readRecords(file: InputFile, reader: RecordReader): Promise<void> {
  await readText(file.path, textOf(file, reader), reader);
}

/** The same for bytes that are no file. They may come in blocks of any size, and the blocks may be changed. */
export async function readBlocks(name: string, blocks: AsyncIterable<Buffer>, reader: RecordReader): Promise<void> {
  await readText(name, unwrap(blocks), reader);
}

async function readText(file: string, text: AsyncIterable<Buffer>, reader: RecordReader): Promise<void> {
  const parser = new FormParser(file, reader);
  try {
    for await (const block of text) {
      parser.write(block);
      await reader.ready?.();
    }
    parser.end();
  } catch (error) {
    if (!(error instanceof DamagedInputError)) throw error;
    parser.end({ cutOff: true });
    reader.problem({ file, offset: undefined, reason: error.message });
  }
}

/** Waits until the form of the text can be told, then parses it so. */
class FormParser implements TextParser {
  readonly #file: string;
  readonly #reader: RecordReader;
  #head: Buffer = Buffer.alloc(0);
  #parser: TextParser | undefined;

  constructor(file: string, reader: RecordReader) {
    this.#file = file;
    this.#reader = reader;
  }

  write(block: Buffer): void {
    if (this.#parser !== undefined) return this.#parser.write(block);
    this.#head = this.#head.length === 0 ? block : Buffer.concat([this.#head, block]);
    if (isTelling(this.#head)) this.#begin();
  }

  end(options?: { readonly cutOff?: boolean }): void {
    (this.#parser ?? this.#begin()).end(options);
  }

  #begin(): TextParser {
    const head = this.#head;
    const form = textForm(head);
    this.#head = Buffer.alloc(0);
    this.#parser =
      form.kind === 'csv'
        ? new TableParser(this.#file, this.#reader, form.delimiter)
        : new RecordParser(this.#file, this.#reader);
    if (form.kind === 'prefixed') this.#parser = withoutPrefixes(this.#parser, this.#reader);
    if (head.length > 0) this.#parser.write(head);
    return this.#parser;
  }
}

function withoutPrefixes(parser: TextParser, reader: RecordReader): TextParser {
  const prefixes = new LinePrefixes(() => {
    reader.aside('log line that is no JSON');
  });
  return {
    write: (block) => {
      parser.write(prefixes.strip(block));
    },
    end: (options) => {
      parser.write(prefixes.strip(Buffer.alloc(0), true));
      parser.end(options);
    },
  };
}

/** The text of a file, block by block. Throws {@link DamagedInputError} after the last readable one. */
export async function* textOf(file: InputFile, reader: Pick<RecordReader, 'progress'>): AsyncGenerator<Buffer> {
  if (file.bytes === undefined || file.bytes > WHOLE_FILE_MAX) {
    yield* unwrap(blocksOf(file.path, reader));
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

async function* blocksOf(path: string, reader: Pick<RecordReader, 'progress'>): AsyncGenerator<Buffer> {
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
