/** What a continuing run says to people beside its alerts: what came too late, and what a bound cost. Nothing is hidden. */
import type { BatchReport } from '../engine/continuing.ts';
import type { News } from '../engine/ports.ts';
import type { ScanCounts } from '../engine/scan.ts';
import { durationText, formatInstant } from '../std/time.ts';
import { AHEAD_MS } from '../engine/continuing.ts';

/** Lines about one batch; none where all was as it should be. */
export function batchLines(report: BatchReport, { ahead }: Pick<ScanCounts, 'ahead'>): readonly string[] {
  return [
    ...report.dropped.map(
      ({ rule, folds }) => `${rule} remembers something else now: what it remembered (${keys(folds)}) is forgotten`,
    ),
    ...lateLines(report),
    ...(ahead === 0 ? [] : [aheadLine(report, ahead)]),
    ...(report.sealedEarly === 0
      ? []
      : [
          `${keys(report.sealedEarly)} with more events within the lateness than are kept: the oldest of them were closed early`,
        ]),
    ...(report.unplaced === 0
      ? []
      : [
          `${matches(report.unplaced)} came on time, but after events of then had been closed early: alerts that may lack them say so (degraded)`,
        ]),
    ...report.evicted.map(
      ({ rule, folds }) =>
        `${rule} has more keys than are kept: the ${folds} oldest are forgotten, and its alerts say so (degraded)`,
    ),
  ];
}

/** What is new in the alerts. */
export function newsLine(news: ReadonlyMap<News, number>): string {
  const parts = (['new', 'raised', 'changed', 'superseded'] as const).map((name) => `${news.get(name) ?? 0} ${name}`);
  return `${parts.join(', ')}\n`;
}

function lateLines({ lateTold, lateKnown, lateLeftOut, watermarks }: BatchReport): readonly string[] {
  if (lateTold + lateLeftOut === 0) return [];
  const since = [...watermarks].map(([cloud, ms]) => `${cloud} ${formatInstant(ms)}`).join(', ');
  const parts = [
    ...(lateTold === 0 ? [] : [`${matches(lateTold)} stand alone in alerts of their own`]),
    ...(lateLeftOut === 0 ? [] : [`${matches(lateLeftOut)} of rules that remember are left out`]),
    ...(lateKnown === 0 ? [] : [`${matches(lateKnown)} were told before`]),
  ];
  return [
    `late: ${parts.join(', ')}. What is older than the lateness is closed (now ${since}); to import history, give it all at once to an empty --state folder`,
  ];
}

function aheadLine({ aheadLeftOut }: BatchReport, ahead: number): string {
  const leftOut = aheadLeftOut === 0 ? '' : `; ${matches(aheadLeftOut)} of rules that remember are left out`;
  return `set aside: ${ahead} event${ahead === 1 ? '' : 's'} more than ${durationText(AHEAD_MS)} ahead of the clock of this machine; rules that remember nothing alert on each by itself${leftOut}`;
}

function matches(count: number): string {
  return `${count} match${count === 1 ? '' : 'es'}`;
}

function keys(count: number): string {
  return `${count} key${count === 1 ? '' : 's'}`;
}
