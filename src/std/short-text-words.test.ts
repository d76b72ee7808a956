import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readShortText, shortText } from './short-text-words.ts';

function words(text: string): { id0: number; id1: number; id2: number; id3: number } | undefined {
  const bytes = new TextEncoder().encode(`"${text}"`);
  const read = { id0: 0, id1: 0, id2: 0, id3: 0 };
  return readShortText(bytes, 1, bytes.length - 1, read) ? read : undefined;
}

it('gives back the text, and different words for different texts', () => {
  const plain = fc.stringMatching(/^[\w !#$%&'()*+,./:;<=>?@[\]^`{|}~-]{1,16}$/);
  fc.assert(
    fc.property(plain, plain, (one, other) => {
      const read = words(one);
      if (read === undefined) throw new Error(`not read: ${one}`);
      expect(shortText(read)).toBe(one);
      if (one !== other) expect(words(other)).not.toEqual(read);
    }),
  );
});

it.each(['', 'seventeen letters', 'a\\n', 'ä', '\u0001'])('leaves %j to others', (text) => {
  expect(words(text)).toBeUndefined();
});
