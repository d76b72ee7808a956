/** P3: a record that was passed over is one that no rule could have matched. The scan with and without is the same. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../src/alerts/alert.ts';
import { Scan, type ScanCounts } from '../src/engine/scan.ts';
import { listInput } from '../src/ingest/input-file.ts';
import { readAgain } from '../src/ingest/read-again.ts';
import { readRecords } from '../src/ingest/read-records.ts';
import type { ReadProblem } from '../src/ingest/record-reader.ts';
import { organisationProfile } from '../src/context/organisation-profile.ts';
import { policyPredicates } from '../src/rule-language/policy-predicates.ts';
import { compileRuleSet } from '../src/rule-language/rule-set.ts';
import { RunFile } from '../src/store/run-file.ts';
import { FileSorter } from '../src/store/spilling-sorter.ts';
import { record } from '../src/events/cloudtrail/record.fixture.ts';
import { devset, hasDevset } from './devset.fixture.ts';
import { shippedRules } from './shipped-rules.fixture.ts';
import { folderWith } from './program.fixture.ts';

const EXAMPLES = fileURLToPath(new URL('../examples/AWSLogs', import.meta.url));

interface Outcome {
  readonly alerts: Alert[];
  readonly counts: ScanCounts;
  readonly problems: ReadProblem[];
  readonly parsed: number;
}

async function scan(folder: string, options: { readonly skim: boolean; readonly isolate?: boolean }): Promise<Outcome> {
  const ruleSet = compileRuleSet(shippedRules(), { predicates: policyPredicates(organisationProfile()) });
  const { files } = await listInput([folder]);
  const byPath = new Map(files.map((file) => [file.path, file]));
  async function again(name: string, records: ReadonlyMap<number, number>): ReturnType<typeof readAgain> {
    const file = byPath.get(name);
    return file === undefined ? [] : readAgain(file, records);
  }
  const readAgainIfSkimmed = options.skim ? again : undefined;
  const run = new Scan(
    ruleSet,
    {
      ...{ sinceMs: undefined, untilMs: undefined, isolate: options.isolate ?? false, profile: organisationProfile() },
      readAgain: readAgainIfSkimmed && { read: readAgainIfSkimmed, makeRunStore: (name) => new RunFile(name) },
    },
    (name) => new FileSorter(name),
  );
  const skimmer = options.skim ? run.skimmer() : undefined;
  const problems: ReadProblem[] = [];
  let parsed = 0;
  for (const file of files) {
    await readRecords(file, {
      skim: skimmer && {
        columns: skimmer.columns,
        passes: (columns, record, offset) => {
          const skimmed = skimmer.skim(columns);
          return skimmed !== undefined && run.takeSkimmed(skimmed, { file: file.path, record, offset });
        },
      },
      record: (value, position) => {
        parsed += 1;
        const taken = run.take(value, position);
        if (taken.kind === 'unknown') problems.push({ file: file.path, offset: position.offset, reason: taken.reason });
      },
      aside: () => undefined,
      problem: (problem) => problems.push(problem),
    });
  }
  const alerts: Alert[] = [];
  for await (const alert of run.alerts()) alerts.push(alert);
  return { alerts, counts: run.counts, problems, parsed };
}

async function compare(folder: string, isolate = false): Promise<{ readonly fast: Outcome; readonly plain: Outcome }> {
  const [fast, plain] = [await scan(folder, { skim: true, isolate }), await scan(folder, { skim: false, isolate })];
  expect({ ...fast, parsed: 0 }).toEqual({ ...plain, parsed: 0 });
  return { fast, plain };
}

describe('the same alerts, counts and problems, with and without passing records over', () => {
  it('on the bundled sample, most of whose records are not parsed', async () => {
    const { fast, plain } = await compare(EXAMPLES);
    expect(plain.alerts.length).toBeGreaterThan(5);
    expect(fast.parsed).toBeLessThan(plain.parsed / 5);
  });

  if (hasDevset) {
    it('on real logs', async () => {
      await compare(devset('raw_s3'));
      // Each case is a log of its own: some events of different cases have one id.
      await compare(devset('cases'), true);
    });
  }

  it('on records with damage that no rule looks at', async () => {
    const good = JSON.stringify(record({ eventName: 'ListUsers' }));
    const bad = [
      good.replace('"readOnly":true', '"readOnly":tru'),
      good.replace('"readOnly":true', '"readOnly":true,'),
      good.replace('"awsRegion":"us-east-1"', '"awsRegion":"us-\u0001east-1"'),
      good.replace('us-east-1', 'us-\\x-1'),
      good.replace('"eventTime":"2026-03-02T09:00:00Z"', '"eventTime":"soon"'),
      good.replace('"eventID":"', '"eventID":"\\u0041'),
      good.replace('iam.amazonaws.com', 'aws:s3'),
    ];
    const { fast } = await compare(folderWith({ 'a.json': `{"Records":[${[good, ...bad, good].join(',')}]}` }));
    expect(fast.problems.length).toBeGreaterThanOrEqual(4);
  });

  it('on amendments, which are no events of their own', async () => {
    const amended = record({ eventID: 'second', addendum: { originalEventID: 'first' } });
    const late = record({ eventID: 'third', addendum: { reason: 'DELIVERY_DELAY' } });
    const { fast } = await compare(
      folderWith({ 'a.json': JSON.stringify({ Records: [record({ eventID: 'first' }), amended, late] }) }),
    );
    expect(fast.counts).toMatchObject({ events: 3, duplicates: 1 });
  });

  it('on invalid UTF-8 and on text beyond ASCII', async () => {
    const text = JSON.stringify(record({ eventName: 'ListUsers', userAgent: 'Grüße 😀' }));
    const broken = Buffer.from(JSON.stringify(record({ userAgent: 'b\u00ffb' })), 'latin1');
    const { fast } = await compare(
      folderWith({ 'a.json': Buffer.concat([Buffer.from(`${text}\n`), broken]), 'b.json': text }),
    );
    expect(fast.problems.map(({ reason }) => reason)).toEqual([expect.stringContaining('invalid UTF-8')]);
  });
});
