/**
 * Values of one column as rules see them: two for which all their questions have the same answers are of one class. A column may
 * have as many values as there are sessions; their classes are few.
 */
import type { CompiledFieldSearch } from '../../rule-language/compile.ts';
import { ByteMemo } from '../../std/byte-memo.ts';
import type { Json } from '../../std/json.ts';
import type { RecordColumns } from '../../std/record-columns.ts';
import { COLUMN_BOUNDS, type ColumnBounds } from './column-bounds.ts';
import type { DecidingColumn } from './column-rules.ts';
import type { LogColumns } from './log-columns.ts';
import { recordWith } from './record-with.ts';

/** In place of a class: what stands there is no plain value, or there are too many classes. */
export const OPEN = -3;

const utf8 = new TextDecoder();

/** A value that stands for its class; undefined: nothing at all. */
type Example = string | number | boolean | undefined;

/** The classes of one column for some rules. */
export class ColumnClasses {
  readonly #column: string;
  readonly #place: number;
  readonly #log: LogColumns;
  /** The questions that this column decides. */
  readonly #searches: readonly CompiledFieldSearch[];
  readonly #memo: ByteMemo<number>;
  readonly #classesMax: number;
  readonly #classes = new Map<string, number>();
  readonly #examples: Example[] = [];
  readonly #absent: number;
  #round = -1;
  #last = OPEN;

  constructor(
    column: string,
    place: number,
    about: {
      readonly log: LogColumns;
      readonly searches: readonly CompiledFieldSearch[];
      readonly bounds?: Pick<ColumnBounds, 'classed' | 'classesMax'>;
    },
  ) {
    this.#column = column;
    this.#place = place;
    this.#log = about.log;
    this.#searches = about.searches;
    const { classed, classesMax } = about.bounds ?? COLUMN_BOUNDS;
    this.#memo = new ByteMemo(classed);
    this.#classesMax = classesMax;
    this.#absent = this.#classOf(undefined);
  }

  /** Class of the value of a record, or {@link OPEN}. Several rules ask for one record: `round` is its number. */
  classAt(record: RecordColumns, round: number): number {
    if (round === this.#round) return this.#last;
    this.#round = round;
    this.#last = this.#find(record);
    return this.#last;
  }

  /** Whether the values of a class are all that a rule depends on here. */
  isTold(number: number, { holds, isNeeded }: DecidingColumn): boolean {
    return isTold(this.#examples[number], { holds, isNeeded });
  }

  /** A value of a class, for all of it; undefined where the column is absent. */
  exampleOf(number: number): Example {
    return this.#examples[number];
  }

  #find({ bytes, starts, ends }: RecordColumns): number {
    const end = ends[this.#place] ?? 0;
    if (end === 0) return this.#absent;
    const start = starts[this.#place] ?? 0;
    const known = this.#memo.get(bytes, start, end);
    if (known !== undefined) return known;
    const value = JSON.parse(utf8.decode(bytes.subarray(start, end))) as Json;
    const found = typeof value === 'object' ? OPEN : this.#classOf(value);
    this.#memo.set(bytes, start, end, found);
    return found;
  }

  #classOf(value: Example): number {
    const view = this.#log.viewOf(value === undefined ? {} : recordWith([[this.#column, value]]));
    const answers = `${kindOf(value)}${this.#searches.map(({ holds }) => (holds(view) ? 'y' : 'n')).join('')}`;
    const known = this.#classes.get(answers);
    if (known !== undefined) return known;
    if (this.#examples.length >= this.#classesMax) return OPEN;
    const number = this.#examples.push(value) - 1;
    this.#classes.set(answers, number);
    return number;
  }
}

/** Whether a value, or that there is none, is all that a rule depends on in a column. */
export function isTold(
  value: Json | undefined,
  { holds, isNeeded }: Pick<DecidingColumn, 'holds' | 'isNeeded'>,
): boolean {
  if (holds === 'nothing') return value === undefined;
  if (holds === 'text') return typeof value === 'string' && value !== '';
  return value !== undefined || !isNeeded;
}

function kindOf(value: Example): string {
  if (value === undefined) return 'nothing ';
  return typeof value === 'string' && value !== '' ? 'text ' : 'other ';
}
