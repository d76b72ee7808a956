/** Scans the cases of the development set with all shipped rules, each file by itself, inside the test's process. */
import type { Alert } from '../src/alerts/alert.ts';
import { InputReport } from '../src/cli/input-report.ts';
import { readInput } from '../src/cli/read-input.ts';
import { loadRuleSources } from '../src/cli/rule-source.ts';
import { Scan } from '../src/engine/scan.ts';
import { listInput } from '../src/ingest/input-file.ts';
import type { Json } from '../src/std/json.ts';
import { FileSorter } from '../src/store/spilling-sorter.ts';
import { devset } from './devset.fixture.ts';

/**
 * Alerts of `scan --isolate` over all cases, in its order. Every record is parsed: passing over those that no rule wants
 * changes no alert, and has tests of its own.
 * @param change What is made of each record before a rule sees it.
 */
export async function alertsOfCases(change: (record: Json) => Json): Promise<readonly Alert[]> {
  const options = { rules: [], pipeline: [], builtinPipelines: true, builtin: true, strictRules: true };
  const { ruleSet, profile } = await loadRuleSources(options, fail, { needsTests: false });
  const scan = new Scan(
    ruleSet,
    { sinceMs: undefined, untilMs: undefined, isolate: true, profile },
    (name) => new FileSorter(name),
  );
  const alerts: Alert[] = [];
  try {
    await readInput(await listInput([devset('cases')]), new InputReport(), {
      record: (value, { file, record }) => scan.take(change(value), { file, record }),
    });
    for await (const alert of scan.alerts()) alerts.push(alert);
  } finally {
    await scan.close();
  }
  return alerts;
}

function fail(warning: string): never {
  throw new Error(warning);
}
