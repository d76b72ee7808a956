/**
 * What the columns of one kind of log tell without the record being parsed: which event it is, who acted, and what else of the
 * normalised event follows from a few plain values. One of these for each log source; what asks them is the same for all.
 */
import type { AuditEvent, EventView } from '../../events/audit-event.ts';
import type { FieldPath } from '../../rule-language/detection.ts';
import type { JsonObject } from '../../std/json.ts';
import type { RecordColumns } from '../../std/record-columns.ts';
import type { ColumnTexts, TextReader } from './column-texts.ts';
import type { Row } from './row-table.ts';

/** A column that a field of the normalised event follows from. */
export interface Origin {
  readonly column: string;
  /**
   * What must stand there for the field to follow from its origins alone: `any` plain value or none, a `text` that is not empty, or
   * `nothing`.
   */
  readonly holds: 'any' | 'text' | 'nothing';
}

/** Reads which event a record is into a row: id, account, action and what several records share. @returns whether that is plain. */
export type EventReader = (record: RecordColumns, row: Row) => boolean;

/** One kind of log. */
export interface LogColumns {
  readonly source: Pick<EventView, 'cloud' | 'service'>;
  /** Fields with few different values: each combination of them is judged once, and leaves few rules to ask. */
  readonly deciding: readonly string[];
  /** Fields of the normalised event by name, with what they follow from. */
  readonly origins: ReadonlyMap<string, readonly Origin[]>;
  /** A record that has nothing but some columns. */
  viewOf(raw: JsonObject): EventView;
  /** The id of an event, and what it is unique in: parts of its `dedupKey`, which {@link eventKeyOf} puts together. */
  idOf(event: AuditEvent): { readonly scope: string; readonly id: string };
  eventKeyOf(scope: string, id: string, timeMs: number): string;
  /** Columns that say which event a record is. */
  readonly ownColumns: readonly string[];
  eventReader(columns: ColumnTexts): EventReader;
  /** Columns from which the text of a field of a key is read; undefined where it is not read from columns. */
  keyColumns(field: FieldPath): readonly string[] | undefined;
  /** For a field that has {@link keyColumns}. */
  keyReader(field: FieldPath, columns: ColumnTexts): TextReader;
}

/** Keys that lie deeper are no columns. */
const LEVELS_MAX = 3;

/** Whether a field is one column. */
export function isColumn({ origin, segments }: FieldPath): boolean {
  return origin === 'raw' && segments.length <= LEVELS_MAX;
}
