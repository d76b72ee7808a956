/** Where the problems of a broken file stand. */
import { expect, it } from 'vitest';
import type { Diagnostic } from './diagnostic.ts';
import { readDocuments } from './yaml-documents.ts';

function placesOfProblems(text: string): readonly string[] {
  const found: Diagnostic[] = [];
  readDocuments('a.yaml', text, found);
  return found.map(({ line, column }) => `${line}:${column}`);
}

it('problems behind a list that is closed twice stand in their own lines', () => {
  const places = placesOfProblems('a: { b: [x] [p, { q: 1 }]\nexample.com]\n, c: [d] }\n');
  // The bracket too many in line 2; the colon and the last brace of line 3, which belong to nothing any more.
  expect(places).toEqual(expect.arrayContaining(['2:1', '3:4', '3:10']));
});
