/** What the measurement can be asked for. */
import { parseArgs } from 'node:util';
import { SHAPES, type Shape } from '../options.ts';

export interface Options {
  /** Lengths of the log, shortest first. The longest is the one that is told in every shape. */
  readonly days: readonly number[];
  readonly seed: number;
  readonly eventsPerDay: number;
  readonly hasStories: boolean;
  readonly hasProfile: boolean;
  readonly repeat: number;
  /** In which the stages are measured. */
  readonly shape: Shape;
  readonly parts: readonly Part[];
  /** Logs are left there, and used again by the next run that asks for the same. */
  readonly keep: string | undefined;
  readonly jsonFile: string | undefined;
  readonly markdownFile: string | undefined;
}

export const PARTS = ['shapes', 'stages'] as const;
export type Part = (typeof PARTS)[number];

/** A log of this length with the default size is 12 GB of lines. */
const DAYS_MAX = 400;
const LENGTHS_MAX = 8;
const REPEAT_MAX = 20;
const EVENTS_PER_DAY_MAX = 1_000_000;

export const USAGE = `Usage: npm run bench:organisation -- [options]
  --days N,M,…        lengths of the log; the longest is told in every shape (1,5,20,60)
  --seed N            organisation that is made up (1)
  --events-per-day N  of an ordinary day (20000)
  --no-stories        daily life only; logs of less than 20 days never have stories
  --no-profile        without the profile of the organisation, as on somebody else's logs
  --repeat N          rounds of the stages, of which the median counts (3)
  --shape SHAPE       of the logs of the stages: s3, newest-first or shuffled (s3)
  --only PART         shapes or stages; default both
  --keep DIR          leave the logs there, and use what lies there again
  --json FILE         write every measured value
  --markdown FILE     write the tables there too
`;

/** Throws a TypeError where the arguments are no good. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      days: { type: 'string', default: '1,5,20,60' },
      seed: { type: 'string', default: '1' },
      'events-per-day': { type: 'string', default: '20000' },
      stories: { type: 'boolean', default: true },
      profile: { type: 'boolean', default: true },
      repeat: { type: 'string', default: '3' },
      shape: { type: 'string', default: 's3' },
      only: { type: 'string' },
      keep: { type: 'string' },
      json: { type: 'string' },
      markdown: { type: 'string' },
    },
  });
  const shape = SHAPES.find((one) => one === values.shape);
  if (shape === undefined) throw new TypeError(`--shape is one of ${SHAPES.join(', ')}`);
  const parts = PARTS.filter((part) => values.only === undefined || part === values.only);
  if (parts.length === 0) throw new TypeError(`--only is one of ${PARTS.join(', ')}`);
  return {
    days: lengths(values.days),
    seed: whole('--seed', values.seed, [0, Number.MAX_SAFE_INTEGER]),
    eventsPerDay: whole('--events-per-day', values['events-per-day'], [100, EVENTS_PER_DAY_MAX]),
    hasStories: values.stories,
    hasProfile: values.profile,
    repeat: whole('--repeat', values.repeat, [1, REPEAT_MAX]),
    shape,
    parts,
    keep: values.keep,
    jsonFile: values.json,
    markdownFile: values.markdown,
  };
}

function lengths(text: string): readonly number[] {
  const days = text.split(',').map((one) => whole('--days', one, [1, DAYS_MAX]));
  if (days.length > LENGTHS_MAX) throw new TypeError(`--days takes at most ${LENGTHS_MAX} lengths`);
  return [...new Set(days)].sort((one, other) => one - other);
}

function whole(name: string, text: string, [least, most]: readonly [number, number]): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isInteger(number) || number < least || number > most)
    throw new TypeError(`${name} takes whole numbers from ${least} to ${most}`);
  return number;
}
