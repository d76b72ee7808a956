/**
 * Runs a task now and after every change of rule files, until Ctrl-C. Files are looked at three times a second instead of
 * asking the system to tell: a few hundred files cost nothing, network drives work, and a second save right after the
 * first is not lost, as it is by libraries that merge events.
 */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PERIOD_MS = 300;

/** Resolves on SIGINT, rejects with what the task throws. A change that comes while the task runs starts it once more. */
export async function onEveryChange(roots: readonly string[], task: () => Promise<void>): Promise<void> {
  const interrupt = new AbortController();
  process.once('SIGINT', () => {
    interrupt.abort();
  });
  let last: string | undefined;
  while (!interrupt.signal.aborted) {
    const now = await fingerprint(roots);
    if (now !== last) await task();
    last = now;
    await sleep(PERIOD_MS, undefined, { signal: interrupt.signal }).catch(() => undefined);
  }
}

/** Names, sizes and times of all YAML files below the roots, and of those beside a root that is a file. */
async function fingerprint(roots: readonly string[]): Promise<string> {
  const lines: string[] = [];
  for (const root of roots) {
    const folder = /\.ya?ml$/iu.test(root) ? path.dirname(root) : root;
    const isDeep = folder === root;
    const names = await readdir(folder, { recursive: isDeep }).catch(() => []);
    for (const name of names.filter((one) => /\.ya?ml$/iu.test(one)).sort()) {
      const file = await stat(path.join(folder, name), { bigint: true }).catch(() => undefined);
      if (file !== undefined) lines.push(`${folder}/${name} ${file.size} ${file.mtimeNs} ${file.ino}`);
    }
  }
  return lines.join('\n');
}
