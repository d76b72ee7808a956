/** How records reach a bucket: minutes later, bundled by account and region, unordered inside a file, some of them twice. */
import { ORGANISATION } from './organisation.ts';
import type { Random } from './random.ts';
import type { CloudTrailRecord } from './record.ts';

export interface LogFile {
  /** Below the bucket, as CloudTrail names it. */
  readonly path: string;
  readonly records: readonly CloudTrailRecord[];
}

export interface Delivery {
  readonly random: Random;
  /** Records that arrive within one such period share a file. */
  readonly periodMs: number;
  /** Records in 1,000 that are delivered twice. */
  readonly duplicates: number;
}

/** Puts records into the files in which they would arrive. */
export function deliver(records: Iterable<CloudTrailRecord>, { random, periodMs, duplicates }: Delivery): LogFile[] {
  const files = new Map<string, { atMs: number; records: CloudTrailRecord[] }>();
  function put(record: CloudTrailRecord, arrivalMs: number): void {
    const atMs = Math.ceil(arrivalMs / periodMs) * periodMs;
    const key = `${record.recipientAccountId} ${record.awsRegion} ${atMs}`;
    const file = files.get(key) ?? { atMs, records: [] };
    file.records.push(record);
    files.set(key, file);
  }
  for (const record of records) {
    const arrivalMs = Date.parse(record.eventTime) + lateness(random);
    put(record, arrivalMs);
    if (random.permille(duplicates)) put(record, arrivalMs + periodMs);
  }
  return [...files].map(([key, { atMs, records: inside }]) => {
    const [account = '', region = ''] = key.split(' ');
    return { path: logPath(account, region, atMs, random.code(16)), records: random.shuffle(inside) };
  });
}

/** Where CloudTrail would put a file. */
export function logPath(account: string, region: string, atMs: number, suffix: string): string {
  const [date, time] = new Date(atMs).toISOString().split('T');
  const minute = (time ?? '').slice(0, 5).replace(':', '');
  const name = `${account}_CloudTrail_${region}_${(date ?? '').replaceAll('-', '')}T${minute}Z_${suffix}.json.gz`;
  return ['AWSLogs', ORGANISATION, account, 'CloudTrail', region, ...(date ?? '').split('-'), name].join('/');
}

/** From the event to its file: straight lines between the quantiles of real logs. */
function lateness(random: Random): number {
  const at = random.below(1000);
  for (const [index, [permille, seconds]] of LATENESS.entries()) {
    const next = LATENESS[index + 1];
    if (next === undefined || at >= next[0]) continue;
    return 1000 * (seconds + Math.floor(((next[1] - seconds) * (at - permille)) / (next[0] - permille)));
  }
  throw new Error('the last quantile is 1,000');
}

const LATENESS: readonly (readonly [permille: number, seconds: number])[] = [
  [0, 12],
  [50, 60],
  [500, 195],
  [750, 360],
  [950, 440],
  [990, 525],
  [1000, 608],
];
