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
  #lastTime = '';
  #lastTimeMs: number | undefined;

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

  /** Records that lie side by side often carry the same second. */
  #timeMs(text: string | undefined): number | undefined {
    if (text !== this.#lastTime) {
      const instant = plainString(text);
      this.#lastTimeMs = instant === undefined ? undefined : parseInstant(instant);
      this.#lastTime = text ?? '';
    }
    return this.#lastTimeMs;
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

/** The string that a JSON text of printable ASCII without escapes stands for; undefined for every other text and for ''. */
function plainString(text: string | undefined): string | undefined {
  return text !== undefined && /^"(?:(?!["\\])[\x20-\x7e])+"$/.test(text) ? text.slice(1, -1) : undefined;
}
