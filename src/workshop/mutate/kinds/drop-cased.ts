/** Ignores case where it counts: `cased` is gone. */
import type { FieldTest } from '../../../rule-language/detection.ts';
import { changesOfFields } from '../field-site.ts';
import type { Mutation } from '../mutation.ts';

/** The mutation `drop-cased`. */
export const dropCased: Mutation = {
  name: 'drop-cased',
  about: '`cased` is gone: upper and lower case no longer differ.',
  example: {
    before: `
detection:
  created: { requestParameters.userName|cased: Admin }
  condition: created`,
    after: `
detection:
  created: { requestParameters.userName: Admin }
  condition: created`,
  },
  changes(rule) {
    return changesOfFields(rule, (search) => {
      if (!search.tests.some(isCased)) return undefined;
      const tests = search.tests.map(uncased);
      return {
        search: { ...search, tests },
        words: '"cased" is gone',
        hint: 'an event with the value in another case',
      };
    });
  },
};

function isCased(test: FieldTest): boolean {
  if (test.kind === 'either') return test.tests.some(isCased);
  return (test.kind === 'text' || test.kind === 'fieldref') && test.cased;
}

function uncased<Test extends FieldTest>(test: Test): Test {
  if (test.kind === 'either') return { ...test, tests: test.tests.map(uncased) };
  return test.kind === 'text' || test.kind === 'fieldref' ? { ...test, cased: false } : test;
}
