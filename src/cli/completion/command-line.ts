/**
 * The command line as completion and the manual page read it: taken from commander's tree, so that a command added
 * there is completed and described without an edit here.
 */
import type { Argument, Command, Option } from 'commander';
import { levels } from '../../rule-language/rule.ts';

/** What a value may be. `text`: nothing that a shell could know. */
export type Values =
  | { readonly kind: 'choices'; readonly choices: readonly string[] }
  | { readonly kind: 'files' }
  | { readonly kind: 'rules' }
  | { readonly kind: 'text' };

/** One option, by all of its names. */
export interface OptionLine {
  /** `-h`, `--help`: short before long. */
  readonly names: readonly string[];
  readonly description: string;
  /** Name of its value for people; undefined where it takes none. */
  readonly value: string | undefined;
  readonly values: Values;
  readonly isRepeatable: boolean;
  /** Its default, where it is worth telling. */
  readonly default: string | undefined;
}

/** One argument. */
export interface ArgumentLine {
  readonly name: string;
  readonly description: string;
  readonly values: Values;
  readonly isVariadic: boolean;
  readonly isRequired: boolean;
}

/** One command with those below it. */
export interface CommandLine {
  /** From the program down: `rules show`; the program itself is empty. */
  readonly path: string;
  readonly description: string;
  readonly options: readonly OptionLine[];
  readonly arguments: readonly ArgumentLine[];
  readonly commands: readonly CommandLine[];
}

/** Reads a tree of commands; hidden ones are left out. */
export function commandLine(command: Command, path = ''): CommandLine {
  const help = command.createHelp();
  const below = help.visibleCommands(command).filter((one) => one.name() !== 'help');
  return {
    path,
    description: command.description(),
    options: help.visibleOptions(command).map(optionLine),
    arguments: command.registeredArguments.map(argumentLine),
    commands: below.map((one) => commandLine(one, path === '' ? one.name() : `${path} ${one.name()}`)),
  };
}

/** A command and all below it, the command first. */
export function allCommands(command: CommandLine): readonly CommandLine[] {
  return [command, ...command.commands.flatMap(allCommands)];
}

/** The last word of a command's path. */
export function nameOf({ path }: CommandLine): string {
  return path.slice(path.lastIndexOf(' ') + 1);
}

function optionLine(option: Option): OptionLine {
  const value = /[<[](?<value>[^>\]]+)[>\]]/.exec(option.flags)?.groups?.value;
  return {
    names: [option.short, option.long].filter((name) => name !== undefined),
    description: option.description,
    value,
    values: value === undefined ? { kind: 'text' } : valuesOf(value, option.argChoices),
    isRepeatable: Array.isArray(option.defaultValue),
    default:
      typeof option.defaultValue === 'string' || typeof option.defaultValue === 'number'
        ? String(option.defaultValue)
        : undefined,
  };
}

function argumentLine(argument: Argument): ArgumentLine {
  return {
    name: argument.name(),
    description: argument.description,
    values: valuesOf(argument.name(), argument.argChoices),
    isVariadic: argument.variadic,
    isRequired: argument.required,
  };
}

/** Choices are as declared; for the rest the name of a value says what it is, as it does for people. */
function valuesOf(name: string, choices: readonly string[] | undefined): Values {
  if (choices !== undefined) return { kind: 'choices', choices };
  if (name === 'level') return { kind: 'choices', choices: levels };
  if (name === 'rule') return { kind: 'rules' };
  return TEXT.has(name) ? { kind: 'text' } : { kind: 'files' };
}

/** Values that are no files. What is not named here is taken for one: a path offered too much does no harm. */
const TEXT: ReadonlySet<string> = new Set(['time', 'name', 'number', 'format', 'word', 'text', 'id', 'seed', 'n']);
