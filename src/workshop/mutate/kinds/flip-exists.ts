/** Asks whether a field is there where the rule asks whether it is absent, and the other way round. */
import { changesOfTests } from '../field-site.ts';
import type { Mutation } from '../mutation.ts';

/** The mutation `flip-exists`. */
export const flipExists: Mutation = {
  name: 'flip-exists',
  about: '`exists: true` is `exists: false` or the other way round; `null` is `exists: true`.',
  example: {
    before: `
detection:
  created: { requestParameters.userName: null }
  condition: created`,
    after: `
detection:
  created: { requestParameters.userName|exists: true }
  condition: created`,
  },
  changes(rule) {
    return changesOfTests(rule, (test, { search }) => {
      if (test.kind !== 'exists' && test.kind !== 'null') return undefined;
      const expected = test.kind === 'null' || !test.expected;
      return {
        test: { kind: 'exists', expected },
        words: expected ? 'it must be there' : 'it must be absent',
        hint: `an event with ${search.field.text}, and one without`,
      };
    });
  },
};
