/** Makes an `or` of an `and`, and the other way round. */
import { conditionText } from '../../condition-text.ts';
import { conditionSites } from '../condition-site.ts';
import type { Change, Mutation } from '../mutation.ts';

/** The mutation `swap-and-or`. */
export const swapAndOr: Mutation = {
  name: 'swap-and-or',
  about: 'An `and` of the condition is an `or`, or the other way round.',
  example: {
    before: `
detection:
  created: { eventName: CreateUser }
  by_root: { iamwatch.actor.kind: root }
  condition: created and by_root`,
    after: `
detection:
  created: { eventName: CreateUser }
  by_root: { iamwatch.actor.kind: root }
  condition: created or by_root`,
  },
  changes(rule) {
    return conditionSites(rule).flatMap(({ condition, owner, place, replaced }): readonly Change[] => {
      if (condition.kind !== 'and' && condition.kind !== 'or') return [];
      const kind = condition.kind === 'and' ? 'or' : 'and';
      return [
        {
          at: `${owner} "${conditionText(condition)}"`,
          place,
          words: `"${condition.kind}" is "${kind}" in "${conditionText(condition)}"`,
          hint: `an event of which some of "${conditionText(condition)}" holds, and some does not`,
          rule: replaced({ ...condition, kind }),
        },
      ];
    });
  },
};
