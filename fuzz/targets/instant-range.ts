/** Times that can be written as ISO 8601, a dedup period of the longest kind later too. */
import { formatInstant } from '../../src/std/time.ts';

/** Longest period that a rule may fold over: 999,999 weeks would be beyond any calendar, a century is not. */
const LATER_MS = 100 * 366 * 86_400_000;

export function isAlertable(timeMs: number): boolean {
  try {
    return Number.isInteger(timeMs) && formatInstant(timeMs) !== '' && formatInstant(timeMs + LATER_MS) !== '';
  } catch {
    return false;
  }
}
