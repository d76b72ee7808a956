/** Changes the order of two variations of one level: of those that hold, the first one wins. */
import type { Change, Mutation } from '../mutation.ts';

/** The mutation `swap-variations`. */
export const swapVariations: Mutation = {
  name: 'swap-variations',
  about: 'Of two variations of one level the other one comes first.',
  example: {
    before: `
detection:
  created: { eventName: CreateUser }
  by_root: { iamwatch.actor.kind: root }
  no_mfa: { additionalEventData.MFAUsed: 'No' }
  condition: created
variations:
  - { name: by root, condition: by_root, level: high }
  - { name: without MFA, condition: no_mfa, level: high }`,
    after: `
detection:
  created: { eventName: CreateUser }
  by_root: { iamwatch.actor.kind: root }
  no_mfa: { additionalEventData.MFAUsed: 'No' }
  condition: created
variations:
  - { name: without MFA, condition: no_mfa, level: high }
  - { name: by root, condition: by_root, level: high }`,
  },
  changes(rule) {
    return rule.variations.flatMap((variation, index): readonly Change[] => {
      const next = rule.variations.slice(index + 1).find(({ level }) => level === variation.level);
      if (next === undefined) return [];
      const variations = rule.variations.map((one) => (one === variation ? next : one === next ? variation : one));
      return [
        {
          at: `"${variation.name}" "${next.name}"`,
          place: rule.places.get(next.condition) ?? { line: 1, column: 1 },
          words: `"${next.name}" comes before "${variation.name}"`,
          hint: 'an event of which both hold, in a test that expects the first by its name',
          rule: { ...rule, variations },
        },
      ];
    });
  },
};
