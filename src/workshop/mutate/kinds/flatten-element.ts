/** Asks the clauses of an element of the whole list: each may hold for another element. */
import type { ElementSearch, FieldPath, FieldTest, Search } from '../../../rule-language/detection.ts';
import type { Change, Mutation } from '../mutation.ts';
import { searchSites } from '../search-site.ts';

/** The mutation `flatten-element`. */
export const flattenElement: Mutation = {
  name: 'flatten-element',
  about: 'The clauses under `any_element` may each hold for another element of the list.',
  example: {
    before: `
detection:
  owner_added:
    iamwatch.gcp.bindings|any_element: { change: added, role: roles/owner }
  condition: owner_added`,
    after: `
detection:
  owner_added: { iamwatch.gcp.bindings.change: added, iamwatch.gcp.bindings.role: roles/owner }
  condition: owner_added`,
  },
  changes(rule) {
    return searchSites(rule).flatMap((site): readonly Change[] => {
      const { search } = site;
      if (search.kind !== 'element' || !dependsOnElement(search)) return [];
      const { field, search: inner } = search;
      return [
        {
          at: site.name,
          place: site.place,
          words: `its clauses are asked of all of ${field.text}, not of one element`,
          hint: `an event in which two elements of ${field.text} together pass the clauses, and none alone`,
          rule: site.replaced(flattened(inner, field)),
        },
      ];
    });
  },
};

/** A single positive clause holds for one element exactly where it holds for the list. Keywords read no list. */
function dependsOnElement({ search }: ElementSearch): boolean {
  switch (search.kind) {
    case 'keyword':
      return false;
    case 'field':
      return search.negated || search.quantifier === 'all' || search.tests.some(asksForAbsence);
    case 'element':
      return dependsOnElement(search);
    case 'all-of':
      return !search.searches.some(({ kind }) => kind === 'keyword');
    case 'any-of':
      return search.searches.some((one) => dependsOnElement({ kind: 'element', field: NOWHERE, search: one }));
  }
}

const NOWHERE: FieldPath = { text: '', origin: 'raw', segments: [] };

function asksForAbsence(test: FieldTest): boolean {
  return test.kind === 'null' || (test.kind === 'exists' && !test.expected) || test.kind === 'predicate';
}

function flattened(search: Search, list: FieldPath): Search {
  switch (search.kind) {
    case 'keyword':
      return search;
    case 'all-of':
    case 'any-of':
      return { ...search, searches: search.searches.map((one) => flattened(one, list)) };
    case 'element':
      return { ...search, field: below(list, search.field) };
    case 'field':
      return { ...search, field: below(list, search.field), tests: search.tests.map((test) => readFrom(list, test)) };
  }
}

function readFrom(list: FieldPath, test: FieldTest): FieldTest {
  return test.kind === 'fieldref' ? { ...test, other: below(list, test.other) } : test;
}

/** Names of the normalised event are those of the whole event inside an element, too. */
function below(list: FieldPath, field: FieldPath): FieldPath {
  if (field.origin === 'audit') return field;
  return { text: `${list.text}.${field.text}`, origin: list.origin, segments: [...list.segments, ...field.segments] };
}
