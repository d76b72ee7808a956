/** Runs every contender on both sizes, in turn and several times, and takes medians. */
import type { Usage } from './child.ts';
import type { Contender } from './contender.ts';
import type { DataSet, Shape } from './data.ts';

/** What was measured of a contender: one value a repetition, smaller data first. */
export interface Measured {
  readonly name: string;
  readonly shape: Shape;
  readonly small: readonly Usage[];
  readonly large: readonly Usage[];
}

/** Figures of a contender. */
export interface Figures {
  readonly name: string;
  readonly shape: Shape;
  /** CPU of the whole process on the larger data. */
  readonly cpuS: number;
  readonly wallS: number;
  /** CPU that is there before the first event: the line through both sizes, at zero. */
  readonly startS: number;
  /** CPU for one more event, in microseconds. */
  readonly slopeUs: number;
  readonly peakMb: number | undefined;
}

/** Interleaved, so that a slow minute of the machine hits all alike. */
export function measure(
  contenders: readonly Contender[],
  sizes: readonly [DataSet, DataSet],
  repeat: number,
): Measured[] {
  const all = contenders.map(({ name, shape }) => ({ name, shape, small: [] as Usage[], large: [] as Usage[] }));
  for (let round = 1; round <= repeat; round += 1) {
    for (const [number, contender] of contenders.entries()) {
      process.stderr.write(`round ${round} of ${repeat}: ${contender.name}, ${contender.shape}\n`);
      for (let run = 0; run < (contender.runs ?? 1); run += 1) {
        const small = contender.run(sizes[0]);
        const large = contender.run(sizes[1]);
        if (small !== undefined) all[number]?.small.push(small);
        if (large !== undefined) all[number]?.large.push(large);
      }
    }
  }
  return all.filter(({ small, large }) => small.length > 0 && large.length > 0);
}

export function figures({ name, shape, small, large }: Measured, sizes: readonly [DataSet, DataSet]): Figures {
  const [few, many] = [sizes[0].events, sizes[1].events];
  const cpuS = median(large.map((usage) => usage.cpuS));
  const slopeUs = (1e6 * (cpuS - median(small.map((usage) => usage.cpuS)))) / (many - few);
  const peaks = large.map(({ peakMb }) => peakMb).filter((peak) => peak !== undefined);
  return {
    name,
    shape,
    cpuS,
    wallS: median(large.map((usage) => usage.wallS)),
    startS: cpuS - (slopeUs * many) / 1e6,
    slopeUs,
    peakMb: peaks.length === 0 ? undefined : Math.max(...peaks),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}
