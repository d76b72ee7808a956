/** What the generator can be asked for. */
import { parseArgs } from 'node:util';
import type { Size } from './organisation.ts';

export const SHAPES = ['s3', 'newest-first', 'shuffled'] as const;
export type Shape = (typeof SHAPES)[number];

export interface Options {
  readonly size: Size;
  readonly shape: Shape;
  readonly out: string;
  readonly hasStories: boolean;
  readonly quietDays: number;
  readonly fileMinutes: number;
  readonly isPacked: boolean;
}

export const USAGE = `Usage: node bench/organisation/make.ts --out DIR [options]
  --seed N            the same seed gives the same log (1)
  --days N            length of the log (60)
  --start DATE        its first day (2026-01-05)
  --accounts N        accounts of AWS (6)
  --projects N        projects of Google Cloud (4)
  --people N          (24)
  --events-per-day N  of an ordinary day, both clouds together (20000)
  --quiet-days N      days at the beginning without any story (14)
  --no-stories        daily life only
  --shape SHAPE       s3 (a bucket), newest-first or shuffled (one file of lines); default s3
  --file-minutes N    minutes of events in a file of CloudTrail (5)
  --no-gzip           newest-first and shuffled: plain lines
`;

/** Slow stories take four days. */
const STORY_DAYS = 6;

/** The defaults, for tests and the scorecard to change. */
export const DEFAULT_SIZE: Size = {
  seed: 1,
  startMs: Date.UTC(2026, 0, 5),
  days: 60,
  accounts: 6,
  projects: 4,
  people: 24,
  eventsPerDay: 20_000,
};

/** Throws a TypeError where the arguments are no good. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      out: { type: 'string' },
      seed: { type: 'string', default: '1' },
      days: { type: 'string', default: '60' },
      start: { type: 'string', default: '2026-01-05' },
      accounts: { type: 'string', default: '6' },
      projects: { type: 'string', default: '4' },
      people: { type: 'string', default: '24' },
      'events-per-day': { type: 'string', default: '20000' },
      'quiet-days': { type: 'string', default: '14' },
      stories: { type: 'boolean', default: true },
      shape: { type: 'string', default: 's3' },
      'file-minutes': { type: 'string', default: '5' },
      gzip: { type: 'boolean', default: true },
    },
  });
  const shape = SHAPES.find((one) => one === values.shape);
  const startMs = Date.parse(`${values.start}T00:00:00Z`);
  if (values.out === undefined) throw new TypeError('--out names the folder to write to');
  if (shape === undefined) throw new TypeError(`--shape is one of ${SHAPES.join(', ')}`);
  if (Number.isNaN(startMs)) throw new TypeError('--start takes a day, such as 2026-01-05');
  const quietDays = whole('--quiet-days', values['quiet-days'], 0);
  const length = whole('--days', values.days, 1);
  if (values.stories && length < quietDays + STORY_DAYS) {
    throw new TypeError(
      `stories need ${STORY_DAYS} days after the quiet ones: give more --days, fewer --quiet-days or --no-stories`,
    );
  }
  return {
    out: values.out,
    shape,
    hasStories: values.stories,
    isPacked: values.gzip,
    quietDays,
    fileMinutes: whole('--file-minutes', values['file-minutes'], 1),
    size: {
      seed: whole('--seed', values.seed, 0),
      startMs,
      days: length,
      accounts: whole('--accounts', values.accounts, 1),
      projects: whole('--projects', values.projects, 0),
      people: whole('--people', values.people, 9),
      eventsPerDay: whole('--events-per-day', values['events-per-day'], 1),
    },
  };
}

function whole(name: string, text: string, least: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least) throw new TypeError(`${name} takes a whole number from ${least} on`);
  return number;
}
