/** Reads one number of a date as written: no time zone is converted. */
import type { TimePart } from './detection.ts';

const shape = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/iu;
const dayMs = 86_400_000;

/** The part of an ISO 8601 date, or undefined where the text is no date or has no such part. */
export function datePart(text: string, part: TimePart): number | undefined {
  const found = shape.exec(text);
  if (found === null) return undefined;
  const [year = 0, month = 0, day = 0, hour, minute] = found
    .slice(1)
    .map((digits: string | undefined) => (digits === undefined ? undefined : Number(digits)));
  const midnight = utcDate(year, month, day);
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined;
  if ((hour ?? 0) > 23 || (minute ?? 0) > 59) return undefined;
  return { year, month, day, hour, minute, week: isoWeek(midnight) }[part];
}

/** Week of the ISO 8601 year: the one that holds the Thursday of the same week. */
function isoWeek(midnight: Date): number {
  const weekday = (midnight.getUTCDay() + 6) % 7;
  const thursday = new Date(midnight.getTime() + (3 - weekday) * dayMs);
  const newYear = utcDate(thursday.getUTCFullYear(), 1, 1);
  return Math.floor((thursday.getTime() - newYear.getTime()) / (7 * dayMs)) + 1;
}

/** `Date.UTC` alone would take the years 0 to 99 for 1900 to 1999. */
function utcDate(year: number, month: number, day: number): Date {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return date;
}
