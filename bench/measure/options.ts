/** What the benchmark can be asked for. */
import { parseArgs } from 'node:util';

export interface Options {
  /** Sizes of the data; the slope lies between the two. */
  readonly events: readonly [small: number, large: number];
  readonly repeat: number;
  readonly seed: number;
  readonly jsonFile: string | undefined;
  readonly isHuge: boolean;
  readonly hasDuckDb: boolean;
}

export const USAGE = `Usage: npm run bench -- [options]
  --events N,M   sizes of the data, smaller and larger (100000,300000)
  --repeat N     repetitions, of which the median counts (3)
  --seed N       seed of the data (1)
  --json FILE    write every measured value
  --huge         also one line of 1 GB, for its peak memory
  --no-duckdb    leave DuckDB out (and install nothing)
`;

/** Throws where the arguments are no good. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      events: { type: 'string', default: '100000,300000' },
      repeat: { type: 'string', default: '3' },
      seed: { type: 'string', default: '1' },
      json: { type: 'string' },
      huge: { type: 'boolean', default: false },
      duckdb: { type: 'boolean', default: true },
    },
    allowNegative: true,
  });
  const [small = Number.NaN, large = Number.NaN, ...more] = values.events.split(',').map(Number);
  if (more.length > 0 || !Number.isInteger(small) || !Number.isInteger(large) || small < 1 || large <= small) {
    throw new TypeError('--events takes two numbers, the smaller one first');
  }
  return {
    events: [small, large],
    repeat: atLeastOne('--repeat', values.repeat),
    seed: atLeastOne('--seed', values.seed),
    jsonFile: values.json,
    isHuge: values.huge,
    hasDuckDb: values.duckdb,
  };
}

function atLeastOne(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new TypeError(`${name} takes a whole number from 1 on`);
  return number;
}
