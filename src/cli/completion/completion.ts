/**
 * `iamwatch completion`: a script for a shell, made from the tree of commands.
 *
 * Written here and not by a library: omelette and tabtab ask the program at every press of a key, which starts Node
 * each time, and neither knows commander's tree; a script that holds commands, options and choices answers at once. Only
 * the names of rules are asked for.
 */
import type { Command } from 'commander';
import { DONE } from '../exit-code.ts';
import type { Streams } from '../streams.ts';
import { bashCompletion } from './bash.ts';
import { commandLine, type CommandLine } from './command-line.ts';
import { fishCompletion } from './fish.ts';
import { zshCompletion } from './zsh.ts';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } satisfies Record<
  string,
  (main: CommandLine) => string
>;

/** Name of a shell. */
export type Shell = keyof typeof SCRIPTS;

/** Shells that a script can be had for. */
export const SHELLS: readonly Shell[] = ['bash', 'zsh', 'fish'];

/** Prints the script. */
export async function printCompletion(shell: Shell, main: Command, streams: Streams): Promise<number> {
  await streams.out(SCRIPTS[shell](commandLine(main)));
  return DONE;
}
