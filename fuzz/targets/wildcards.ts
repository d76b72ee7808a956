/**
 * Wildcards of IAM policies. Law: the matcher with one remembered star fits what a table over all pairs of places fits; and
 * where one pattern is said to cover another, every text that fits the narrow one fits the wide one.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { covers, matches, matchesAction } from '../../src/policy/aws/document/wildcard.ts';
import { target } from '../target.ts';

interface Input {
  readonly pattern: string;
  readonly narrow: string;
  readonly text: string;
  /** What the stars of `narrow` stand for. */
  readonly fill: string;
}

function word(alphabet: readonly string[]): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...alphabet), { maxLength: 9 }).map((parts) => parts.join(''));
}

export const wildcards = target<Input>({
  name: 'wildcards',
  law: 'wildcards of policies fit what a naive matcher says, and what is said to be covered is',
  inputs: fc.record({
    pattern: word(['a', 'b', '*', '?', ':', 'A']),
    narrow: word(['a', 'b', '*', '?', ':']),
    text: word(['a', 'b', ':', '*', '?', 'B']),
    fill: word(['a', 'b', ':']),
  }),
  runsInTest: 6000,
  check({ pattern, narrow, text, fill }) {
    assert.equal(matches(pattern, text), naively(pattern, text), 'resources');
    assert.equal(matchesAction(pattern, text), naively(pattern.toLowerCase(), text.toLowerCase()), 'actions');
    const sample = narrow.replaceAll('*', fill).replaceAll('?', 'b');
    if (covers(pattern, narrow))
      assert.ok(naively(pattern, sample), `"${pattern}" covers "${narrow}" but not "${sample}"`);
  },
  growth: [
    {
      name: 'stars',
      size: 2000,
      make: (size) => ({
        pattern: `${'*a'.repeat(size / 2)}*b`,
        narrow: `${'a'.repeat(size)}*`,
        text: 'a'.repeat(size),
        fill: '',
      }),
    },
  ],
});

/** `fits[i]`: the first `i` characters fit what was read of the pattern. */
function naively(pattern: string, text: string): boolean {
  if (pattern.length * text.length > 1e6) return matches(pattern, text); // growth is measured, not meaning
  let fits = Array.from({ length: text.length + 1 }, (_, length) => length === 0);
  for (const symbol of pattern) {
    const next = fits.map(() => false);
    for (let length = 0; length <= text.length; length += 1) {
      const before = length > 0 && (fits[length - 1] ?? false);
      if (symbol === '*') next[length] = (fits[length] ?? false) || (length > 0 && (next[length - 1] ?? false));
      else next[length] = before && (symbol === '?' || text[length - 1] === symbol);
    }
    fits = next;
  }
  return fits[text.length] ?? false;
}
