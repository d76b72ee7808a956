import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Fingerprint, IdSet } from './id-set.ts';

it('answers as a Set does, for any ids in any order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constantFrom('', 'a', '\u0000', '\u0000\u0000')), { maxLength: 60 }),
      (ids) => {
        const set = new IdSet();
        const twin = new Set<string>();
        for (const id of ids) {
          expect(set.add(id)).toBe(!twin.has(id));
          twin.add(id);
        }
      },
    ),
  );
});

it('tells ids apart that differ in little, and grows as it must', () => {
  const set = new IdSet();
  const ids = Array.from(
    { length: 200_000 },
    (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  );
  expect(ids.filter((id) => !set.add(id))).toEqual([]);
  expect(ids.filter((id) => set.add(id))).toEqual([]);
});

it('at its limit says so, knows what it holds and takes no more', () => {
  const set = new IdSet(2);
  expect([set.add('a'), set.isFull, set.add('b'), set.isFull]).toEqual([true, false, true, true]);
  expect([set.add('a'), set.add('c'), set.add('c')]).toEqual([false, true, true]);
});

it('knows an id again that comes in parts, as text or as bytes', () => {
  const ascii = fc.string({ maxLength: 20 }).map((text) => text.replaceAll(/[^\x20-\x7e]/g, ''));
  fc.assert(
    fc.property(ascii, ascii, (first, second) => {
      const bytes = new TextEncoder().encode(`<${second}>`);
      const copy = new Fingerprint()
        .text('before')
        .clear()
        .text(first)
        .ascii(bytes, 1, bytes.length - 1);
      const set = new IdSet();
      expect([set.add(copy), set.add(`${first}${second}`), set.add(`${first}${second}x`)]).toEqual([true, false, true]);
    }),
  );
});
