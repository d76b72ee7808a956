/** Temporary files without a name: the system frees one when it is closed, even where the program is killed. */
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StoreError } from './store-error.ts';

/** Opens a temporary file and takes its name away. */
export function openNameless(name: string): number {
  const folder = mkdtempSync(path.join(tmpdir(), `iamwatch-${name}-`));
  try {
    return openSync(path.join(folder, 'run'), 'wx+', 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What goes wrong with temporary files is told as that. */
export function storing<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new StoreError(`Cannot keep intermediate results in ${tmpdir()} (TMPDIR): ${error.message}`, {
      cause: error,
    });
  }
}
