/** Makes `all of` of `1 of`, and the other way round. */
import { conditionText } from '../../condition-text.ts';
import { conditionSites } from '../condition-site.ts';
import type { Change, Mutation } from '../mutation.ts';

/** The mutation `swap-of`. */
export const swapOf: Mutation = {
  name: 'swap-of',
  about: '`1 of` is `all of`, or the other way round.',
  example: {
    before: `
detection:
  by_name: { eventName: CreateUser }
  by_source: { eventSource: iam.amazonaws.com }
  condition: all of by_*`,
    after: `
detection:
  by_name: { eventName: CreateUser }
  by_source: { eventSource: iam.amazonaws.com }
  condition: 1 of by_*`,
  },
  changes(rule) {
    return conditionSites(rule).flatMap(({ condition, owner, place, replaced }): readonly Change[] => {
      if (condition.kind !== 'of') return [];
      const quantifier = condition.quantifier === 'all' ? 'any' : 'all';
      return [
        {
          at: `${owner} "${conditionText(condition)}"`,
          place,
          words: `"${conditionText(condition)}" is "${conditionText({ ...condition, quantifier })}"`,
          hint: `an event of which one of (${condition.names.join(', ')}) holds, and another does not`,
          rule: replaced({ ...condition, quantifier }),
        },
      ];
    });
  },
};
