/** Standard output and error. Output waits for its reader, so that a slow one costs no memory. */
import { CommandError, CONFIGURATION } from './exit-code.ts';

/** Where a command writes: data to `out`, everything for people to `err`. */
export interface Streams {
  /** Resolves once the text is written. Rejects where it cannot be; {@link closed} tells whether nobody reads any more. */
  readonly out: (text: string) => Promise<void>;
  readonly err: (text: string) => void;
}

/** The process's own streams. */
export function standardStreams(): Streams {
  // `out` tells the caller; without a listener the event would end the program. For errors there is nobody left to be told.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  return {
    out: (text) => {
      const written = write(text);
      written.catch(() => undefined); // a caller that does not wait must not end the program
      return written;
    },
    err: (text) => {
      process.stderr.write(text);
    },
  };
}

function write(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (error === null || error === undefined) resolve();
      else
        reject(closed(error) ? error : new CommandError(`Cannot write the output: ${error.message}.`, CONFIGURATION));
    });
  });
}

/** Whether an error only says that nobody reads any more. */
export function closed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');
}

/** Whether somebody reads the output; any other failure to write it is thrown. */
export function isTaken(writing: Promise<void>): Promise<boolean> {
  return writing.then(
    () => true,
    (error: unknown) => {
      if (closed(error)) return false;
      throw error;
    },
  );
}
