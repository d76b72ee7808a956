/** Reads some records of a file a second time, by their numbers. */
import type { Json } from '../std/json.ts';
import type { InputFile } from './input-file.ts';
import { readRecords } from './read-records.ts';

/** A value, and the number of the record that held it: an envelope is one record and may hold several. */
export interface ReadAgain {
  readonly record: number;
  readonly value: Json;
}

/** The values of the records with these numbers. What lies between is passed over without being parsed, where its form allows. */
export async function readAgain(file: InputFile, wanted: ReadonlySet<number>): Promise<readonly ReadAgain[]> {
  const found: ReadAgain[] = [];
  await readRecords(file, {
    skim: { columns: [], passes: (_, record) => !wanted.has(record) },
    record: (value, { record }) => {
      if (wanted.has(record)) found.push({ record, value });
    },
    aside: () => undefined,
    // Told when the file was read the first time.
    problem: () => undefined,
  });
  return found;
}
