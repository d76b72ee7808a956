/** The commands below `iamwatch rules`: names, arguments and options. What they do stands in one file each. */
import { type Command, Option } from 'commander';
import { run, withRules } from './command.ts';
import { listRules, showRule } from './rules-list.ts';
import { matchRules } from './rules-match.ts';
import { type PagesOptions, writePages } from './rules-pages.ts';
import { printParity } from './rules-parity.ts';
import type { RuleOptions } from './rule-source.ts';
import { testRules } from './rules-test.ts';
import type { Streams } from './streams.ts';

/** Adds `rules` and what stands below it. */
export function addRulesCommands(main: Command, streams: Streams): void {
  const rules = main.command('rules').description('list, show, test and try rules');
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
  withRules(rules.command('parity'))
    .description('print which rules of AWS and GCP stand for each other, and why some stand alone')
    .action((options: RuleOptions) => run(printParity(options, streams)));
  withRules(rules.command('pages'))
    .description('write a page for every rule, with an alert of its own tests, and indexes over them')
    .requiredOption('--out <folder>', 'where the pages go')
    .option('--check', 'write nothing; list the pages that are stale and exit with 3 where any is', false)
    .action((options: PagesOptions) => run(writePages(options, streams)));
  withRules(rules.command('match'))
    .description('print for every event the single-event rules that match it, one JSON object a line')
    .argument('<path...>', 'log files or folders, plain or gzip; - is standard input')
    .addOption(new Option('--output <format>', 'how matches are printed').choices(['ndjson']).default('ndjson'))
    .action((paths: string[], options: RuleOptions) => run(matchRules(paths, options, streams)));
}
