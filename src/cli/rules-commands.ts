/** The commands below `iamwatch rules`: names, arguments and options. What they do stands in one file each. */
import { type Command, Option } from 'commander';
import { collect, run, withRuleFiles, withRules } from './command.ts';
import { lintRules, type LintOptions } from './rules-lint.ts';
import { listRules, showRule } from './rules-list.ts';
import { matchRules } from './rules-match.ts';
import { printParity } from './rules-parity.ts';
import type { RuleOptions } from './rule-source.ts';
import { testRules } from './rules-test.ts';
import type { Streams } from './streams.ts';

/** Adds `rules` and what stands below it. */
export function addRulesCommands(main: Command, streams: Streams): void {
  const rules = main.command('rules').description('list, show, check, test and try rules');
  withRules(rules.command('list'))
    .description('list the rules')
    .addOption(new Option('--output <format>', 'how they are printed').choices(['table', 'json']).default('table'))
    .action((options: RuleOptions & { output: 'table' | 'json' }) => run(listRules(options, streams)));
  withRules(rules.command('show'))
    .description('show one rule with everything an analyst needs')
    .argument('<rule>', 'name, id or catalogue id of the rule')
    .action((rule: string, options: RuleOptions) => run(showRule(rule, options, streams)));
  withRules(rules.command('test'))
    .description('run the tests inside the rules')
    .argument('[rule...]', 'names of rules; all of them without')
    .action((names: string[], options: RuleOptions) => run(testRules(names, options, streams)));
  withRuleFiles(rules.command('lint'))
    .description('check rules: all problems at once, each with its place and its mend')
    .argument('[path...]', 'rule files or folders; without, the shipped rules and those of --rules')
    .addOption(
      new Option('--output <format>', 'how problems are printed').choices(['text', 'json', 'sarif']).default('text'),
    )
    .option('--ignore <code>', 'leave out the problems of this code; may be given more than once', collect, [])
    .option('--strict', 'exit with 3 where there is a warning, too', false)
    .action((paths: string[], options: LintOptions) => run(lintRules(paths, options, streams)));
  withRules(rules.command('parity'))
    .description('print which rules of AWS and GCP stand for each other, and why some stand alone')
    .action((options: RuleOptions) => run(printParity(options, streams)));
  withRules(rules.command('match'))
    .description('print for every event the single-event rules that match it, one JSON object a line')
    .argument('<path...>', 'log files or folders, plain or gzip; - is standard input')
    .addOption(new Option('--output <format>', 'how matches are printed').choices(['ndjson']).default('ndjson'))
    .action((paths: string[], options: RuleOptions) => run(matchRules(paths, options, streams)));
}
