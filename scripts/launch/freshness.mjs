// Whether the installed packages and the build belong to what lies in the project now. Read on every start, so it
// compares text and loads no hashing: about a millisecond.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

export const PACKAGES_STAMP = path.join('node_modules', '.iamwatch-set-up');
export const BUILD_STAMP = path.join('dist', '.built-from');

/** What the installed packages depend on: this kind of machine and Node, and the whole lock file. */
export function packagesFingerprint(root) {
  const machine = `${process.platform}-${process.arch} abi ${process.versions.modules}`;
  return `${machine}\n${readFileSync(path.join(root, 'package-lock.json'), 'utf8')}`;
}

/** What the build depends on: name, size and time of every source that ships, and of the compiler's settings. */
export function buildFingerprint(root) {
  const files = ['tsconfig.json', ...sourcesBelow(root, 'src')];
  return files.map((file) => describe(root, file)).join('\n');
}

export function arePackagesFresh(root) {
  return readStamp(root, PACKAGES_STAMP) === packagesFingerprint(root);
}

export function isBuildFresh(root) {
  return readStamp(root, BUILD_STAMP) === buildFingerprint(root);
}

function sourcesBelow(root, folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sourcesBelow(root, name);
    return name.endsWith('.ts') && !/\.(test|contract|fixture)\.ts$/.test(name) ? [name] : [];
  });
}

function describe(root, file) {
  const { size, mtimeMs } = statSync(path.join(root, file));
  return `${file} ${size} ${mtimeMs}`;
}

function readStamp(root, stamp) {
  try {
    return readFileSync(path.join(root, stamp), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
