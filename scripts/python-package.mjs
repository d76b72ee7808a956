// Fetches one Python package into a temporary folder, for scripts that derive data from it, and removes it afterwards.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Calls `use` with the folder of `name==version`, unpacked. Nothing of the package is run. Needs `pip` and `unzip`. */
export async function withPythonPackage(spec, use) {
  const folder = mkdtempSync(join(tmpdir(), 'iamwatch-derive-'));
  try {
    execFileSync('pip', ['download', spec, '--no-deps', '--only-binary', ':all:', '--quiet', '--dest', folder], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const wheel = readdirSync(folder).find((file) => file.endsWith('.whl'));
    execFileSync('unzip', ['-q', wheel], { cwd: folder });
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
