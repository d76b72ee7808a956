/** Takes one field, element or group of keywords out of a map. */
import { describeSearch } from '../../../alerts/clause-text.ts';
import type { Mutation } from '../mutation.ts';
import { searchSites } from '../search-site.ts';

/** The mutation `drop-clause`. */
export const dropClause: Mutation = {
  name: 'drop-clause',
  about: 'One clause of a map is no longer asked for.',
  example: {
    before: `
detection:
  created: { eventName: CreateUser, iamwatch.outcome: success }
  condition: created`,
    after: `
detection:
  created: { eventName: CreateUser }
  condition: created`,
  },
  changes(rule) {
    return searchSites(rule)
      .filter(({ among, search }) => among === 'all-of' && search.kind !== 'all-of')
      .map((site) => ({
        at: site.name,
        place: site.place,
        words: 'the clause is gone',
        hint: `an event that differs only in this: not (${describeSearch(site.search)})`,
        rule: site.replaced(undefined),
      }));
  },
};
