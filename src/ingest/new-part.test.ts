import { appendFileSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FilePosition } from '../engine/ports.ts';
import type { Json } from '../std/json.ts';
import { newPartOf, readPart } from './new-part.ts';
import type { ReadProblem } from './record-reader.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'iamwatch-part-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Read {
  readonly records: readonly string[];
  readonly problems: readonly ReadProblem[];
  readonly position: FilePosition | undefined;
  readonly openAt: number | undefined;
}

/** Reads what is new of `log`, as `name@number`; undefined where nothing is. */
async function read(known?: FilePosition, name = 'log'): Promise<Read | undefined> {
  const file = path.join(folder, name);
  const part = await newPartOf({ path: file, bytes: statSync(file).size }, known);
  if (part === undefined) return undefined;
  const records: string[] = [];
  const problems: ReadProblem[] = [];
  const position = await readPart(part, {
    record: (value, { record }) => records.push(`${nameOf(value)}@${record}`),
    aside: () => undefined,
    problem: (problem) => problems.push(problem),
  });
  return { records, problems, position, openAt: part.openAt };
}

function nameOf(value: Json): string {
  return (value as { readonly name: string }).name;
}

function write(content: string | Buffer): void {
  writeFileSync(path.join(folder, 'log'), content);
}

function append(content: string | Buffer): void {
  appendFileSync(path.join(folder, 'log'), content);
}

function line(name: string): string {
  return `${JSON.stringify({ name })}\n`;
}

describe('a file of lines that grew', () => {
  it('goes on where reading ended, and its records go on counting', async () => {
    write(line('a') + line('b'));
    const first = await read();
    expect(first?.records).toEqual(['a@1', 'b@2']);
    append(line('c'));
    const next = await read(first?.position);
    expect(next?.records).toEqual(['c@3']);
    expect(await read(next?.position)).toBeUndefined();
  });

  it('is read as far as its lines are whole', async () => {
    write(`${line('a')}{"name":"b`);
    const first = await read();
    expect(first).toMatchObject({ records: ['a@1'], problems: [], openAt: 13 });
    append('"}\n');
    expect(await read(first?.position)).toMatchObject({ records: ['b@2'], problems: [], openAt: undefined });
  });

  it('may end without a line end', async () => {
    write(line('a') + line('b').trimEnd());
    const first = await read();
    expect(first?.records).toEqual(['a@1', 'b@2']);
    append(`\n${line('c')}`);
    expect((await read(first?.position))?.records).toEqual(['c@3']);
  });

  it('is known by its first bytes, however few they were', async () => {
    write(line('a'));
    const first = await read();
    append(line('b').repeat(1000));
    expect((await read(first?.position))?.records).toHaveLength(1000);
  });

  it('is found with lines far longer than its head', async () => {
    write(line('a'.repeat(100_000)) + line('b'.repeat(100_000)));
    const first = await read();
    append(line('c'));
    expect((await read(first?.position))?.records).toEqual(['c@3']);
  });
});

describe('a file that is another one now is read from its beginning', () => {
  it.each([
    ['it is shorter', line('c')],
    ['it begins otherwise', line('x') + line('b') + line('c')],
  ])('%s', async (_, content) => {
    write(line('a') + line('b'));
    const first = await read();
    write(content);
    expect((await read(first?.position))?.records[0]).toMatch(/@1$/);
  });
});

describe('a file in one piece is read again where it changed', () => {
  const list = (...names: readonly string[]): string =>
    JSON.stringify({ Records: names.map((name) => ({ name, eventVersion: '1' })) }, undefined, 1);

  it.each([
    ['a list', list],
    ['gzip', (...names: readonly string[]) => gzipSync(names.map(line).join(''))],
    ['one line', (...names: readonly string[]) => JSON.stringify({ Records: names.map((name) => ({ name })) })],
  ])('%s', async (_, content) => {
    write(content('a', 'b'));
    const first = await read();
    expect(first?.records).toEqual(['a@1', 'b@2']);
    expect(await read(first?.position)).toBeUndefined();
    write(content('a', 'b', 'c'));
    expect((await read(first?.position))?.records).toEqual(['a@1', 'b@2', 'c@3']);
  });
});

it('a file that was only touched has nothing new', async () => {
  write(line('a'));
  const first = await read();
  utimesSync(path.join(folder, 'log'), 1, 1);
  expect(await read(first?.position)).toBeUndefined();
});

it('a file that cannot be read says so when it is', async () => {
  const part = await newPartOf({ path: path.join(folder, 'gone'), bytes: 5 }, undefined);
  const problems: ReadProblem[] = [];
  if (part === undefined) throw new Error('expected a part');
  const position = await readPart(part, {
    record: () => undefined,
    aside: () => undefined,
    problem: (problem) => problems.push(problem),
  });
  expect(problems).toMatchObject([{ reason: 'no such file or folder' }]);
  expect(position).toBeUndefined();
});
