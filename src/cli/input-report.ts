/** What a run read and what it did not: kept within bounds, told at the end. Nothing is hidden. */
import type { ReadProblem } from '../ingest/record-reader.ts';
import { printable } from '../std/printable.ts';

/** Problems kept with their text; more are counted. */
const PROBLEMS_KEPT = 1000;
/** Files named; more are counted. */
const FILES_NAMED = 1000;
/** Problems printed a file; the rest is counted. */
const PROBLEMS_SHOWN = 5;

/** Collects what the input held. */
export class InputReport {
  readonly #problems = new Map<string, { shown: ReadProblem[]; count: number }>();
  readonly #siblings = new Map<string, number>();
  #kept = 0;
  /** Problems in files that are not named. */
  #elsewhere = 0;
  unreadable = 0;
  /** Values that were read as what they are: events and known siblings. */
  readable = 0;

  problem(problem: ReadProblem): void {
    this.unreadable += 1;
    if (!this.#problems.has(problem.file) && this.#problems.size >= FILES_NAMED) {
      this.#elsewhere += 1;
      return;
    }
    const file = this.#problems.get(problem.file) ?? { shown: [], count: 0 };
    this.#problems.set(problem.file, file);
    file.count += 1;
    // What is wrong with the whole file explains the rest: it stands first and is never cut off.
    if (problem.offset === undefined) {
      file.shown.unshift(problem);
    } else if (file.shown.length < PROBLEMS_SHOWN && this.#kept < PROBLEMS_KEPT) {
      file.shown.push(problem);
      this.#kept += 1;
    }
  }

  sibling(what: string): void {
    this.readable += 1;
    this.#siblings.set(what, (this.#siblings.get(what) ?? 0) + 1);
  }

  /** Number of records that are no events but known. */
  get skipped(): number {
    return [...this.#siblings.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Lines for people: what was skipped, then what could not be read, by file with place and reason. */
  lines(): string[] {
    const skipped = [...this.#siblings].map(([what, count]) => `${count} ${what}${count === 1 ? '' : 's'}`);
    const lines = skipped.length === 0 ? [] : [`skipped, no events: ${skipped.join(', ')}`];
    for (const [file, { shown, count }] of this.#problems) {
      lines.push(`not read: ${printable(file)}`);
      for (const { offset, reason } of shown) {
        lines.push(`  ${offset === undefined ? '' : `at byte ${offset}: `}${printable(reason)}`);
      }
      if (count > shown.length) lines.push(`  and ${count - shown.length} more`);
    }
    if (this.#elsewhere > 0) lines.push(`not read: ${this.#elsewhere} more in further files`);
    return lines;
  }
}
