/** The formulas of a whole rule: its condition with all filters, and its variations. */
import type { Rule, Variation } from '../../rule-language/rule.ts';
import { levels } from '../../rule-language/rule.ts';
import { allOf, anyOf, type Formula, type FormulaOptions, formulaOf } from './formula.ts';

/** That a rule matches. */
export function ruleMatches(rule: Rule, options: FormulaOptions = {}): Formula {
  return allOf([rule, ...rule.filters].map(({ detection }) => formulaOf(detection.condition, detection, options)));
}

/** That a rule does not match. */
export function ruleIsSilent(rule: Rule, options: FormulaOptions = {}): Formula {
  return anyOf(
    [rule, ...rule.filters].map(({ detection }) =>
      formulaOf(detection.condition, detection, { ...options, holds: false }),
    ),
  );
}

/** That the condition of a variation holds, or that it does not. */
export function variationHolds(
  { detection }: Rule,
  { condition }: Variation,
  options: FormulaOptions & { readonly holds?: boolean } = {},
): Formula {
  return formulaOf(condition, detection, options);
}

/** Which of two variations of a rule wins where both hold: the more severe, the earlier among equals. */
export function winsOver(rule: Rule, one: Variation, other: Variation): boolean {
  const [first, second] = [one, other].map(({ level }) => levels.indexOf(level));
  if (first !== second) return (first ?? 0) > (second ?? 0);
  return rule.variations.indexOf(one) < rule.variations.indexOf(other);
}
