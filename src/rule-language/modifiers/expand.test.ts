import { expect, it } from 'vitest';
import { parsePattern } from '../pattern.ts';
import { expand, expandText, plainly } from './expand.ts';

it('lists that stand for a hundred million texts are refused before these are written out', () => {
  const placeholders = new Map([['a', Array.from({ length: 10_000 }, (_, index) => `value-${index}`)]]);
  const problem = { code: 'too-many-alternatives' };
  expect(expandText('%a%%a%', placeholders, plainly)).toMatchObject(problem);
  expect(expand.role === 'transform').toBe(true);
  if (expand.role !== 'transform') return;
  const draft = { alternatives: [parsePattern('%a%*%a%', { keepsBackslashes: true })], isBytes: false };
  expect(expand.transform(draft, { names: new Set(['expand']), placeholders })).toMatchObject(problem);
});
