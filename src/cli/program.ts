/**
 * The command line as data: every command with its arguments and options. Nothing runs here, so that completion and the
 * manual page are made from the same definitions as `--help`. One file a command does the work; it is loaded when the
 * command is called, so that no start waits for what other commands need.
 */
import { Command, Option } from 'commander';
import type { AttackCoverageOptions } from './attack-coverage.ts';
import { run, withRules } from './command.ts';
import { printCompletion, SHELLS, type Shell } from './completion/completion.ts';
import { parseLength, parseLevel, parseTime } from './option-values.ts';
import { ALERT_FORMATS } from './output/alert-format.ts';
import type { RuleOptions } from './rule-source.ts';
import { addRulesCommands } from './rules-commands.ts';
import type { ScanCommandOptions } from './scan-options.ts';
import { SCHEMA_NAMES, type SchemaName } from './schema-name.ts';
import type { Streams } from './streams.ts';
import { version } from './version.ts';

/** The whole command line. */
export function program(streams: Streams): Command {
  const main = new Command('iamwatch')
    .description('Notices what attackers and unauthorised insiders do to IAM, from cloud audit logs.')
    .version(version())
    .exitOverride()
    .configureOutput({ writeOut: (text) => void streams.out(text), writeErr: streams.err })
    .showHelpAfterError('(iamwatch --help lists the commands and their options)');
  withRules(main.command('scan'))
    .description('read CloudTrail and GCP audit logs and print alerts')
    .argument('<path...>', 'log files or folders, plain or gzip; - is standard input')
    .addOption(new Option('--output <format>', 'how alerts are printed').choices(ALERT_FORMATS).default('table'))
    .option('--min-level <level>', 'least severe level that is printed', parseLevel, 'low')
    .option('--fail-on <level>', 'exit with 1 where an alert is at or above this level', parseLevel)
    .option('--since <time>', 'leave out events before this date or instant (UTC)', parseTime)
    .option('--until <time>', 'leave out events at or after this date or instant (UTC)', parseTime)
    .option('--isolate', 'every file is a data set of its own: nothing folds across files', false)
    .option('--state <folder>', 'keep what the run knows there; the next one goes on with what is new')
    .option('--follow', 'go on with what comes, until Ctrl-C', false)
    .option('--lateness <duration>', 'with --state or --follow: how late an event may come (default: 24h)', parseLength)
    .option('--poll <duration>', 'with --follow: how often files are looked at (default: 1s)', parseLength)
    .option('--stats', 'say how fast it was, how much memory it took, and what each rule found', false)
    .action((paths: string[], options: RuleOptions & ScanFlags) =>
      run(import('./scan.ts').then(({ scan }) => scan(paths, scanOptions(options), streams))),
    );
  addRulesCommands(main, streams);
  withRules(main.command('attack').description('what the rules cover of MITRE ATT&CK').command('coverage'))
    .description(
      'print which identity techniques of ATT&CK the rules cover: claimed, fired in test, fired on your logs',
    )
    .argument('[path...]', 'log files or folders in which to look for what fires; without them tests alone count')
    .addOption(new Option('--output <format>', 'how it is printed').choices(['table', 'json']).default('table'))
    .option('--navigator <file>', 'write a layer for the ATT&CK Navigator there too')
    .action((paths: string[], options: AttackCoverageOptions) =>
      run(import('./attack-coverage.ts').then(({ showAttackCoverage }) => showAttackCoverage(paths, options, streams))),
    );
  main
    .command('schema')
    .description('print the JSON Schema of alerts, rules, the organisation profile, OCSF findings or explanations')
    .addArgument(main.createArgument('<what>').choices(SCHEMA_NAMES))
    .action((what: SchemaName) => run(import('./schema.ts').then(({ printSchema }) => printSchema(what, streams))));
  addShellCommands(main, streams);
  return main;
}

/** What serves the shell: completion, the manual page, and what completion asks for. */
function addShellCommands(main: Command, streams: Streams): void {
  main
    .command('completion')
    .description('print a script that completes commands, options, rules and files in your shell')
    .addArgument(main.createArgument('<shell>').choices(SHELLS))
    .addHelpText(
      'after',
      `
Install it for new shells:
  bash  iamwatch completion bash > ~/.local/share/bash-completion/completions/iamwatch
  zsh   iamwatch completion zsh > "\${fpath[1]}/_iamwatch"
  fish  iamwatch completion fish > ~/.config/fish/completions/iamwatch.fish
or try it in this one: source <(iamwatch completion bash)`,
    )
    .action((shell: Shell) => run(printCompletion(shell, main, streams)));
  main
    .command('man')
    .description('print the manual page; iamwatch man | man -l - shows it')
    .action(() => run(import('./manual/manual.ts').then(({ printManual }) => printManual(main, streams))));
  main
    .command('rule-names', { hidden: true })
    .action(() => run(import('./rule-names.ts').then(({ printRuleNames }) => printRuleNames(streams))));
}

/** Flags of `scan` as commander hands them over. */
interface ScanFlags extends Pick<ScanCommandOptions, 'output' | 'minLevel' | 'isolate' | 'stats' | 'follow'> {
  readonly failOn?: ScanCommandOptions['failOn'];
  readonly since?: number;
  readonly until?: number;
  readonly state?: string;
  readonly lateness?: number;
  readonly poll?: number;
}

function scanOptions(flags: RuleOptions & ScanFlags): ScanCommandOptions {
  const { failOn, since, until, state, lateness, poll } = flags;
  return { ...flags, failOn, sinceMs: since, untilMs: until, state, latenessMs: lateness, pollMs: poll };
}
