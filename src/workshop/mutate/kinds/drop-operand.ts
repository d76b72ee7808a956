/** Takes one operand out of an `and`, an `or`, or the identifiers of `1 of` and `all of`. */
import { conditionText } from '../../condition-text.ts';
import { conditionSites, type ConditionSite } from '../condition-site.ts';
import type { Change, Mutation } from '../mutation.ts';

/** The mutation `drop-operand`. */
export const dropOperand: Mutation = {
  name: 'drop-operand',
  about: 'One operand of an `and`, an `or`, a `1 of` or an `all of` is gone.',
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
  condition: created`,
  },
  changes(rule) {
    return conditionSites(rule).flatMap((site): readonly Change[] => {
      const { condition, parent } = site;
      const own = parent?.kind === 'and' || parent?.kind === 'or' ? [operandGone(site, parent.kind)] : [];
      if (condition.kind !== 'of' || condition.names.length < 2) return own;
      const isAll = condition.quantifier === 'all';
      const ofNames = condition.names.map((name) => ({
        ...gone(site, name, isAll),
        rule: site.replaced({ ...condition, names: condition.names.filter((one) => one !== name) }),
      }));
      return [...own, ...ofNames];
    });
  },
};

function operandGone(site: ConditionSite, kind: 'and' | 'or'): Change {
  return { ...gone(site, conditionText(site.condition), kind === 'and'), rule: site.replaced(undefined) };
}

function gone({ owner, place }: ConditionSite, operand: string, isAll: boolean): Omit<Change, 'rule'> {
  return {
    at: `${owner} "${operand}"`,
    place,
    words: `"${operand}" is gone from the condition`,
    hint: isAll
      ? `an event of which all of the condition holds but "${operand}"`
      : `an event of which "${operand}" holds, and no other alternative`,
  };
}
