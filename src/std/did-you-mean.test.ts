/** Nearest names: a typo finds its word, a stranger finds nothing. */
import { describe, expect, test } from 'vitest';
import { editDistance, nearestName } from './did-you-mean.ts';

describe('nearest name', () => {
  const names = ['startswith', 'endswith', 'contains', 're'];
  test.each([
    ['startwith', 'startswith'],
    ['CONTAINS', 'contains'],
    ['contians', 'contains'],
    ['er', 're'],
    ['banana', undefined],
    ['', undefined],
  ])('%s → %s', (word, expected) => {
    expect(nearestName(word, names)).toBe(expected);
  });
});

describe('edit distance', () => {
  test.each([
    ['', '', 0],
    ['abc', '', 3],
    ['abc', 'abd', 1],
    ['abc', 'acb', 1],
    ['kitten', 'sitting', 3],
  ])('%s to %s: %i', (from, to, distance) => {
    expect([editDistance(from, to), editDistance(to, from)]).toEqual([distance, distance]);
  });
});
