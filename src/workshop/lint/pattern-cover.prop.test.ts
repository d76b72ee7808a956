/** Law: where one pattern covers another, no text fits the second and not the first. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePattern } from '../../rule-language/pattern.ts';
import { textMatcher } from '../../rule-language/text-matcher.ts';
import { covers } from './pattern-cover.ts';

const piece = fc.constantFrom('a', 'b', 'A', '*', '?', 'ab', 'ß');
const pattern = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));
const text = fc.array(fc.constantFrom('a', 'b', 'A', 'B', 'ab', 'ß'), { maxLength: 6 }).map((parts) => parts.join(''));

test('covered texts fit', () => {
  let covered = 0;
  fc.assert(
    fc.property(
      pattern,
      pattern,
      fc.boolean(),
      fc.array(text, { minLength: 20, maxLength: 20 }),
      (one, other, cased, texts) => {
        const [wide, narrow] = [parsePattern(one), parsePattern(other)];
        if (!covers(wide, narrow, cased)) return;
        covered += 1;
        const [fitsWide, fitsNarrow] = [textMatcher(wide, cased), textMatcher(narrow, cased)];
        expect(texts.filter((candidate) => fitsNarrow(candidate) && !fitsWide(candidate))).toEqual([]);
      },
    ),
    { numRuns: 3_000, seed: 4 },
  );
  expect(covered).toBeGreaterThan(100);
});
