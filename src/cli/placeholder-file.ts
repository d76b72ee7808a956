/** The file of values for `%name%`. */
import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { reasonOf } from '../ingest/input-file.ts';
import type { Placeholders } from '../rule-language/modifiers/modifier.ts';
import { CommandError, CONFIGURATION } from './exit-code.ts';

const placeholderValue = z.union([z.string(), z.number()]);
const placeholderFile = z.record(z.string(), z.union([placeholderValue, z.array(placeholderValue)]));

/** A map of names to a value or a list of values; none without a file. */
export async function readPlaceholders(file: string | undefined): Promise<Placeholders> {
  if (file === undefined) return new Map();
  function wrong(reason: string): CommandError {
    return new CommandError(`Cannot read placeholders from ${file}: ${reason}.`, CONFIGURATION);
  }
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw wrong(reasonOf(error));
  });
  const document = parseDocument(text);
  if (document.errors[0] !== undefined) throw wrong(document.errors[0].message.trim());
  const parsed = placeholderFile.safeParse(document.toJS());
  if (!parsed.success) throw wrong('expected a map of names to a text, a number or a list of these');
  return new Map(Object.entries(parsed.data).map(([name, value]) => [name, Array.isArray(value) ? value : [value]]));
}
