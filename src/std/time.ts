/** Instants as text in audit logs. */

const INSTANT =
  /^(?<date>\d{4}-\d{2}-\d{2})[T ](?<time>\d{2}:\d{2}:\d{2})(?:\.(?<fraction>\d{1,9}))?\s?(?<zone>Z|UTC|[+-]\d{2}:?\d{2})?$/;

/** What Google Cloud writes: three to nine digits of a second. */
const FRACTIONAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z$/;

/**
 * Milliseconds since the epoch of an instant as clouds and log tools write it: ISO 8601 with up to nine digits of a
 * second, `T` or a blank between date and time. A missing zone means UTC. Anything else is undefined, never a guess.
 */
export function parseInstant(text: string): number | undefined {
  if (text.length === 20 && text.endsWith('Z') && hasUsualMarks(text)) {
    const timeMs = Date.parse(text); // the usual form, many times faster than taking it apart
    return Number.isNaN(timeMs) || !isSameDay(text, timeMs) ? undefined : timeMs;
  }
  if (FRACTIONAL.test(text)) {
    const timeMs = Date.parse(`${text.slice(0, 23)}Z`);
    return Number.isNaN(timeMs) || !isSameDay(text, timeMs) ? undefined : timeMs;
  }
  const parts = INSTANT.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const zone = parts.zone === undefined || parts.zone === 'UTC' ? 'Z' : parts.zone;
  const fraction = (parts.fraction ?? '').slice(0, 3).padEnd(3, '0');
  const timeMs = Date.parse(`${parts.date ?? ''}T${parts.time ?? ''}.${fraction}${zone}`);
  if (Number.isNaN(timeMs)) return undefined;
  return isSameDay(parts.date ?? '', Date.parse(`${parts.date ?? ''}T00:00:00Z`)) ? timeMs : undefined;
}

/** The platform takes 30 February for 2 March; only the last days of a month can be such. */
function isSameDay(text: string, timeMs: number): boolean {
  const day = Number(text.slice(8, 10));
  return day < 29 || new Date(timeMs).getUTCDate() === day;
}

/** `2026-03-02T09:00:00Z`: other texts of this length must not come before the platform's parser, which guesses. */
function hasUsualMarks(text: string): boolean {
  return text[4] === '-' && text[7] === '-' && text[10] === 'T' && text[13] === ':' && text[16] === ':';
}

/** An instant as ISO 8601 in UTC, without the milliseconds where they are zero. */
export function formatInstant(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('.000Z', 'Z');
}

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Milliseconds of a duration such as `90s`, `10m`, `24h`, `5d`, `2w`; undefined for any other text, and beyond exact numbers. */
export function parseDuration(text: string): number | undefined {
  const match = /^(?<count>\d{1,9})(?<unit>[smhdw])$/.exec(text)?.groups;
  if (match === undefined) return undefined;
  const durationMs = Number(match.count) * UNIT_MS[match.unit as keyof typeof UNIT_MS]; // the pattern allows no other unit
  return Number.isSafeInteger(durationMs) ? durationMs : undefined;
}

const NAMED_UNITS = [
  ['day', UNIT_MS.d],
  ['hour', UNIT_MS.h],
  ['minute', UNIT_MS.m],
  ['second', UNIT_MS.s],
] as const;

/** A length of time for people, in its two largest units: `10 minutes`, `1 day 2 hours`, `0 seconds`. */
export function durationText(durationMs: number): string {
  const parts: string[] = [];
  let restMs = durationMs;
  for (const [name, unitMs] of NAMED_UNITS) {
    const count = Math.floor(restMs / unitMs);
    restMs -= count * unitMs;
    if (count > 0) parts.push(`${count} ${name}${count === 1 ? '' : 's'}`);
  }
  return parts.length === 0 ? '0 seconds' : parts.slice(0, 2).join(' ');
}
