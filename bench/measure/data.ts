/** The data that is measured on, made once and kept in bench/data: the same records in three shapes. */
import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { day } from '../cloudtrail/day.ts';
import { logPath } from '../cloudtrail/delivery.ts';
import { Random } from '../cloudtrail/random.ts';
import type { CloudTrailRecord } from '../cloudtrail/record.ts';
import { stories } from '../example/story.ts';

/** Ways in which the records lie on disk. */
export const shapes = ['big', 'small', 'lines'] as const;
export type Shape = (typeof shapes)[number];

export interface DataSet {
  readonly events: number;
  /** A folder for `big` and `small`, a file for `lines`. */
  readonly place: Readonly<Record<Shape, string>>;
}

/** Records in a file. */
const RECORDS = { big: 10_000, small: 200 } as const;
const DUPLICATES_PERMILLE = 5;
/** The stories of the bundled sample are told again every so many records, so that rules have something to find. */
const RECORDS_PER_STORY = 10_000;
const MIDNIGHT_MS = Date.UTC(2026, 2, 2);
const GZIP_LEVEL = 6;

/** Raise it when the generator changes: data of another version is made anew. */
const DATA_VERSION = 2;

/** Makes the data where it is not there yet. */
export function dataSet(root: string, seed: number, events: number): DataSet {
  const folder = path.join(root, `v${DATA_VERSION}-seed-${seed}-events-${events}`);
  const place = {
    big: path.join(folder, 'big'),
    small: path.join(folder, 'small'),
    lines: path.join(folder, 'events.ndjson'),
  };
  const done = path.join(folder, 'done');
  if (existsSync(done)) return { events, place };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const random = new Random(seed);
  const lines = openSync(place.lines, 'w');
  const bundles = [new Bundle(place.big, RECORDS.big, random), new Bundle(place.small, RECORDS.small, random)];
  for (const block of delivered(random, events)) {
    const texts = block.map((record) => JSON.stringify(record));
    writeSync(lines, `${texts.join('\n')}\n`);
    for (const bundle of bundles) bundle.add(texts);
  }
  for (const bundle of bundles) bundle.flush();
  closeSync(lines);
  writeFileSync(done, '');
  return { events, place };
}

/** One line of {"Records":[…]} of about this many bytes, as a few exports have it. */
export function hugeFile(root: string, seed: number, bytes: number): string {
  const file = path.join(root, `v${DATA_VERSION}-seed-${seed}-huge-${bytes}.json`);
  if (existsSync(file)) return file;
  const descriptor = openSync(`${file}.part`, 'w');
  let written = writeSync(descriptor, '{"Records":[');
  let separator = '';
  const endless = Math.ceil(bytes / 1000);
  for (const block of delivered(new Random(seed), endless)) {
    if (written >= bytes) break;
    written += writeSync(descriptor, separator + block.map((record) => JSON.stringify(record)).join(','));
    separator = ',';
  }
  writeSync(descriptor, ']}');
  closeSync(descriptor);
  renameSync(`${file}.part`, file);
  return file;
}

/** Blocks of unordered records, some of which come again in the next block. Exactly `count` in all. */
function* delivered(random: Random, count: number): Generator<CloudTrailRecord[]> {
  let block: CloudTrailRecord[] = [];
  let again: CloudTrailRecord[] = [];
  let total = 0;
  for (const record of eventful(random, count)) {
    block.push(record);
    if (random.permille(DUPLICATES_PERMILLE)) again.push(record);
    if (block.length < RECORDS.small && total + block.length < count) continue;
    yield random.shuffle(block);
    total += block.length;
    block = again.slice(0, count - total);
    again = [];
    if (total === count) return;
  }
}

function* eventful(random: Random, count: number): Generator<CloudTrailRecord> {
  let benign = 0;
  for (const record of day(random, MIDNIGHT_MS, count)) {
    if (benign % RECORDS_PER_STORY === RECORDS_PER_STORY / 2) yield* stories(random, MIDNIGHT_MS);
    benign += 1;
    yield record;
  }
}

/** Collects records into files of a size. */
class Bundle {
  readonly #folder: string;
  readonly #size: number;
  readonly #random: Random;
  #texts: string[] = [];
  #files = 0;

  constructor(folder: string, size: number, random: Random) {
    this.#folder = folder;
    this.#size = size;
    this.#random = random;
  }

  add(texts: readonly string[]): void {
    this.#texts.push(...texts);
    if (this.#texts.length >= this.#size) this.flush();
  }

  flush(): void {
    if (this.#texts.length === 0) return;
    const atMs = MIDNIGHT_MS + this.#files * 300_000;
    const file = path.join(this.#folder, logPath('111122223333', 'us-east-1', atMs, this.#random.code(16)));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, gzipSync(`{"Records":[${this.#texts.join(',')}]}`, { level: GZIP_LEVEL }));
    this.#texts = [];
    this.#files += 1;
  }
}
