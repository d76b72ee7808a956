/** One scan of a folder in two ways: records answered from their bytes where columns tell, and all of them parsed. */
import type { Alert } from '../src/alerts/alert.ts';
import type { OrganisationProfile } from '../src/context/organisation-profile.ts';
import { COLUMN_BOUNDS, type ColumnBounds } from '../src/engine/columns/column-bounds.ts';
import { Scan } from '../src/engine/scan.ts';
import { listInput } from '../src/ingest/input-file.ts';
import { readAgain } from '../src/ingest/read-again.ts';
import { readRecords } from '../src/ingest/read-records.ts';
import type { RuleSet } from '../src/rule-language/rule-set.ts';
import { RunFile } from '../src/store/run-file.ts';
import { FileSorter } from '../src/store/spilling-sorter.ts';

/** What a scan came to. */
export interface Outcome {
  readonly alerts: readonly Alert[];
  readonly counts: unknown;
  /** Values that were read and are no events, by what they are. */
  readonly others: readonly string[];
  readonly problems: readonly string[];
  /** Records that were parsed. */
  readonly parsed: number;
}

const NOTHING = { textsMax: 0, bytesMax: 0 };
const LITTLE = { textsMax: 2, bytesMax: 40 };

/** Bounds that any log crosses, by what is bounded. */
export const TIGHT: Readonly<Record<string, ColumnBounds>> = {
  'values of deciding fields': { ...COLUMN_BOUNDS, deciding: LITTLE },
  'bytes of deciding fields': { ...COLUMN_BOUNDS, deciding: { textsMax: 1_000, bytesMax: 0 } },
  combinations: { ...COLUMN_BOUNDS, combinationsMax: 2 },
  'values of other columns': { ...COLUMN_BOUNDS, classed: LITTLE },
  classes: { ...COLUMN_BOUNDS, classesMax: 1 },
  texts: { ...COLUMN_BOUNDS, texts: NOTHING },
  rows: { ...COLUMN_BOUNDS, rowsMax: 3 },
  'all of them': { deciding: LITTLE, combinationsMax: 3, classed: LITTLE, classesMax: 2, texts: LITTLE, rowsMax: 2 },
};

/** Scans a folder; `columns` answers records from their bytes. */
export async function scanFolder(
  folder: string,
  {
    ruleSet,
    profile,
    columns,
    bounds,
  }: {
    readonly ruleSet: RuleSet;
    readonly profile: OrganisationProfile;
    readonly columns: boolean;
    readonly bounds?: ColumnBounds | undefined;
  },
): Promise<Outcome> {
  const listing = await listInput([folder]);
  const files = new Map(listing.files.map((file) => [file.path, file]));
  const run = new Scan(
    ruleSet,
    {
      sinceMs: undefined,
      untilMs: undefined,
      isolate: false,
      profile,
      readAgain: columns
        ? {
            read: (name, records) => {
              const file = files.get(name);
              return file === undefined ? Promise.resolve([]) : readAgain(file, records);
            },
            makeRunStore: (name) => new RunFile(name),
            bounds,
          }
        : undefined,
    },
    (name) => new FileSorter(name),
  );
  const skimmer = columns ? run.skimmer() : undefined;
  const others: string[] = [];
  const problems: string[] = [];
  let parsed = 0;
  for (const file of listing.files) {
    await readRecords(file, {
      skim: skimmer && {
        columns: skimmer.columns,
        passes: (of, number, offset) => {
          const skimmed = skimmer.skim(of);
          return skimmed !== undefined && run.takeSkimmed(skimmed, { file: file.path, record: number, offset });
        },
      },
      record: (value, position) => {
        parsed += 1;
        const taken = run.take(value, position);
        if (taken.kind === 'not-an-event') others.push(taken.what);
        if (taken.kind === 'unknown') others.push(taken.reason);
      },
      aside: (what) => others.push(what),
      problem: ({ reason }) => problems.push(reason),
    });
  }
  const alerts: Alert[] = [];
  for await (const alert of run.alerts()) alerts.push(alert);
  await run.close();
  return { alerts: alerts.map(withoutPlaces), counts: run.counts, others, problems, parsed };
}

/** Of two copies of a record either may be named: where a record was read is no part of what was found. */
function withoutPlaces(alert: Alert): Alert {
  const input = { file: '', record: 0 };
  return { ...alert, input, events: alert.events.map((event) => ({ ...event, input })) };
}
