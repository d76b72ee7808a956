/**
 * Sorts any number of items within a memory budget: a full buffer is sorted and written to a temporary file, and
 * reading merges the files. One line an item: key as JSON string, a tab, the item as JSON.
 */
import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { SpillingSorter } from '../engine/ports.ts';

/** Characters of JSON held in memory before a run is written. About 60 MB as strings. */
export const BUFFER_CHARACTERS_MAX = 24_000_000;
/** Runs merged at once; more are merged in passes, so that open files stay few. */
const MERGE_MAX = 64;

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
    while (this.#runs.length > MERGE_MAX) await this.#mergePass();
    const sources = [...this.#runs.map(readRun), fromArray(last)];
    for await (const entry of merge(sources)) yield JSON.parse(entry.json) as T; // written by add()
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

  async #mergePass(): Promise<void> {
    const file = this.#newRun();
    const inputs = this.#runs.splice(0, MERGE_MAX);
    const handle = openSync(file, 'wx', 0o600);
    try {
      for await (const entry of merge(inputs.map(readRun))) writeSync(handle, toLine(entry));
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

/** JSON leaves U+2028 and U+2029 as they are, and line readers end a line there: both are escaped. */
function toLine(entry: Entry): string {
  const line = `${JSON.stringify(entry.key)}\t${entry.json}\n`;
  return line.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

function byKey(left: Entry, right: Entry): number {
  if (left.key === right.key) return 0;
  return left.key < right.key ? -1 : 1;
}

async function* readRun(file: string): AsyncGenerator<Entry> {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const tab = line.indexOf('\t'); // JSON writes a tab inside a string as \t
    yield { key: JSON.parse(line.slice(0, tab)) as string, json: line.slice(tab + 1) }; // written by toLine()
  }
}

async function* fromArray(entries: readonly Entry[]): AsyncGenerator<Entry> {
  yield* await Promise.resolve(entries);
}

interface Head {
  readonly entry: Entry;
  readonly source: AsyncGenerator<Entry>;
}

async function* merge(sources: readonly AsyncGenerator<Entry>[]): AsyncGenerator<Entry> {
  const heads: Head[] = [];
  for (const source of sources) await pushNext(heads, source);
  for (;;) {
    let least = heads[0];
    if (least === undefined) return;
    for (const head of heads) if (byKey(head.entry, least.entry) < 0) least = head;
    yield least.entry;
    heads.splice(heads.indexOf(least), 1);
    await pushNext(heads, least.source);
  }
}

async function pushNext(heads: Head[], source: AsyncGenerator<Entry>): Promise<void> {
  const next = await source.next();
  if (next.done !== true) heads.push({ entry: next.value, source });
}
