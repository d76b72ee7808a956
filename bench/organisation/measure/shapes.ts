/** The same log in every shape: is the same told, and in how much memory? */
import { markdownTable } from '../../markdown-table.ts';
import type { Usage } from '../../measure/child.ts';
import type { Log } from './logs.ts';
import type { Memories } from './program.ts';
import { differences, told, type Told } from './told.ts';

/** What is asked for at least; `informational` prints everything that is found. */
export const LEAST_LEVELS = ['low', 'informational'] as const;
type LeastLevel = (typeof LEAST_LEVELS)[number];

/** A scan of one shape. */
export interface ShapeScan {
  readonly shape: string;
  readonly level: LeastLevel;
  readonly told: Told;
  readonly cpuS: number;
  readonly peakMb: number | undefined;
}

export interface ShapesMeasured {
  readonly days: number;
  readonly events: number;
  readonly memories: Memories;
  readonly scans: readonly ShapeScan[];
  /** What told other shapes apart from the first one; none where all told the same. */
  readonly differences: readonly string[];
}

const DIFFERENCES_SHOWN = 10;
/** What a run may take in any case, and for each live (rule, principal, value) beside that (issue of the first part of memory). */
const BASE_MB = 400;
const LIVE_BYTES = 100;

export function measureShapes(
  logs: readonly [Log, ...Log[]],
  scan: (log: Log, level: LeastLevel) => Usage,
  memories: Memories,
): ShapesMeasured {
  const scans: ShapeScan[] = [];
  const apart: string[] = [];
  for (const level of LEAST_LEVELS) {
    let first: Told | undefined;
    for (const log of logs) {
      process.stderr.write(`scanning ${log.days} days, ${log.name}, from ${level} on\n`);
      const { stdout, cpuS, peakMb } = scan(log, level);
      const found = told(stdout);
      first ??= found;
      // The text of each alert is of no use any more.
      scans.push({ shape: log.name, level, told: { ...found, lines: [] }, cpuS, peakMb });
      apart.push(
        ...differences(first, found, DIFFERENCES_SHOWN).map((text) => `${log.name}, from ${level} on: ${text}`),
      );
    }
  }
  const [{ days, events, doubles }] = logs;
  return { days, events: events + doubles, memories, scans, differences: apart };
}

export function isIdentical({ scans }: Pick<ShapesMeasured, 'scans'>): boolean {
  return LEAST_LEVELS.every(
    (level) => new Set(scans.filter((one) => one.level === level).map(({ told: { digest } }) => digest)).size <= 1,
  );
}

/** Most that the program may take for so many live values, in MB. */
export function memoryLimitMb({ live }: Pick<Memories, 'live'>): number {
  return BASE_MB + (LIVE_BYTES * live) / 2 ** 20;
}

export function shapesText(measured: ShapesMeasured): string {
  const { days, events, scans, memories } = measured;
  const rows = scans.map(({ shape, level, told: { alerts, digest }, cpuS, peakMb }) => [
    shape,
    level,
    String(alerts),
    digest,
    cpuS.toFixed(1),
    peakMb === undefined ? '–' : peakMb.toFixed(0),
  ]);
  const peak = Math.max(...scans.map(({ peakMb }) => peakMb ?? 0));
  const limit = memoryLimitMb(memories);
  return [
    `**Delivery.** ${days} days, ${count(events)} events with their copies, told in ${rows.length / LEAST_LEVELS.length} shapes.`,
    '',
    markdownTable(['Shape', 'from level', 'alerts', 'digest', 'CPU s', 'peak MB'], rows),
    '',
    `- identical: ${isIdentical(measured) ? 'yes' : 'NO'}`,
    ...measured.differences.map((text) => `  - ${text}`),
    `- live (rule, principal, value): ${count(memories.live)} of ${memories.rules} rules that remember; beside them ${count(memories.repeats)} folds of repeats`,
    `  and ${count(memories.modified)} of modifiers`,
    `- peak memory: ${peak.toFixed(0)} MB of ${limit.toFixed(0)} MB, which are ${BASE_MB} MB and ${LIVE_BYTES} bytes for each of them: ${peak < limit ? 'holds' : 'MISSED'}`,
  ].join('\n');
}

function count(number: number): string {
  return number.toLocaleString('en-GB');
}
