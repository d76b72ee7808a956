/**
 * Many observations in little memory: one row of numbers each. A row says which fold an event belongs to, when it was, what is
 * counted of it, which event it is and where it was read; the record itself stays in its file. More rows than fit are sorted and
 * written to a temporary file, and merged when they are read.
 */
import { mergeSorted } from '../../std/merge-sorted.ts';
import type { MakeRunStore, RunStore } from '../ports.ts';
import { COLUMN_BOUNDS } from './column-bounds.ts';

/**
 * How the id of an event lies in its four words: a UUID, a short text, or the number of a text in the first of them. Of a text the
 * second one is that of the id of the record itself, which is another one where it amends an event.
 */
export const ID_FORMS = ['uuid', 'short', 'text'] as const;

/** One row; all but time and offset are 32-bit numbers. */
export interface Row {
  timeMs: number;
  fold: number;
  /** Number of the text that is counted. */
  value: number;
  /** Numbers of the texts of the account, of what ids are unique in, and of the action; -1 where there is none. */
  account: number;
  scope: number;
  action: number;
  /** Number of the text of a shared action, or -1. */
  shared: number;
  /** Number of the variation that holds, or -1. */
  variation: number;
  /** Lower: the copy that tells more. */
  copy: number;
  idForm: (typeof ID_FORMS)[number];
  id0: number;
  id1: number;
  id2: number;
  id3: number;
  /** Where it was read: number of the text of its file, and the record's own. */
  file: number;
  record: number;
  /** Where its bytes begin in the text of its file; -1 where that is not known. */
  offset: number;
}

/** An empty row, to be filled. */
export function emptyRow(): Row {
  return {
    ...{ timeMs: 0, fold: 0, value: 0, account: 0, scope: 0, action: 0, shared: -1, variation: -1, copy: 0 },
    ...{ idForm: 'uuid', id0: 0, id1: 0, id2: 0, id3: 0, file: 0, record: 0, offset: -1 },
  };
}

/** A row takes so many 32-bit words: two numbers of 64 bits, then the others. */
const WORDS = 18;
const DOUBLES = WORDS / 2;
const ROW_BYTES = WORDS * 4;
/** Places of the words after the two long ones. */
const [FOLD, VALUE, ACCOUNT, SCOPE, ACTION, SHARED, FLAGS, ID, FILE, RECORD, COPY] = [
  4, 5, 6, 7, 8, 9, 10, 11, 15, 16, 17,
];

const ROWS_MIN = 1 << 12;
/** Rows of a run read at once. */
const BLOCK_ROWS = 1 << 10;

/** Rows in one stretch of memory. */
class RowBlock {
  readonly words: Int32Array;
  readonly doubles: Float64Array;

  constructor(rows: number) {
    const buffer = new ArrayBuffer(rows * ROW_BYTES);
    this.words = new Int32Array(buffer);
    this.doubles = new Float64Array(buffer);
  }

  get rows(): number {
    return this.words.length / WORDS;
  }

  put(number: number, row: Row): void {
    const { words, doubles } = this;
    const at = number * WORDS;
    doubles[number * DOUBLES] = row.timeMs;
    doubles[number * DOUBLES + 1] = row.offset;
    words[at + FOLD] = row.fold;
    words[at + VALUE] = row.value;
    words[at + ACCOUNT] = row.account;
    words[at + SCOPE] = row.scope;
    words[at + ACTION] = row.action;
    words[at + SHARED] = row.shared;
    words[at + FLAGS] = ((row.variation + 1) << 2) | ID_FORMS.indexOf(row.idForm);
    words[at + ID] = row.id0;
    words[at + ID + 1] = row.id1;
    words[at + ID + 2] = row.id2;
    words[at + ID + 3] = row.id3;
    words[at + FILE] = row.file;
    words[at + RECORD] = row.record;
    words[at + COPY] = row.copy;
  }

  /** Rows by their numbers: each is smaller than `rows`. */
  get(number: number): Row {
    const { words } = this;
    const at = number * WORDS;
    const flags = words[at + FLAGS] as number;
    return {
      timeMs: this.timeOf(number),
      fold: this.foldOf(number),
      value: words[at + VALUE] as number,
      account: words[at + ACCOUNT] as number,
      scope: words[at + SCOPE] as number,
      action: words[at + ACTION] as number,
      shared: words[at + SHARED] as number,
      variation: (flags >> 2) - 1,
      copy: words[at + COPY] as number,
      idForm: ID_FORMS[flags & 3] ?? 'text',
      id0: words[at + ID] as number,
      id1: words[at + ID + 1] as number,
      id2: words[at + ID + 2] as number,
      id3: words[at + ID + 3] as number,
      file: words[at + FILE] as number,
      record: words[at + RECORD] as number,
      offset: this.doubles[number * DOUBLES + 1] as number,
    };
  }

  timeOf(number: number): number {
    return this.doubles[number * DOUBLES] as number; // number < rows
  }

  foldOf(number: number): number {
    return this.words[number * WORDS + FOLD] as number; // number < rows
  }
}

/** Rows, to be read once, fold after fold and by time within each. */
export class RowTable {
  readonly #makeStore: MakeRunStore;
  readonly #rowsMax: number;
  #block: RowBlock;
  #count = 0;
  /** Runs written, by how many rows each has. */
  readonly #runs: { readonly from: number; readonly rows: number }[] = [];
  #store: RunStore | undefined;

  /** @param options.rowsMin Rows that there is room for at first. */
  constructor(makeStore: MakeRunStore, options: { readonly rowsMax?: number; readonly rowsMin?: number } = {}) {
    this.#makeStore = makeStore;
    this.#rowsMax = options.rowsMax ?? COLUMN_BOUNDS.rowsMax;
    this.#block = new RowBlock(Math.min(options.rowsMin ?? ROWS_MIN, this.#rowsMax));
  }

  add(row: Row): void {
    if (this.#count === this.#block.rows) this.#makeRoom();
    this.#block.put(this.#count, row);
    this.#count += 1;
  }

  /** All rows by fold and time; ties in no order. Rows of folds that nobody wants are passed over. */
  *sorted(isWanted: (fold: number) => boolean = () => true): Generator<Row, void> {
    const held = this.#held(isWanted);
    const places = this.#runs.length === 0 ? held : this.#merged(held, isWanted);
    for (const { block, number } of places) yield block.get(number);
  }

  close(): void {
    this.#store?.close();
    this.#store = undefined;
  }

  #makeRoom(): void {
    if (this.#count >= this.#rowsMax) {
      this.#spill();
      return;
    }
    const wider = new RowBlock(Math.min(this.#block.rows * 2, this.#rowsMax));
    wider.words.set(this.#block.words);
    this.#block = wider;
  }

  #spill(): void {
    this.#store ??= this.#makeStore('rows');
    const { words } = this.#block;
    const ordered = new Int32Array(this.#count * WORDS);
    let to = 0;
    for (const number of order(this.#block, this.#count)) {
      const from = number * WORDS;
      for (let word = 0; word < WORDS; word += 1) ordered[to + word] = words[from + word] as number; // number < rows
      to += WORDS;
    }
    this.#runs.push({ from: this.#store.append(bytesOf(ordered)), rows: this.#count });
    this.#count = 0;
  }

  *#held(isWanted: (fold: number) => boolean): Generator<RowPlace, void> {
    const place = new RowPlace(this.#block);
    for (const number of order(this.#block, this.#count)) if (isWanted(place.move(number))) yield place;
  }

  *#run(
    store: RunStore,
    { from, rows }: { readonly from: number; readonly rows: number },
    isWanted: (fold: number) => boolean,
  ): Generator<RowPlace, void> {
    const block = new RowBlock(Math.min(BLOCK_ROWS, rows));
    const place = new RowPlace(block);
    for (let first = 0; first < rows; first += block.rows) {
      const count = Math.min(block.rows, rows - first);
      store.read(from + first * ROW_BYTES, bytesOf(block.words.subarray(0, count * WORDS)));
      for (let number = 0; number < count; number += 1) if (isWanted(place.move(number))) yield place;
    }
  }

  #merged(held: Generator<RowPlace, void>, isWanted: (fold: number) => boolean): Generator<RowPlace, void> {
    const store = this.#store;
    if (store === undefined) throw new Error('Cannot read rows: they were closed');
    return mergeSorted([...this.#runs.map((run) => this.#run(store, run, isWanted)), held], isBefore);
  }
}

/** Where the next row of a run lies: valid until the one after it is asked for. */
class RowPlace {
  readonly block: RowBlock;
  number = 0;
  fold = 0;
  timeMs = 0;

  constructor(block: RowBlock) {
    this.block = block;
  }

  /** @returns the fold of the row. */
  move(number: number): number {
    this.number = number;
    this.fold = this.block.foldOf(number);
    this.timeMs = this.block.timeOf(number);
    return this.fold;
  }
}

function isBefore(one: RowPlace, other: RowPlace): boolean {
  return one.fold < other.fold || (one.fold === other.fold && one.timeMs < other.timeMs);
}

/** Numbers of the rows by fold and time. */
function order(block: RowBlock, count: number): Uint32Array {
  let folds = 0;
  for (let number = 0; number < count; number += 1) folds = Math.max(folds, block.foldOf(number) + 1);
  const ends = new Uint32Array(folds + 1);
  for (let number = 0; number < count; number += 1) {
    const next = block.foldOf(number) + 1;
    ends[next] = (ends[next] as number) + 1; // fold < folds
  }
  for (let fold = 0; fold < folds; fold += 1) ends[fold + 1] = (ends[fold + 1] as number) + (ends[fold] as number); // fold < folds
  const places = ends.slice();
  const sorted = new Uint32Array(count);
  for (let number = 0; number < count; number += 1) {
    const fold = block.foldOf(number);
    const place = places[fold] as number; // fold < folds
    sorted[place] = number;
    places[fold] = place + 1;
  }
  for (let fold = 0; fold < folds; fold += 1) sortByTime(sorted.subarray(ends[fold], ends[fold + 1]), block);
  return sorted;
}

/** Logs mostly come in order, and exports in the opposite one: then there is nothing to compare. */
function sortByTime(numbers: Uint32Array, block: RowBlock): void {
  let isRising = true;
  let isFalling = true;
  for (let place = 1; place < numbers.length && (isRising || isFalling); place += 1) {
    const [before, here] = [block.timeOf(numbers[place - 1] as number), block.timeOf(numbers[place] as number)]; // place < length
    if (here < before) isRising = false;
    else if (here > before) isFalling = false;
  }
  if (isRising) return;
  if (isFalling) numbers.reverse();
  else numbers.sort((left, right) => block.timeOf(left) - block.timeOf(right));
}

function bytesOf(words: Int32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}
