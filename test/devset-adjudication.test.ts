/** The labelled cases of the development set against what was adjudicated about them. */
import { beforeAll, expect, it } from 'vitest';
import type { Alert } from '../src/alerts/alert.ts';
import { adjudicatedCases, adjudicationOf, liesUnder, outsideFolders } from './devset-adjudication.fixture.ts';
import { alertsOfCases } from './devset-alerts.fixture.ts';
import { absenceNotice, hasDevset, whereDevset, withoutToolName, devset } from './devset.fixture.ts';
import { labelledCases, type LabelledCase } from './devset-manifest.fixture.ts';
import { devsetReport } from './devset-report.fixture.ts';
import {
  flagged,
  isAtLeast,
  missed,
  recall,
  singleCases,
  unjustified,
  type JudgedCase,
  type SeenAlert,
} from './devset-score.fixture.ts';
import { alertsOf, iamwatch } from './program.fixture.ts';

it('every case is adjudicated once', () => {
  expect(absenceNotice === undefined).toBe(hasDevset);
  expect(adjudicatedCases).toEqual([...new Set(adjudicatedCases)]);
  expect(outsideFolders).toEqual([...new Set(outsideFolders)]);
});

whereDevset('the adjudication', () => {
  const labelled = labelledCases();
  const ids = labelled.map(({ id }) => id);
  const own = new Set(adjudicatedCases);

  it('says something of every labelled case, and of those about IAM one by one', () => {
    expect(ids.filter((id) => adjudicationOf(id) === undefined)).toEqual([]);
    expect(labelled.filter(({ id, isAboutIam }) => isAboutIam && !own.has(id)).map(({ id }) => id)).toEqual([]);
  });

  it('names no case and no folder that is not there', () => {
    expect(adjudicatedCases.filter((id) => !ids.includes(id))).toEqual([]);
    const rest = ids.filter((id) => !own.has(id));
    expect(outsideFolders.filter((folder) => !rest.some((id) => liesUnder(folder, id)))).toEqual([]);
  });
});

whereDevset('the rules against the adjudication', () => {
  let judged: readonly JudgedCase[] = [];

  beforeAll(async () => {
    const alerts = await alertsOfCases(withoutToolName);
    judged = judge(labelledCases(), alerts);
    process.stderr.write(`\n${devsetReport(judged, alerts)}\n`);
  });

  it('are run as the program runs them', async () => {
    const inProcess = await alertsOfCases((record) => record);
    const printed = alertsOf(
      iamwatch(['scan', '--isolate', '--min-level', 'informational', '--output', 'ndjson', devset('cases')]),
    );
    expect(inProcess.map(({ id }) => id)).toEqual(printed.map(({ id }) => id));
  });

  it('no case without an entry of its own is flagged: whatever a rule speaks of is adjudicated', () => {
    const own = new Set(adjudicatedCases);
    const unread = flagged(judged, 'low').filter(({ id }) => !own.has(id));
    expect(unread.map(({ id, alerts }) => `${id}: ${alerts.map(named).join(', ')}`)).toEqual([]);
  });

  it('of what one event tells, 95 in 100 cases are named', () => {
    const { hits, of } = recall(judged, 'low');
    const misses = singleCases(judged, 'low').flatMap((one) =>
      missed(one, 'low').map(({ action, ids }) => `${one.id}: ${action}, ${ids.join(' or ')}`),
    );
    expect(hits / of, misses.join('\n')).toBeGreaterThanOrEqual(0.95);
  });

  it('no labelled negative is flagged at medium without justification', () => {
    const wrong = judged
      .filter(({ isPositive }) => !isPositive)
      .flatMap((one) => unjustified(one).map((alert) => ({ one, alert })))
      .filter(({ alert }) => isAtLeast(alert.level, 'medium'));
    expect(wrong.map(({ one, alert }) => `${one.id}: ${named(alert)}`)).toEqual([]);
  });
});

function judge(cases: readonly LabelledCase[], alerts: readonly Alert[]): readonly JudgedCase[] {
  const byFile = new Map<string, Alert[]>();
  for (const alert of alerts) byFile.set(alert.input.file, [...(byFile.get(alert.input.file) ?? []), alert]);
  return cases.flatMap((one) => {
    const adjudication = adjudicationOf(one.id);
    return adjudication === undefined ? [] : [{ ...one, ...adjudication, alerts: byFile.get(one.file) ?? [] }];
  });
}

function named({ level, rule, events }: SeenAlert): string {
  return `${level} ${rule.name} (${rule.catalogue.join(' ')}) on ${events[0]?.action ?? 'nothing'}`;
}
