/** Law: four bytes at a time end where a look at each byte ends. */
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOfPlain, endOfPlainKey, worded } from './plain-bytes.ts';

function firstOf(bytes: Buffer, from: number, stops: (byte: number) => boolean): number {
  const found = bytes.subarray(from).findIndex(stops);
  return found < 0 ? bytes.length : from + found;
}

function stopsString(byte: number): boolean {
  return byte < 0x20 || byte === 0x22 || byte === 0x5c;
}

function stopsKey(byte: number): boolean {
  return stopsString(byte) || byte === 0x2e;
}

describe('the end of plain bytes', () => {
  it('is found after every byte, before every byte, at every place of a word', () => {
    for (let byte = 0; byte < 256; byte += 1) {
      for (let place = 0; place < 8; place += 1) {
        for (const around of [0x61, 0x7f, 0x80, 0xff, 0x20, 0x21, 0x23]) {
          const bytes = Buffer.alloc(11, around);
          bytes[place] = byte;
          expect(endOfPlain(worded(bytes), 0)).toBe(firstOf(bytes, 0, stopsString));
          expect(endOfPlainKey(worded(bytes), 0)).toBe(firstOf(bytes, 0, stopsKey));
        }
      }
    }
  });

  it('is the same for any bytes, from any place, in any part of a larger buffer', () => {
    const byte = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0x61, 0x22, 0x5c, 0x2e, 0x1f, 0xa2));
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 40 }), fc.nat(8), fc.nat(20), (array, before, from) => {
        const bytes = Buffer.concat([Buffer.alloc(before, 0x22), Buffer.from(array)]).subarray(before);
        const start = Math.min(from, bytes.length);
        expect(endOfPlain(worded(bytes), start)).toBe(firstOf(bytes, start, stopsString));
        expect(endOfPlainKey(worded(bytes), start)).toBe(firstOf(bytes, start, stopsKey));
      }),
      { numRuns: 5_000 },
    );
  });
});
