/** What SQLite refuses, in words for people. */
import { StoreError } from '../store-error.ts';

/** Runs work on a database; where it refuses, that is told with the place and what to do. */
export async function inWords<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toStoreError(place, error);
  }
}

/** The error that tells why a database refused; any other error is handed back. */
export function toStoreError(place: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  const told = REASONS.find(([begin]) => code.startsWith(begin))?.[1];
  const reason = told ?? `${error instanceof Error ? error.message : ''} (${code})`;
  return new StoreError(`Cannot use the state in ${place}: ${reason}`, { cause: error });
}

/** The code of an error of SQLite. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return error.code.startsWith('SQLITE_') ? error.code : undefined;
}

const UNCHANGED = 'What it held before this batch is unchanged';

/** By how codes begin. */
const REASONS: readonly (readonly [string, string])[] = [
  ['SQLITE_FULL', `the disk is full. ${UNCHANGED}; make room and start again`],
  ['SQLITE_IOERR', `it cannot be read or written (input/output error). ${UNCHANGED}; look at the disk and start again`],
  ['SQLITE_CORRUPT', 'state.sqlite is damaged. Put a copy back, or begin with an empty folder and read the logs again'],
  ['SQLITE_NOTADB', 'state.sqlite is no SQLite file, or damaged. Put a copy back, or begin with an empty folder'],
  ['SQLITE_READONLY', 'it cannot be written: look at who owns the folder and state.sqlite'],
  ['SQLITE_CANTOPEN', 'it cannot be opened: look at who owns the folder and state.sqlite'],
  ['SQLITE_PERM', 'it cannot be opened: look at who owns the folder and state.sqlite'],
  ['SQLITE_BUSY', 'another program keeps state.sqlite locked: end it and start again'],
];
