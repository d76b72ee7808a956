/**
 * Laws: where one pattern covers another, no text fits the second and not the first; where two do not overlap, no text
 * fits both. The patterns may differ in whether case counts.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePattern } from '../../rule-language/pattern.ts';
import { textMatcher } from '../../rule-language/text-matcher.ts';
import { type CasedPattern, covers, overlap } from './pattern-relation.ts';

const piece = fc.constantFrom('a', 'b', 'A', '*', '?', 'ab', 'ß');
const patterns = fc.record({
  pattern: fc.array(piece, { maxLength: 5 }).map((pieces) => parsePattern(pieces.join(''))),
  cased: fc.boolean(),
});
const text = fc.array(fc.constantFrom('a', 'b', 'A', 'B', 'ab', 'ß'), { maxLength: 6 }).map((parts) => parts.join(''));
const texts = fc.array(text, { minLength: 20, maxLength: 20 });

test('covered texts fit', () => {
  const covered = countOf(covers, (wide, narrow, candidates) => {
    const [fitsWide, fitsNarrow] = [matcher(wide), matcher(narrow)];
    expect(candidates.filter((one) => fitsNarrow(one) && !fitsWide(one))).toEqual([]);
  });
  expect(covered).toBeGreaterThan(100);
});

test('no text fits two patterns that do not overlap', () => {
  const apart = countOf(
    (one, other) => !overlap(one, other),
    (one, other, candidates) => {
      const [fitsOne, fitsOther] = [matcher(one), matcher(other)];
      expect(candidates.filter((candidate) => fitsOne(candidate) && fitsOther(candidate))).toEqual([]);
    },
  );
  expect(apart).toBeGreaterThan(100);
});

describe('a pattern covers', () => {
  test.each([
    ['ab*', 'abc'],
    ['ab*', 'abc*'],
    ['*b*', 'ab?'],
    ['?*', 'a*'],
    ['*', ''],
  ])('%s: %s', (wide, narrow) => {
    expect(covers(uncased(wide), uncased(narrow))).toBe(true);
  });

  test('without case, what another asks for with case, and not the other way round', () => {
    const cased = { pattern: parsePattern('Ab'), cased: true };
    expect(covers(uncased('aB*'), cased)).toBe(true);
    expect(covers({ ...cased, pattern: parsePattern('Ab*') }, uncased('ab'))).toBe(false);
  });
});

function uncased(written: string): CasedPattern {
  return { pattern: parsePattern(written), cased: false };
}

function matcher({ pattern, cased }: CasedPattern): (text: string) => boolean {
  return textMatcher(pattern, cased);
}

/** Holds a law wherever a relation is claimed. @returns how often it was. */
function countOf(
  relation: (one: CasedPattern, other: CasedPattern) => boolean,
  law: (one: CasedPattern, other: CasedPattern, candidates: readonly string[]) => void,
): number {
  let claimed = 0;
  fc.assert(
    fc.property(patterns, patterns, texts, (one, other, candidates) => {
      if (!relation(one, other)) return;
      claimed += 1;
      law(one, other, candidates);
    }),
    { numRuns: 3_000, seed: 4 },
  );
  return claimed;
}
