/** Where a part of a rule stands in its file. */
import type { Place } from '../../document/reporter.ts';
import type { Rule } from '../../rule-language/rule.ts';
import type { RulePart } from '../reach/formula.ts';

/** The place of a part or of a search identifier; that of the condition where it has none of its own. */
export function placeOf(rule: Rule, part: RulePart | string): Place {
  return rule.places.get(part) ?? rule.places.get(rule.detection.condition) ?? { line: 1, column: 1 };
}
