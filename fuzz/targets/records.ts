/**
 * Bytes of whole files. Law: reading never throws; the same bytes say the same wherever the stream breaks, and whether they
 * are compressed or not; and bytes that hold anything are a record, an aside or a problem: nothing vanishes. Of gzip inside gzip
 * that is damaged in both layers either damage may be told, whichever is met first.
 */
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { filePieces, fileSeeds } from '../generate/files.ts';
import { mutatedText } from '../generate/mutate-text.ts';
import { readFile, readPieces, type Read } from '../generate/reading.ts';
import { target } from '../target.ts';

interface Input {
  /** Each character is one byte. */
  readonly bytes: string;
  readonly cuts: readonly number[];
}

export const records = target<Input>({
  name: 'records',
  law: 'any bytes are read without an exception, alike in any pieces and compressed, and never vanish',
  inputs: fc.record({ bytes: mutatedText(fileSeeds, filePieces), cuts: fc.array(fc.nat(1500), { maxLength: 6 }) }),
  runsInTest: 800,
  async check({ bytes: text, cuts }) {
    const bytes = Buffer.from(text, 'latin1');
    const whole = await readFile(bytes);
    assert.deepEqual(told(await readPieces(bytes, cuts)), told(whole), 'read in pieces');
    const everyByte = Array.from({ length: Math.min(bytes.length, 200) }, (_, index) => index);
    assert.deepEqual(told(await readPieces(bytes, everyByte)), told(whole), 'read byte by byte');
    // One more layer of gzip than is undone is refused, and an empty file is none inside gzip either.
    if (!text.startsWith('\x1f\x8b'))
      assert.deepEqual(told(await readFile(gzipSync(bytes))), told(whole), 'read compressed');
    const said = whole.values.length + whole.asides.length + whole.problems.length;
    assert.ok(said > 0 || holdsNothing(text), 'nothing was said of bytes that hold something');
  },
  growth: [
    { name: 'open braces', size: 50_000, make: (size) => ({ bytes: '{"a":'.repeat(size), cuts: [] }) },
    {
      name: 'record starts',
      size: 2000,
      make: (size) => ({ bytes: `{"x":tru}${'{"eventVersion":'.repeat(size)}`, cuts: [] }),
    },
    {
      name: 'damaged lines',
      size: 5000,
      make: (size) => ({ bytes: '{"eventVersion":"1.11","a":tru}\n'.repeat(size), cuts: [] }),
    },
    {
      name: 'quotes in a table',
      size: 2000,
      make: (size) => ({ bytes: `timestamp,message\n${'1,"a\n'.repeat(size)}`, cuts: [] }),
    },
    {
      name: 'prefixes',
      size: 5000,
      make: (size) => ({ bytes: '2026-03-02T09:00:00Z {"a":1}\n2026-03-02T09:00:00Z\n'.repeat(size), cuts: [] }),
    },
  ],
});

/** Where gzip is damaged is not compared. */
function told(read: Read): Read {
  return { ...read, problems: read.problems.map((reason) => reason.replace(/(gzip data is) .*/, '$1 damaged')) };
}

/** A wrapper whose list of records is empty, whatever stands beside the list: the last page of an answer. */
function isEmptyList(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return (
      isObject &&
      Object.entries(value).some(([key, list]) => LISTS.has(key) && Array.isArray(list) && list.length === 0)
    );
  } catch {
    return false;
  }
}

const LISTS: ReadonlySet<string> = new Set(['Records', 'Events', 'entries']);

/** White space, lists without elements, and tables without rows. */
function holdsNothing(text: string): boolean {
  const rest = text
    .replace(/^\xef\xbb\xbf/, '')
    .replaceAll(/\{\s*"(?:Records|Events|entries)"\s*:\s*\[\s*\]\s*\}/g, '')
    .split('\n')
    .filter((line) => !isEmptyList(line))
    .join('\n')
    .replaceAll(/\[\s*\]/g, '');
  return /^[\s,]*$/.test(rest) || (!/[{}[\]]/.test(rest) && !rest.trim().includes('\n'));
}
