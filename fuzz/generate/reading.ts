/** Reads bytes as a scan would, in one file or in pieces, and tells everything that came of it. */
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { threadId } from 'node:worker_threads';
import { readBlocks, readRecords } from '../../src/ingest/read-records.ts';
import type { RecordReader } from '../../src/ingest/record-reader.ts';
import type { Json } from '../../src/std/json.ts';

/** What reading said, in its order. */
export interface Read {
  readonly values: readonly Json[];
  /** Numbers and offsets of the values. */
  readonly places: readonly string[];
  readonly asides: readonly string[];
  readonly problems: readonly string[];
}

const FILE = path.join(tmpdir(), `iamwatch-fuzz-${process.pid}-${threadId}`);

/** From a file, as one block or decompressed in one call. */
export async function readFile(bytes: Buffer): Promise<Read> {
  const [read, reader] = notes();
  writeFileSync(FILE, bytes);
  try {
    await readRecords({ path: FILE, bytes: bytes.length }, reader);
  } finally {
    rmSync(FILE);
  }
  return read;
}

/** From a stream that breaks at the given places. */
export async function readPieces(bytes: Buffer, cuts: readonly number[]): Promise<Read> {
  const [read, reader] = notes();
  await readBlocks('stream', piecesOf(bytes, cuts), reader);
  return read;
}

async function* piecesOf(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((left, right) => left - right);
  let from = 0;
  // Every piece is a copy: readers may change what they are given.
  for (const to of [...places, bytes.length]) {
    if (to > from) yield await Promise.resolve(Buffer.from(bytes.subarray(from, to)));
    from = to;
  }
}

function notes(): readonly [Read, RecordReader] {
  const values: Json[] = [];
  const places: string[] = [];
  const asides: string[] = [];
  const problems: string[] = [];
  const reader: RecordReader = {
    record: (value, { record, offset }) => {
      values.push(value);
      places.push(`${record} at ${offset}`);
    },
    aside: (what) => {
      asides.push(what);
    },
    problem: ({ offset, reason }) => {
      problems.push(`${offset ?? '-'}: ${reason}`);
    },
  };
  return [{ values, places, asides, problems }, reader];
}
