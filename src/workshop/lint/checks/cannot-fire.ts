/** Rules that no real record can fulfil, whatever else stands in them: `workshop/record/cannot-fire.ts` knows why. */
import { fieldFacts } from '../../reach/field-facts.ts';
import { impossibility } from '../../reach/possible.ts';
import { ruleMatches } from '../../reach/rule-formula.ts';
import { cannotFire } from '../../record/cannot-fire.ts';
import type { LintCheck } from '../lint-check.ts';
import { placeOf } from '../place-of.ts';

/** Looks for rules that never fire. */
export const deadRule: LintCheck = {
  codes: [
    {
      code: 'cannot-fire',
      severity: 'warning',
      summary:
        'A rule loads and never fires: every way to fulfil it needs a log, a field or an event that does not exist.',
    },
  ],
  find(rule) {
    const dead = cannotFire(rule);
    // A rule that contradicts itself is told by `cannot-be-true`.
    if (dead === undefined || impossibility(ruleMatches(rule), fieldFacts(rule.logsource)) !== undefined) return [];
    const at = placeOf(rule, dead.part ?? rule.detection.condition);
    return [{ code: 'cannot-fire', ...at, message: `this rule can never fire: ${dead.reason}` }];
  },
};
