import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FileSorter } from './spilling-sorter.ts';

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
