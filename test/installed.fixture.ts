/** Programs that a test needs and a machine may not have. Where one is missing, that is said loudly; nothing is skipped. */
import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';

/** Runs a group where the program is there; where it is not, says what was left out and how to have it run. */
export function whereInstalled(program: string, group: () => void): void {
  if (isInstalled(program)) describe(program, group);
  else process.stderr.write(`\n!! LEFT OUT: the tests with ${program}. It is not installed here.\n\n`);
}

function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined; // mandoc knows no such option, and starts all the same
}
