/** Parsing of option values. */
import { InvalidArgumentError } from 'commander';
import { levels, type Level } from '../rule-language/rule.ts';
import { parseDuration, parseInstant } from '../std/time.ts';

/** A severity level, as an option's value. */
export function parseLevel(text: string): Level {
  const level = levels.find((name) => name === text.toLowerCase());
  if (level === undefined) throw new InvalidArgumentError(`Choose one of: ${levels.join(', ')}.`);
  return level;
}

/** An instant in milliseconds: a date (midnight UTC) or a date with time. */
export function parseTime(text: string): number {
  const timeMs = parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  if (timeMs === undefined) {
    throw new InvalidArgumentError('Write a date (2026-11-22) or an instant (2026-11-22T08:00:00Z).');
  }
  return timeMs;
}

/** A length of time in milliseconds. */
export function parseLength(text: string): number {
  const lengthMs = parseDuration(text);
  if (lengthMs === undefined) throw new InvalidArgumentError('Write a duration such as 90s, 10m, 24h or 7d.');
  return lengthMs;
}
