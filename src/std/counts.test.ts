import { expect, it } from 'vitest';
import { Counts } from './counts.ts';

it('counts different values until the last of each is gone', () => {
  const counts = new Counts<string>();
  for (const value of ['a', 'b', 'a']) counts.add(value);
  expect(counts.size).toBe(2);
  counts.remove('a');
  expect(counts.size).toBe(2);
  counts.remove('a');
  expect(counts.size).toBe(1);
  counts.remove('never added');
  counts.clear();
  expect(counts.size).toBe(0);
});
