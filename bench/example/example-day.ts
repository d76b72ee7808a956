/** The bundled sample: one day of the organisation with the stories laid into it. */
import { day } from '../cloudtrail/day.ts';
import { deliver, type LogFile } from '../cloudtrail/delivery.ts';
import { Random } from '../cloudtrail/random.ts';
import { stories } from './story.ts';

const SEED = 20260302;
const MIDNIGHT_MS = Date.UTC(2026, 2, 2);
const BENIGN_RECORDS = 2400;
/** Longer than the five minutes of CloudTrail, so that the sample is not hundreds of tiny files. */
const PERIOD_MS = 60 * 60_000;
const DUPLICATES_PERMILLE = 15;

/** The files of the sample; the same every time. */
export function exampleDay(): LogFile[] {
  const random = new Random(SEED);
  const records = [...day(random, MIDNIGHT_MS, BENIGN_RECORDS), ...stories(random, MIDNIGHT_MS)];
  return deliver(records, { random, periodMs: PERIOD_MS, duplicates: DUPLICATES_PERMILLE });
}

/** What a file holds, decompressed: one line, as AWS writes it. */
export function fileText({ records }: LogFile): string {
  return JSON.stringify({ Records: records });
}
