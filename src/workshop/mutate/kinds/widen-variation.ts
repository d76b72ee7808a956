/** Gives a variation the condition of the rule: it holds wherever the rule does. */
import { conditionText } from '../../condition-text.ts';
import type { Mutation } from '../mutation.ts';

/** The mutation `widen-variation`. */
export const widenVariation: Mutation = {
  name: 'widen-variation',
  about: 'A variation has the condition of the rule: it holds wherever the rule does.',
  example: {
    before: `
detection:
  created: { eventName: CreateUser }
  by_root: { iamwatch.actor.kind: root }
  condition: created
variations:
  - { name: by root, condition: by_root, level: critical }`,
    after: `
detection:
  created: { eventName: CreateUser }
  by_root: { iamwatch.actor.kind: root }
  condition: created
variations:
  - { name: by root, condition: created, level: critical }`,
  },
  changes(rule) {
    const { condition } = rule.detection;
    return rule.variations.map((variation) => ({
      at: `variation "${variation.name}"`,
      place: rule.places.get(variation.condition) ?? { line: 1, column: 1 },
      words: 'the variation holds wherever the rule does',
      hint: `an event that alerts and of which "${conditionText(variation.condition)}" does not hold, in a test that expects the level or the variation`,
      rule: { ...rule, variations: rule.variations.map((one) => (one === variation ? { ...one, condition } : one)) },
    }));
  },
};
