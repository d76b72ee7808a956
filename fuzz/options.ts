/** What the fuzzer can be asked for. */
import { parseArgs } from 'node:util';
import { targets } from './targets.ts';

export interface Options {
  readonly targets: readonly string[];
  readonly seed: number;
  /** Inputs for each target; undefined where time is the limit. */
  readonly runs: number | undefined;
  /** For all targets together. */
  readonly minutes: number;
  /** A finding or a kept input that is tried once more, and nothing else. */
  readonly replay: string | undefined;
  /** Only print what there is. */
  readonly isList: boolean;
}

export const USAGE = `Usage: npm run fuzz -- [options]
  --target NAME   a target to attack, as often as you like (all)
  --minutes N     time for all of them together (10)
  --runs N        inputs for each of them, instead of a time
  --seed S        begin with this seed (a random one, which is printed)
  --replay FILE   try the input of a finding, or one of fuzz/corpus, once more
  --list          print the targets and their laws
`;

/** Throws a TypeError where the arguments are no good. */
export function parseOptions(args: readonly string[], randomSeed: number): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      target: { type: 'string', multiple: true },
      minutes: { type: 'string', default: '10' },
      runs: { type: 'string' },
      seed: { type: 'string', default: String(randomSeed) },
      replay: { type: 'string' },
      list: { type: 'boolean', default: false },
    },
  });
  const names = targets.map(({ name }) => name);
  const chosen = values.target ?? names;
  const stranger = chosen.find((name) => !names.includes(name));
  if (stranger !== undefined) throw new TypeError(`There is no target "${stranger}". Targets: ${names.join(', ')}`);
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new TypeError('--minutes takes a number above 0');
  const runs = values.runs === undefined ? undefined : Number(values.runs);
  if (runs !== undefined && (!Number.isInteger(runs) || runs < 1)) throw new TypeError('--runs takes a whole number');
  const seed = Number(values.seed);
  if (!Number.isInteger(seed)) throw new TypeError('--seed takes a whole number');
  return { targets: chosen, seed: seed | 0, runs, minutes, replay: values.replay, isList: values.list };
}
