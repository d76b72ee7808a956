// The project's own Node: a pinned npm package in .node/<version>/, outside node_modules, which npm ci empties.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './command.mjs';
import { LEAST, releaseFor } from './node-release.mjs';
import { npmCommand, npmEnvironment } from './npm.mjs';
import { SetUpError } from './set-up-error.mjs';

/** Where the fetched Node lies, or will lie. Throws where no package holds one. */
export function fetchedNodePath(root, platform = process.platform, arch = process.arch) {
  const release = neededRelease(platform, arch);
  return path.join(root, '.node', release.version, 'node_modules', release.name, release.executable);
}

/** Fetches the Node unless it is there. Call it under the set-up lock; a half-fetched one is never visible. */
export async function fetchNode(root) {
  const node = fetchedNodePath(root);
  if (existsSync(node)) return node;
  const { name, version, integrity, executable } = neededRelease(process.platform, process.arch);
  process.stderr.write(`iamwatch: fetching Node ${version} from npm (once; this one is ${process.versions.node}) …\n`);
  const kept = path.join(root, '.node');
  mkdirSync(kept, { recursive: true });
  const temporary = mkdtempSync(path.join(kept, 'tmp-'));
  try {
    const manifest = { private: true, dependencies: { [name]: version } };
    const lock = { lockfileVersion: 3, packages: { '': manifest, [`node_modules/${name}`]: { version, integrity } } };
    writeFileSync(path.join(temporary, 'package.json'), JSON.stringify(manifest));
    writeFileSync(path.join(temporary, 'package-lock.json'), JSON.stringify(lock));
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await runCommand([...npmCommand(process.execPath, process.env), 'ci', ...flags], {
      step: `fetch Node ${version}`,
      advice: `Check the network and npm's registry, then start again. Or put Node ${LEAST.join('.')} or newer on PATH.`,
      cwd: temporary,
      env: await npmEnvironment(process.execPath, { fetched: false, cwd: root }),
    });
    await runCommand([path.join(temporary, 'node_modules', name, executable), '--version'], {
      step: `use the fetched Node ${version}`,
      advice: `It does not run on this system (musl instead of glibc?). Put Node ${LEAST.join('.')} or newer on PATH.`,
      cwd: root,
      env: process.env,
    });
    const home = path.join(kept, version);
    rmSync(home, { recursive: true, force: true });
    renameSync(temporary, home);
  } finally {
    removeHalfFetched(kept);
  }
  return node;
}

// Ours after a failure, and those of starts that were killed. An orphaned npm may still write there: then it stays.
function removeHalfFetched(kept) {
  for (const name of readdirSync(kept).filter((entry) => entry.startsWith('tmp-'))) {
    try {
      rmSync(path.join(kept, name), { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'ENOTEMPTY') throw error;
    }
  }
}

function neededRelease(platform, arch) {
  const release = releaseFor(platform, arch);
  if (release !== undefined) return release;
  throw new SetUpError(
    'fetch a newer Node',
    `none is packaged for ${platform}-${arch}`,
    `Put Node ${LEAST.join('.')} or newer on PATH and start again.`,
  );
}
