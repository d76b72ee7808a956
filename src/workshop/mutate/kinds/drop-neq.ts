/** Asks for the values that were excluded: `neq` is gone. */
import { changesOfFields } from '../field-site.ts';
import type { Mutation } from '../mutation.ts';

/** The mutation `drop-neq`. */
export const dropNeq: Mutation = {
  name: 'drop-neq',
  about: '`neq` is gone: the values that were excluded are asked for.',
  example: {
    before: `
detection:
  created: { userIdentity.type|neq: Root }
  condition: created`,
    after: `
detection:
  created: { userIdentity.type: Root }
  condition: created`,
  },
  changes(rule) {
    return changesOfFields(rule, (search) =>
      search.negated
        ? {
            search: { ...search, negated: false },
            words: '"neq" is gone',
            hint: 'an event with one of the values, and one with another',
          }
        : undefined,
    );
  },
};
