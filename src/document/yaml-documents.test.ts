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

function valueOf(text: string): unknown {
  const found: Diagnostic[] = [];
  const [document] = readDocuments('a.yaml', text, found);
  expect(found).toEqual([]);
  return JSON.parse(JSON.stringify(document?.value));
}

it('what stands below a merge key can be named and taken over again', () => {
  expect(valueOf('one: { <<: &shared { a: 1, b: 2 }, b: 3 }\ntwo: { <<: *shared, c: 4 }\n')).toEqual({
    one: { a: 1, b: 3 },
    two: { a: 1, b: 2, c: 4 },
  });
});

it('of several maps that are taken over the first goes first, behind what the map says itself', () => {
  const text = 'x: &x { a: 1, b: 1 }\ny: &y { a: 2, b: 2, c: 2 }\nboth: { b: 0, <<: [*x, *y] }\n';
  expect(valueOf(text)).toMatchObject({ both: { a: 1, b: 0, c: 2 } });
});

it('a map that takes over a map that takes over has all of it', () => {
  expect(valueOf('x: &x { a: 1 }\ny: &y { <<: *x, b: 2 }\nz: { <<: *y, c: 3 }\n')).toMatchObject({
    z: { a: 1, b: 2, c: 3 },
  });
});
