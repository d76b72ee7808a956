/** Standard output and error. Output waits for its reader, so that a slow one costs no memory. */
import { once } from 'node:events';

/** Where a command writes: data to `out`, everything for people to `err`. */
export interface Streams {
  readonly out: (text: string) => Promise<void>;
  readonly err: (text: string) => void;
}

/** The process's own streams. A reader that has seen enough (`| head`) ends the output quietly. */
export function standardStreams(): Streams {
  process.stdout.on('error', (error: unknown) => {
    if (!closed(error)) throw error;
    process.exitCode ??= 0;
  });
  return {
    out: async (text) => {
      if (process.stdout.destroyed) return;
      if (!process.stdout.write(text))
        await Promise.race([once(process.stdout, 'drain'), once(process.stdout, 'close')]);
    },
    err: (text) => {
      process.stderr.write(text);
    },
  };
}

/** Whether an error only says that nobody reads any more. */
export function closed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');
}
