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

const RULES = ['--rules <path>', 'a rule file or a folder of rules; may be given more than once'] as const;
/** Options that more than one kind of command takes. */
export const PROFILE = [
  '--profile <file>',
  'YAML file that says what is yours: accounts, projects, domains, administrators, networks',
] as const;
export const PLACEHOLDERS = [
  '--placeholders <file>',
  'YAML file of values for %name% in rules that use expand',
] as const;
const NO_BUILTIN = ['--no-builtin', 'leave the shipped rules out'] as const;

const PIPELINE = [
  '--pipeline <file>',
  'YAML file of a field-mapping pipeline for your rules; may be given more than once',
] as const;
const NO_BUILTIN_PIPELINES = ['--no-builtin-pipelines', 'leave the shipped pipelines out'] as const;

/** Adds the options that choose pipelines: every command that loads rules needs them. */
export function withPipelines(command: Command): Command {
  return command.option(...PIPELINE, collect, []).option(...NO_BUILTIN_PIPELINES);
}

/** Adds the options of every command that reads rules and runs none. */
export function withRuleFiles(command: Command): Command {
  return withPipelines(command.option(...RULES, collect, []).option(...PLACEHOLDERS)).option(...NO_BUILTIN);
}

/** Adds the options of every command that runs rules. */
export function withRules(command: Command): Command {
  return withPipelines(
    command
      .option(...RULES, collect, [])
      .option(...PROFILE)
      .option(...PLACEHOLDERS),
  )
    .option(...NO_BUILTIN)
    .option('--strict-rules', 'stop where a rule does not load, instead of running the rest', false);
}
