/** The commands below `iamwatch rules`: names, arguments and options. What they do stands in one file each, loaded when it is asked for. */
import { type Command, Option } from 'commander';
import type { RuleDiffOptions } from './rules-diff.ts';
import { collect, run, SHIPPED, withNamedRules, withRuleFiles, withRules } from './command.ts';
import type { LintOptions } from './rules-lint.ts';
import type { ExplainCommandOptions } from './rules-explain.ts';
import type { MutateOptions } from './rules-mutate.ts';
import type { NewRuleOptions } from './rules-new.ts';
import type { PagesOptions } from './rules-pages.ts';
import type { RuleOptions } from './rule-source.ts';
import type { RuleTestOptions } from './rules-test.ts';
import { levels } from '../rule-language/rule.ts';
import type { Streams } from './streams.ts';

/** Adds `rules` and what stands below it. */
export function addRulesCommands(main: Command, streams: Streams): void {
  const rules = main.command('rules').description('list, show, check, test and try rules');
  withRules(rules.command('list'))
    .description('list the rules')
    .addOption(new Option('--output <format>', 'how they are printed').choices(['table', 'json']).default('table'))
    .action((options: RuleOptions & { output: 'table' | 'json' }) =>
      run(import('./rules-list.ts').then(({ listRules }) => listRules(options, streams))),
    );
  withRules(rules.command('show'))
    .description('show one rule with everything an analyst needs')
    .argument('<rule>', 'name, id or catalogue id of the rule')
    .action((rule: string, options: RuleOptions) =>
      run(import('./rules-list.ts').then(({ showRule }) => showRule(rule, options, streams))),
    );
  rules
    .command('new')
    .description('write the first draft of a rule, with its tests and its page')
    .argument('<name>', 'name of the rule, in lower case with hyphens')
    .option('--service <name>', 'what it looks for: eventSource, or serviceName of Google Cloud')
    .option('--action <name>', 'what it looks for: eventName, or methodName of Google Cloud')
    .addOption(new Option('--cloud <cloud>', 'whose logs; told by the service otherwise').choices(['aws', 'gcp']))
    .option('--from <file>', 'make it from an event of these logs instead')
    .option('--event <id>', 'which event of them')
    .option('--title <text>', 'what the rule notices, in a few words')
    .addOption(new Option('--level <level>', 'how bad it is').choices(levels).default('medium'))
    .addOption(
      new Option('--memory <kind>', 'count its events, or look for what is new').choices(['threshold', 'new_terms']),
    )
    .option('--dir <folder>', 'folder of the rule; its page goes to "pages" below it', 'my-rules')
    .action((name: string, options: NewRuleOptions) =>
      run(import('./rules-new.ts').then(({ newRule }) => newRule(name, options, streams))),
    );
  withRules(rules.command('test'))
    .description('run the tests inside the rules')
    .argument('[rule...]', 'names of rules, or rule files; all of them without')
    .addOption(
      new Option('--output <format>', 'how results are printed; junit is the XML that build servers read')
        .choices(['text', 'json', 'junit'])
        .default('text'),
    )
    .option('--watch', 'run again whenever a rule or a base event changes, until interrupted', false)
    .option('--coverage', 'list the clauses that no test has seen both to hold and to fail', false)
    .action((words: string[], options: RuleTestOptions) =>
      run(import('./rules-test.ts').then(({ testRules }) => testRules(words, options, streams))),
    );
  withRules(rules.command('mutate'))
    .description('change the rules in small ways and list the changes that their tests do not notice')
    .argument('[rule...]', 'names of rules, or rule files; all of them without')
    .addOption(new Option('--output <format>', 'how they are printed').choices(['text', 'json']).default('text'))
    .addOption(new Option('--level <level>', 'only rules that can reach this level').choices(levels))
    .option('--strict', 'exit with 3 for a survivor in any rule, not only from high upwards', false)
    .action((words: string[], options: MutateOptions) =>
      run(import('./rules-mutate.ts').then(({ mutateRules }) => mutateRules(words, options, streams))),
    );
  withRuleFiles(rules.command('lint'))
    .description('check rules: all problems at once, each with its place and its mend')
    .argument('[path...]', 'rule files or folders; without, the shipped rules and those of --rules')
    .addOption(
      new Option('--output <format>', 'how problems are printed').choices(['text', 'json', 'sarif']).default('text'),
    )
    .option('--ignore <code>', 'leave out the problems of this code; may be given more than once', collect, [])
    .option('--strict', 'exit with 3 where there is a warning, too', false)
    .action((paths: string[], options: LintOptions) =>
      run(import('./rules-lint.ts').then(({ lintRules }) => lintRules(paths, options, streams))),
    );
  withRules(rules.command('explain'))
    .description('say clause by clause what a rule makes of an event; of several, what it remembers of them')
    .argument('<rule>', 'name, id or catalogue id of a rule, or a rule file')
    .argument('<event...>', "log file with the event, - for standard input, or test:NAME for one of the rule's tests")
    .option('--event <id>', 'which of several events: its id; of a test, its number')
    .option('--all', 'a line for every event, instead of the tree of one', false)
    .option('--why-not', 'name the smallest difference that would make the rule fire', false)
    .addOption(new Option('--output <format>', 'how it is printed').choices(['text', 'json']).default('text'))
    // At least one event: the argument asks for it.
    .action((rule: string, [event = '', ...more]: string[], options: ExplainCommandOptions) =>
      run(
        import('./rules-explain.ts').then(({ explainEvent }) => explainEvent([rule, event, ...more], options, streams)),
      ),
    );
  withRules(rules.command('parity'))
    .description('print which rules of AWS and GCP stand for each other, and why some stand alone')
    .action((options: RuleOptions) =>
      run(import('./rules-parity.ts').then(({ printParity }) => printParity(options, streams))),
    );
  withNamedRules(rules.command('diff'))
    .description('print which alerts appear, vanish or change between two sets of rules, on given logs')
    .argument('<old>', `rule file or folder; ${SHIPPED} means the shipped rules`)
    .argument('<new>', 'the other rule file or folder')
    .argument('<path...>', 'log files or folders, plain or gzip; - is standard input')
    .addOption(new Option('--output <format>', 'how it is printed').choices(['text', 'json']).default('text'))
    .option('--exit-code', 'exit with 1 where there is any difference', false)
    .action((before: string, after: string, paths: string[], options: RuleDiffOptions) =>
      run(import('./rules-diff.ts').then(({ diffRules }) => diffRules([before, after, ...paths], options, streams))),
    );
  withRules(rules.command('pages'))
    .description('write a page for every rule, with an alert of its own tests, and indexes over them')
    .requiredOption('--out <folder>', 'where the pages go')
    .option('--check', 'write nothing; list the pages that are stale and exit with 3 where any is', false)
    .action((options: PagesOptions) =>
      run(import('./rules-pages.ts').then(({ writePages }) => writePages(options, streams))),
    );
  withRules(rules.command('match'))
    .description('print for every event the single-event rules that match it, one JSON object a line')
    .argument('<path...>', 'log files or folders, plain or gzip; - is standard input')
    .addOption(new Option('--output <format>', 'how matches are printed').choices(['ndjson']).default('ndjson'))
    .action((paths: string[], options: RuleOptions) =>
      run(import('./rules-match.ts').then(({ matchRules }) => matchRules(paths, options, streams))),
    );
}
