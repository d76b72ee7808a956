import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isUuid, readUuid, readUuidBytes, uuidText } from './uuid-words.ts';

const words = { id0: 0, id1: 0, id2: 0, id3: 0 };

it('gives every UUID back, from its text and from its bytes', () => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      expect(readUuid(uuid, words)).toBe(true);
      expect(isUuid(words) && uuidText(words)).toBe(uuid);
      const bytes = new TextEncoder().encode(`"${uuid}"`);
      expect(readUuidBytes(bytes, 1, bytes.length - 1, words)).toBe(true);
      expect(uuidText(words)).toBe(uuid);
    }),
  );
});

it.each([
  '0a1b2c3d-0000-4000-8000-00000000000',
  '0a1b2c3d-0000-4000-8000-0000000000000',
  '0A1B2C3D-0000-4000-8000-000000000000',
  '0a1b2c3d_0000-4000-8000-000000000000',
  '0a1b2c3g-0000-4000-8000-000000000000',
  '0a1b2c3d-0000-0000-0000-000000000000',
  'event',
  '',
])('refuses %j', (text) => {
  const bytes = new TextEncoder().encode(text);
  expect([readUuid(text, words), readUuidBytes(bytes, 0, bytes.length, words)]).toEqual([false, false]);
});
