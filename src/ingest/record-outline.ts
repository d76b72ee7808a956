/**
 * Reads a record's outline in one pass over its bytes: proves that it is valid JSON, finds its end, and notes where the
 * values of a few keys lie: top-level ones, and such as `userIdentity.type` one or two levels below. Nothing is allocated,
 * so a record that nobody wants costs its bytes only.
 *
 * It accepts the compact, plain JSON that clouds write. Whatever is not plain (white space between tokens, `\u` escapes,
 * fractions, deep nesting, damage) is refused, not judged: the caller then parses the record as a whole.
 */
import { Buffer } from 'node:buffer';
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  LIST_NAMES,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from './json-byte.ts';
import type { RecordColumns } from '../std/record-columns.ts';
import { isNameAt, KeyLevel, type LevelKey } from './key-level.ts';
import { endOfPlain, endOfPlainKey, worded, type WordedBytes } from './plain-bytes.ts';

const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** Levels at which columns lie. */
const LEVELS_MAX = 3;

/** One bit a level says whether it is an object. */
const DEPTH_MAX = 30;

/** Characters that may follow a backslash; `u` would need its four digits checked and is refused. */
const ESCAPES = Uint8Array.from({ length: 256 }, (_, byte) =>
  '"\\/bfnrt'.includes(String.fromCharCode(byte)) ? 1 : 0,
);
const WORDS = ['true', 'false', 'null'].map((word) => Uint8Array.from(word, (character) => character.charCodeAt(0)));

/** Reads outlines for one choice of columns. The result of {@link read} stands in the object until the next call. */
export class RecordOutline implements RecordColumns {
  readonly #top: KeyLevel;
  /** Start and end of each column's value in the buffer; start 0 and end 0 where the record lacks the key. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Column whose value is being read at the first depth, the second and the third, or -1. */
  #column = -1;
  #columnBelow = -1;
  #columnDeep = -1;
  /** The level below the key that is being read at the first depth and at the second, where it has columns. */
  #inside: KeyLevel | undefined;
  #deep: KeyLevel | undefined;
  /** The bytes of the last call: records come one after another from the same. */
  #worded: WordedBytes = worded(Buffer.alloc(0));
  /** A record with one of these keys is a wrapper: it is refused, so that its records are found one by one. */
  readonly #wrapperKeys = LIST_NAMES.map(bytesOf);

  /** @param columns Names of keys from the top down, at most three with dots between. */
  constructor(columns: readonly string[]) {
    const paths = columns.map((name) => name.split('.'));
    if (paths.some(({ length }) => length > LEVELS_MAX)) throw new Error('Cannot read columns so deep');
    this.#top = new KeyLevel(
      keysOf(
        paths.map((keys, column) => ({ keys, column })),
        0,
      ),
    );
    this.starts = new Int32Array(columns.length);
    this.ends = new Int32Array(columns.length);
  }

  /** The bytes of the last {@link read}. */
  get bytes(): Buffer {
    return this.#worded.bytes;
  }

  /** Reads the object that starts at `start`. @returns its end, or -1 where it is not plain or not whole. */
  read(bytes: Buffer, start: number): number {
    this.starts.fill(0);
    this.ends.fill(0);
    this.#column = -1;
    this.#columnBelow = -1;
    this.#columnDeep = -1;
    this.#inside = undefined;
    this.#deep = undefined;
    this.#top.begin();
    if (this.#worded.bytes !== bytes) this.#worded = worded(bytes);
    const text = this.#worded;
    let at = start;
    let depth = 0;
    let objects = 0;
    // Each round stands where a value is due. Keys are passed together with their colon.
    while (at >= 0 && at < bytes.length) {
      const byte = bytes[at];
      if (depth === 1) {
        if (this.#column >= 0) this.starts[this.#column] = at;
        // The elements of a list may have the keys too.
        if (byte === OPEN_ARRAY && this.#hasColumnsInside()) return -1;
      } else if (depth === 2) {
        if (this.#columnBelow >= 0) this.starts[this.#columnBelow] = at;
        if (byte === OPEN_ARRAY && this.#hasColumnsDeep()) return -1;
      } else if (depth === 3 && this.#columnDeep >= 0) this.starts[this.#columnDeep] = at;
      if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        const isObject = byte === OPEN_OBJECT;
        if (bytes[at + 1] !== (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) {
          if (depth === DEPTH_MAX) return -1;
          depth += 1;
          objects = isObject ? objects | (1 << depth) : objects & ~(1 << depth);
          at = isObject ? this.#passKey(text, at + 1, depth) : at + 1;
          continue;
        }
        at += 2;
      } else {
        at = byte === QUOTE ? endOfString(text, at + 1) : endOfScalar(bytes, at);
      }
      // A value has ended: a comma follows, or the end of what holds it.
      for (;;) {
        if (at < 0 || depth === 0) return at;
        if (depth === 1) {
          if (this.#column >= 0) this.ends[this.#column] = at;
        } else if (depth === 2) {
          if (this.#columnBelow >= 0) this.ends[this.#columnBelow] = at;
        } else if (depth === 3 && this.#columnDeep >= 0) this.ends[this.#columnDeep] = at;
        const isObject = (objects & (1 << depth)) !== 0;
        if (bytes[at] === COMMA) {
          at = isObject ? this.#passKey(text, at + 1, depth) : at + 1;
          break;
        }
        if (bytes[at] !== (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) return -1;
        depth -= 1;
        at += 1;
      }
    }
    return -1;
  }

  #hasColumnsInside(): boolean {
    return this.#inside !== undefined;
  }

  #hasColumnsDeep(): boolean {
    return this.#deep !== undefined;
  }

  /** Passes a key and its colon. @returns where its value begins, or -1. Keys with escapes are not plain. */
  #passKey(text: WordedBytes, at: number, depth: number): number {
    const level = this.#levelAt(depth);
    const foreseen = level?.foreseen(text, at);
    if (foreseen !== undefined) {
      this.#enter(foreseen, depth);
      return at + foreseen.length;
    }
    const { bytes } = text;
    if (bytes[at] !== QUOTE) return -1;
    let end = level === undefined ? endOfPlain(text, at + 1) : endOfPlainKey(text, at + 1);
    const hasDot = bytes[end] === DOT;
    if (hasDot) end = endOfPlain(text, end);
    if (end + 1 >= bytes.length || bytes[end] !== QUOTE || bytes[end + 1] !== COLON) return -1;
    if (level === undefined) return end + 2;
    if (depth === 1 && isAnyAt(this.#wrapperKeys, bytes, at + 1, end - at - 1)) return -1;
    const key = level.find(bytes, at + 1, end);
    if (key === undefined) {
      // At the top any of them may be a path that a tool flattened.
      if (hasDot && (depth === 1 || beginsAny(level.counting, bytes, at + 1, end - at - 1))) return -1;
      level.meet(bytes, at + 1, end);
    }
    this.#enter(key ?? OTHER, depth);
    return end + 2;
  }

  #levelAt(depth: number): KeyLevel | undefined {
    if (depth === 1) return this.#top;
    if (depth === 2) return this.#inside;
    return depth === 3 ? this.#deep : undefined;
  }

  #enter({ column, below }: LevelKey, depth: number): void {
    if (depth === 3) {
      this.#columnDeep = column;
      return;
    }
    this.#columnDeep = -1;
    if (depth === 2) {
      this.#columnBelow = column;
      this.#deep = below;
    } else {
      this.#column = column;
      this.#columnBelow = -1;
      this.#inside = below;
      this.#deep = undefined;
    }
    if (below !== undefined) this.#begin(below);
  }

  /** Of two keys of one name the last counts, so what was read below the first is forgotten. */
  #begin(level: KeyLevel): void {
    level.begin();
    for (const { column, below } of level.counting) {
      if (column >= 0) this.starts[column] = this.ends[column] = 0;
      if (below !== undefined) this.#begin(below);
    }
  }
}

const known = new WeakMap<readonly string[], RecordOutline>();

/**
 * The outline for a choice of columns, the same one for the same list: most files of a trail are small, and an outline learns which
 * key follows which. What it found has to be taken before it reads again.
 */
export function outlineOf(columns: readonly string[]): RecordOutline {
  const before = known.get(columns);
  if (before !== undefined) return before;
  const made = new RecordOutline(columns);
  known.set(columns, made);
  return made;
}

/** A key that does not count. */
const OTHER: LevelKey = { name: new Uint8Array(), column: -1, below: undefined };

interface ColumnPath {
  readonly keys: readonly string[];
  readonly column: number;
}

/** The keys of one level that columns lie at or below. */
function keysOf(paths: readonly ColumnPath[], level: number): readonly LevelKey[] {
  const names = [...new Set(paths.map(({ keys }) => keys[level] ?? ''))];
  return names.map((name) => {
    const named = paths.filter(({ keys }) => keys[level] === name);
    const own = named.find(({ keys }) => keys.length === level + 1);
    const below = named.filter(({ keys }) => keys.length > level + 1);
    return {
      name: bytesOf(name),
      column: own?.column ?? -1,
      below: below.length === 0 ? undefined : new KeyLevel(keysOf(below, level + 1)),
    };
  });
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function isAt(key: Uint8Array, bytes: Buffer, start: number, length: number): boolean {
  return key.length === length && isNameAt(key, bytes, start);
}

/** A loop, because closures would cost every key an object. */
function isAnyAt(keys: readonly Uint8Array[], bytes: Buffer, start: number, length: number): boolean {
  for (const key of keys) if (isAt(key, bytes, start, length)) return true;
  return false;
}

function beginsAny(keys: readonly LevelKey[], bytes: Buffer, start: number, length: number): boolean {
  return keys.some(({ name }) => isBeginning(name, bytes, start, length));
}

/** `userIdentity.type` as one literal key: rules read it like the path, so the column alone cannot decide. */
function isBeginning(key: Uint8Array, bytes: Buffer, start: number, length: number): boolean {
  return length > key.length && bytes[start + key.length] === DOT && isAt(key, bytes, start, key.length);
}

/** Position after the closing quote. */
function endOfString(text: WordedBytes, from: number): number {
  const { bytes } = text;
  let at = from;
  for (;;) {
    at = endOfPlain(text, at);
    // Never look past the end: one such look makes every later look-up slow for the engine that runs this.
    if (at >= bytes.length) return -1;
    if (bytes[at] === QUOTE) return at + 1;
    if (bytes[at] !== BACKSLASH || at + 1 >= bytes.length || ESCAPES[bytes[at + 1] as number] !== 1) return -1;
    at += 2;
  }
}

/** Position after `true`, `false`, `null` or a whole number. */
function endOfScalar(bytes: Buffer, from: number): number {
  const first = bytes[from] as number; // past the end it is undefined, which no comparison accepts
  if (first === MINUS || (first >= ZERO && first <= NINE)) return endOfNumber(bytes, from);
  for (const word of WORDS) {
    if (first === word[0]) return isAt(word, bytes, from, word.length) ? from + word.length : -1;
  }
  return -1;
}

function endOfNumber(bytes: Buffer, from: number): number {
  const digits = bytes[from] === MINUS ? from + 1 : from;
  let at = digits;
  for (let byte = bytes[at]; byte !== undefined && byte >= ZERO && byte <= NINE; byte = bytes[at]) at += 1;
  if (at === digits || (bytes[digits] === ZERO && at > digits + 1)) return -1;
  const after = bytes[at];
  return after === COMMA || after === CLOSE_OBJECT || after === CLOSE_ARRAY ? at : -1;
}
