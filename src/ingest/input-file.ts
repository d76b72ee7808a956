/** Which files a scan reads: the paths given, folders walked in a fixed order. */
import { open, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { beginsLikeJson, HEAD_BYTES_MAX, textForm } from './text-form.ts';
import { isGzip, textHead } from './unwrap.ts';

/** The path that means standard input. A file of that name in a folder is listed as `./-`. */
export const STANDARD_INPUT = '-';

/** One thing to read. */
export interface InputFile {
  readonly path: string;
  /** Size on disk; undefined for what has none: standard input, pipes, devices. */
  readonly bytes: number | undefined;
}

/** What a walk found. */
export interface InputListing {
  readonly files: readonly InputFile[];
  /** Paths that could not be listed, with the reason. */
  readonly problems: readonly { readonly path: string; readonly reason: string }[];
  /** Entries of folders that are not read: hidden ones, pipes and the like, and files that are no logs by their content, such as
   * a README. What the user names is always read. */
  readonly others: readonly string[];
}

/** Names under which logs lie; a file in a folder with one of these is read even where its content looks odd. */
const LOG_NAME = /\.(?:json|jsonl|ndjson|log)(?:\.gz)?$|\.gz$/i;

/** Tables lie everywhere: one is a log only by its columns. */
const TABLE_NAME = /\.csv(?:\.gz)?$/i;

interface GrowingListing extends InputListing {
  readonly files: InputFile[];
  readonly problems: { readonly path: string; readonly reason: string }[];
  readonly others: string[];
}

/** Lists the inputs. Folders are walked by name, so that every run reads in the same order. */
export async function listInput(paths: readonly string[]): Promise<InputListing> {
  const listing: GrowingListing = { files: [], problems: [], others: [] };
  for (const given of paths) {
    if (given === STANDARD_INPUT) {
      if (!listing.files.some((file) => file.path === given)) listing.files.push({ path: given, bytes: undefined });
      continue;
    }
    try {
      const info = await stat(given);
      if (info.isDirectory()) await walk(given, listing, new Set());
      else listing.files.push({ path: given, bytes: info.isFile() ? info.size : undefined });
    } catch (error) {
      listing.problems.push({ path: given, reason: reasonOf(error) });
    }
  }
  return listing;
}

/** @param walked Real paths of the folders behind us: one that links lead to again, in a circle or not, is read once. */
async function walk(folder: string, listing: GrowingListing, walked: Set<string>): Promise<void> {
  try {
    const real = await realpath(folder);
    if (walked.has(real)) return;
    walked.add(real);
    for (const name of (await readdir(folder)).sort()) {
      const joined = path.join(folder, name);
      const here = joined === STANDARD_INPUT ? `./${joined}` : joined;
      if (name.startsWith('.')) listing.others.push(here);
      else await enter(here, listing, walked);
    }
  } catch (error) {
    listing.problems.push({ path: folder, reason: reasonOf(error) });
  }
}

async function enter(here: string, listing: GrowingListing, walked: Set<string>): Promise<void> {
  try {
    const info = await stat(here);
    if (info.isDirectory()) await walk(here, listing, walked);
    else if (info.isFile() && (isLogName(here) || (await looksLikeLog(here))))
      listing.files.push({ path: here, bytes: info.size });
    else listing.others.push(here);
  } catch (error) {
    listing.problems.push({ path: here, reason: reasonOf(error) });
  }
}

function isLogName(name: string): boolean {
  return LOG_NAME.test(name) && !TABLE_NAME.test(name);
}

/** Whether a file begins like one that holds records. */
async function looksLikeLog(file: string): Promise<boolean> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return true; // reading it will name the reason
  try {
    const head = Buffer.alloc(HEAD_BYTES_MAX);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return looksLikeRecords(head.subarray(0, bytesRead), TABLE_NAME.test(file));
  } finally {
    await handle.close();
  }
}

/** Gzip counts as a log, but for tables, which are looked into. */
function looksLikeRecords(head: Buffer, isTable: boolean): boolean {
  if (isGzip(head) && !isTable) return true;
  const text = textHead(head);
  return beginsLikeJson(text) || textForm(text).kind !== 'json';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'too many symbolic links',
};

/** A system error in words for people. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return REASONS[code] ?? error.message;
}
