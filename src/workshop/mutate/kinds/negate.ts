/** Puts a `not` before an operand. */
import { conditionText } from '../../condition-text.ts';
import { conditionSites } from '../condition-site.ts';
import type { Mutation } from '../mutation.ts';

/** The mutation `negate`. */
export const negate: Mutation = {
  name: 'negate',
  about: 'A search identifier, `1 of` or `all of` has a `not` before it.',
  example: {
    before: `
detection:
  created: { eventName: CreateUser }
  condition: created`,
    after: `
detection:
  created: { eventName: CreateUser }
  condition: not created`,
  },
  changes(rule) {
    return conditionSites(rule)
      .filter(
        ({ condition, parent }) =>
          (condition.kind === 'identifier' || condition.kind === 'of') && parent?.kind !== 'not',
      )
      .map(({ condition, owner, place, replaced }) => {
        const operand = conditionText(condition);
        return {
          at: `${owner} "${operand}"`,
          place,
          words: `"not" stands before "${operand}"`,
          hint: `an event of which "${operand}" holds, and one of which it does not`,
          rule: replaced({ kind: 'not', operand: condition }),
        };
      });
  },
};
