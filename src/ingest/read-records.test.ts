import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Json } from '../std/json.ts';
import { makePipe } from './pipe.fixture.ts';
import { readRecords } from './read-records.ts';
import type { ReadProblem } from './record-reader.ts';

const A = { eventVersion: '1.11', eventName: 'A' };
const B = { eventVersion: '1.11', eventName: 'B' };

interface Read {
  readonly values: Json[];
  readonly places: string[];
  readonly problems: string[];
  readonly bytes: number;
}

function emptyFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'iamwatch-test-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Reads a path as if its size were `bytes`: what a listing said some time ago. */
async function readPath(file: string, bytes: number | undefined): Promise<Read> {
  const values: Json[] = [];
  const places: string[] = [];
  const problems: string[] = [];
  let read = 0;
  const said = ({ offset, reason }: ReadProblem): string => (offset === undefined ? reason : `${offset}: ${reason}`);
  await readRecords(
    { path: file, bytes },
    {
      record: (value, { record, offset }) => {
        values.push(value);
        places.push(`${record} at ${offset}`);
      },
      aside: (what) => void problems.push(what),
      problem: (problem) => void problems.push(said(problem)),
      progress: (more) => void (read += more),
    },
  );
  return { values, places, problems, bytes: read };
}

function readContent(content: string | Buffer): Promise<Read> {
  const file = path.join(emptyFolder(), 'a.json');
  writeFileSync(file, content);
  return readPath(file, statSync(file).size);
}

describe('records', () => {
  it('come with their number in the file and the offset in its text, plain or gzip', async () => {
    const text = JSON.stringify({ Records: [A, B] });
    for (const content of [text, gzipSync(text)]) {
      const { values, places, problems, bytes } = await readContent(content);
      expect(values).toEqual([A, B]);
      expect(places).toEqual(['1 at 12', `2 at ${12 + JSON.stringify(A).length + 1}`]);
      expect(problems).toEqual([]);
      expect(bytes).toBe(content.length);
    }
  });

  it('are the same from a file that is read in blocks', async () => {
    const folder = emptyFolder();
    const many = Array.from({ length: 60_000 }, (_, index) => ({ ...A, eventID: `e-${index}`, pad: 'x'.repeat(50) }));
    writeFileSync(path.join(folder, 'a.json'), JSON.stringify({ Records: many }));
    const { values, problems } = await readPath(
      path.join(folder, 'a.json'),
      statSync(path.join(folder, 'a.json')).size,
    );
    expect(problems).toEqual([]);
    expect(values).toEqual(many);
  });

  it('come from a pipe, whose size nobody knows', async () => {
    const pipe = path.join(emptyFolder(), 'pipe');
    makePipe(pipe);
    spawn('sh', ['-c', `printf '%s' '${JSON.stringify(A)}' > '${pipe}'`]);
    expect((await readPath(pipe, undefined)).values).toEqual([A]);
  });
});

describe('what cannot be read has a place and a reason', () => {
  const a = JSON.stringify(A);
  it.each<[string, string | Buffer, readonly Json[], readonly string[]]>([
    ['an empty file', '', [], ['the file is empty']],
    ['a byte order mark and nothing else', '\ufeff', [], ['the file is empty']],
    [
      'a mistake in a record',
      `[${a},{"x":tru}]`,
      [A],
      [expect.stringMatching(/^41: not valid JSON: Unexpected token/)],
    ],
    ['text with terminal escapes: it is not quoted', '\u001b[2J{', [], [expect.not.stringContaining('[2J')]],
    [
      'invalid UTF-8, which is read all the same',
      Buffer.from('{"eventName":"\u00ff"}', 'latin1'),
      [{ eventName: '\ufffd' }],
      ['0: record 1: invalid UTF-8; read with U+FFFD in place of the damaged bytes'],
    ],
    ['a replacement character that was logged as such', '{"eventName":"\ufffd"}', [{ eventName: '\ufffd' }], []],
  ])('%s', async (_, content, values, problems) => {
    const read = await readContent(content);
    expect(read.values).toEqual(values);
    expect(read.problems).toEqual(problems);
  });

  it('a cut gzip file: the records before the cut, and one problem for the cut', async () => {
    const bytes = gzipSync(`${a}\n${JSON.stringify(B)}\n{"pad":"${'xyz'.repeat(9)}"}`, { level: 0 });
    const { values, problems } = await readContent(bytes.subarray(0, -20));
    expect(values).toEqual([A, B]);
    expect(problems).toEqual([expect.stringContaining('gzip data is cut off')]);
  });

  it('a file that is gone, and a folder where a file was', async () => {
    expect((await readPath(path.join(emptyFolder(), 'gone'), 10)).problems).toEqual(['no such file or folder']);
    expect((await readPath(path.join(emptyFolder(), 'gone'), undefined)).problems).toEqual(['no such file or folder']);
    expect((await readPath(emptyFolder(), 10)).problems).toEqual([expect.stringContaining('EISDIR')]);
  });

  it('a file that shrank since it was listed: what is left of it', async () => {
    const file = path.join(emptyFolder(), 'a.json');
    writeFileSync(file, `{"Records":[${a}`);
    const { values, problems } = await readPath(file, 100_000_000);
    expect(values).toEqual([A]);
    expect(problems).toEqual([expect.stringContaining('before the list of records is closed')]);
  });
});

it('a failure of the reader is not taken for damage of the file', async () => {
  const file = path.join(emptyFolder(), 'a.json');
  writeFileSync(file, JSON.stringify(A));
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
  for (const bytes of [10, undefined]) {
    const reading = readRecords(
      { path: file, bytes },
      {
        record: () => {
          throw full;
        },
        aside: () => undefined,
        problem: () => undefined,
      },
    );
    await expect(reading).rejects.toBe(full);
  }
});

it('the input waits for a reader that is not ready', async () => {
  const file = path.join(emptyFolder(), 'a.json');
  writeFileSync(file, `${JSON.stringify({ pad: 'x'.repeat(1000) })}\n`.repeat(6000));
  let records = 0;
  let waits = 0;
  await readRecords(
    { path: file, bytes: undefined },
    {
      record: () => void (records += 1),
      aside: () => undefined,
      problem: () => undefined,
      ready: async () => {
        const before = records;
        waits += 1;
        await new Promise((resolve) => setTimeout(resolve, 5));
        expect(records).toBe(before);
      },
    },
  );
  expect(records).toBe(6000);
  expect(waits).toBeGreaterThan(2);
});
