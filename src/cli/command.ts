/** What the commands share: the options of those that run rules, and how an exit code leaves. */
import type { Command } from 'commander';

/** A command whose action sets the exit code. */
export function run(action: Promise<number>): Promise<void> {
  return action.then((code) => {
    process.exitCode = code;
  });
}

function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}

/** Adds the options of every command that runs rules. */
export function withRules(command: Command): Command {
  return command
    .option('--rules <path>', 'a rule file or a folder of rules; may be given more than once', collect, [])
    .option(
      '--profile <file>',
      'YAML file that says what is yours: accounts, projects, domains, administrators, networks',
    )
    .option('--placeholders <file>', 'YAML file of values for %name% in rules that use expand')
    .option('--pipeline <file>', 'YAML file of a field-mapping pipeline; may be given more than once', collect, [])
    .option('--no-builtin-pipelines', 'leave the shipped pipelines out')
    .option('--no-builtin', 'leave the shipped rules out')
    .option('--strict-rules', 'stop where a rule does not load, instead of running the rest', false);
}
