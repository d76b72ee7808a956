/** The logs that are measured: made where they are not there yet. */
import {
  closeSync,
  createReadStream,
  createWriteStream,
  existsSync,
  globSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, gunzipSync, gzipSync } from 'node:zlib';
import { DEFAULT_SIZE, type Shape } from '../options.ts';
import { placesOf, writeOrganisation } from '../write.ts';
import type { Options } from './options.ts';

/** A log, and who it is of. */
export interface Log {
  readonly name: string;
  readonly days: number;
  /** Folder with its files. */
  readonly logs: string;
  readonly profile: string;
  /** Events in it, and how many of them come a second time. */
  readonly events: number;
  readonly doubles: number;
}

/** Before it the generator tells no story. */
const QUIET_DAYS = 14;
const STORIES_FROM_DAYS = 20;
const FILE_MINUTES = 5;
const GZIP_LEVEL = 1;

/** Makes the log of so many days, or finds the one that an earlier run made. */
export async function logOf(root: string, days: number, shape: Shape, options: Options): Promise<Log> {
  const out = path.join(root, `${days}-days`, shape);
  const size = { ...DEFAULT_SIZE, days, seed: options.seed, eventsPerDay: options.eventsPerDay };
  const asked = {
    size,
    shape,
    hasStories: options.hasStories && days >= STORIES_FROM_DAYS,
    quietDays: QUIET_DAYS,
    fileMinutes: FILE_MINUTES,
    isPacked: false,
  };
  const { events, doubles } = await once(out, asked, () => {
    process.stderr.write(`making ${days} days, ${shape}\n`);
    return writeOrganisation({ ...asked, out });
  });
  const { logs, profile } = placesOf(out);
  return { name: shape, days, logs, profile, events, doubles };
}

/** The same lines as gzip. */
export async function packed(log: Log): Promise<Log> {
  const out = path.join(path.dirname(path.dirname(log.logs)), `${log.name}-gzip`);
  const logs = path.join(out, 'logs');
  await once(out, { of: log.name, events: log.events }, async () => {
    process.stderr.write(`packing ${log.days} days, ${log.name}\n`);
    mkdirSync(logs, { recursive: true });
    await pipeline(
      createReadStream(path.join(log.logs, 'events.ndjson')),
      createGzip({ level: GZIP_LEVEL }),
      createWriteStream(path.join(logs, 'events.ndjson.gz')),
    );
    return {};
  });
  return { ...log, name: `${log.name}, gzip`, logs };
}

/** Reads all of a log, so that the system has it at hand. */
export function readThrough({ logs }: Log): void {
  const block = Buffer.allocUnsafe(1 << 20);
  for (const entry of readdirSync(logs, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const handle = openSync(path.join(entry.parentPath, entry.name), 'r');
    try {
      while (readSync(handle, block) > 0);
    } finally {
      closeSync(handle);
    }
  }
}

/** A log of one event of a bucket: what a run over it takes, a run takes before its first event. */
export function oneEvent(root: string, { logs, ...log }: Log): Log {
  const [first] = globSync('AWSLogs/**/*.json.gz', { cwd: logs }).sort();
  if (first === undefined) throw new Error(`${logs} has no file of CloudTrail`);
  const { Records } = JSON.parse(gunzipSync(readFileSync(path.join(logs, first))).toString()) as { Records: unknown[] };
  const place = path.join(root, 'one-event', first);
  rmSync(path.join(root, 'one-event'), { recursive: true, force: true });
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, gzipSync(JSON.stringify({ Records: Records.slice(0, 1) })));
  return { ...log, name: 'one event', logs: path.join(root, 'one-event'), events: 1, doubles: 0 };
}

/** A folder is complete once it says what it is; one that says something else, or nothing, is made anew. */
async function once<Made>(out: string, asked: unknown, make: () => Promise<Made>): Promise<Made> {
  const place = path.join(out, 'made.json');
  const said = JSON.stringify(asked);
  if (existsSync(place)) {
    const { asked: before, made } = JSON.parse(readFileSync(place, 'utf8')) as { asked: string; made: Made }; // our own file
    if (before === said) return made;
  }
  mkdirSync(out, { recursive: true });
  const made = await make();
  writeFileSync(place, JSON.stringify({ asked: said, made }));
  return made;
}
