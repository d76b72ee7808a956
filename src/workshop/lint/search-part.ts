/** Every part of every search of a rule and of its filters, with the table that says where it stands. */
import type { Search } from '../../rule-language/detection.ts';
import type { Rule } from '../../rule-language/rule.ts';

/** One search, somewhere below a search identifier. */
export interface SearchPart {
  readonly search: Search;
  readonly places: Rule['places'];
  /** The file, where it is not the rule's. */
  readonly file: string | undefined;
}

/** All searches of a rule, outer ones before what stands in them. */
export function parts(rule: Rule): readonly SearchPart[] {
  const own = { detection: rule.detection, places: rule.places, file: undefined };
  return [own, ...rule.filters].flatMap(({ detection, places, file }) =>
    [...detection.identifiers.values()].flatMap(below).map((search) => ({ search, places, file })),
  );
}

function below(search: Search): readonly Search[] {
  switch (search.kind) {
    case 'field':
    case 'keyword':
      return [search];
    case 'element':
      return [search, ...below(search.search)];
    case 'all-of':
    case 'any-of':
      return [search, ...search.searches.flatMap(below)];
  }
}
