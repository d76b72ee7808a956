/** Takes one map out of a list of maps. */
import { describeSearch } from '../../../alerts/clause-text.ts';
import type { Mutation } from '../mutation.ts';
import { searchSites } from '../search-site.ts';

/** The mutation `drop-alternative`. */
export const dropAlternative: Mutation = {
  name: 'drop-alternative',
  about: 'One map of a list of maps is gone.',
  example: {
    before: `
detection:
  by_service:
    - userIdentity.type: AWSService
    - sourceIPAddress: AWS Internal
  condition: by_service`,
    after: `
detection:
  by_service:
    - userIdentity.type: AWSService
  condition: by_service`,
  },
  changes(rule) {
    return searchSites(rule)
      .filter(({ among }) => among === 'any-of')
      .map((site) => ({
        at: site.name,
        place: site.place,
        words: 'the alternative is gone',
        hint: `an event of which this holds, and no other alternative: ${describeSearch(site.search)}`,
        rule: site.replaced(undefined),
      }));
  },
};
