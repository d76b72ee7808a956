/** What the scorecard can be asked for. */
import { parseArgs } from 'node:util';

export interface Options {
  readonly seeds: readonly number[];
  readonly days: number;
  readonly eventsPerDay: number;
  readonly hasProfile: boolean;
  /** The profile also lists networks from which the organisation's people and machines come. */
  readonly hasNetworks: boolean;
  readonly rules: readonly string[];
  readonly markdownFile: string | undefined;
  readonly jsonFile: string | undefined;
  /** Keep the logs there instead of throwing them away. */
  readonly keep: string | undefined;
}

export const USAGE = `Usage: npm run scorecard -- [options]
  --seeds N,M         organisations to judge (11,12); no test and no fixture uses these
  --days N            length of their logs, of which 14 are quiet (30)
  --events-per-day N  of an ordinary day (20000)
  --rules DIR         further rules, beside those that are shipped; may be repeated
  --networks          the profile also names the networks of the organisation
  --no-profile        without the profile of the organisation, as on somebody else's logs
  --markdown FILE     write the tables as Markdown
  --json FILE         write what became of every story
  --keep DIR          leave the logs, the truth and the alerts there
`;

/** Throws a TypeError where the arguments are no good. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      seeds: { type: 'string', default: '11,12' },
      days: { type: 'string', default: '30' },
      'events-per-day': { type: 'string', default: '20000' },
      profile: { type: 'boolean', default: true },
      networks: { type: 'boolean', default: false },
      rules: { type: 'string', multiple: true, default: [] },
      markdown: { type: 'string' },
      json: { type: 'string' },
      keep: { type: 'string' },
    },
  });
  const seeds = values.seeds.split(',').map(Number);
  if (seeds.some((seed) => !Number.isInteger(seed) || seed < 0)) throw new TypeError('--seeds takes whole numbers');
  if (values.networks && !values.profile) throw new TypeError('--networks is about the profile; --no-profile has none');
  return {
    seeds,
    days: whole('--days', values.days, 20),
    eventsPerDay: whole('--events-per-day', values['events-per-day'], 1),
    hasProfile: values.profile,
    hasNetworks: values.networks,
    rules: values.rules,
    markdownFile: values.markdown,
    jsonFile: values.json,
    keep: values.keep,
  };
}

function whole(name: string, text: string, least: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least) throw new TypeError(`${name} takes a whole number from ${least} on`);
  return number;
}
