/** Law: reading again gives what the first reading gave under the same numbers, by offset as by number. */
import { Buffer } from 'node:buffer';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { record } from '../events/cloudtrail/record.fixture.ts';
import { entry } from '../events/gcp-audit/entry.fixture.ts';
import { isObject, type Json, type JsonObject } from '../std/json.ts';
import type { InputFile } from './input-file.ts';
import { type ReadAgain, readAgain } from './read-again.ts';
import { readRecords } from './read-records.ts';

/** A file with this content, removed after the test. */
function fileWith(content: string | Buffer): InputFile {
  const folder = mkdtempSync(path.join(tmpdir(), 'iamwatch-test-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const file = path.join(folder, 'log');
  writeFileSync(file, content);
  return { path: file, bytes: statSync(file).size };
}

/** What reading a file for the first time hands on, and where. */
interface FirstReading {
  readonly values: readonly ReadAgain[];
  readonly offsets: ReadonlyMap<number, number>;
}

async function firstReading(file: InputFile): Promise<FirstReading> {
  const values: ReadAgain[] = [];
  const offsets = new Map<number, number>();
  await readRecords(file, {
    record: (value, { record: number, offset }) => {
      values.push({ record: number, value });
      offsets.set(number, offset);
    },
    aside: () => undefined,
    problem: () => undefined,
  });
  return { values, offsets };
}

/** Reads some records again, in three ways, and compares each with the first reading. */
async function expectAgain(file: InputFile, numbers: readonly number[], first?: FirstReading): Promise<void> {
  const { values, offsets } = first ?? (await firstReading(file));
  const wanted = new Set(numbers);
  const expected = values.filter((one) => wanted.has(one.record));
  const placed = numbers.map((number) => [number, offsets.get(number) ?? -1] as const);
  expect(await readAgain(file, new Map(placed))).toEqual(expected);
  expect(await readAgain(file, new Map(placed.map(([number]) => [number, -1])))).toEqual(expected);
  // Where one place is not known, none is of use.
  expect(await readAgain(file, new Map(placed.map(([number, offset], n) => [number, n === 0 ? -1 : offset])))).toEqual(
    expected,
  );
}

function events(count: number, patch: (number: number) => JsonObject = () => ({})): readonly JsonObject[] {
  return Array.from({ length: count }, (_, number) => record({ eventID: `id-${number}`, ...patch(number) }));
}

function lines(values: readonly Json[]): string {
  return values.map((one) => JSON.stringify(one)).join('\n');
}

const SEVEN = events(7);
const LOG = JSON.stringify({ Records: SEVEN });
const sqs = {
  Messages: [{ Body: JSON.stringify({ Records: SEVEN.slice(0, 3) }) }, { Body: JSON.stringify(SEVEN[4]) }],
};

function utf16(text: string): Buffer {
  return Buffer.from(`\uFEFF${text}`, 'utf16le');
}

function csv(): string {
  const names = ['eventID', 'eventName', 'eventSource', 'eventTime', 'awsRegion'] as const;
  const rows = SEVEN.map((one) => names.map((name) => `"${JSON.stringify(one[name]).slice(1, -1)}"`).join(','));
  return [names.join(','), ...rows].join('\n');
}

const FORMS: readonly [string, string | Buffer][] = [
  ['a log file', LOG],
  ['a log file that is printed over many lines', JSON.stringify({ Records: SEVEN }, undefined, 2)],
  ['lines', lines(SEVEN)],
  ['lines with others between them', `${lines(SEVEN.slice(0, 3))}\n\n7\n"text"\n[]\n${lines(SEVEN.slice(3))}\n`],
  ['records with nothing between them', SEVEN.map((one) => JSON.stringify(one)).join('')],
  ['a list', JSON.stringify(SEVEN)],
  ['a single record', JSON.stringify(SEVEN[0])],
  ['several log files in one', `${LOG}\n${LOG}`],
  ['gzip', gzipSync(LOG)],
  ['gzip in gzip', gzipSync(gzipSync(LOG))],
  [
    'several members of gzip',
    Buffer.concat([gzipSync(`${lines(SEVEN.slice(0, 2))}\n`), gzipSync(lines(SEVEN.slice(2)))]),
  ],
  ['a byte order mark', `\uFEFF${LOG}`],
  ['a byte order mark in gzip', gzipSync(`\uFEFF${lines(SEVEN)}`)],
  ['UTF-16', utf16(lines(SEVEN.map((one) => ({ ...one, userAgent: 'Grüße 😀' }))))],
  ['UTF-16, most significant byte first', utf16(LOG).swap16()],
  ['white space before it', `\n\n   ${LOG}`],
  ['lines with a time before them', SEVEN.map((one) => `2026-03-02T09:00:00.000Z ${JSON.stringify(one)}`).join('\n')],
  ['a table', csv()],
  ['a table in gzip', gzipSync(csv())],
  ['entries of Google Cloud', lines(events(4).map((_, n) => entry({ insertId: `id-${n}` })))],
  ['an answer of Cloud Logging', JSON.stringify({ entries: [entry(), entry({ insertId: 'b' })], nextPageToken: 'x' })],
  ['envelopes of several values', lines([sqs, sqs, ...SEVEN])],
  ['pages in a list', JSON.stringify([{ Records: SEVEN }, { entries: [entry(), entry({ insertId: 'b' })] }, sqs])],
  ['pages in a list in a list', JSON.stringify([[{ Records: SEVEN }], SEVEN])],
  ['records with records in them', lines([{ ...SEVEN[0], requestParameters: { Records: SEVEN } }, ...SEVEN])],
  [
    'a line that is cut',
    `${lines(SEVEN.slice(0, 3))}\n${JSON.stringify(SEVEN[3]).slice(0, 99)}\n${lines(SEVEN.slice(4))}`,
  ],
  ['damage within a list', LOG.replace('"id-2"', '"id-2').replace('"id-4",', '"id-4",,')],
  ['an end that is cut', LOG.slice(0, -300)],
  ['gzip that is cut', gzipSync(lines(events(500))).subarray(0, 900)],
  ['gzip that is damaged at its end', Buffer.concat([gzipSync(LOG), Buffer.from('something else')])],
  ['invalid UTF-8', Buffer.from(lines(SEVEN.map((one) => ({ ...one, userAgent: 'b\u00ffb' }))), 'latin1')],
  ['records that are no JSON', lines(SEVEN).replaceAll('"readOnly":true', '"readOnly":tru')],
];

describe('records are read again', () => {
  it.each(FORMS)('from %s', async (_, content) => {
    const file = fileWith(content);
    const first = await firstReading(file);
    const all = [...first.offsets.keys()];
    await expectAgain(file, all, first);
    for (const one of all.slice(0, 20)) await expectAgain(file, [one], first);
    await expectAgain(file, all.filter((number) => number % 2 === 0).reverse(), first);
  });

  it('whatever their lengths, and whatever ends within them', async () => {
    // Around what is handed on at once, and around the blocks of gunzip.
    const lengths = [0, 3_500, 4_095, 4_096, 4_097, 8_192, 70_000, 262_143, 262_144, 262_145, 600_000];
    const values = lengths.map((length, number) =>
      record({ eventID: `id-${number}`, userAgent: 'é'.repeat(length / 2) }),
    );
    for (const text of [lines(values), JSON.stringify({ Records: values }), JSON.stringify(values, undefined, 1)]) {
      for (const content of [text, gzipSync(text)]) {
        const file = fileWith(content);
        const first = await firstReading(file);
        expect(first.values.length).toBe(values.length);
        for (const number of first.offsets.keys()) await expectAgain(file, [number], first);
        await expectAgain(file, [...first.offsets.keys()], first);
      }
    }
  });

  it('from files that are read block by block', async () => {
    const values = events(9_000, (number) => ({ userAgent: 'x'.repeat((number * 7_919) % 900) }));
    const text = lines(values);
    expect(text.length).toBeGreaterThan(8 * 1024 * 1024);
    const file = fileWith(text);
    const first = await firstReading(file);
    const some = [...first.offsets.keys()].filter((number) => number % 97 === 0);
    await expectAgain(file, some, first);
    // A record that crosses each end of a block.
    const crossing = [...first.offsets].filter(([, offset]) => offset % (1024 * 1024) > 1024 * 1024 - 1_500);
    expect(crossing.length).toBeGreaterThan(2);
    await expectAgain(
      file,
      crossing.map(([number]) => number),
      first,
    );
  });

  it('of any file made of any values', async () => {
    const value = fc.oneof(
      fc.constantFrom<Json>(...SEVEN),
      fc.constantFrom<Json>(
        sqs,
        { Records: [...SEVEN] },
        { Events: [{ CloudTrailEvent: JSON.stringify(SEVEN[0]) }] },
        entry(),
        7,
        'text',
        [],
        {},
      ),
      fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
    );
    const printed = fc
      .tuple(value, fc.constantFrom('\n', '', ' ', '\r\n', ',', '}', '"', '\n\n'), fc.nat(2))
      .map(([one, end, indent]) => `${JSON.stringify(one, undefined, indent)}${end}`);
    let read = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(printed, { maxLength: 8, size: 'max' }), fc.boolean(), async (parts, isList) => {
        const file = fileWith(isList ? `[${parts.join(',')}]` : parts.join(''));
        const first = await firstReading(file);
        // What is no object is no record: nobody asks for it again.
        const numbers = [...new Set(first.values.filter(({ value: one }) => isObject(one)).map((one) => one.record))];
        read += numbers.length;
        await expectAgain(file, numbers, first);
        for (const number of numbers) await expectAgain(file, [number], first);
      }),
      { numRuns: 400 },
    );
    expect(read).toBeGreaterThan(500);
  });
});

describe('a file that is another one now', () => {
  it.each<[string, string]>([
    ['is empty', ''],
    ['is shorter', JSON.stringify({ Records: events(1) })],
    ['begins otherwise', `{"Records":[${JSON.stringify(record({ eventID: 'other' }))},${LOG.slice(12)}`],
    ['holds words', 'words and words and words\n'.repeat(200)],
    ['holds brackets', '['.repeat(9_000)],
  ])('gives no record of before under its number, and ends where it %s', async (_, content) => {
    const file = fileWith(LOG);
    const { offsets, values } = await firstReading(file);
    writeFileSync(file.path, content);
    const wanted = [...offsets].filter(([number]) => number > 2);
    const again = await readAgain(file, new Map(wanted));
    for (const { record: number, value } of again) {
      expect(value).not.toEqual(values.find((one) => one.record === number)?.value);
    }
  });

  it('is gone', async () => {
    const file = fileWith(LOG);
    rmSync(file.path);
    expect(await readAgain(file, new Map([[1, 12]]))).toEqual([]);
    expect(await readAgain(file, new Map([[1, -1]]))).toEqual([]);
  });
});

it('nothing is read again where nothing is wanted', async () => {
  expect(await readAgain(fileWith(LOG), new Map())).toEqual([]);
});
