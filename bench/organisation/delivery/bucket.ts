/** The layout of a bucket: gzip files of CloudTrail, plain files of a sink of Google Cloud. */
import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Sink } from './sink.ts';

/** Files that are packed and written at a time: enough to keep a second core busy, few enough to hold in memory. */
const UNDER_WAY_MAX = 64;
const GZIP_LEVEL = 1;
const pack = promisify(gzip);

export function bucket(root: string): Sink {
  const folders = new Set<string>();
  const underWay = new Set<Promise<void>>();
  async function write(place: string, text: string): Promise<void> {
    await writeFile(place, place.endsWith('.gz') ? await pack(text, { level: GZIP_LEVEL }) : text);
  }
  return {
    wantsFiles: true,
    copy: () => undefined,
    file: async (name, texts, isCloudTrail) => {
      const place = path.join(root, name);
      const folder = path.dirname(place);
      if (!folders.has(folder)) mkdirSync(folder, { recursive: true });
      folders.add(folder);
      const writing = write(place, isCloudTrail ? `{"Records":[${texts.join(',')}]}` : `${texts.join('\n')}\n`);
      const tracked = writing.finally(() => underWay.delete(tracked));
      underWay.add(tracked);
      if (underWay.size >= UNDER_WAY_MAX) await Promise.race(underWay);
    },
    end: async () => {
      await Promise.all(underWay);
    },
  };
}
