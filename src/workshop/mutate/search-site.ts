/** Every search of a rule with its name, and the rule with something else in its place. */
import type { Place } from '../../document/reporter.ts';
import type { FieldTest, Search } from '../../rule-language/detection.ts';
import type { Rule } from '../../rule-language/rule.ts';
import { searchName } from '../clause-name.ts';

/** One search and where it stands. */
export interface SearchSite {
  readonly search: Search;
  /** `audit_logs#2.filter|contains`: identifier, number of the alternative, key. */
  readonly name: string;
  readonly place: Place;
  /** What it stands in: a map of which all must hold, a list of which any must; undefined where it is alone. */
  readonly among: 'all-of' | 'any-of' | undefined;
  /** Whether its raw names start at an element of a list of the normalised event. */
  readonly isOfNormalisedElement: boolean;
  /** Where a value of it stands. */
  readonly placeOf: (test: FieldTest) => Place;
  /** The rule with another search in its place; undefined takes it out of what it stands among. */
  readonly replaced: (by: Search | undefined) => Rule;
}

/** All searches of a rule in the order of its file, outer ones first. Those of its filters belong to other files. */
export function searchSites(rule: Rule): readonly SearchSite[] {
  return [...rule.detection.identifiers].flatMap(([identifier, search]) => {
    const top: SearchSite = {
      search,
      name: search.kind === 'all-of' || search.kind === 'any-of' ? identifier : `${identifier}.${searchName(search)}`,
      place: rule.places.get(search) ?? rule.places.get(identifier) ?? { line: 1, column: 1 },
      among: undefined,
      isOfNormalisedElement: false,
      placeOf: (test) => rule.places.get(test) ?? rule.places.get(search) ?? { line: 1, column: 1 },
      replaced: (by) => withSearch(rule, identifier, by ?? search),
    };
    return [top, ...below(top, identifier, rule)];
  });
}

function below(site: SearchSite, prefix: string, rule: Rule): readonly SearchSite[] {
  const { search } = site;
  switch (search.kind) {
    case 'field':
    case 'keyword':
      return [];
    case 'element': {
      const inner = { ...site, isOfNormalisedElement: site.isOfNormalisedElement || search.field.origin === 'audit' };
      const here = `${prefix}.${searchName(search)}`;
      return childSites(inner, [search.search], {
        prefix: here,
        rule,
        rebuilt: ([only]) => (only === undefined ? search : { ...search, search: only }),
      });
    }
    case 'all-of':
    case 'any-of':
      return childSites(site, search.searches, {
        prefix,
        rule,
        rebuilt: (searches) => bundled(search.kind, searches),
      });
  }
}

interface Parts {
  readonly prefix: string;
  readonly rule: Rule;
  /** The parent around other children. */
  readonly rebuilt: (children: readonly Search[]) => Search;
}

function childSites(parent: SearchSite, children: readonly Search[], { prefix, rule, rebuilt }: Parts): SearchSite[] {
  const among = parent.search.kind === 'all-of' || parent.search.kind === 'any-of' ? parent.search.kind : undefined;
  return children.flatMap((search, index) => {
    // Maps and lists have no key: among alternatives their number tells them apart.
    const isBundle = search.kind === 'all-of' || search.kind === 'any-of';
    const inside = isBundle && among !== undefined ? `${prefix}#${index + 1}` : prefix;
    const site: SearchSite = {
      search,
      name: isBundle ? inside : `${prefix}.${searchName(search)}`,
      place: rule.places.get(search) ?? parent.place,
      among,
      isOfNormalisedElement: parent.isOfNormalisedElement,
      placeOf: (test) => rule.places.get(test) ?? rule.places.get(search) ?? parent.place,
      replaced: (by) => parent.replaced(rebuilt(children.flatMap((one) => (one === search ? (by ?? []) : one)))),
    };
    return [site, ...below(site, inside, rule)];
  });
}

function bundled(kind: 'all-of' | 'any-of', searches: readonly Search[]): Search {
  const [only, ...more] = searches;
  return only !== undefined && more.length === 0 ? only : { kind, searches };
}

function withSearch(rule: Rule, identifier: string, search: Search): Rule {
  const identifiers = new Map(rule.detection.identifiers).set(identifier, search);
  return { ...rule, detection: { ...rule.detection, identifiers } };
}
