/** Takes a variation away. */
import { conditionText } from '../../condition-text.ts';
import type { Mutation } from '../mutation.ts';

/** The mutation `drop-variation`. */
export const dropVariation: Mutation = {
  name: 'drop-variation',
  about: 'A variation is gone.',
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
  condition: created`,
  },
  changes(rule) {
    return rule.variations.map((variation) => ({
      at: `variation "${variation.name}"`,
      place: rule.places.get(variation.condition) ?? { line: 1, column: 1 },
      words: 'the variation is gone',
      hint: `an event of which "${conditionText(variation.condition)}" holds, in a test that expects its level or its name`,
      rule: { ...rule, variations: rule.variations.filter((one) => one !== variation) },
    }));
  },
};
