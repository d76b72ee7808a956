import { expect, it } from 'vitest';
import { FoldsThatMatter } from './folds-that-matter.ts';

it('counts rows until there are as many as a finding needs', () => {
  const folds = new FoldsThatMatter();
  const least = { number: 3, isDistinct: false };
  for (const [fold, rows] of [1, 2, 3, 4].entries()) for (let row = 0; row < rows; row += 1) folds.add(fold, 7, least);
  expect([0, 1, 2, 3].map((fold) => folds.has(fold))).toEqual([false, false, true, true]);
});

it('counts different values, those of each fold by themselves', () => {
  const folds = new FoldsThatMatter();
  const least = { number: 2, isDistinct: true };
  for (const [fold, value] of [
    [0, 5],
    [0, 5],
    [1, 5],
    [1, 6],
    [2, 6],
  ] as const)
    folds.add(fold, value, least);
  expect([0, 1, 2].map((fold) => folds.has(fold))).toEqual([false, true, false]);
});

it('knows nothing of a fold that has no rows, and takes folds with any number', () => {
  const folds = new FoldsThatMatter();
  for (let fold = 0; fold < 10_000; fold += 3) folds.add(fold, fold, { number: 1, isDistinct: false });
  folds.add(5_000_000, 1, { number: 2, isDistinct: false });
  expect([0, 9_999, 10_000, 5_000_000, 9_000_000].map((fold) => folds.has(fold))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
