/**
 * The shipped rules in prepared form: a file beside the built program, written by the build (`prepare-rules.ts`).
 *
 * It holds for each rule file what was read from it, and the hash of its text: a file that was edited or added is read as
 * YAML. It also holds the hash of the code that reads rules, so that rules which other code prepared are never used.
 * Where there is no such file, as beside the sources, all rules are read as YAML.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PreparedRule, preparedRule } from '../rule-language/prepared-rule.ts';
import type { Rule } from '../rule-language/rule.ts';

/** What the file holds. */
export interface PreparedRules {
  /** {@link readerHash} of the code that prepared them. */
  readonly reader: string;
  /** By the hash of a file's text. */
  readonly files: Readonly<Record<string, readonly PreparedRule[]>>;
}

/** The program as it was built, or its sources. */
const PROGRAM = fileURLToPath(new URL('..', import.meta.url));

/** Where the prepared rules lie. */
export const PREPARED = path.join(PROGRAM, 'prepared-rules.json');

/** Rooms whose code decides what a rule file means. */
const READERS = ['std', 'document', 'detectors', 'context', 'rule-language'] as const;

/** The prepared rules of a file of this text; undefined where it has to be read. */
export type FindPrepared = (text: string, file: string) => readonly Rule[] | undefined;

/** Looks for the prepared rules. */
export function findPrepared(): FindPrepared {
  const prepared = readPrepared();
  if (prepared?.reader !== readerHash()) return () => undefined;
  const files = new Map(Object.entries(prepared.files));
  return (text, file) => files.get(textHash(text))?.map((rule) => preparedRule(rule, file));
}

/** Says which code reads rules. */
export function readerHash(): string {
  const hash = createHash('sha256');
  for (const room of READERS) {
    const folder = path.join(PROGRAM, room);
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
    for (const name of names.sort()) hash.update(`${name}\n`).update(readFileSync(path.join(folder, name)));
  }
  return hash.digest('base64');
}

/** Says which text a file has. */
export function textHash(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

function readPrepared(): PreparedRules | undefined {
  try {
    return JSON.parse(readFileSync(PREPARED, 'utf8')) as PreparedRules; // our own file
  } catch {
    return undefined; // nothing was prepared here, or it cannot be read: the rules themselves are there
  }
}
