/** The searches of a rule that ask values of a field: most mutations are about these. */
import type { FieldSearch, FieldTest } from '../../rule-language/detection.ts';
import type { Rule } from '../../rule-language/rule.ts';
import { testName } from '../clause-name.ts';
import type { Change } from './mutation.ts';
import { searchSites, type SearchSite } from './search-site.ts';

/** A field search and where it stands. */
export interface FieldSite extends SearchSite {
  readonly search: FieldSearch;
}

/** All field searches of a rule in the order of its file. */
export function fieldSites(rule: Rule): readonly FieldSite[] {
  return searchSites(rule).filter((site): site is FieldSite => site.search.kind === 'field');
}

/** What a mutation of single values says of one value; undefined where it leaves it alone. */
export interface TestChange {
  readonly test: FieldTest;
  readonly words: string;
  readonly hint: string;
}

/** One change for each value of each field search that the mutation does not leave alone. */
export function changesOfTests(
  rule: Rule,
  change: (test: FieldTest, site: FieldSite) => TestChange | undefined,
): readonly Change[] {
  return fieldSites(rule).flatMap((site) =>
    site.search.tests.flatMap((test): readonly Change[] => {
      const changed = change(test, site);
      if (changed === undefined) return [];
      const { words, hint } = changed;
      const tests = site.search.tests.map((one) => (one === test ? changed.test : one));
      const at = site.search.tests.length === 1 ? site.name : `${site.name} "${testName(test)}"`;
      return [{ at, place: site.placeOf(test), words, hint, rule: site.replaced({ ...site.search, tests }) }];
    }),
  );
}

/** One change for each field search whose values are changed together, such as by a modifier of their key. */
export function changesOfFields(
  rule: Rule,
  change: (
    search: FieldSearch,
    site: FieldSite,
  ) => (Pick<Change, 'words' | 'hint'> & { readonly search: FieldSearch }) | undefined,
): readonly Change[] {
  return fieldSites(rule).flatMap((site): readonly Change[] => {
    const changed = change(site.search, site);
    if (changed === undefined) return [];
    const { words, hint, search } = changed;
    return [{ at: site.name, place: site.place, words, hint, rule: site.replaced(search) }];
  });
}
