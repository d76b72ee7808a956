/** Reads some records of a file a second time, by their numbers. */
import { Buffer } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import type { Json } from '../std/json.ts';
import type { InputFile } from './input-file.ts';
import { readRecords, textOf } from './read-records.ts';
import { RecordParser } from './record-parser.ts';
import { HEAD_BYTES_MAX, isTelling, textForm } from './text-form.ts';
import { DamagedInputError, isGzip } from './unwrap.ts';

/** A value, and the number of the record that held it: an envelope is one record and may hold several. */
export interface ReadAgain {
  readonly record: number;
  readonly value: Json;
}

const NO_COLUMNS: readonly string[] = [];

/** Bytes handed to the parser at once: most records are smaller, and what follows one is of no interest. */
const STEP_BYTES = 4096;
/** Bytes of a plain file read at once. */
const BLOCK_BYTES = 16 * 1024;

/**
 * The values of the records with these numbers. Where all offsets are known what lies between is not even looked at; else it is
 * passed over without being parsed, where its form allows. `wanted`: offsets in the decompressed text by number, -1 where unknown.
 */
export async function readAgain(file: InputFile, wanted: ReadonlyMap<number, number>): Promise<readonly ReadAgain[]> {
  const isPlaced = [...wanted.values()].every((offset) => offset >= 0);
  return (
    (isPlaced ? (readInPlace(file, wanted) ?? (await readAt(file, wanted))) : undefined) ?? readByNumber(file, wanted)
  );
}

/** Plain UTF-8 text is read where its records lie; undefined where a file is none. */
function readInPlace({ path }: InputFile, wanted: ReadonlyMap<number, number>): readonly ReadAgain[] | undefined {
  let handle: number | undefined;
  try {
    handle = openSync(path, 'r');
    const head = Buffer.alloc(HEAD_BYTES_MAX);
    const plain = plainTextIn(head.subarray(0, readSync(handle, head, 0, head.length, 0)));
    if (plain === undefined) return undefined;
    const found: ReadAgain[] = [];
    for (const [record, offset] of [...wanted].sort(([, left], [, right]) => left - right)) {
      const one = new OneRecord(path, record, found);
      let at = plain.start + offset;
      for (;;) {
        const block = Buffer.alloc(BLOCK_BYTES);
        const count = readSync(handle, block, 0, block.length, at);
        at += count;
        if (count === 0 || one.take(block.subarray(0, count))) break;
      }
    }
    return found;
  } catch (error) {
    // What reads the file as a stream tells what is wrong with it.
    if (error instanceof Error && 'syscall' in error) return undefined;
    throw error;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** Where the text begins in a file that is text as it stands, in a form in which offsets are those of the text. */
function plainTextIn(head: Buffer): { readonly start: number } | undefined {
  if (isGzip(head) || (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
    return undefined;
  const start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  return textForm(head.subarray(start)).kind === 'json' ? { start } : undefined;
}

async function readByNumber(file: InputFile, wanted: ReadonlyMap<number, number>): Promise<readonly ReadAgain[]> {
  const found: ReadAgain[] = [];
  await readRecords(file, {
    skim: { columns: NO_COLUMNS, passes: (_, record) => !wanted.has(record) },
    record: (value, { record }) => {
      if (wanted.has(record)) found.push({ record, value });
    },
    aside: () => undefined,
    // Told when the file was read the first time.
    problem: () => undefined,
  });
  return found;
}

/** The same in the stream of the text, whatever it is packed in; undefined where the text has a form in which offsets are not those of the text. */
async function readAt(file: InputFile, wanted: ReadonlyMap<number, number>): Promise<readonly ReadAgain[] | undefined> {
  const found: ReadAgain[] = [];
  const places = [...wanted].sort(([, left], [, right]) => left - right);
  let head: Buffer | undefined = Buffer.alloc(0);
  let base = 0;
  let next = 0;
  let open: OneRecord | undefined;
  function take(text: Buffer): void {
    const end = base + text.length;
    if (open?.take(text) === true) open = undefined;
    for (let place = places[next]; open === undefined && place !== undefined && place[1] < end; place = places[next]) {
      next += 1;
      const one = new OneRecord(file.path, place[0], found);
      if (!one.take(text.subarray(place[1] - base))) open = one;
    }
    base = end;
  }
  try {
    for await (const block of textOf(file, {})) {
      if (head !== undefined) {
        head = Buffer.concat([head, block]);
        if (!isTelling(head)) continue;
        if (textForm(head).kind !== 'json') return undefined;
      }
      take(head ?? block);
      head = undefined;
      if (open === undefined && next === places.length) return found;
    }
    if (head !== undefined) {
      if (textForm(head).kind !== 'json') return undefined;
      take(head);
    }
  } catch (error) {
    // Told when the file was read the first time; what was read then lies before the damage.
    if (!(error instanceof DamagedInputError)) throw error;
  }
  return found;
}

const LIST = Buffer.from('[');

/** Parses the first record of the text that it is given, and stops. */
class OneRecord {
  readonly #parser: RecordParser;
  #isOver = false;

  constructor(file: string, number: number, found: ReadAgain[]) {
    const end = (): void => {
      this.#isOver = true;
    };
    this.#parser = new RecordParser(file, {
      record: (value, { record }) => {
        if (record === 1) found.push({ record: number, value });
        end();
      },
      aside: end,
      problem: end,
    });
    // In a list a record that holds a list of records is one record, and no log file.
    this.#parser.write(LIST);
  }

  /** @returns whether the record is over. */
  take(text: Buffer): boolean {
    for (let from = 0; from < text.length && !this.#isOver; from += STEP_BYTES) {
      this.#parser.write(text.subarray(from, from + STEP_BYTES));
    }
    return this.#isOver;
  }
}
