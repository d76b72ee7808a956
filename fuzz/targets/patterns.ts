/**
 * Text patterns of rules. Law: the fast matcher fits what a naive one fits, which follows every way through the pattern; with
 * case and without. Halves of surrogate pairs are left out: they are no characters, and no file in UTF-8 holds them.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { meanings } from '../../src/rule-language/meaning.ts';
import { parsePattern } from '../../src/rule-language/pattern.ts';
import { textMatcher } from '../../src/rule-language/text-matcher.ts';
import { globTest } from '../../src/std/glob.ts';
import { oddText } from '../generate/odd.ts';
import { target } from '../target.ts';

interface Input {
  readonly pattern: string;
  readonly text: string;
  readonly isCased: boolean;
}

const ALPHABET = ['a', 'A', 'b', '*', '?', '\\', 'ſ', 'İ', 'Σ', '😀', '\n', '/'];
const short = fc.array(fc.constantFrom(...ALPHABET), { maxLength: 9 }).map((parts) => parts.join(''));
const text = fc.oneof({ weight: 5, arbitrary: short }, { weight: 1, arbitrary: oddText });

export const patterns = target<Input>({
  name: 'patterns',
  law: 'a text pattern fits what a naive matcher says that it fits',
  inputs: fc.record({ pattern: text, text, isCased: fc.boolean() }),
  runsInTest: 5000,
  check({ pattern: written, text: asked, isCased }) {
    if (/\p{Cs}/u.test(written) || /\p{Cs}/u.test(asked)) return;
    const pattern = parsePattern(written);
    assert.equal(textMatcher(pattern, isCased)(asked), meanings.fits(asked, pattern, isCased));
    if (/^[^?\\]*$/.test(written)) {
      const starsOnly = parsePattern(written);
      assert.equal(globTest(written)(asked), meanings.fits(asked, starsOnly, true), 'globs of profiles');
    }
  },
  growth: [
    {
      name: 'stars',
      size: 300,
      make: (size) => ({ pattern: `${'*a'.repeat(size / 10)}*b`, text: 'a'.repeat(size), isCased: true }),
    },
  ],
});
