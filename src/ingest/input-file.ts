/** Which files a scan reads: the paths given, folders walked in a fixed order. */
import { open, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/** One thing to read. `-` is standard input. */
export interface InputFile {
  readonly path: string;
  /** Size on disk; undefined for standard input. */
  readonly bytes: number | undefined;
}

/** What a walk found. */
export interface InputListing {
  readonly files: readonly InputFile[];
  /** Paths that could not be listed, with the reason. */
  readonly problems: readonly { readonly path: string; readonly reason: string }[];
  /** Files inside folders that are no logs by their content, such as a README. Files named by the user are always read. */
  readonly others: readonly string[];
}

/** Names under which logs lie; a file in a folder with one of these is read even where its content looks odd. */
const LOG_NAME = /\.(?:json|jsonl|ndjson|log)(?:\.gz)?$|\.gz$/i;

/** Lists the inputs. Folders are walked by name, so that every run reads in the same order. */
export async function listInput(paths: readonly string[]): Promise<InputListing> {
  const listing = {
    files: [] as InputFile[],
    problems: [] as { path: string; reason: string }[],
    others: [] as string[],
  };
  for (const given of paths) {
    if (given === '-') {
      listing.files.push({ path: '-', bytes: undefined });
      continue;
    }
    try {
      const info = await stat(given);
      if (info.isDirectory()) await walk(given, listing, new Set());
      else listing.files.push({ path: given, bytes: info.size });
    } catch (error) {
      listing.problems.push({ path: given, reason: reasonOf(error) });
    }
  }
  return listing;
}

async function walk(
  folder: string,
  listing: { files: InputFile[]; problems: { path: string; reason: string }[]; others: string[] },
  ancestors: ReadonlySet<string>,
): Promise<void> {
  try {
    const real = await realpath(folder);
    if (ancestors.has(real)) return; // a link back to a folder above
    const inside = new Set([...ancestors, real]);
    for (const name of (await readdir(folder)).sort()) {
      if (name.startsWith('.')) continue;
      const here = path.join(folder, name);
      const info = await stat(here).catch((error: unknown) => {
        listing.problems.push({ path: here, reason: reasonOf(error) });
        return undefined;
      });
      if (info?.isDirectory() === true) await walk(here, listing, inside);
      else if (info?.isFile() === true) {
        if (LOG_NAME.test(name) || (await looksLikeLog(here))) listing.files.push({ path: here, bytes: info.size });
        else listing.others.push(here);
      }
    }
  } catch (error) {
    listing.problems.push({ path: folder, reason: reasonOf(error) });
  }
}

/** Whether a file begins like JSON or gzip. */
async function looksLikeLog(file: string): Promise<boolean> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return true; // reading it will name the reason
  try {
    const head = Buffer.alloc(64);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    if (head[0] === 0x1f && head[1] === 0x8b) return true;
    return /^\s*[[{]/.test(head.toString('utf8', 0, bytesRead));
  } finally {
    await handle.close();
  }
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
