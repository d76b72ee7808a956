/** The table that the run of the tests prints about the development set. */
import type { Alert } from '../src/alerts/alert.ts';
import {
  flagged,
  isAtLeast,
  missed,
  perKind,
  perLevel,
  recall,
  recallAtTheirLevel,
  singleCases,
  unjustified,
  type JudgedCase,
  type Share,
} from './devset-score.fixture.ts';

/** Cases that a line names; the rest is counted. */
const LISTED_MAX = 5;

/** A few lines, for people. */
export function devsetReport(cases: readonly JudgedCase[], alerts: readonly Pick<Alert, 'level'>[]): string {
  const negatives = cases.filter(({ isPositive }) => !isPositive);
  const positives = cases.filter(({ isPositive }) => isPositive);
  return [
    `development set, ${cases.length} labelled cases: ${counts(perKind(cases))}`,
    `  told by one event: recall at low ${share(recall(cases, 'low'))}, at medium ${share(recall(cases, 'medium'))} of those due there, at the level adjudicated ${share(recallAtTheirLevel(cases))}`,
    `    not named: ${listed(singleCases(cases, 'low').filter((one) => missed(one, 'low').length > 0))}`,
    `  labelled negative: ${flaggedShare(negatives, 'low')} flagged at low, ${flaggedShare(negatives, 'medium')} at medium; without justification ${unjustifiedShare(negatives, 'low')} at low, ${unjustifiedShare(negatives, 'medium')} at medium`,
    `  labelled positive: without justification ${unjustifiedShare(positives, 'medium')} at medium`,
    `  alerts over all files: ${counts(perLevel(alerts))}`,
    '',
  ].join('\n');
}

function counts(all: Iterable<readonly [string, number]>): string {
  return [...all].map(([name, count]) => `${count} ${name}`).join(', ');
}

function share({ hits, of }: Share): string {
  return `${(hits / of).toFixed(2)} (${hits}/${of})`;
}

/** The first few by their ids. */
function listed(cases: readonly JudgedCase[]): string {
  const shown = cases.slice(0, LISTED_MAX).map(({ id }) => id);
  return shown.length === 0 ? 'none' : [...shown, ...more(cases.length - shown.length)].join(', ');
}

function more(count: number): readonly string[] {
  return count === 0 ? [] : [`${count} more`];
}

function flaggedShare(cases: readonly JudgedCase[], from: 'low' | 'medium'): string {
  return `${flagged(cases, from).length}/${cases.length}`;
}

function unjustifiedShare(cases: readonly JudgedCase[], from: 'low' | 'medium'): string {
  return String(cases.filter((one) => unjustified(one).some(({ level }) => isAtLeast(level, from))).length);
}
