// The way from any Node ≥ 18 to the program: hand over to a newer Node if this one is too old, set up what is
// stale, then work in this same process.
import module from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { arePackagesFresh, isBuildFresh } from './freshness.mjs';
import { isNewEnough } from './node-release.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Set-up failures end with this exit code, as does a configuration that cannot be used. */
export const SET_UP_FAILED = 3;

/** Calls `work` once everything is ready, or runs the same command line on a newer Node instead. */
export async function whenReady(work, { rebuild = false } = {}) {
  const ready = await reportingFailure(async () => {
    if (!isNewEnough(process.versions.node)) {
      const [{ obtainNode }, { handOver }] = await Promise.all([import('./set-up.mjs'), import('./command.mjs')]);
      await handOver(await obtainNode(root), process.argv.slice(1));
      return false;
    }
    if (rebuild || !arePackagesFresh(root) || !isBuildFresh(root)) {
      await (await import('./set-up.mjs')).setUp(root, { rebuild });
    }
    return true;
  });
  if (ready) await work();
}

/** Runs the built program in this process, as if it had been started with these arguments. */
export async function startProgram(args) {
  const main = path.join(root, 'dist', 'cli', 'main.js');
  process.argv = [process.argv[0], main, ...args];
  // Compiled code is kept between starts: about a fifth off a warm start. Where it cannot be written, nothing changes.
  module.enableCompileCache?.(path.join(root, 'node_modules', '.cache', 'iamwatch'));
  await import(pathToFileURL(main).href);
}

/** Undefined after a set-up failure, which is told on stderr and in the exit code. */
export async function reportingFailure(work) {
  try {
    return await work();
  } catch (error) {
    if (error.name === 'Interrupted') process.kill(process.pid, error.signal);
    else if (error.name === 'SetUpError') process.stderr.write(`iamwatch: ${error.message}\n  ${error.advice}\n`);
    else if (error.syscall !== undefined)
      process.stderr.write(`iamwatch: Cannot set up in ${root}: ${error.message}\n`);
    else throw error;
    process.exitCode = SET_UP_FAILED;
    return undefined;
  }
}
