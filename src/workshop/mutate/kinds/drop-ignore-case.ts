/** Makes case count in a regular expression: `i` is gone. */
import { changesOfFields } from '../field-site.ts';
import type { Mutation } from '../mutation.ts';

/** The mutation `drop-ignore-case`. */
export const dropIgnoreCase: Mutation = {
  name: 'drop-ignore-case',
  about: '`i` is gone from a regular expression: upper and lower case differ.',
  example: {
    before: `
detection:
  created: { requestParameters.userName|re|i: ^adm }
  condition: created`,
    after: `
detection:
  created: { requestParameters.userName|re: ^adm }
  condition: created`,
  },
  changes(rule) {
    return changesOfFields(rule, (search) => {
      if (!search.tests.some((test) => test.kind === 'regex' && test.ignoreCase)) return undefined;
      const tests = search.tests.map((test) => (test.kind === 'regex' ? { ...test, ignoreCase: false } : test));
      return { search: { ...search, tests }, words: '"i" is gone', hint: 'an event with the value in another case' };
    });
  },
};
