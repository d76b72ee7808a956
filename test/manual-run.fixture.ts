/**
 * Does what a manual tells its reader: writes its files, types its commands, and holds what they print against what stands behind
 * them. With `IAMWATCH_WRITE_MANUAL=1` what they print is written into the manual instead; read the difference.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { stepsOf, type Command } from './manual.fixture.ts';
import { folderWith, iamwatch } from './program.fixture.ts';

/** Whether manuals are written anew instead of being held against the program. */
export const isManualWritten = process.env.IAMWATCH_WRITE_MANUAL === '1';

/** A manual that was followed to its end. */
export interface Followed {
  /** The folder in which its files lie. */
  readonly folder: string;
  readonly files: readonly string[];
  readonly commands: readonly Command[];
}

/** The files that a manual has its reader write. */
export function filesOf(manual: URL): Readonly<Record<string, string>> {
  const files = stepsOf(readFileSync(manual, 'utf8')).filter((step) => step.kind === 'file');
  return Object.fromEntries(files.map(({ name, text }) => [name, text]));
}

/** Follows a manual, in a folder of its own. */
export function follow(manual: URL): Followed {
  const folder = folderWith({});
  const files: string[] = [];
  const commands: Command[] = [];
  let text = readFileSync(manual, 'utf8');
  for (const step of stepsOf(text)) {
    if (step.kind === 'file') {
      mkdirSync(path.dirname(path.join(folder, step.name)), { recursive: true });
      writeFileSync(path.join(folder, step.name), step.text);
      files.push(step.name);
    } else if (step.kind === 'command') {
      const { args, code, prints } = step.run;
      const ran = iamwatch(args, { cwd: folder });
      const printed = ran.out + ran.err;
      expect(ran.code, `line ${step.line}: ${args.join(' ')}\n${printed}`).toBe(code);
      if (isManualWritten) text = withPrinted(text, step.run, printed);
      else expect(printed, `line ${step.line}: ${args.join(' ')}`).toBe(prints);
      commands.push(step.run);
    }
  }
  if (isManualWritten) writeFileSync(manual, text);
  return { folder, files, commands };
}

/** The manual with what a command prints put behind it. */
function withPrinted(text: string, { typed, prints }: Command, printed: string): string {
  return text.replace(`$ ${typed}\n${prints}`, () => `$ ${typed}\n${printed}`);
}
