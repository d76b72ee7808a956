/**
 * Sorts any number of items within a memory budget: a full buffer is sorted and written to a temporary file, and
 * reading merges the files. One line an item: key as JSON string, a tab, the item as JSON.
 */
import { closeSync, readSync, writeSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import type { SpillingSorter } from '../engine/ports.ts';
import { mergeSorted } from '../std/merge-sorted.ts';
import { openNameless, storing } from './temporary-file.ts';

/** Characters of JSON held in memory before a run is written. Most logs stay below; garbage grows to a few times what is live. */
export const BUFFER_CHARACTERS_MAX = 16_000_000;
/** Runs merged at once. At most as many files are open for each level, and few scans need a second level. */
const MERGE_MAX = 64;
/** Bytes of a run read at once. */
const BLOCK_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

interface Entry {
  readonly key: string;
  readonly json: string;
}

/** A sorted file. It has no name any more: the system frees it when it is closed, even where the program is killed. */
interface Run {
  readonly handle: number;
}

/** Sorter that spills to temporary files. */
export class FileSorter<T> implements SpillingSorter<T> {
  readonly #name: string;
  readonly #bufferCharactersMax: number;
  /** Runs by how often their entries were merged: as many of one level become one of the next. */
  readonly #levels: Run[][] = [];
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
    const sources = [...this.#levels.flat().map(readRun), last.values()];
    for (const entry of mergeSorted(sources, isBefore)) yield JSON.parse(entry.json) as T; // written by add()
    await this.close();
  }

  close(): Promise<void> {
    this.#buffer = [];
    for (const { handle } of this.#levels.splice(0).flat()) closeSync(handle);
    return Promise.resolve();
  }

  #spill(): void {
    collectEarly();
    this.#keep(this.#buffer.sort(byKey), 0);
    this.#buffer = [];
    this.#characters = 0;
  }

  #keep(entries: Iterable<Entry>, level: number): void {
    const runs = (this.#levels[level] ??= []);
    runs.push(this.#write(entries));
    if (runs.length < MERGE_MAX) return;
    this.#keep(mergeSorted(runs.map(readRun), isBefore), level + 1);
    for (const { handle } of runs.splice(0)) closeSync(handle);
  }

  #write(entries: Iterable<Entry>): Run {
    return storing(() => {
      const handle = openNameless(this.#name);
      try {
        let text = '';
        for (const entry of entries) {
          text += toLine(entry);
          if (text.length < BLOCK_BYTES) continue;
          writeAll(handle, text);
          text = '';
        }
        writeAll(handle, text);
      } catch (error) {
        closeSync(handle);
        throw error;
      }
      return { handle };
    });
  }
}

function writeAll(handle: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length;) from += writeSync(handle, bytes, from);
}

/**
 * Left alone, V8 lets the heap grow to many times what is live before it collects. A run that spills makes much garbage
 * and promises to stay small: from its first spill on the collector works earlier. Other runs keep their speed.
 */
function collectEarly(): void {
  setFlagsFromString('--heap-growing-percent=50');
}

function toLine(entry: Entry): string {
  return `${JSON.stringify(entry.key)}\t${entry.json}\n`;
}

function byKey(left: Entry, right: Entry): number {
  if (left.key === right.key) return 0;
  return left.key < right.key ? -1 : 1;
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.key < other.key;
}

/**
 * The entries of a run, read in small blocks: with many runs open at once, a reader that reads ahead (as line readers
 * of the platform do) would hold megabytes of each.
 */
function* readRun({ handle }: Run): Generator<Entry> {
  let block = Buffer.allocUnsafe(BLOCK_BYTES);
  let from = 0;
  let to = 0;
  let position = 0;
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
    const count = storing(() => readSync(handle, block, to, block.length - to, position));
    if (count === 0) return;
    position += count;
    to += count;
  }
}

/** JSON writes tabs and line ends inside a string as escapes, so the first tab ends the key. */
function fromLine(line: string): Entry {
  const tab = line.indexOf('\t');
  return { key: JSON.parse(line.slice(0, tab)) as string, json: line.slice(tab + 1) }; // written by toLine()
}
