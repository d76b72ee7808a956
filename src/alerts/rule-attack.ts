/** What a rule claims of ATT&CK. */
import { attackFromTags } from './attack-tags.ts';
import type { Alert } from './alert.ts';
import type { Rule } from '../rule-language/rule.ts';

/** The mapping that alerts of the rule carry: its own, else that of its tags. */
export function attackOf({ attack, tags }: Pick<Rule, 'attack' | 'tags'>): Alert['attack'] {
  if (attack === undefined) return attackFromTags(tags);
  return {
    release: attack.release ?? null,
    tactics: attack.tactics.map(({ id, origin }) => ({ id, origin })),
    techniques: attack.techniques.map(({ id, origin }) => ({ id, origin })),
    analytics: [...attack.analytics],
  };
}
