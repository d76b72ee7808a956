/** Runs the command line and turns errors into exit codes. */
import { CommanderError } from 'commander';
import { CommandError, DONE, FAULT, USAGE } from './exit-code.ts';
import { program } from './program.ts';
import { closed, standardStreams } from './streams.ts';

const streams = standardStreams();

try {
  await program(streams).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? DONE : USAGE;
  } else if (error instanceof CommandError) {
    streams.err(`iamwatch: ${error.message}\n`);
    process.exitCode = error.exitCode;
  } else if (!closed(error)) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    streams.err(`iamwatch: a fault in iamwatch itself; please report it with what led to it.\n${what}\n`);
    process.exitCode = FAULT;
  }
}
