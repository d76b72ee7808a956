/** The command line. One file a command; this one names them and turns errors into exit codes. */
import { Command, CommanderError, Option } from 'commander';
import { CommandError, DONE, USAGE } from './exit-code.ts';
import { parseLevel, parseTime } from './option-values.ts';
import { listRules, showRule } from './rules-list.ts';
import { matchRules } from './rules-match.ts';
import { testRules } from './rules-test.ts';
import { printParity } from './rules-parity.ts';
import type { RuleOptions } from './rule-source.ts';
import { scan, type ScanCommandOptions } from './scan.ts';
import { printSchema } from './schema.ts';
import { closed, standardStreams } from './streams.ts';
import { version } from './version.ts';

const streams = standardStreams();

/** A command whose action sets the exit code. */
function run(action: Promise<number>): Promise<void> {
  return action.then((code) => {
    process.exitCode = code;
  });
}

function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}

/** Adds the options of every command that runs rules. */
function withRules(command: Command): Command {
  return command
    .option('--rules <path>', 'a rule file or a folder of rules; may be given more than once', collect, [])
    .option(
      '--profile <file>',
      'YAML file that says what is yours: accounts, projects, domains, administrators, networks',
    )
    .option('--placeholders <file>', 'YAML file of values for %name% in rules that use expand')
    .option('--no-builtin', 'leave the shipped rules out')
    .option('--strict-rules', 'stop where a rule does not load, instead of running the rest', false);
}

function program(): Command {
  const main = new Command('iamwatch')
    .description('Notices what attackers and unauthorised insiders do to IAM, from cloud audit logs.')
    .version(version())
    .exitOverride()
    .configureOutput({ writeOut: (text) => void streams.out(text), writeErr: streams.err })
    .showHelpAfterError('(iamwatch --help lists the commands and their options)');
  withRules(main.command('scan'))
    .description('read CloudTrail and GCP audit logs and print alerts')
    .argument('<path...>', 'log files or folders, plain or gzip; - is standard input')
    .addOption(new Option('--output <format>', 'how alerts are printed').choices(['table', 'ndjson']).default('table'))
    .option('--min-level <level>', 'least severe level that is printed', parseLevel, 'low')
    .option('--fail-on <level>', 'exit with 1 where an alert is at or above this level', parseLevel)
    .option('--since <time>', 'leave out events before this date or instant (UTC)', parseTime)
    .option('--until <time>', 'leave out events at or after this date or instant (UTC)', parseTime)
    .option('--isolate', 'every file is a data set of its own: nothing folds across files', false)
    .option('--stats', 'say how fast it was, how much memory it took, and what each rule found', false)
    .action((paths: string[], options: RuleOptions & ScanFlags) => run(scan(paths, scanOptions(options), streams)));
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
  withRules(rules.command('match'))
    .description('print for every event the single-event rules that match it, one JSON object a line')
    .argument('<path...>', 'log files or folders, plain or gzip; - is standard input')
    .addOption(new Option('--output <format>', 'how matches are printed').choices(['ndjson']).default('ndjson'))
    .action((paths: string[], options: RuleOptions) => run(matchRules(paths, options, streams)));
  main
    .command('schema')
    .description('print the JSON Schema of alerts, of rules or of the organisation profile')
    .addArgument(main.createArgument('<what>').choices(['alert', 'rule', 'profile']))
    .action((what: 'alert' | 'rule' | 'profile') => run(printSchema(what, streams)));
  return main;
}

/** Flags of `scan` as commander hands them over. */
interface ScanFlags extends Pick<ScanCommandOptions, 'output' | 'minLevel' | 'isolate' | 'stats'> {
  readonly failOn?: ScanCommandOptions['failOn'];
  readonly since?: number;
  readonly until?: number;
}

function scanOptions(flags: RuleOptions & ScanFlags): ScanCommandOptions {
  return { ...flags, failOn: flags.failOn, sinceMs: flags.since, untilMs: flags.until };
}

try {
  await program().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? DONE : USAGE;
  } else if (error instanceof CommandError) {
    streams.err(`iamwatch: ${error.message}\n`);
    process.exitCode = error.exitCode;
  } else if (!closed(error)) {
    throw error;
  }
}
