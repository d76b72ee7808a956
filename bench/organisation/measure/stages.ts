/** What the second stage costs beside the first, and whether that stays so when the log grows. */
import { markdownTable } from '../../markdown-table.ts';
import type { Usage } from '../../measure/child.ts';
import type { Log } from './logs.ts';

export const CONTENDERS = ['stage one alone', 'both stages', 'scan without memory', 'scan'] as const;
export type Contender = (typeof CONTENDERS)[number];

/** CPU seconds of every round of one contender. */
export interface Rounds {
  readonly contender: Contender;
  /** Of one event: what there is before the first one. */
  readonly start: readonly number[];
  /** By the days of the log. */
  readonly whole: ReadonlyMap<number, readonly number[]>;
}

export type Run = (log: Log) => Pick<Usage, 'cpuS'>;

/** Figures of one length. */
export interface LengthFigures {
  readonly days: number;
  readonly events: number;
  /** CPU of one event in microseconds, without the start. */
  readonly perEventUs: Readonly<Record<Contender, number>>;
}

/** What the second stage may add to the first. */
const RATIO_MAX = 1.35;
/** What an event of a longer log may cost more than one of the shortest that is long enough to tell. */
const FLAT_MAX = 1.1;
/** Below this many CPU seconds the noise of a start is larger than what is asked. */
const TELLING_S = 3;

/**
 * Interleaved, so that a slow minute of the machine hits all alike. `warm` reads a log before the first contender does: else that
 * one alone would pay for what the system has to fetch from disk.
 */
export function measureStages(
  logs: readonly Log[],
  one: Log,
  {
    runs,
    repeat,
    warm,
  }: {
    readonly runs: Readonly<Record<Contender, Run>>;
    readonly repeat: number;
    readonly warm: (log: Log) => void;
  },
): readonly Rounds[] {
  const all = CONTENDERS.map((contender) => ({
    contender,
    start: [] as number[],
    whole: new Map(logs.map(({ days }) => [days, [] as number[]])),
  }));
  for (let round = 1; round <= repeat; round += 1) {
    for (const log of [one, ...logs]) {
      warm(log);
      for (const { contender, start, whole } of all) {
        process.stderr.write(
          `round ${round} of ${repeat}: ${log === one ? log.name : `${log.days} days`}, ${contender}\n`,
        );
        const { cpuS } = runs[contender](log);
        if (log === one) start.push(cpuS);
        else whole.get(log.days)?.push(cpuS);
      }
    }
  }
  return all;
}

/** @param choose Which of the rounds counts. */
export function figuresOf(
  rounds: readonly Rounds[],
  logs: readonly Pick<Log, 'days' | 'events' | 'doubles'>[],
  choose: (values: readonly number[]) => number = median,
): readonly LengthFigures[] {
  return logs.map(({ days, events: single, doubles }) => {
    const events = single + doubles;
    const perEventUs = Object.fromEntries(
      rounds.map(({ contender, start, whole }) => [
        contender,
        (1e6 * (choose(whole.get(days) ?? []) - choose(start))) / events,
      ]),
    ) as Record<Contender, number>; // rounds have all contenders
    return { days, events, perEventUs };
  });
}

export function stagesText(rounds: readonly Rounds[], logs: readonly Log[], repeat: number): string {
  const figures = figuresOf(rounds, logs);
  const best = figuresOf(rounds, logs, (values) => Math.min(...values));
  const rows = figures.map((one, at) => [
    String(one.days),
    one.events.toLocaleString('en-GB'),
    ...CONTENDERS.map((contender) => one.perEventUs[contender].toFixed(2)),
    percent(added(one)),
    percent(added(best[at] ?? one)),
    percent(one.perEventUs.scan / one.perEventUs['stage one alone']),
    percent(one.perEventUs.scan / one.perEventUs['scan without memory']),
  ]);
  const starts = rounds.map(({ contender, start }) => `${contender} ${median(start).toFixed(2)} s`).join(', ');
  return [
    `**Stages.** CPU of whole processes without their start, µs an event; medians of ${repeat}, in turn. Logs: ${logs[0]?.name ?? ''}.`,
    '',
    markdownTable(
      [
        ...['Days', 'events', ...CONTENDERS, 'second stage adds', 'in the best rounds'],
        ...['a scan, with its alerts, adds', 'rules with memory add to a scan'],
      ],
      rows,
    ),
    '',
    `- start, taken off: ${starts}`,
    ...verdicts(rounds, figures),
  ].join('\n');
}

/** Met or not, judged by the worst of the lengths that are long enough: a good one makes no other one good. */
export function verdicts(rounds: readonly Rounds[], figures: readonly LengthFigures[]): readonly string[] {
  const telling = figures.filter(({ days }) => {
    return rounds.every(({ whole, start }) => median(whole.get(days) ?? []) - median(start) >= TELLING_S);
  });
  const [shortest] = telling;
  if (shortest === undefined)
    return [`- no log is long enough to judge: each needs ${TELLING_S} s of CPU beside the start`];
  const most = telling.reduce((one, other) => (added(other) > added(one) ? other : one));
  const lines = [
    `- the second stage adds most on ${most.days} days, ${percent(added(most))} (goal: at most ${percent(RATIO_MAX)}): ${verdict(added(most) <= RATIO_MAX)}`,
  ];
  if (telling.length === 1) return [...lines, '- whether it is flat cannot be told from one length'];
  const longer = telling.slice(1);
  const dearest = longer.reduce((one, other) => (other.perEventUs.scan > one.perEventUs.scan ? other : one));
  const growth = dearest.perEventUs.scan / shortest.perEventUs.scan;
  return [
    ...lines,
    `- an event costs most on ${dearest.days} days, ${percent(growth)} against ${shortest.days} (flat: at most ${percent(FLAT_MAX)}): ${verdict(growth <= FLAT_MAX)}`,
  ];
}

/** What the second stage adds to the first. */
function added({ perEventUs }: LengthFigures): number {
  return perEventUs['both stages'] / perEventUs['stage one alone'];
}

function verdict(isMet: boolean): string {
  return isMet ? 'holds' : 'MISSED';
}

/** What comes on top of a whole. */
function percent(value: number): string {
  const added = 100 * (value - 1);
  return `${added < 0 ? '−' : '+'}${Math.abs(added).toFixed(0)} %`;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle) - 1] ?? Number.NaN)) / 2;
}
