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

/** Instants remembered. */
const TIMES_MAX = 4_096;

/** Decides on records by their columns. */
export class Skimmer {
  readonly columns: readonly string[];
  readonly #filter: ColumnFilter;
  readonly #amends: number;
  readonly #deciding: DecidingTexts;
  /** Instants by their JSON text. */
  readonly #times = new Map<string, number>();

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

  /** A file holds many records of few seconds. */
  #timeMs(text: string | undefined): number | undefined {
    if (text === undefined) return undefined;
    const known = this.#times.get(text);
    if (known !== undefined) return known;
    const instant = plainString(text);
    const timeMs = instant === undefined ? undefined : parseInstant(instant);
    if (timeMs === undefined) return undefined;
    if (this.#times.size >= TIMES_MAX) this.#times.clear();
    this.#times.set(text, timeMs);
    return timeMs;
  }
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
