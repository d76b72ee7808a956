import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { rowTableContract } from '../engine/columns/row-table.contract.ts';
import { RunFile } from './run-file.ts';
import { StoreError } from './store-error.ts';
import { temporaryFolder } from './temporary-folder.fixture.ts';

rowTableContract('runs in a file', (name) => new RunFile(name));

/** A store that is closed after the test. */
function runFile(): RunFile {
  const store = new RunFile('test');
  onTestFinished(() => {
    store.close();
  });
  return store;
}

/** What lies there. */
function bytesAt(store: RunFile, from: number, length: number): readonly number[] {
  const into = new Uint8Array(length);
  store.read(from, into);
  return [...into];
}

describe('runs in a file', () => {
  it('lie one after the other, and are read in any part', () => {
    const store = runFile();
    expect([
      store.append(Uint8Array.of(1, 2, 3)),
      store.append(new Uint8Array()),
      store.append(Uint8Array.of(4, 5)),
    ]).toEqual([0, 3, 3]);
    expect(bytesAt(store, 1, 3)).toEqual([2, 3, 4]);
    expect(bytesAt(store, 3, 2)).toEqual([4, 5]);
    expect(bytesAt(store, 5, 0)).toEqual([]);
  });

  it('keep what they were given: a buffer may be used again', () => {
    const store = runFile();
    const bytes = Uint8Array.of(1, 2);
    store.append(bytes);
    bytes.fill(9);
    expect(bytesAt(store, 0, 2)).toEqual([1, 2]);
    // A part of a buffer is that part.
    const start = store.append(Uint8Array.of(5, 6, 7, 8).subarray(1, 3));
    expect(bytesAt(store, start, 2)).toEqual([6, 7]);
  });

  it('are told from what was not written', () => {
    const store = runFile();
    expect(() => bytesAt(store, 0, 1)).toThrow('it was not written');
    store.append(Uint8Array.of(1, 2));
    expect(() => bytesAt(store, 1, 2)).toThrow('it was not written');
    expect(() => bytesAt(store, 2, 1)).toThrow('it was not written');
  });

  it('are gone when they are closed, which may be done again', () => {
    const store = runFile();
    store.append(Uint8Array.of(1));
    store.close();
    store.close();
    expect(() => bytesAt(store, 0, 1)).toThrow('it was not written');
    expect(store.append(Uint8Array.of(7))).toBe(0);
    expect(bytesAt(store, 0, 1)).toEqual([7]);
  });
});

describe('the file of runs', () => {
  it('begins with the first run, and has no name, so that nothing is left even where the program is killed', () => {
    const folder = temporaryFolder();
    const store = runFile();
    store.append(Uint8Array.of(1));
    expect(readdirSync(folder)).toEqual([]);
    expect(bytesAt(store, 0, 1)).toEqual([1]);
  });

  it('that cannot be made is an error that names the place', () => {
    const missing = path.join(temporaryFolder(), 'missing');
    vi.stubEnv('TMPDIR', missing);
    const store = runFile();
    expect(() => store.append(Uint8Array.of(1))).toThrow(StoreError);
    expect(() => store.append(Uint8Array.of(1))).toThrow(`${missing} (TMPDIR)`);
    expect(() => bytesAt(store, 0, 1)).toThrow('it was not written');
  });
});
