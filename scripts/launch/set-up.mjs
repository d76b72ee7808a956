// Everything between a fresh clone and a program that runs: packages and build, each only if stale.
import { existsSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './command.mjs';
import { fetchNode, fetchedNodePath } from './fetched-node.mjs';
import {
  BUILD_STAMP,
  PACKAGES_STAMP,
  arePackagesFresh,
  buildFingerprint,
  isBuildFresh,
  packagesFingerprint,
} from './freshness.mjs';
import { npmCommand, npmEnvironment } from './npm.mjs';
import { withSetUpLock } from './set-up-lock.mjs';

/** The path of a Node that can run the program, fetched if it must be. */
export async function obtainNode(root) {
  const node = fetchedNodePath(root);
  return existsSync(node) ? node : locked(root, () => fetchNode(root));
}

/** Installs and builds what is stale. Runs on a Node that `isNewEnough`; prints on stderr only. */
export async function setUp(root, { rebuild = false } = {}) {
  await locked(root, async () => {
    const installed = arePackagesFresh(root) ? false : await installPackages(root);
    if (installed || rebuild || !isBuildFresh(root)) await build(root);
  });
}

function locked(root, work) {
  return withSetUpLock(path.join(root, '.setup-lock'), work);
}

async function installPackages(root) {
  process.stderr.write('iamwatch: installing packages (npm ci, once) …\n');
  const kept = path.join(root, '.node');
  const fetched = existsSync(kept) && process.execPath.startsWith(realpathSync(kept) + path.sep);
  // Including dev: the compiler is one, and NODE_ENV=production would leave it out.
  const flags = ['--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const fingerprint = packagesFingerprint(root);
  await runCommand([...npmCommand(process.execPath, process.env), 'ci', ...flags], {
    step: 'install the packages',
    advice: "Check the network and npm's registry, then start again.",
    cwd: root,
    env: await npmEnvironment(process.execPath, { fetched, cwd: root }),
  });
  writeFileSync(path.join(root, PACKAGES_STAMP), fingerprint);
  return true;
}

// Built aside and renamed, so that no start ever sees half a build, and a deleted source leaves nothing behind.
// The sources are described before they are compiled: an edit in between makes the next start build again.
async function build(root) {
  process.stderr.write('iamwatch: building …\n');
  const [next, current, last] = ['.dist-next', 'dist', '.dist-last'].map((name) => path.join(root, name));
  const fingerprint = buildFingerprint(root);
  for (const leftover of [next, last]) rmSync(leftover, { recursive: true, force: true });
  const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  await runCommand([process.execPath, compiler, '-p', 'tsconfig.json', '--outDir', next], {
    step: 'build iamwatch',
    advice: 'Mend the errors above and start again. On an unchanged checkout this is our mistake: please report it.',
    cwd: root,
    env: process.env,
  });
  await runCommand([process.execPath, path.join(next, 'cli', 'prepare-rules.js')], {
    step: 'prepare the shipped rules',
    advice: 'On an unchanged checkout this is our mistake: please report it.',
    cwd: root,
    env: process.env,
  });
  writeFileSync(path.join(next, path.basename(BUILD_STAMP)), fingerprint);
  if (existsSync(current)) renameSync(current, last);
  renameSync(next, current);
  rmSync(last, { recursive: true, force: true });
}
