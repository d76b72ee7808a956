/**
 * Sorts any number of items within a memory budget: a full buffer is sorted and written to a temporary file, and
 * reading merges the files. One line an item: key as JSON string, a tab, the item as JSON.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { SpillingSorter } from '../engine/ports.ts';

/** Characters of JSON held in memory before a run is written. Small, because the collector lets garbage grow to a few times what is live. */
export const BUFFER_CHARACTERS_MAX = 4_000_000;
/** Runs merged at once; more are merged in passes, so that open files stay few. */
const MERGE_MAX = 64;
/** Bytes of a run read at once. */
const BLOCK_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

interface Entry {
  readonly key: string;
  readonly json: string;
}

/** Sorter that spills to temporary files. */
export class FileSorter<T> implements SpillingSorter<T> {
  readonly #name: string;
  readonly #bufferCharactersMax: number;
  #folder: string | undefined;
  #runs: string[] = [];
  #runsMade = 0;
  #buffer: Entry[] = [];
  #characters = 0;

  constructor(name: string, options: { readonly bufferCharactersMax?: number } = {}) {
    this.#name = name;
    this.#bufferCharactersMax = options.bufferCharactersMax ?? BUFFER_CHARACTERS_MAX;
  }

  add(key: string, item: T): void {
    const json = JSON.stringify(item);
    this.#buffer.push({ key, json });
    this.#characters += key.length + json.length;
    if (this.#characters > this.#bufferCharactersMax) this.#spill();
  }

  async *sorted(): AsyncIterable<T> {
    this.#buffer.sort(byKey);
    const last = this.#buffer;
    this.#buffer = [];
    while (this.#runs.length > MERGE_MAX) this.#mergePass();
    const sources = [...this.#runs.map(readRun), last.values()];
    for (const entry of merge(sources)) yield JSON.parse(entry.json) as T; // written by add()
    await this.close();
  }

  close(): Promise<void> {
    this.#buffer = [];
    this.#runs = [];
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
    return Promise.resolve();
  }

  #spill(): void {
    collectEarly();
    this.#buffer.sort(byKey);
    const file = this.#newRun();
    const handle = openSync(file, 'wx', 0o600);
    try {
      for (let from = 0; from < this.#buffer.length; from += 500) {
        writeSync(
          handle,
          this.#buffer
            .slice(from, from + 500)
            .map(toLine)
            .join(''),
        );
      }
    } finally {
      closeSync(handle);
    }
    this.#runs.push(file);
    this.#buffer = [];
    this.#characters = 0;
  }

  #mergePass(): void {
    const file = this.#newRun();
    const inputs = this.#runs.splice(0, MERGE_MAX);
    const handle = openSync(file, 'wx', 0o600);
    try {
      for (const entry of merge(inputs.map(readRun))) writeSync(handle, toLine(entry));
    } finally {
      closeSync(handle);
    }
    for (const input of inputs) rmSync(input);
    this.#runs.push(file);
  }

  #newRun(): string {
    this.#folder ??= mkdtempSync(path.join(tmpdir(), `iamwatch-${this.#name}-`));
    this.#runsMade += 1;
    return path.join(this.#folder, `run-${this.#runsMade}`);
  }
}

/**
 * Left alone, V8 lets the heap grow to many times what is live before it collects. A run that spills makes much garbage
 * and promises to stay small: from its first spill on the collector works earlier. Other runs keep their speed.
 */
function collectEarly(): void {
  setFlagsFromString('--heap-growing-percent=20');
}

function toLine(entry: Entry): string {
  return `${JSON.stringify(entry.key)}\t${entry.json}\n`;
}

function byKey(left: Entry, right: Entry): number {
  if (left.key === right.key) return 0;
  return left.key < right.key ? -1 : 1;
}

/**
 * The entries of a run, read in small blocks: with many runs open at once, a reader that reads ahead (as line readers
 * of the platform do) would hold megabytes of each.
 */
function* readRun(file: string): Generator<Entry> {
  const handle = openSync(file, 'r');
  try {
    let block = Buffer.allocUnsafe(BLOCK_BYTES);
    let from = 0;
    let to = 0;
    for (;;) {
      const end = block.subarray(0, to).indexOf(NEWLINE, from);
      if (end >= 0) {
        yield fromLine(block.toString('utf8', from, end));
        from = end + 1;
        continue;
      }
      if (from === 0 && to === block.length) block = Buffer.concat([block], block.length * 2); // a line longer than the block
      block.copyWithin(0, from, to);
      to -= from;
      from = 0;
      const count = readSync(handle, block, to, block.length - to, null);
      if (count === 0) return;
      to += count;
    }
  } finally {
    closeSync(handle);
  }
}

/** JSON writes tabs and line ends inside a string as escapes, so the first tab ends the key. */
function fromLine(line: string): Entry {
  const tab = line.indexOf('\t');
  return { key: JSON.parse(line.slice(0, tab)) as string, json: line.slice(tab + 1) }; // written by toLine()
}

interface Head {
  readonly entry: Entry;
  readonly source: Iterator<Entry>;
}

function* merge(sources: readonly Iterator<Entry>[]): Generator<Entry> {
  const heads: Head[] = [];
  for (const source of sources) pushNext(heads, source);
  for (;;) {
    let least = heads[0];
    if (least === undefined) return;
    for (const head of heads) if (byKey(head.entry, least.entry) < 0) least = head;
    yield least.entry;
    heads.splice(heads.indexOf(least), 1);
    pushNext(heads, least.source);
  }
}

function pushNext(heads: Head[], source: Iterator<Entry>): void {
  const next = source.next();
  if (next.done !== true) heads.push({ entry: next.value, source });
}
