/** Every part of the conditions of a rule, and the rule with something else in its place. */
import type { Place } from '../../document/reporter.ts';
import type { Condition } from '../../rule-language/detection.ts';
import type { Rule } from '../../rule-language/rule.ts';

/** One part of a condition and where it stands. */
export interface ConditionSite {
  readonly condition: Condition;
  /** `condition`, or `variation "by the user"`. */
  readonly owner: string;
  readonly place: Place;
  readonly parent: Condition | undefined;
  /** The rule with another condition in its place; undefined takes an operand out of its `and` or `or`. */
  readonly replaced: (by: Condition | undefined) => Rule;
}

/** All parts of the conditions of a rule: the rule's own, then those of its variations; outer ones first. */
export function conditionSites(rule: Rule): readonly ConditionSite[] {
  const { detection, variations, places } = rule;
  const unknown: Place = { line: 1, column: 1 };
  const own: ConditionSite = {
    condition: detection.condition,
    owner: 'condition',
    place: places.get(detection.condition) ?? unknown,
    parent: undefined,
    replaced: (by) => ({ ...rule, detection: { ...detection, condition: by ?? detection.condition } }),
  };
  const ofVariations = variations.map((variation): ConditionSite => ({
    condition: variation.condition,
    owner: `variation "${variation.name}"`,
    place: places.get(variation.condition) ?? unknown,
    parent: undefined,
    replaced: (by) => ({
      ...rule,
      variations: variations.map((one) => (one === variation && by !== undefined ? { ...one, condition: by } : one)),
    }),
  }));
  return [own, ...ofVariations].flatMap((site) => [site, ...below(site)]);
}

function below(site: ConditionSite): readonly ConditionSite[] {
  const { condition, owner, place } = site;
  switch (condition.kind) {
    case 'identifier':
    case 'of':
      return [];
    case 'not': {
      const inner: ConditionSite = {
        condition: condition.operand,
        owner,
        place,
        parent: condition,
        replaced: (by) => site.replaced({ kind: 'not', operand: by ?? condition.operand }),
      };
      return [inner, ...below(inner)];
    }
    case 'and':
    case 'or':
      return condition.operands.flatMap((operand) => {
        const inner: ConditionSite = {
          condition: operand,
          owner,
          place,
          parent: condition,
          replaced: (by) =>
            site.replaced(
              joined(
                condition.kind,
                condition.operands.flatMap((one) => (one === operand ? (by ?? []) : one)),
              ),
            ),
        };
        return [inner, ...below(inner)];
      });
  }
}

function joined(kind: 'and' | 'or', operands: readonly Condition[]): Condition {
  const [only, ...more] = operands;
  return only !== undefined && more.length === 0 ? only : { kind, operands };
}
