/** Asks for all values of a list instead of any, and the other way round. */
import type { Change, Mutation } from '../mutation.ts';
import { searchSites } from '../search-site.ts';

/** The mutation `swap-any-all`. */
export const swapAnyAll: Mutation = {
  name: 'swap-any-all',
  about: 'All values of a list must hold instead of any, or the other way round.',
  example: {
    before: `
detection:
  looked_at: { requestParameters.filter|contains|all: [iam, admin] }
  condition: looked_at`,
    after: `
detection:
  looked_at: { requestParameters.filter|contains: [iam, admin] }
  condition: looked_at`,
  },
  changes(rule) {
    return searchSites(rule).flatMap((site): readonly Change[] => {
      const { search } = site;
      if ((search.kind !== 'field' && search.kind !== 'keyword') || search.tests.length < 2) return [];
      // Under "neq" no value may hold, whichever of the two is written.
      if (search.kind === 'field' && search.negated) return [];
      const quantifier = search.quantifier === 'all' ? 'any' : 'all';
      return [
        {
          at: site.name,
          place: site.place,
          words: quantifier === 'all' ? 'all values are asked for instead of any' : 'any value will do instead of all',
          hint: 'an event with one of the values and without another',
          rule: site.replaced({ ...search, quantifier }),
        },
      ];
    });
  },
};
