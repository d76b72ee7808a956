// Reads a log as `iamwatch scan` does, with the modules of the built program, into a run.
import { Scan } from '../../../dist/engine/scan.js';
import { listInput } from '../../../dist/ingest/input-file.js';
import { InputReport } from '../../../dist/cli/input-report.js';
import { readInput } from '../../../dist/cli/read-input.js';
import { loadRuleSources } from '../../../dist/cli/rule-source.js';
import { keepHeapSmall } from '../../../dist/cli/small-heap.js';

const SHIPPED = { rules: [], pipeline: [], builtin: true, builtinPipelines: true, strictRules: true };

/** Reads the logs that the arguments name, [logs, profile], into a run with the shipped rules and these options. */
export async function read([logs, profile], { options, makeSorter }) {
  keepHeapSmall();
  const loaded = await loadRuleSources({ ...SHIPPED, profile }, (text) => process.stderr.write(text), {
    needsTests: false,
  });
  const run = new Scan(
    loaded.ruleSet,
    { sinceMs: undefined, untilMs: undefined, isolate: false, profile: loaded.profile, ...options },
    makeSorter(loaded),
  );
  const report = new InputReport();
  const skimmer = run.skimmer();
  await readInput(await listInput([logs]), report, {
    skim: (file) =>
      skimmer && {
        columns: skimmer.columns,
        passes: (columns, record, offset) => {
          const skimmed = skimmer.skim(columns);
          return skimmed !== undefined && run.takeSkimmed(skimmed, { file, record, offset });
        },
      },
    record: (value, position) => run.take(value, position),
  });
  if (report.unreadable > 0) throw new Error(`${logs}: ${report.unreadable} records cannot be read`);
  return run;
}
