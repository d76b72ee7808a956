/** Law: a memo gives back what was remembered for the very same bytes, or nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteMemo } from './byte-memo.ts';

const ROOMY = { textsMax: 1_000, bytesMax: 100_000 };

/** A text somewhere inside of other bytes. */
function within(text: string): readonly [Uint8Array, number, number] {
  const bytes = new TextEncoder().encode(`<${text}>`);
  return [bytes, 1, bytes.length - 1];
}

describe('a memo by bytes', () => {
  it('answers as a Map does, for any texts in any order', () => {
    const text = fc.oneof(fc.string({ maxLength: 60 }), fc.constantFrom('', 'a', 'aa', 'ä', 'a'.repeat(40)));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 200 }), (texts) => {
        const memo = new ByteMemo<number>(ROOMY);
        const twin = new Map<string, number>();
        for (const [number, one] of texts.entries()) {
          const place = within(one);
          expect(memo.get(...place)).toBe(twin.get(one));
          if (twin.has(one)) continue;
          memo.set(...place, number);
          twin.set(one, number);
        }
        expect(memo.size).toBe(twin.size);
      }),
    );
  });

  it('tells long texts apart that differ in one byte anywhere', () => {
    const memo = new ByteMemo<number>(ROOMY);
    const texts = Array.from({ length: 300 }, (_, at) => `${'a'.repeat(at)}b${'a'.repeat(299 - at)}`);
    for (const [number, text] of texts.entries()) memo.set(...within(text), number);
    for (const [number, text] of texts.entries()) expect([undefined, number]).toContain(memo.get(...within(text)));
    expect(memo.get(...within('a'.repeat(300)))).toBeUndefined();
  });

  it('remembers no more texts, and no more bytes, than it may', () => {
    const few = new ByteMemo<string>({ textsMax: 2, bytesMax: 100 });
    for (const text of ['one', 'two', 'three']) few.set(...within(text), text);
    expect(['one', 'two', 'three'].map((text) => few.get(...within(text)))).toEqual(['one', 'two', undefined]);
    const short = new ByteMemo<string>({ textsMax: 100, bytesMax: 6 });
    for (const text of ['long', 'longer', 'it']) short.set(...within(text), text);
    expect(['long', 'longer', 'it'].map((text) => short.get(...within(text)))).toEqual(['long', undefined, 'it']);
  });

  it('stays bounded where many texts share a place', () => {
    const memo = new ByteMemo<number>({ textsMax: 10_000, bytesMax: 10_000_000 });
    // Of 1280 bytes every 21st decides the place; these differ between them.
    const alike = Array.from({ length: 100 }, (_, n) => {
      const bytes = new Uint8Array(1280).fill(0x61);
      bytes[1] = n;
      return bytes;
    });
    for (const [number, bytes] of alike.entries()) memo.set(bytes, 0, bytes.length, number);
    expect(memo.size).toBeLessThan(20);
    for (const [number, bytes] of alike.entries()) {
      expect([undefined, number]).toContain(memo.get(bytes, 0, bytes.length));
    }
  });
});
