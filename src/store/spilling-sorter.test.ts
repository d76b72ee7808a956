import { readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { FileSorter } from './spilling-sorter.ts';
import { StoreError } from './store-error.ts';
import { temporaryFolder } from './temporary-folder.fixture.ts';

async function sortThrough(items: readonly string[], bufferCharactersMax: number): Promise<string[]> {
  const sorter = new FileSorter<{ readonly text: string }>('test', { bufferCharactersMax });
  for (const text of items) sorter.add(text, { text });
  const result: string[] = [];
  for await (const item of sorter.sorted()) result.push(item.text);
  return result;
}

it('gives every item back in key order, whether or not it had to spill', async () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('a\u2028b', 'tab\there', 'line\nend', '\u2029'));
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 40 }), fc.constantFrom(10, 100, 1_000_000), async (items, max) => {
      expect(await sortThrough(items, max)).toEqual(items.toSorted());
    }),
    { numRuns: 60 },
  );
});

it('merges more runs than it opens at once', async () => {
  const items = Array.from({ length: 500 }, (_, index) => String((index * 7919) % 500).padStart(4, '0'));
  expect(await sortThrough(items, 20)).toEqual(items.toSorted());
});

it('sorts through several levels of merging', async () => {
  const items = Array.from({ length: 10_000 }, (_, index) => String((index * 7919) % 10_000).padStart(5, '0'));
  expect(await sortThrough(items, 20)).toEqual(items.toSorted());
});

it('takes an item that is longer than its buffers', async () => {
  const items = ['b', 'ü'.repeat(300_000), 'a'.repeat(200_000)];
  expect(await sortThrough(items, 10)).toEqual(items.toSorted());
});

describe('temporary files', () => {
  it('have no name, so that nothing is left even where the program is killed', async () => {
    const folder = temporaryFolder();
    const sorter = new FileSorter<string>('test', { bufferCharactersMax: 1 });
    for (const key of ['b', 'a']) sorter.add(key, key);
    expect(readdirSync(folder)).toEqual([]);
    const items = sorter.sorted()[Symbol.asyncIterator]();
    expect(await items.next()).toMatchObject({ value: 'a' });
    await sorter.close();
  });

  it('that cannot be made are an error that names the place', () => {
    const missing = path.join(temporaryFolder(), 'missing');
    vi.stubEnv('TMPDIR', missing);
    const sorter = new FileSorter<string>('test', { bufferCharactersMax: 1 });
    expect(() => {
      sorter.add('key', 'item');
    }).toThrow(StoreError);
    expect(() => {
      sorter.add('key', 'item');
    }).toThrow(missing);
  });
});
