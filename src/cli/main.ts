/** Runs the command line and turns errors into exit codes. */
import { CommanderError } from 'commander';
import { CommandError, DONE, USAGE } from './exit-code.ts';
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
    throw error;
  }
}
