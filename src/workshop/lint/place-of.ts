/** Where a part of a rule or of one of its filters stands. */
import type { Place } from '../../document/reporter.ts';
import type { Rule } from '../../rule-language/rule.ts';
import type { RulePart } from '../reach/formula.ts';

/** The place of a part or of a search identifier, and its file where that is a filter's; else that of the condition. */
export function placeOf(rule: Rule, part: RulePart | string): { readonly place: Place; readonly file?: string } {
  const own = rule.places.get(part);
  if (own !== undefined) return { place: own };
  for (const { places, file } of rule.filters) {
    const place = typeof part === 'string' ? undefined : places.get(part);
    if (place !== undefined) return { place, file };
  }
  return { place: rule.places.get(rule.detection.condition) ?? { line: 1, column: 1 } };
}
