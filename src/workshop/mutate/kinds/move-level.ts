/** Raises or lowers a level by one. */
import { type Level, levels, type Rule } from '../../../rule-language/rule.ts';
import type { Change, Mutation } from '../mutation.ts';

/** The mutation `raise-level`. */
export const raiseLevel: Mutation = {
  name: 'raise-level',
  about: 'The level of the rule or of a variation is one higher.',
  example: {
    before: `
detection:
  created: { eventName: CreateUser }
  by_root: { iamwatch.actor.kind: root }
  condition: created
variations:
  - { name: by root, condition: by_root, level: medium }`,
    after: `
detection:
  created: { eventName: CreateUser }
  by_root: { iamwatch.actor.kind: root }
  condition: created
variations:
  - { name: by root, condition: by_root, level: high }`,
  },
  changes: (rule) => moved(rule, 1),
};

/** The mutation `lower-level`. */
export const lowerLevel: Mutation = {
  name: 'lower-level',
  about: 'The level of the rule or of a variation is one lower.',
  example: {
    before: `
detection:
  created: { eventName: CreateUser }
  condition: created
level: high`,
    after: `
detection:
  created: { eventName: CreateUser }
  condition: created
level: medium`,
  },
  changes: (rule) => moved(rule, -1),
};

function moved(rule: Rule, steps: -1 | 1): readonly Change[] {
  const own = change(rule.level, steps, 'rule', (level) => ({ ...rule, level }));
  // The level has no place of its own; the condition stands right above it in most files.
  const ownPlaced = own.map((one) => ({ ...one, place: rule.places.get(rule.detection.condition) ?? TOP }));
  const ofVariations = rule.variations.flatMap((variation) =>
    change(variation.level, steps, `variation "${variation.name}"`, (level) => ({
      ...rule,
      variations: rule.variations.map((one) => (one === variation ? { ...one, level } : one)),
    })).map((one) => ({ ...one, place: rule.places.get(variation.condition) ?? TOP })),
  );
  return [...ownPlaced, ...ofVariations];
}

const TOP = { line: 1, column: 1 };

function change(
  level: Level,
  steps: -1 | 1,
  at: string,
  withLevel: (level: Level) => Rule,
): readonly Omit<Change, 'place'>[] {
  const moved = levels[levels.indexOf(level) + steps];
  if (moved === undefined) return [];
  return [
    {
      at,
      words: `the level is ${moved} instead of ${level}`,
      hint:
        at === 'rule'
          ? 'a test that expects the level, with an event of which no variation holds'
          : 'a test that expects the level, with an event of which the variation holds',
      rule: withLevel(moved),
    },
  ];
}
