/** Lets the value of the other field stand anywhere in this one. */
import { changesOfTests } from '../field-site.ts';
import type { Mutation } from '../mutation.ts';

/** The mutation `loosen-fieldref`. */
export const loosenFieldref: Mutation = {
  name: 'loosen-fieldref',
  about: 'The value of the other field may stand anywhere in this one (`fieldref` with `contains`).',
  example: {
    before: `
detection:
  own_key: { requestParameters.userName|fieldref: userIdentity.userName }
  condition: own_key`,
    after: `
detection:
  own_key: { requestParameters.userName|fieldref|contains: userIdentity.userName }
  condition: own_key`,
  },
  changes(rule) {
    return changesOfTests(rule, (test, { search }) =>
      test.kind !== 'fieldref' || test.relation === 'contains'
        ? undefined
        : {
            test: { ...test, relation: 'contains' },
            words: '"contains" is enough',
            hint: `an event whose ${search.field.text} is longer than its ${test.other.text} and has it inside`,
          },
    );
  },
};
