/**
 * Tells from the JSON text of a few top-level fields that no rule can match, so that a record need not be parsed.
 *
 * Every rule has a witness: a field that must pass a test wherever the rule matches. Its value lies below one top-level
 * key, a column. A record none of whose columns passes the witness of any rule matches no rule (law: filtered = full scan).
 */
import type { EventView } from '../events/audit-event.ts';
import type { Json } from '../std/json.ts';
import type { RuleIndex } from './rule-index.ts';

/** Texts remembered a column; further ones are worked out each time. */
const TEXTS_MAX = 20_000;
/** Longer texts are worked out each time. */
const TEXT_LENGTH_MAX = 2_048;

/** Decides by columns. */
export interface ColumnFilter {
  /** Top-level keys whose values decide. */
  readonly columns: readonly string[];
  /**
   * Whether the value of one column lets any rule match.
   * @param key Identifies the value's text; equal for equal texts.
   * @param text The value's JSON text, asked for only where the key is new.
   */
  mayMatch(column: number, key: string, text: () => string): boolean;
}

/** The part of a rule set whose witnesses lie below one top-level key. */
export interface Column {
  readonly name: string;
  readonly index: RuleIndex;
}

/** Builds the filter. `viewOf` wraps a record that has nothing but one column; its normalised event is never asked for. */
export function columnFilter(
  columns: readonly Column[],
  viewOf: (raw: Readonly<Record<string, Json>>) => EventView,
): ColumnFilter {
  const memos = columns.map(() => new Map<string, boolean>());
  function decide(column: Column, text: string): boolean {
    const value = JSON.parse(text) as Json; // the text of a value that was found to be valid JSON
    return column.index(viewOf({ [column.name]: value })).length > 0;
  }
  return {
    columns: columns.map(({ name }) => name),
    mayMatch: (number, key, text) => {
      const [column, memo] = [columns[number], memos[number]];
      if (column === undefined || memo === undefined) return true;
      const known = memo.get(key);
      if (known !== undefined) return known;
      const decision = decide(column, text());
      if (key.length <= TEXT_LENGTH_MAX && memo.size < TEXTS_MAX) memo.set(key, decision);
      return decision;
    },
  };
}
