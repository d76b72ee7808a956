/** Takes a `not` away. */
import { conditionText } from '../../condition-text.ts';
import { conditionSites } from '../condition-site.ts';
import type { Change, Mutation } from '../mutation.ts';

/** The mutation `drop-not`. */
export const dropNot: Mutation = {
  name: 'drop-not',
  about: 'A `not` is gone.',
  example: {
    before: `
detection:
  created: { eventName: CreateUser }
  by_a_service: { iamwatch.actor.kind: service }
  condition: created and not by_a_service`,
    after: `
detection:
  created: { eventName: CreateUser }
  by_a_service: { iamwatch.actor.kind: service }
  condition: created and by_a_service`,
  },
  changes(rule) {
    return conditionSites(rule).flatMap(({ condition, owner, place, replaced }): readonly Change[] => {
      if (condition.kind !== 'not') return [];
      const operand = conditionText(condition.operand);
      return [
        {
          at: `${owner} "${operand}"`,
          place,
          words: `"not" is gone before "${operand}"`,
          hint: `an event of which "${operand}" holds, and one of which it does not`,
          rule: replaced(condition.operand),
        },
      ];
    });
  },
};
