/**
 * `iamwatch rule-names` (hidden): the names of the shipped rules, for completion. A shell asks at every press of a key,
 * so the rules are not parsed: the line that names a rule is read. A test holds it against `rules list`.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { BUILTIN } from './rule-files.ts';
import { DONE } from './exit-code.ts';
import type { Streams } from './streams.ts';

/** Prints the names, one a line. */
export async function printRuleNames(streams: Streams): Promise<number> {
  const files = await readdir(BUILTIN, { recursive: true });
  const texts = await Promise.all(
    files.filter((file) => /\.ya?ml$/.test(file)).map((file) => readFile(path.join(BUILTIN, file), 'utf8')),
  );
  const names = texts.flatMap((text) => [...text.matchAll(/^name: *(?<name>[\w-]+) *$/gm)].map(([, name]) => name));
  await streams.out(`${names.sort().join('\n')}\n`);
  return DONE;
}
