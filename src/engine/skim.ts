/**
 * Which records a scan need not parse: CloudTrail records that no rule can match, told by a few of their top-level
 * fields. They are counted, dated and told from their copies like all others.
 */
import type { ColumnFilter, ColumnTexts } from '../rule-language/column-filter.ts';
import { parseInstant } from '../std/time.ts';

/** What is known of a record that nobody wants. */
export interface Skimmed {
  readonly id: string;
  /** Account that it was delivered to. */
  readonly account: string;
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
}

/** Fields that every record must have in their usual form to be passed over. */
const REQUIRED = ['eventSource', 'eventName', 'eventID', 'eventTime', 'recipientAccountId'] as const;

/** What only a few records have, and what makes them count for another one. */
const AMENDS = 'addendum';

/** Decides on records by their columns. */
export class Skimmer {
  readonly columns: readonly string[];
  readonly #filter: ColumnFilter;
  readonly #amends: number;
  readonly #deciding: DecidingTexts;
  /** The day of the last instant as its text begins, quote and T included; no text begins like the first. */
  #day = 'none';
  #dayMs = 0;

  constructor(filter: ColumnFilter) {
    this.#filter = filter;
    this.columns = [...new Set([...REQUIRED, AMENDS, ...filter.columns])];
    this.#amends = this.columns.indexOf(AMENDS);
    this.#deciding = new DecidingTexts(filter.columns.map((name) => this.columns.indexOf(name)));
  }

  /** What is known of the record, or undefined where it has to be parsed. */
  skim(columns: ColumnTexts): Skimmed | undefined {
    const source = columns.key(0);
    // Notifications and other siblings have other sources, or none: they are recognised by their whole.
    if (source?.endsWith('.amazonaws.com"') !== true || columns.key(1) === undefined) return undefined;
    if (columns.key(this.#amends) !== undefined) return undefined;
    const id = plainString(columns.key(2));
    const timeMs = this.#timeMs(columns.key(3));
    const account = plainString(columns.key(4));
    if (id === undefined || timeMs === undefined || account === undefined) return undefined;
    this.#deciding.columns = columns;
    if (this.#filter.mayMatch(this.#deciding)) return undefined;
    return { id, account, timeMs };
  }

  /** In the form that AWS writes, on the day of the record before: only the time of day is read. */
  #timeMs(text: string | undefined): number | undefined {
    if (text === undefined) return undefined;
    const ofDay = msOfDay(text);
    if (ofDay !== undefined && text.startsWith(this.#day)) return this.#dayMs + ofDay;
    const instant = plainString(text);
    const timeMs = instant === undefined ? undefined : parseInstant(instant);
    if (timeMs !== undefined && ofDay !== undefined) {
      this.#day = text.slice(0, DAY_LENGTH);
      this.#dayMs = timeMs - ofDay;
    }
    return timeMs;
  }
}

/** Length of `"2026-03-02T`. */
const DAY_LENGTH = 12;

/** Milliseconds since midnight in `"2026-03-02T09:15:00Z"`; undefined for every other form. */
function msOfDay(text: string): number | undefined {
  const isForm =
    text.length === 22 &&
    text[11] === 'T' &&
    text[14] === ':' &&
    text[17] === ':' &&
    text[20] === 'Z' &&
    text[21] === '"';
  if (!isForm) return undefined;
  const [hours, minutes, seconds] = [twoDigits(text, 12), twoDigits(text, 15), twoDigits(text, 18)];
  // A time that does not exist is for the parser to judge.
  if (!(hours < 24 && minutes < 60 && seconds < 60)) return undefined;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

const ZERO = 48;

/** The number of two digits; NaN where they are none. */
function twoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - ZERO, text.charCodeAt(at + 1) - ZERO];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** The columns of the filter among all that are read. One object for all records: it is asked for each. */
class DecidingTexts implements ColumnTexts {
  readonly #places: readonly number[];
  columns: ColumnTexts | undefined;

  /** @param places Where the columns of the filter stand. */
  constructor(places: readonly number[]) {
    this.#places = places;
  }

  key(column: number): string | undefined {
    return this.columns?.key(this.#places[column] ?? -1);
  }

  text(column: number): string | undefined {
    return this.columns?.text(this.#places[column] ?? -1);
  }
}

/** What makes a JSON text of a string no plain one: a backslash, or what is not printable ASCII. */
const NOT_PLAIN = /[^\x20-\x7e]|\\/;

/** The string that a JSON text of printable ASCII without escapes stands for; undefined for every other text and for ''. */
function plainString(text: string | undefined): string | undefined {
  if (text === undefined || text.length < 3 || !text.startsWith('"') || NOT_PLAIN.test(text)) return undefined;
  return text.slice(1, -1);
}
