import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasLinePrefixes, LinePrefixes } from './line-prefix.ts';

function strip(text: string, blockBytes = 1 << 20): { text: string; words: number } {
  let words = 0;
  const prefixes = new LinePrefixes(() => void (words += 1));
  const bytes = Buffer.from(text);
  const blocks: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += blockBytes)
    blocks.push(Buffer.from(prefixes.strip(Buffer.from(bytes.subarray(from, from + blockBytes)))));
  blocks.push(prefixes.strip(Buffer.alloc(0), true));
  return { text: Buffer.concat(blocks).toString(), words };
}

const TIME = '2026-03-02T09:00:00.000Z ';

describe('what stands before the JSON of a line becomes blanks', () => {
  it.each<[string, string, string, number]>([
    ['a time', `${TIME}{"a":1}\n`, `${' '.repeat(25)}{"a":1}\n`, 0],
    ['a time and the name of a stream', `${TIME}1_CloudTrail_eu {"a":1}`, `${' '.repeat(41)}{"a":1}`, 0],
    ['nothing', '{"a":1}\n{"a":"x {"}\n', '{"a":1}\n{"a":"x {"}\n', 0],
    ['a record over many lines', `${TIME}{\n "a": 1\n}\n`, `${' '.repeat(25)}{\n "a": 1\n}\n`, 0],
    ['words', `${TIME}hello\n${TIME}{"a":1}\n`, `${' '.repeat(30)}\n${' '.repeat(25)}{"a":1}\n`, 1],
    ['words without end', 'x'.repeat(2000), ' '.repeat(2000), 1],
  ])('%s', (_, text, stripped, words) => {
    expect(strip(text)).toEqual({ text: stripped, words });
  });

  it('wherever blocks end', () => {
    const line = fc.constantFrom(
      `${TIME}{"a":"2026-03-02T09:00:00Z {"}`,
      `${TIME}words`,
      '{"a":1}',
      '',
      '  ',
      `${TIME}s {"a":1}`,
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.integer({ min: 1, max: 60 }), (lines, blockBytes) => {
        const text = lines.join('\n');
        expect(strip(text, blockBytes)).toEqual(strip(text));
      }),
    );
  });
});

it('a text is known by a line with a time and JSON', () => {
  expect(hasLinePrefixes(`${TIME}{"eventVersion":"1.11"}`)).toBe(true);
  expect(hasLinePrefixes(`${TIME}starting\n${TIME}{"eventVersion":"1.11"}`)).toBe(true);
  expect(hasLinePrefixes('2026-03-02,{"a":1}')).toBe(false);
  expect(hasLinePrefixes(`${TIME}words only`)).toBe(false);
});
