/** What the commands share: the options of those that run rules, and how an exit code leaves. */
import type { Command } from 'commander';

/** A command whose action sets the exit code. */
export function run(action: Promise<number>): Promise<void> {
  return action.then((code) => {
    process.exitCode = code;
  });
}

/** Gathers the values of an option that may be given more than once. */
export function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}

/** What stands for the shipped rules where files of rules are named. */
export const SHIPPED = 'shipped';

const RULES = ['--rules <path>', 'a rule file or a folder of rules; may be given more than once'] as const;
const PROFILE = [
  '--profile <file>',
  'YAML file that says what is yours: accounts, projects, domains, administrators, networks',
] as const;
const PLACEHOLDERS = ['--placeholders <file>', 'YAML file of values for %name% in rules that use expand'] as const;
const PIPELINE = [
  '--pipeline <file>',
  'YAML file of a field-mapping pipeline for your rules; may be given more than once',
] as const;
const NO_BUILTIN_PIPELINES = ['--no-builtin-pipelines', 'leave the shipped pipelines out'] as const;
const NO_BUILTIN = ['--no-builtin', 'leave the shipped rules out'] as const;
const STRICT = ['--strict-rules', 'stop where a rule does not load, instead of running the rest', false] as const;

/** Adds the options of every command that reads rules and runs none. */
export function withRuleFiles(command: Command): Command {
  return command
    .option(...RULES, collect, [])
    .option(...PLACEHOLDERS)
    .option(...PIPELINE, collect, [])
    .option(...NO_BUILTIN_PIPELINES)
    .option(...NO_BUILTIN);
}

/** Adds the options of every command that runs rules. */
export function withRules(command: Command): Command {
  return withRuleFiles(command)
    .option(...PROFILE)
    .option(...STRICT);
}

/** Adds the options of a command that runs rules which its arguments name. */
export function withNamedRules(command: Command): Command {
  return command
    .option(...PROFILE)
    .option(...PLACEHOLDERS)
    .option(...PIPELINE, collect, [])
    .option(...NO_BUILTIN_PIPELINES)
    .option(...STRICT);
}
