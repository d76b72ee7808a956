/**
 * One file of lines: newest first, or shuffled. Lines go to parts on disk first, one for each day or one of a few dozen by
 * lot; then part after part is put in order in memory, so that months need no more memory than a day.
 */
import { appendFileSync, createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { DAY_MS } from '../calendar.ts';
import { stream } from '../seed.ts';
import type { Copy, Sink } from './sink.ts';

export interface LinesOptions {
  readonly file: string;
  readonly order: 'newest-first' | 'shuffled';
  readonly seed: number;
}

const PARTS = 64;
const BUFFER_CHARACTERS_MAX = 1 << 18;
const GZIP_LEVEL = 1;

/** The name decides whether the file is packed: `.gz` is. */
export function lines({ file, order, seed }: LinesOptions): Sink {
  const random = stream(seed, 'lines');
  mkdirSync(path.dirname(file), { recursive: true });
  const spool = mkdtempSync(`${file}-parts-`);
  const parts = new Map<number, { name: string; buffered: string[]; characters: number }>();

  function flush(part: { name: string; buffered: string[]; characters: number }): void {
    if (part.buffered.length > 0) appendFileSync(part.name, part.buffered.join(''));
    part.buffered = [];
    part.characters = 0;
  }

  function add({ text, atMs }: Copy): void {
    const key = order === 'shuffled' ? random.below(PARTS) : Math.floor(atMs / DAY_MS);
    const part = parts.get(key) ?? { name: path.join(spool, String(key)), buffered: [], characters: 0 };
    parts.set(key, part);
    part.buffered.push(`${Math.floor(atMs / 1000)} ${text}\n`);
    part.characters += text.length;
    if (part.characters >= BUFFER_CHARACTERS_MAX) flush(part);
  }

  function* ordered(): Generator<string> {
    const keys = [...parts.keys()].sort((a, b) => b - a);
    for (const key of keys) {
      const part = parts.get(key);
      if (part === undefined) continue;
      flush(part);
      const all = readFileSync(part.name, 'utf8').split('\n').slice(0, -1);
      rmSync(part.name);
      // Sorting is stable and seconds are what CloudTrail knows: ties stay as they were delivered.
      if (order === 'shuffled') random.shuffle(all);
      else all.sort((a, b) => seconds(b) - seconds(a));
      for (const line of all) yield `${line.slice(line.indexOf(' ') + 1)}\n`;
    }
  }

  return {
    wantsFiles: false,
    copy: add,
    file: () => Promise.resolve(),
    end: async () => {
      const out = createWriteStream(file);
      const from = Readable.from(blocks(ordered()));
      if (file.endsWith('.gz')) await pipeline(from, createGzip({ level: GZIP_LEVEL }), out);
      else await pipeline(from, out);
      rmSync(spool, { recursive: true });
    },
  };
}

function seconds(line: string): number {
  return Number(line.slice(0, line.indexOf(' ')));
}

/** Streams are slow with many small pieces. */
function* blocks(texts: Iterable<string>): Generator<string> {
  let block: string[] = [];
  let characters = 0;
  for (const text of texts) {
    block.push(text);
    characters += text.length;
    if (characters < BUFFER_CHARACTERS_MAX) continue;
    yield block.join('');
    block = [];
    characters = 0;
  }
  yield block.join('');
}
