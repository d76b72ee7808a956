/** Makes named pipes for tests. Node cannot; every POSIX system has `mkfifo`, on the PATH or where it always lies. */
import { spawnSync } from 'node:child_process';

/** Makes a named pipe at a path. */
export function makePipe(path: string): void {
  const made = ['mkfifo', '/usr/bin/mkfifo', '/bin/mkfifo'].some((program) => spawnSync(program, [path]).status === 0);
  if (!made) throw new Error(`Cannot make a named pipe at ${path}: there is no mkfifo on this system.`);
}
