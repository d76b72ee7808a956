/** Moves the limit of a threshold by one. */
import type { Rule } from '../../../rule-language/rule.ts';
import { changesOfThreshold } from '../memory-site.ts';
import type { Change, Mutation } from '../mutation.ts';

/** The mutation `raise-limit`. */
export const raiseLimit: Mutation = {
  name: 'raise-limit',
  about: 'A threshold asks for one more.',
  example: {
    before: `
detection:
  created: { eventName: CreateAccessKey }
  condition: created
threshold: { at_least: 3, within: 1h, by: recipientAccountId }`,
    after: `
detection:
  created: { eventName: CreateAccessKey }
  condition: created
threshold: { at_least: 4, within: 1h, by: recipientAccountId }`,
  },
  changes: (rule) => moved(rule, 1),
};

/** The mutation `lower-limit`. */
export const lowerLimit: Mutation = {
  name: 'lower-limit',
  about: 'A threshold asks for one less.',
  example: {
    before: `
detection:
  created: { eventName: CreateAccessKey }
  condition: created
threshold: { at_least: 3, within: 1h, by: recipientAccountId }`,
    after: `
detection:
  created: { eventName: CreateAccessKey }
  condition: created
threshold: { at_least: 2, within: 1h, by: recipientAccountId }`,
  },
  changes: (rule) => moved(rule, -1),
};

function moved(rule: Rule, steps: -1 | 1): readonly Change[] {
  return changesOfThreshold(rule, (memory) =>
    memory.bounds.map((bound) => {
      const { operator, value } = bound;
      const key = operator === 'gte' ? 'at_least' : 'more_than';
      const bounds = memory.bounds.map((one) => (one === bound ? { operator, value: value + steps } : one));
      return {
        at: key,
        key: `threshold.${key}`,
        words: `the limit is ${value + steps} instead of ${value}`,
        hint:
          steps > 0 ? 'a test that just reaches the limit' : 'a test that stays one below the limit, and expects none',
        memory: { ...memory, bounds },
      };
    }),
  );
}
