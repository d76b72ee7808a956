/**
 * Values of one column as a rule sees them: two for which all its questions have the same answers are of one class. A column may
 * have as many values as there are sessions; their classes are few.
 */
import type { CompiledFieldSearch } from '../../rule-language/compile.ts';
import { ByteMemo } from '../../std/byte-memo.ts';
import type { Json } from '../../std/json.ts';
import type { RecordColumns } from '../../std/record-columns.ts';
import type { DecidingColumn } from './column-rules.ts';
import type { LogColumns } from './log-columns.ts';
import { recordWith } from './record-with.ts';

/** In place of a class: the rule depends on more than this value. */
export const OPEN = -3;

/** Classes of a column for one rule: numbers below this one. */
export const CLASSES_MAX = 64;

const REMEMBERED = { textsMax: 20_000, bytesMax: 2_000_000 };
const utf8 = new TextDecoder();

/** The classes of one column for one rule. */
export class ColumnClasses {
  readonly #column: DecidingColumn;
  readonly #place: number;
  readonly #log: LogColumns;
  /** The questions that this column decides. */
  readonly #searches: readonly CompiledFieldSearch[];
  readonly #memo = new ByteMemo<number>(REMEMBERED);
  readonly #classes = new Map<string, number>();
  /** A value of each class; undefined: none at all. */
  readonly #examples: (Json | undefined)[] = [];
  readonly #absent: number;

  constructor(
    column: DecidingColumn,
    place: number,
    about: { readonly log: LogColumns; readonly searches: readonly CompiledFieldSearch[] },
  ) {
    this.#column = column;
    this.#place = place;
    this.#log = about.log;
    this.#searches = about.searches;
    this.#absent = column.holds === 'text' || column.isNeeded ? OPEN : this.#classOf(undefined);
  }

  /** Name of the column. */
  get column(): string {
    return this.#column.column;
  }

  /** Class of the value of a record, or {@link OPEN}. */
  classAt({ bytes, starts, ends }: RecordColumns): number {
    const end = ends[this.#place] ?? 0;
    if (end === 0) return this.#absent;
    const start = starts[this.#place] ?? 0;
    const known = this.#memo.get(bytes, start, end);
    if (known !== undefined) return known;
    const found = this.#classOfText(utf8.decode(bytes.subarray(start, end)));
    this.#memo.set(bytes, start, end, found);
    return found;
  }

  /** A value of a class, for all of it; undefined where the column is absent. */
  exampleOf(number: number): Json | undefined {
    return this.#examples[number];
  }

  #classOfText(text: string): number {
    const { holds } = this.#column;
    const value = JSON.parse(text) as Json;
    if (holds === 'nothing' || typeof value === 'object') return OPEN;
    return holds === 'text' && (typeof value !== 'string' || value === '') ? OPEN : this.#classOf(value);
  }

  #classOf(value: Json | undefined): number {
    const view = this.#log.viewOf(value === undefined ? {} : recordWith([[this.column, value]]));
    const answers = this.#searches.map(({ holds }) => (holds(view) ? 'y' : 'n')).join('');
    const known = this.#classes.get(answers);
    if (known !== undefined) return known;
    if (this.#examples.length === CLASSES_MAX) return OPEN;
    const number = this.#examples.push(value) - 1;
    this.#classes.set(answers, number);
    return number;
  }
}
