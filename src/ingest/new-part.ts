/**
 * What is new of a file since it was read last. A file of lines (one JSON object each) that grew goes on where reading ended, and
 * only as far as its lines are whole; any other file that changed is read again, and its events are duplicates.
 */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FilePosition } from '../engine/ports.ts';
import { type InputFile, reasonOf, STANDARD_INPUT } from './input-file.ts';
import { readBlocks, readRecords } from './read-records.ts';
import type { RecordReader } from './record-reader.ts';

/** Bytes at the beginning by which a file is known again. */
const HEAD_BYTES = 4096;
/** The first line of a file of lines is no longer than this; the last ones are looked for as far back. */
const LINE_BYTES_MAX = 1024 * 1024;

/** Something of a file that was not read yet. */
export interface NewPart {
  readonly file: InputFile;
  /** Undefined where the file is read as a whole. */
  readonly lines: { readonly from: number; readonly to: number; readonly recordsBefore: number } | undefined;
  /** Where reading stands afterwards, but for the number of records; undefined for what has no place to go back to. */
  readonly position: Omit<FilePosition, 'records'> | undefined;
  /** Offset of a last line that is not whole yet. */
  readonly openAt: number | undefined;
}

/** What there is to read of a file; undefined where there is nothing new. */
export async function newPartOf(file: InputFile, known: FilePosition | undefined): Promise<NewPart | undefined> {
  const whole: NewPart = { file, lines: undefined, position: undefined, openAt: undefined };
  if (file.path === STANDARD_INPUT || file.bytes === undefined) return whole;
  let handle: FileHandle | undefined;
  try {
    const { size, mtimeMs } = await stat(file.path);
    if (known?.bytes === size && known.modifiedMs === mtimeMs) return undefined;
    handle = await open(file.path);
    const head = await bytesAt(handle, 0, HEAD_BYTES);
    const isGrown =
      known !== undefined && size >= known.bytes && hashOf(head.subarray(0, known.headBytes)) === known.head;
    if (isGrown && size === known.bytes) return undefined;
    const lines = await wholeLines(handle, head, size);
    const from = isGrown && lines !== undefined ? known.offset : 0;
    const position = {
      path: path.resolve(file.path),
      ...{ bytes: size, modifiedMs: mtimeMs, head: hashOf(head), headBytes: head.length },
      offset: lines?.to ?? 0,
    };
    if (lines === undefined) return { ...whole, position };
    const recordsBefore = from === 0 ? 0 : (known?.records ?? 0);
    return { file, lines: { from, to: lines.to, recordsBefore }, position, openAt: lines.openAt };
  } catch {
    return whole; // reading it names the reason
  } finally {
    await handle?.close();
  }
}

/** Reads a part. @returns where reading stands now; undefined where there is no going back. */
export async function readPart(part: NewPart, reader: RecordReader): Promise<FilePosition | undefined> {
  const { file, lines, position } = part;
  if (lines === undefined) {
    await readRecords(file, reader);
    return position && { ...position, records: 0 };
  }
  const { from, to, recordsBefore } = lines;
  let records = recordsBefore;
  function numbered(record: number): number {
    records = Math.max(records, recordsBefore + record);
    return recordsBefore + record;
  }
  const { skim } = reader;
  if (to > from) {
    await readBlocks(file.path, blocksBetween(file.path, { from, to }, reader), {
      ...withoutSkim(reader),
      ...(skim && {
        skim: {
          columns: skim.columns,
          passes: (columns, record, offset) => skim.passes(columns, numbered(record), offset),
        },
      }),
      record: (value, place) => {
        reader.record(value, { ...place, record: numbered(place.record), offset: from + place.offset });
      },
      problem: (problem) => {
        reader.problem({ ...problem, offset: problem.offset === undefined ? undefined : from + problem.offset });
      },
    });
  }
  return position && { ...position, records };
}

function withoutSkim(reader: RecordReader): RecordReader {
  return {
    record: reader.record.bind(reader),
    aside: reader.aside.bind(reader),
    problem: reader.problem.bind(reader),
    ...(reader.ready && { ready: reader.ready.bind(reader) }),
  };
}

async function* blocksBetween(
  file: string,
  { from, to }: { readonly from: number; readonly to: number },
  reader: RecordReader,
): AsyncGenerator<Buffer> {
  const stream = createReadStream(file, { start: from, end: to - 1, highWaterMark: LINE_BYTES_MAX });
  try {
    for await (const block of stream as AsyncIterable<Buffer>) {
      reader.progress?.(block.length);
      yield block;
    }
  } catch (error) {
    reader.problem({ file, offset: undefined, reason: reasonOf(error) });
  }
}

interface WholeLines {
  readonly to: number;
  readonly openAt: number | undefined;
}

/** How far the lines of a file are whole; undefined where it is no file of lines: gzip, a document over many lines, a table. */
async function wholeLines(handle: FileHandle, head: Buffer, size: number): Promise<WholeLines | undefined> {
  if (head[0] !== OPEN_OBJECT) return undefined;
  const begin = head.includes(NEWLINE) ? head : await bytesAt(handle, 0, Math.min(size, LINE_BYTES_MAX));
  const firstEnd = begin.indexOf(NEWLINE);
  if (firstEnd < 0 || !isObjectText(begin.subarray(0, firstEnd))) return undefined;
  const tailFrom = Math.max(0, size - LINE_BYTES_MAX);
  const tail = await bytesAt(handle, tailFrom, size - tailFrom);
  const lastEnd = tail.lastIndexOf(NEWLINE);
  if (lastEnd < 0) return undefined;
  const lineFrom = lastEnd === 0 ? -1 : tail.lastIndexOf(NEWLINE, lastEnd - 1);
  if (lineFrom < 0 && tailFrom > 0) return undefined;
  if (!isObjectText(tail.subarray(lineFrom + 1, lastEnd))) return undefined;
  const rest = tail.subarray(lastEnd + 1);
  if (rest.length === 0 || isObjectText(rest)) return { to: size, openAt: undefined };
  const openAt = tailFrom + lastEnd + 1;
  return { to: openAt, openAt };
}

function isObjectText(bytes: Buffer): boolean {
  const text = bytes.toString('utf8').trim();
  if (!text.startsWith('{')) return text === '';
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function bytesAt(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await handle.read(bytes, read, length - read, from + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return bytes.subarray(0, read);
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const NEWLINE = 0x0a;
const OPEN_OBJECT = 0x7b;
