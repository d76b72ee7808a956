/** `iamwatch rules match`: which single-event rules match which event, without state, folding or suppression. */
import { eventViewOf, headOf } from '../events/event-view.ts';
import { recognise } from '../events/recognise.ts';
import { listInput } from '../ingest/input-file.ts';
import { readRecords } from '../ingest/read-records.ts';
import { DONE, NOTHING_READABLE, PARTLY_READABLE } from './exit-code.ts';
import { InputReport } from './input-report.ts';
import { loadRuleSources, type RuleOptions } from './rule-source.ts';
import type { Streams } from './streams.ts';

/** Prints `{"event":{"id":…},"rules":[{"id":…,"title":…}]}` for every event, in the order of the input. */
export async function matchRules(paths: readonly string[], options: RuleOptions, streams: Streams): Promise<number> {
  const { ruleSet } = await loadRuleSources(options, streams.err, { needsTests: false });
  const listing = await listInput(paths);
  const report = new InputReport();
  for (const { path, reason } of listing.problems) report.problem({ file: path, offset: undefined, reason });
  let lines: string[] = [];
  async function flush(): Promise<void> {
    const text = lines.join('');
    lines = [];
    if (text !== '') await streams.out(text);
  }
  for (const file of listing.files) {
    await readRecords(file, {
      record: (value, { file: name, offset }) => {
        const recognition = recognise(value);
        if (recognition.kind === 'unknown') {
          report.problem({ file: name, offset, reason: recognition.reason });
        } else if (recognition.kind === 'not-an-event') {
          report.sibling(recognition.what);
        } else {
          report.readable += 1;
          const view = eventViewOf(recognition);
          const rules = ruleSet.match(view).map(({ rule }) => ({ id: rule.id ?? rule.name, title: rule.title }));
          lines.push(`${JSON.stringify({ event: { id: headOf(recognition).id }, rules })}\n`);
        }
      },
      aside: (what) => {
        report.sibling(what);
      },
      problem: (problem) => {
        report.problem(problem);
      },
      ready: flush,
    });
    await flush();
  }
  const problems = report.lines();
  if (problems.length > 0) streams.err(`${problems.join('\n')}\n`);
  if (report.readable === 0 && (report.unreadable > 0 || listing.files.length === 0)) return NOTHING_READABLE;
  return report.unreadable > 0 ? PARTLY_READABLE : DONE;
}
