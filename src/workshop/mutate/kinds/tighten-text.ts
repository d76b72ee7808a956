/** Wants a text as the whole value, where the beginning, the end or a part was enough. */
import { innerPattern, relationOf, testName } from '../../clause-name.ts';
import { changesOfFields } from '../field-site.ts';
import type { Mutation } from '../mutation.ts';

/** The mutation `tighten-text`. */
export const tightenText: Mutation = {
  name: 'tighten-text',
  about: 'A text must be the whole value; `contains`, `startswith` or `endswith` is gone.',
  example: {
    before: `
detection:
  granted: { requestParameters.roleName|contains: admin }
  condition: granted`,
    after: `
detection:
  granted: { requestParameters.roleName: admin }
  condition: granted`,
  },
  changes(rule) {
    return changesOfFields(rule, (search) => {
      if (!search.tests.every((test) => test.kind === 'text' && innerPattern(test.pattern).length > 0))
        return undefined;
      const [first] = search.tests;
      if (first?.kind !== 'text' || relationOf(first.pattern) === 'equals') return undefined;
      const tests = search.tests.map((test) =>
        test.kind === 'text' ? { ...test, pattern: innerPattern(test.pattern) } : test,
      );
      return {
        search: { ...search, tests },
        words: `"${relationOf(first.pattern)}" is gone`,
        hint: `an event with a longer value that has "${testName(first)}" in the right place`,
      };
    });
  },
};
