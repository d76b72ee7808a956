import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makePipe } from './pipe.fixture.ts';
import { listInput, reasonOf } from './input-file.ts';

/** A folder with the given files, removed after the test. */
function folderWith(...names: readonly string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'iamwatch-test-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const name of names) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), name.endsWith('.md') ? '# words' : '{}');
  }
  return folder;
}

/** What a walk finds, relative to its folder. */
async function found(folder: string): Promise<{ files: string[]; others: string[]; problems: string[] }> {
  const { files, others, problems } = await listInput([folder]);
  const short = (name: string): string => path.relative(folder, name);
  return {
    files: files.map((file) => short(file.path)),
    others: others.map(short),
    problems: problems.map((problem) => `${short(problem.path)}: ${problem.reason}`),
  };
}

describe('a folder', () => {
  it('is walked by name, whatever order the disk gives', async () => {
    const folder = folderWith('b/2.json', 'a/9.json.gz', 'a/10.json', 'c.json');
    expect((await found(folder)).files).toEqual(['a/10.json', 'a/9.json.gz', 'b/2.json', 'c.json']);
  });

  it('gives logs by name or by content, and names what it leaves out', async () => {
    const folder = folderWith('a.ndjson', 'b.log', 'no-ending', 'README.md', '.hidden.json', '.git/x.json');
    expect(await found(folder)).toEqual({
      files: ['a.ndjson', 'b.log', 'no-ending'],
      others: ['.git', '.hidden.json', 'README.md'],
      problems: [],
    });
  });

  it('does not wait for a pipe that lies in it', async () => {
    const folder = folderWith('a.json');
    makePipe(path.join(folder, 'pipe.json'));
    expect(await found(folder)).toMatchObject({ files: ['a.json'], others: ['pipe.json'] });
  });
});

describe('links', () => {
  it('to a folder above do not lead in circles, and one to itself is a problem with a reason', async () => {
    const folder = folderWith('x/a.json');
    symlinkSync('..', path.join(folder, 'x', 'up'));
    symlinkSync('self', path.join(folder, 'self'));
    symlinkSync('nowhere', path.join(folder, 'gone'));
    expect(await found(folder)).toEqual({
      files: ['x/a.json'],
      others: [],
      problems: ['gone: no such file or folder', 'self: too many symbolic links'],
    });
  });

  it('to one folder from many places lead there once: their number may double with every level', async () => {
    const folder = folderWith('40/a.json');
    for (let level = 39; level >= 0; level -= 1) {
      mkdirSync(path.join(folder, String(level)));
      for (const side of ['left', 'right'])
        symlinkSync(path.join('..', String(level + 1)), path.join(folder, String(level), side));
    }
    expect((await found(path.join(folder, '0'))).files).toHaveLength(1);
  });
});

describe('what the user names', () => {
  it('is read whatever it is called, with its size', async () => {
    const folder = folderWith('README.md');
    const { files } = await listInput([path.join(folder, 'README.md')]);
    expect(files).toEqual([{ path: path.join(folder, 'README.md'), bytes: 7 }]);
  });

  it('has no size where it is a pipe: it is streamed, never read whole', async () => {
    const pipe = path.join(folderWith(), 'pipe');
    makePipe(pipe);
    expect((await listInput([pipe])).files).toEqual([{ path: pipe, bytes: undefined }]);
    expect((await listInput(['/dev/null'])).files).toEqual([{ path: '/dev/null', bytes: undefined }]);
  });

  it('is a problem where it does not exist', async () => {
    const missing = path.join(folderWith(), 'missing');
    expect((await listInput([missing])).problems).toEqual([{ path: missing, reason: 'no such file or folder' }]);
  });

  it('is standard input as -, once', async () => {
    expect((await listInput(['-', '-'])).files).toEqual([{ path: '-', bytes: undefined }]);
  });
});

it('a file called - in the folder where the user stands is not taken for standard input', async () => {
  const folder = folderWith('-', 'a.json');
  const before = process.cwd();
  process.chdir(folder);
  onTestFinished(() => {
    process.chdir(before);
  });
  expect((await listInput(['.'])).files.map((file) => file.path)).toEqual(['./-', 'a.json']);
});

describe('a system error in words', () => {
  it.each([
    [Object.assign(new Error('x'), { code: 'EACCES' }), 'permission denied'],
    [Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' }), 'EIO: i/o error, read'],
    ['odd', 'odd'],
  ])('%s', (error, words) => {
    expect(reasonOf(error)).toBe(words);
  });
});
