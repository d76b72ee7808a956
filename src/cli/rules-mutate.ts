/** `iamwatch rules mutate`: changes every rule in small ways and lists the changes that its tests do not notice. */
import { rawEventView } from '../events/event-view.ts';
import { policyPredicates } from '../rule-language/policy-predicates.ts';
import { prepareRuleTests } from '../rule-language/rule-test.ts';
import { type Level, levels, type Rule } from '../rule-language/rule.ts';
import { printableDocument } from '../std/printable.ts';
import { judgeMutants, withFate, type RuleMutationReport } from '../workshop/mutate/judge-mutants.ts';
import { mutationReportJson } from '../workshop/mutate/report-json.ts';
import { mutationReportText, mutationTotalsText } from '../workshop/mutate/report-text.ts';
import { CONFIGURATION, DONE } from './exit-code.ts';
import { chosenRules, readChoice, withChosenPaths } from './rule-choice.ts';
import { startRuleProgress } from './rule-progress.ts';
import type { RuleOptions } from './rule-source.ts';
import type { Streams } from './streams.ts';
import { loadTestedRules } from './tested-rules.ts';

/** What the command may be told beside where the rules are. */
export interface MutateOptions extends RuleOptions {
  readonly output: 'text' | 'json';
  /** Only rules of which the rule or a variation has at least this level. */
  readonly level?: Level;
  /** A survivor in any rule counts, not only in those of level high and critical. */
  readonly strict: boolean;
}

/**
 * Judges the mutants of the named rules, or of all. Exits with 3 where one survives in a rule whose level, or that of a
 * variation, is high or critical, and where an equivalent mutant is recorded that is none.
 */
export async function mutateRules(words: readonly string[], options: MutateOptions, streams: Streams): Promise<number> {
  const choice = readChoice(words);
  const loaded = await loadTestedRules(withChosenPaths(options, choice), streams.err);
  const { rules, bases } = loaded;
  const { level } = options;
  const wanted = chosenRules(choice, rules).filter((rule) => level === undefined || reaches(rule, level));
  const progress = startRuleProgress(wanted.length);
  const reports: RuleMutationReport[] = [];
  for (const rule of wanted) {
    const report = judgeMutants(rule, prepareRuleTests(rule, bases, rawEventView, policyPredicates));
    reports.push(report);
    progress.advance(rule.name);
    if (options.output === 'text') await streams.out(mutationReportText(report));
  }
  progress.stop();
  await streams.out(
    options.output === 'json' ? `${printableDocument(mutationReportJson(reports))}\n` : mutationTotalsText(reports),
  );
  return loaded.isSound && reports.every((report) => isSound(report, options.strict)) ? DONE : CONFIGURATION;
}

/** Whether a rule, or one of its variations, has at least this level. */
function reaches({ level, variations }: Rule, least: Level): boolean {
  return [level, ...variations.map((variation) => variation.level)].some(
    (one) => levels.indexOf(one) >= levels.indexOf(least),
  );
}

function isSound(report: RuleMutationReport, isStrict: boolean): boolean {
  const counts = isStrict || reaches(report.rule, 'high');
  const hasSurvivor = withFate(report, 'survived').length > 0;
  const isProven = !hasSurvivor && !report.isCut;
  return report.stale.length === 0 && report.failing.length === 0 && (isProven || !counts);
}
