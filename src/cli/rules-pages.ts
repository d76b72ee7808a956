/** `iamwatch rules pages`: writes a page for every rule and the indexes over them, or says which of them are stale. */
import { mkdir, readdir, readFile, writeFile, unlink } from 'node:fs/promises';
import path from 'node:path';
import { reasonOf } from '../ingest/input-file.ts';
import { GENERATED } from '../workshop/page/rule-page.ts';
import { rulePages } from '../workshop/page/rule-pages.ts';
import { CommandError, CONFIGURATION, DONE } from './exit-code.ts';
import type { RuleOptions } from './rule-source.ts';
import type { Streams } from './streams.ts';
import { loadTestedRules } from './tested-rules.ts';

/** Options of the command. */
export interface PagesOptions extends RuleOptions {
  /** Folder of the pages. */
  readonly out: string;
  /** Compares and writes nothing. */
  readonly check: boolean;
}

/** Writes or checks the pages. Rules that do not load and pages that are stale both end in 3. */
export async function writePages(options: PagesOptions, streams: Streams): Promise<number> {
  const { rules, bases, isSound } = await loadTestedRules(options, streams.err);
  const pages = rulePages(rules, {
    bases,
    fileAddress: ({ file }) => path.relative(options.out, file).split(path.sep).join('/'),
  });
  const left = await leftOver(options.out, pages);
  const stale = await stalePages(options.out, pages);
  if (options.check) {
    const wrong = [...stale.map((name) => `stale: ${name}`), ...left.map((name) => `of no rule: ${name}`)].sort();
    for (const line of wrong) await streams.out(`${line}\n`);
    if (wrong.length > 0) streams.err('Write them anew with the same command, without --check.\n');
    return isSound && wrong.length === 0 ? DONE : CONFIGURATION;
  }
  await inFolder(options.out, async () => {
    await mkdir(options.out, { recursive: true });
    for (const name of stale) await writeFile(path.join(options.out, name), pages.get(name) ?? '');
    for (const name of left) await unlink(path.join(options.out, name));
  });
  streams.err(`${pages.size} pages in ${options.out}: ${stale.length} written, ${left.length} removed.\n`);
  return isSound ? DONE : CONFIGURATION;
}

async function stalePages(folder: string, pages: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const [name, text] of pages) {
    const written = await readFile(path.join(folder, name), 'utf8').catch(() => undefined);
    if (written?.startsWith(GENERATED) === false) {
      throw new CommandError(
        `Cannot write pages to ${folder}: ${name} there is none of ours. Choose another folder.`,
        CONFIGURATION,
      );
    }
    // A checkout may have turned the ends of lines.
    if (written?.replaceAll('\r\n', '\n') !== text) stale.push(name);
  }
  return stale.sort();
}

/** Pages that an earlier run wrote and whose rules are gone. Nothing else in the folder is touched. */
async function leftOver(folder: string, pages: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  const left: string[] = [];
  for (const name of names) {
    if (!name.endsWith('.md') || pages.has(name)) continue;
    if ((await readFile(path.join(folder, name), 'utf8')).startsWith(GENERATED)) left.push(name);
  }
  return left.sort();
}

async function inFolder(folder: string, work: () => Promise<void>): Promise<void> {
  await work().catch((error: unknown) => {
    throw new CommandError(`Cannot write pages to ${folder}: ${reasonOf(error)}.`, CONFIGURATION);
  });
}
