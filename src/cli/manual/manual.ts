/** `iamwatch man`: the manual page, made from the tree of commands. */
import type { Command } from 'commander';
import { commandLine } from '../completion/command-line.ts';
import { DONE } from '../exit-code.ts';
import type { Streams } from '../streams.ts';
import { version } from '../version.ts';
import { manualPage } from './page.ts';

/** Prints the page. */
export async function printManual(main: Command, streams: Streams): Promise<number> {
  await streams.out(manualPage(commandLine(main), version()));
  return DONE;
}
