/** Takes one value out of a list of values. */
import type { FieldTest, ValueTest } from '../../../rule-language/detection.ts';
import { testName } from '../../clause-name.ts';
import type { Change, Mutation } from '../mutation.ts';
import { searchSites, type SearchSite } from '../search-site.ts';

/** The mutation `drop-value`. */
export const dropValue: Mutation = {
  name: 'drop-value',
  about: 'One value of a list, or one keyword, is gone.',
  example: {
    before: `
detection:
  attached: { eventName: [AttachUserPolicy, AttachRolePolicy] }
  condition: attached`,
    after: `
detection:
  attached: { eventName: [AttachUserPolicy] }
  condition: attached`,
  },
  changes(rule) {
    return searchSites(rule).flatMap((site): readonly Change[] => {
      const { search } = site;
      if ((search.kind !== 'field' && search.kind !== 'keyword') || search.tests.length < 2) return [];
      if (search.kind === 'keyword') {
        return search.tests.map((test) =>
          gone(site, test, { ...search, tests: search.tests.filter((one): one is ValueTest => one !== test) }),
        );
      }
      return search.tests.map((test) =>
        gone(site, test, { ...search, tests: search.tests.filter((one) => one !== test) }),
      );
    });
  },
};

function gone(site: SearchSite, test: FieldTest, without: SearchSite['search']): Change {
  const value = `"${testName(test)}"`;
  return {
    at: `${site.name} ${value}`,
    place: site.placeOf(test),
    words: `the value ${value} is gone`,
    hint: `an event with ${value} there, and none of the other values`,
    rule: site.replaced(without),
  };
}
