/** Ids of the catalogue of detections: what single events tell is in docs/catalogue.yaml, the rest needs memory. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const singleEvents = z
  .record(z.string(), z.unknown())
  .parse(parse(readFileSync(new URL('../docs/catalogue.yaml', import.meta.url), 'utf8')));

/** How many thresholds, first times, sequences and baselines the catalogue counts, by the letters of their ids. */
const WITH_MEMORY: ReadonlyMap<string, number> = new Map([
  ['T', 16],
  ['N', 24],
  ['Q', 30],
  ['B', 16],
  ['GT', 7],
  ['GN', 12],
  ['GQ', 14],
]);

/** Whether the catalogue has an entry of that id: `A01`, `GQ12`. */
export function isCatalogueId(text: string): boolean {
  const [, letters, digits] = /^([A-Z]+)(\d{2})$/.exec(text) ?? [];
  const number = Number(digits);
  return Object.hasOwn(singleEvents, text) || (number >= 1 && number <= (WITH_MEMORY.get(letters ?? '') ?? 0));
}
