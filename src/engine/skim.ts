/**
 * Which records a scan need not parse: CloudTrail records that no rule can match, told by a few of their top-level
 * fields. They are counted, dated and told from their copies like all others.
 */
import type { ColumnFilter } from '../rule-language/column-filter.ts';
import { Fingerprint } from '../std/id-set.ts';
import type { RecordColumns } from '../std/record-columns.ts';
import { parseInstant } from '../std/time.ts';

/** What is known of a record that nobody wants. Valid until the next one is skimmed. */
export interface Skimmed {
  /** Of the key that its copies share: `account/id`, as of a record that is parsed. */
  readonly copy: Fingerprint;
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
  /** The record's own columns. */
  readonly columns: RecordColumns;
  /** Account that it was delivered to: the ASCII text at `bytes[accountStart, accountEnd)` of the columns. */
  readonly accountStart: number;
  readonly accountEnd: number;
}

/** Fields that every record must have in their usual form to be passed over. */
const REQUIRED = ['eventSource', 'eventName', 'eventID', 'eventTime', 'recipientAccountId'] as const;

/** What only a few records have, and what makes them count for another one. */
const AMENDS = 'addendum';

/** Notifications and other siblings have other sources, or none: they are recognised by their whole. */
const SOURCE_ENDS = new TextEncoder().encode('.amazonaws.com"');

/** Decides on records by their columns. */
export class Skimmer {
  readonly columns: readonly string[];
  readonly #filter: ColumnFilter;
  readonly #places: Readonly<Record<(typeof REQUIRED)[number] | typeof AMENDS, number>>;
  readonly #clock = new Clock();
  readonly #skimmed: { -readonly [Key in keyof Skimmed]: Skimmed[Key] } = {
    copy: new Fingerprint(),
    timeMs: 0,
    columns: { bytes: new Uint8Array(), starts: new Int32Array(), ends: new Int32Array() },
    accountStart: 0,
    accountEnd: 0,
  };

  /** @param further Columns that are read for somebody else. */
  constructor(filter: ColumnFilter, further: readonly string[] = []) {
    this.#filter = filter;
    // The filter finds its own by their numbers.
    this.columns = [...new Set([...filter.columns, ...REQUIRED, AMENDS, ...further])];
    const { columns } = this;
    this.#places = {
      eventSource: columns.indexOf('eventSource'),
      eventName: columns.indexOf('eventName'),
      eventID: columns.indexOf('eventID'),
      eventTime: columns.indexOf('eventTime'),
      recipientAccountId: columns.indexOf('recipientAccountId'),
      addendum: columns.indexOf(AMENDS),
    };
  }

  /** What is known of the record, or undefined where it has to be parsed. */
  skim(record: RecordColumns): Skimmed | undefined {
    const { bytes, starts, ends } = record;
    const { eventSource, eventName, eventID, eventTime, recipientAccountId, addendum } = this.#places;
    if (!endsWith(record, eventSource, SOURCE_ENDS) || ends[eventName] === 0 || ends[addendum] !== 0) return undefined;
    if (!isPlainString(record, eventID) || !isPlainString(record, recipientAccountId)) return undefined;
    const timeMs = this.#clock.timeMs(record, eventTime);
    if (timeMs === undefined || this.#filter.mayMatch(record)) return undefined;
    const skimmed = this.#skimmed;
    skimmed.timeMs = timeMs;
    skimmed.columns = record;
    skimmed.accountStart = at(starts, recipientAccountId) + 1;
    skimmed.accountEnd = at(ends, recipientAccountId) - 1;
    const { copy } = skimmed;
    copy.clear().ascii(bytes, skimmed.accountStart, skimmed.accountEnd).text('/');
    copy.ascii(bytes, at(starts, eventID) + 1, at(ends, eventID) - 1);
    return skimmed;
  }
}

/** Length of `"2026-03-02T`. */
const DAY_LENGTH = 12;

/** Reads instants. In the form that AWS writes, on the day of the record before, only the time of day is read. */
class Clock {
  /** How the last instant's text begins, quote and T included; no text begins like the first. */
  readonly #day = new Uint8Array(DAY_LENGTH);
  #dayMs = 0;

  /** Milliseconds since the epoch; undefined where the column holds no instant. */
  timeMs(record: RecordColumns, column: number): number | undefined {
    const { bytes } = record;
    const start = at(record.starts, column);
    const ofDay = msOfDay(bytes, start, at(record.ends, column));
    if (ofDay !== undefined && this.#isDay(bytes, start)) return this.#dayMs + ofDay;
    if (!isPlainString(record, column)) return undefined;
    const text = String.fromCharCode(...bytes.subarray(start + 1, at(record.ends, column) - 1));
    const timeMs = parseInstant(text);
    if (timeMs !== undefined && ofDay !== undefined) {
      this.#day.set(bytes.subarray(start, start + DAY_LENGTH));
      this.#dayMs = timeMs - ofDay;
    }
    return timeMs;
  }

  #isDay(bytes: Uint8Array, start: number): boolean {
    for (let index = 0; index < DAY_LENGTH; index += 1) {
      if (bytes[start + index] !== this.#day[index]) return false;
    }
    return true;
  }
}

const [QUOTE, BACKSLASH, COLON, T, Z, ZERO] = [0x22, 0x5c, 0x3a, 0x54, 0x5a, 0x30];

/** Milliseconds since midnight in `"2026-03-02T09:15:00Z"`; undefined for every other form. */
function msOfDay(bytes: Uint8Array, start: number, end: number): number | undefined {
  const isForm =
    end - start === 22 &&
    bytes[start + 11] === T &&
    bytes[start + 14] === COLON &&
    bytes[start + 17] === COLON &&
    bytes[start + 20] === Z;
  if (!isForm) return undefined;
  const hours = twoDigits(bytes, start + 12);
  const minutes = twoDigits(bytes, start + 15);
  const seconds = twoDigits(bytes, start + 18);
  // A time that does not exist is for the parser to judge.
  if (!(hours < 24 && minutes < 60 && seconds < 60)) return undefined;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** The number of two digits; NaN where they are none. */
function twoDigits(bytes: Uint8Array, place: number): number {
  const tens = at(bytes, place) - ZERO;
  const ones = at(bytes, place + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function endsWith({ bytes, starts, ends }: RecordColumns, column: number, ending: Uint8Array): boolean {
  const from = at(ends, column) - ending.length;
  if (from < at(starts, column)) return false;
  for (let index = 0; index < ending.length; index += 1) if (bytes[from + index] !== ending[index]) return false;
  return true;
}

/** Whether a column holds a string, not '', of printable ASCII without escapes: its text between the quotes. */
function isPlainString({ bytes, starts, ends }: RecordColumns, column: number): boolean {
  const start = at(starts, column);
  const end = at(ends, column);
  if (end - start < 3 || bytes[start] !== QUOTE) return false;
  for (let place = start + 1; place < end - 1; place += 1) {
    const byte = at(bytes, place);
    if (byte < 0x20 || byte > 0x7e || byte === BACKSLASH) return false;
  }
  return true;
}

/** An element that is there: columns are as many as were asked for, and their bounds lie within the bytes. */
function at(numbers: Int32Array | Uint8Array, index: number): number {
  return numbers[index] as number;
}
