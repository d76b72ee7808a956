/** The command line. One file a command; this one names them and turns errors into exit codes. */
import { Command, CommanderError, Option } from 'commander';
import { CommandError, DONE, USAGE } from './exit-code.ts';
import { run, withRules } from './command.ts';
import { parseLevel, parseTime } from './option-values.ts';
import type { RuleOptions } from './rule-source.ts';
import { addRulesCommands } from './rules-commands.ts';
import { scan, type ScanCommandOptions } from './scan.ts';
import { printSchema, type SchemaName } from './schema.ts';
import { closed, standardStreams } from './streams.ts';
import { version } from './version.ts';

const streams = standardStreams();

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
  addRulesCommands(main, streams);
  main
    .command('schema')
    .description('print the JSON Schema of alerts, rules, the organisation profile or explanations')
    .addArgument(main.createArgument('<what>').choices(['alert', 'rule', 'profile', 'explanation']))
    .action((what: SchemaName) => run(printSchema(what, streams)));
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
