/** Days, hours and who works when. All arithmetic is UTC; a time zone is a fixed number of hours. */
import { hash } from './seed.ts';

export const SECOND_MS = 1000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

export interface Day {
  /** From the first day of the log on. */
  readonly index: number;
  readonly startMs: number;
}

export function days(startMs: number, count: number): readonly Day[] {
  return Array.from({ length: count }, (_, index) => ({ index, startMs: startMs + index * DAY_MS }));
}

/** Monday to Friday, but for about one day a month on which everybody stays at home. */
export function isWorkday({ startMs }: Day): boolean {
  const weekday = new Date(startMs).getUTCDay();
  return weekday !== 0 && weekday !== 6 && hash(`holiday/${startMs}`) % 23 !== 0;
}

/** Whether somebody is away for this whole week: four weeks of a year, each their own. */
export function isAway(name: string, { startMs }: Day): boolean {
  return hash(`away/${name}/${Math.floor(startMs / (7 * DAY_MS))}`) % 13 === 0;
}
