/** Reads instants from the bytes of records. On the day of the record before, only the time of day is read. */
import { isPlainString, type RecordColumns } from '../std/record-columns.ts';
import { parseInstant } from '../std/time.ts';

/** Length of `"2026-03-02T`. */
const DAY_LENGTH = 12;

/** Reads the instants of one kind of log. */
export class Clock {
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

const [QUOTE, COLON, DOT, T, Z, ZERO] = [0x22, 0x3a, 0x2e, 0x54, 0x5a, 0x30];

/** Length of `"2026-03-02T09:15:00Z"`. */
const WHOLE_SECONDS = 22;

/** Milliseconds since midnight in `"2026-03-02T09:15:00Z"` or `"2026-03-02T09:15:00.123456789Z"`; undefined for every other form. */
function msOfDay(bytes: Uint8Array, start: number, end: number): number | undefined {
  const isForm =
    end - start >= WHOLE_SECONDS &&
    bytes[start] === QUOTE &&
    bytes[start + 11] === T &&
    bytes[start + 14] === COLON &&
    bytes[start + 17] === COLON &&
    bytes[end - 2] === Z;
  if (!isForm) return undefined;
  const hours = twoDigits(bytes, start + 12);
  const minutes = twoDigits(bytes, start + 15);
  const seconds = twoDigits(bytes, start + 18);
  const ms = end - start === WHOLE_SECONDS ? 0 : msOfFraction(bytes, start + 20, end - 2);
  // A time that does not exist is for the parser to judge.
  if (!(hours < 24 && minutes < 60 && seconds < 60 && ms < 1000)) return undefined;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms;
}

/** Milliseconds of three to nine digits behind a dot, what is finer cut; NaN where there are none. */
function msOfFraction(bytes: Uint8Array, dot: number, end: number): number {
  const digits = end - dot - 1;
  if (bytes[dot] !== DOT || digits < 3 || digits > 9) return Number.NaN;
  let ms = 0;
  for (let place = dot + 1; place < end; place += 1) {
    const digit = at(bytes, place) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    if (place <= dot + 3) ms = ms * 10 + digit;
  }
  return ms;
}

/** The number of two digits; NaN where they are none. */
function twoDigits(bytes: Uint8Array, place: number): number {
  const tens = at(bytes, place) - ZERO;
  const ones = at(bytes, place + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** An element that is there: bounds of columns lie within the bytes. */
function at(numbers: Int32Array | Uint8Array, index: number): number {
  return numbers[index] as number;
}
