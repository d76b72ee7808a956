// Fetches one npm package into a temporary folder, for scripts that derive data from it, and removes it afterwards.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Calls `use` with the folder of `name@version`, unpacked. Nothing of the package is run. */
export async function withPackage(spec, use) {
  const folder = mkdtempSync(join(tmpdir(), 'iamwatch-derive-'));
  try {
    execFileSync('npm', ['pack', spec, '--silent', '--pack-destination', folder], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const archive = readdirSync(folder).find((file) => file.endsWith('.tgz'));
    execFileSync('tar', ['-xzf', archive], { cwd: folder });
    await use(join(folder, 'package'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
