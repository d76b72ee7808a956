/**
 * Which records a scan need not parse: CloudTrail records that no rule can match, told by a few of their top-level
 * fields. They are counted, dated and told from their copies like all others.
 */
import type { ColumnFilter } from '../rule-language/column-filter.ts';
import { parseInstant } from '../std/time.ts';

/** JSON texts of the fields of one record; `key` is equal for equal texts and cheap, `text` is the text itself. */
export interface Columns {
  key(column: number): string | undefined;
  text(column: number): string | undefined;
}

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
  /** Where the columns of the filter stand among {@link columns}. */
  readonly #deciding: readonly number[];
  #lastTime = '';
  #lastTimeMs: number | undefined;

  constructor(filter: ColumnFilter) {
    this.#filter = filter;
    this.columns = [...new Set([...REQUIRED, AMENDS, ...filter.columns])];
    this.#amends = this.columns.indexOf(AMENDS);
    this.#deciding = filter.columns.map((name) => this.columns.indexOf(name));
  }

  /** What is known of the record, or undefined where it has to be parsed. */
  skim(columns: Columns): Skimmed | undefined {
    const source = columns.key(0);
    // Notifications and other siblings have other sources, or none: they are recognised by their whole.
    if (source?.endsWith('.amazonaws.com"') !== true || columns.key(1) === undefined) return undefined;
    if (columns.key(this.#amends) !== undefined) return undefined;
    const id = plainString(columns.key(2));
    const timeMs = this.#timeMs(columns.key(3));
    const account = plainString(columns.key(4));
    if (id === undefined || timeMs === undefined || account === undefined) return undefined;
    for (let number = 0; number < this.#deciding.length; number += 1) {
      const column = this.#deciding[number] ?? 0;
      const key = columns.key(column);
      if (key !== undefined && this.#filter.mayMatch(number, key, () => columns.text(column) ?? 'null'))
        return undefined;
    }
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

/** The string that a JSON text of printable ASCII without escapes stands for; undefined for every other text and for ''. */
function plainString(text: string | undefined): string | undefined {
  return text !== undefined && /^"(?:(?!["\\])[\x20-\x7e])+"$/.test(text) ? text.slice(1, -1) : undefined;
}
