/** What the commands share: the options of those that run rules, and how an exit code leaves. */
import type { Command } from 'commander';

/** What `--profile` and `--placeholders` are, wherever they are taken. */
export const PROFILE_HELP = 'YAML file that says what is yours: accounts, projects, domains, administrators, networks';
export const PLACEHOLDERS_HELP = 'YAML file of values for %name% in rules that use expand';

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
    .option('--profile <file>', PROFILE_HELP)
    .option('--placeholders <file>', PLACEHOLDERS_HELP)
    .option('--no-builtin', 'leave the shipped rules out')
    .option('--strict-rules', 'stop where a rule does not load, instead of running the rest', false);
}
