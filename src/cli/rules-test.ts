/** `iamwatch rules test`: runs the tests inside the rules, once or whenever a file changes. */
import { colors } from './colors.ts';
import type { Diagnostic } from '../document/diagnostic.ts';
import { rawEventView } from '../events/event-view.ts';
import type { LoadedBases } from '../rule-language/base-event.ts';
import { policyPredicates } from '../rule-language/policy-predicates.ts';
import { prepareRuleTests, type RuleTestResult } from '../rule-language/rule-test.ts';
import type { Rule } from '../rule-language/rule.ts';
import { printable, printableDocument } from '../std/printable.ts';
import { clauseCoverage } from '../workshop/coverage/clause-coverage.ts';
import { coverageText, type RuleCoverage } from '../workshop/coverage/coverage-text.ts';
import { junitReport } from '../workshop/test-report/junit.ts';
import { isSound, type RuleTestRun, runTests } from '../workshop/test-report/rule-test-run.ts';
import { CommandError, CONFIGURATION, DONE } from './exit-code.ts';
import { chosenRules, readChoice, withChosenPaths } from './rule-choice.ts';
import { ruleRoots } from './rule-files.ts';
import type { RuleOptions } from './rule-source.ts';
import type { Streams } from './streams.ts';
import { loadTestedRules } from './tested-rules.ts';
import { onEveryChange } from './watch.ts';

/** Options of `rules test`. */
export interface RuleTestOptions extends RuleOptions {
  readonly output: 'text' | 'json' | 'junit';
  /** Runs again whenever a rule or a base event changes, until interrupted. */
  readonly watch: boolean;
  /** Lists the clauses that no test has seen both to hold and to fail. */
  readonly coverage: boolean;
}

interface Tried {
  readonly run: RuleTestRun;
  /** What kept files from loading. */
  readonly problems: readonly Diagnostic[];
  readonly bases: LoadedBases['bases'];
}

/**
 * Runs the tests of the rules that are named, or of all. Failed tests and rules without tests are listed; both exit with 3,
 * and so does what does not load, and a run without any rule.
 */
export async function testRules(words: readonly string[], options: RuleTestOptions, streams: Streams): Promise<number> {
  if (!options.watch) return testOnce(words, options, streams);
  return testOnChange(words, options, streams);
}

async function testOnce(words: readonly string[], options: RuleTestOptions, streams: Streams): Promise<number> {
  const { run, problems, bases } = await tryRules(words, options, streams);
  await streams.out(reports[options.output](run, problems));
  if (run.failed > 0 && options.output === 'text') {
    streams.err("Why: iamwatch rules explain RULE 'test:NAME OF THE TEST' --why-not\n");
  }
  if (options.coverage) streams.err(coverageText(run.suites.map(({ rule }) => coverageOf(rule, bases))));
  return isSound(run) && problems.length === 0 && run.suites.length > 0 ? DONE : CONFIGURATION;
}

async function tryRules(words: readonly string[], options: RuleOptions, streams: Streams): Promise<Tried> {
  const choice = readChoice(words);
  const { rules, diagnostics, bases } = await loadTestedRules(withChosenPaths(options, choice), streams.err);
  const run = runTests(chosenRules(choice, rules), {
    bases,
    toEventView: rawEventView,
    predicatesOf: policyPredicates,
  });
  return { run, bases, problems: diagnostics.filter(({ severity }) => severity === 'error') };
}

async function testOnChange(words: readonly string[], options: RuleTestOptions, streams: Streams): Promise<number> {
  const roots = [...ruleRoots(withChosenPaths(options, readChoice(words))), ...options.pipeline];
  await onEveryChange(roots, async () => {
    if (process.stdout.isTTY) await streams.out('\u001B[2J\u001B[3J\u001B[H');
    await testOnce(words, options, streams).catch(telling(streams));
    streams.err(`Watching ${roots.join(', ')}; Ctrl-C ends.\n`);
  });
  return DONE;
}

/** While somebody edits, a file that is gone or half written is no reason to stop. */
function telling(streams: Streams): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof CommandError)) throw error;
    streams.err(`iamwatch: ${error.message}\n`);
  };
}

function coverageOf(rule: Rule, bases: LoadedBases['bases']): RuleCoverage {
  return { rule, clauses: clauseCoverage(rule, prepareRuleTests(rule, bases, rawEventView, policyPredicates)) };
}

type Report = (run: RuleTestRun, problems: readonly Diagnostic[]) => string;

const reports: Readonly<Record<RuleTestOptions['output'], Report>> = {
  text: textReport,
  json: (run) => `${printableDocument(jsonReport(run))}\n`,
  junit: junitReport,
};

function textReport({ suites, passed, failed, untested }: RuleTestRun): string {
  const lines = suites.flatMap(({ rule, results }) =>
    results.length === 0
      ? [`${colors.yellow('no tests')}  ${printable(rule.name)}`]
      : results.filter((result) => !result.passed).map(failure),
  );
  const total = `${passed} passed, ${failed} failed, ${untested} ${untested === 1 ? 'rule' : 'rules'} without tests`;
  return [...lines, total].join('\n').concat('\n');
}

function failure({ rule, test, reason }: RuleTestResult): string {
  const where = printable(`${rule.file}:${test.place.line}`);
  return `${colors.red('failed')}  ${where}: ${printable(test.name)}\n        ${printable(reason ?? '')}`;
}

function jsonReport({ suites, passed, failed, untested }: RuleTestRun): unknown {
  const rules = suites.map(({ rule, results }) => ({
    rule: rule.name,
    file: rule.file,
    tests: results.map(({ test, passed: hasPassed, reason }) => ({
      name: test.name,
      kind: test.kind ?? null,
      line: test.place.line,
      passed: hasPassed,
      reason: reason ?? null,
    })),
  }));
  return { passed, failed, untested, rules };
}
