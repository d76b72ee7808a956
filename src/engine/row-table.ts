/**
 * Many observations in little memory: one row of numbers each. A row says which fold an event belongs to, when it was, what is
 * counted of it, which event it is and where it was read; the record itself stays in its file.
 */

const ROWS_MIN = 1 << 12;

/** One row; all but the time are 32-bit numbers. */
export interface Row {
  timeMs: number;
  fold: number;
  /** Number of the text that is counted. */
  value: number;
  /** Numbers of the texts of account and action. */
  account: number;
  action: number;
  /** Number of the text of a shared action, or -1. */
  shared: number;
  /** Number of the variation that holds, or -1. */
  variation: number;
  /** Lower: the copy that tells more. */
  copy: number;
  /** Where it was read: number of the text of its file, and the record's own. */
  file: number;
  record: number;
  /** Its id: a UUID in four words, or the number of a text and three times zero. */
  id0: number;
  id1: number;
  id2: number;
  id3: number;
}

const WIDTH = 13;

/** An empty row, to be filled. */
export function emptyRow(): Row {
  return {
    timeMs: 0,
    fold: 0,
    value: 0,
    account: 0,
    action: 0,
    shared: -1,
    variation: -1,
    copy: 0,
    file: 0,
    record: 0,
    id0: 0,
    id1: 0,
    id2: 0,
    id3: 0,
  };
}

/** Rows by number, and fold by fold. */
export class RowTable {
  #count = 0;
  #times = new Float64Array(ROWS_MIN);
  #numbers = new Int32Array(ROWS_MIN * WIDTH);

  get size(): number {
    return this.#count;
  }

  add(row: Row): void {
    if (this.#count === this.#times.length) this.#grow();
    const numbers = this.#numbers;
    let at = this.#count * WIDTH;
    this.#times[this.#count] = row.timeMs;
    numbers[at++] = row.fold;
    numbers[at++] = row.value;
    numbers[at++] = row.account;
    numbers[at++] = row.action;
    numbers[at++] = row.shared;
    numbers[at++] = row.variation;
    numbers[at++] = row.copy;
    numbers[at++] = row.file;
    numbers[at++] = row.record;
    numbers[at++] = row.id0;
    numbers[at++] = row.id1;
    numbers[at++] = row.id2;
    numbers[at] = row.id3;
    this.#count += 1;
  }

  timeOf(number: number): number {
    return this.#times[number] as number; // number < count
  }

  valueOf(number: number): number {
    return this.#numbers[number * WIDTH + 1] as number; // number < count
  }

  row(number: number): Row {
    const at = number * WIDTH;
    const [
      fold = 0,
      value = 0,
      account = 0,
      action = 0,
      shared = -1,
      variation = -1,
      copy = 0,
      file = 0,
      record = 0,
      id0 = 0,
      id1 = 0,
      id2 = 0,
      id3 = 0,
    ] = this.#numbers.subarray(at, at + WIDTH);
    return {
      timeMs: this.timeOf(number),
      fold,
      value,
      account,
      action,
      shared,
      variation,
      copy,
      file,
      record,
      id0,
      id1,
      id2,
      id3,
    };
  }

  /** Numbers of the rows of each fold by time, fold after fold. */
  *folds(foldCount: number): Generator<Uint32Array> {
    const starts = new Uint32Array(foldCount + 1);
    for (let number = 0; number < this.#count; number += 1) {
      const next = this.#foldOf(number) + 1;
      starts[next] = (starts[next] as number) + 1; // fold < foldCount
    }
    for (let fold = 0; fold < foldCount; fold += 1) {
      starts[fold + 1] = (starts[fold + 1] as number) + (starts[fold] as number); // fold < foldCount
    }
    const places = starts.slice();
    const sorted = new Uint32Array(this.#count);
    for (let number = 0; number < this.#count; number += 1) {
      const fold = this.#foldOf(number);
      const place = places[fold] as number; // fold < foldCount
      sorted[place] = number;
      places[fold] = place + 1;
    }
    for (let fold = 0; fold < foldCount; fold += 1) {
      yield sorted
        .subarray(starts[fold], starts[fold + 1])
        .sort((left, right) => this.timeOf(left) - this.timeOf(right));
    }
  }

  #foldOf(number: number): number {
    return this.#numbers[number * WIDTH] as number; // number < count
  }

  #grow(): void {
    const times = new Float64Array(this.#times.length * 2);
    times.set(this.#times);
    this.#times = times;
    const numbers = new Int32Array(this.#numbers.length * 2);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
  }
}
