/** Takes a modifier away, or makes it raise by one more. */
import { levels, type Rule, type SeverityModifier } from '../../../rule-language/rule.ts';
import type { Change, Mutation } from '../mutation.ts';

const BEFORE = `
detection:
  created: { eventName: CreateUser }
  condition: created
modifiers:
  - { name: first time, raise: 1, new_terms: { terms: iamwatch.actor.principal } }`;

/** The mutation `drop-modifier`. */
export const dropModifier: Mutation = {
  name: 'drop-modifier',
  about: 'A modifier is gone.',
  example: {
    before: BEFORE,
    after: `
detection:
  created: { eventName: CreateUser }
  condition: created`,
  },
  changes: (rule) =>
    changed(rule, {
      words: 'nothing raises the level',
      hint: 'a test of what the modifier holds for, that expects the raised level',
      to: () => [],
    }),
};

/** The mutation `raise-modifier`. */
export const raiseModifier: Mutation = {
  name: 'raise-modifier',
  about: 'A modifier raises by one level more.',
  example: { before: BEFORE, after: BEFORE.replace('raise: 1', 'raise: 2') },
  changes: (rule) =>
    changed(rule, {
      words: 'the level rises by one more',
      hint: 'a test of what the modifier holds for, that expects the raised level',
      to: (modifier) => [{ ...modifier, raise: modifier.raise + 1 }],
    }),
};

function changed(
  rule: Rule,
  { words, hint, to }: Pick<Change, 'words' | 'hint'> & { to: (one: SeverityModifier) => readonly SeverityModifier[] },
): readonly Change[] {
  return rule.modifiers.flatMap((modifier, index) => {
    const modifiers = rule.modifiers.flatMap((one) => (one === modifier ? to(one) : [one]));
    // More than from the mildest to the worst level is no more.
    if (modifiers.some(({ raise }) => raise >= levels.length)) return [];
    const place = rule.places.get(`modifiers.${index}`) ?? { line: 1, column: 1 };
    return [{ at: `modifier "${modifier.name}"`, place, words, hint, rule: { ...rule, modifiers } }];
  });
}
