/**
 * Clauses that can be dropped without changing what a rule matches: one that another implies, an exception for what was
 * never included, a part of a disjunction that another covers.
 *
 * Values that another of the same list covers are told by `covered-value`.
 */
import { describeSearch } from '../../../alerts/clause-text.ts';
import type { Condition } from '../../../rule-language/detection.ts';
import { fieldFacts } from '../../reach/field-facts.ts';
import { idleParts, type IdlePart } from '../../reach/idle-part.ts';
import { impossibility } from '../../reach/possible.ts';
import { ruleIsSilent, ruleMatches } from '../../reach/rule-formula.ts';
import type { LintCheck } from '../lint-check.ts';
import { placeOf } from '../place-of.ts';

/** Looks for clauses that make no difference. */
export const withoutEffect: LintCheck = {
  codes: [
    {
      code: 'without-effect',
      severity: 'warning',
      summary: 'A clause can be dropped without changing what the rule matches.',
    },
  ],
  find(rule) {
    const facts = fieldFacts(rule.logsource);
    // In a rule that matches nothing, or everything, no clause has an effect; that is told by itself.
    const isVain = [ruleMatches(rule), ruleIsSilent(rule)].some((one) => impossibility(one, facts) !== undefined);
    if (isVain) return [];
    return idleParts(rule, facts).map((idle) => ({
      code: 'without-effect',
      ...placeOf(rule, idle.within ?? idle.part),
      message: `${describe(idle)} makes no difference: the rule matches the same without it`,
      suggestion: 'take it away, or write what was meant',
    }));
  },
};

function describe({ part, name }: IdlePart): string {
  if (name !== undefined) return `"${name}"`;
  switch (part.kind) {
    case 'identifier':
    case 'of':
    case 'not':
    case 'and':
    case 'or':
      return `"${conditionText(part)}"`;
    case 'all-of':
    case 'any-of':
      return 'this part';
    case 'field':
    case 'keyword':
    case 'element':
      return describeSearch(part);
    case 'text':
    case 'regex':
    case 'compare':
    case 'time':
    case 'cidr':
    case 'either':
    case 'null':
    case 'exists':
    case 'fieldref':
    case 'predicate':
      return 'this value';
  }
}

function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case 'identifier':
      return condition.name;
    case 'of':
      return `${condition.quantifier === 'all' ? 'all' : '1'} of ${condition.names.join(', ')}`;
    case 'not':
      return `not ${conditionText(condition.operand)}`;
    case 'and':
    case 'or':
      return condition.operands.map((operand) => inParentheses(operand)).join(` ${condition.kind} `);
  }
}

function inParentheses(condition: Condition): string {
  const isJoined = condition.kind === 'and' || condition.kind === 'or';
  return isJoined ? `(${conditionText(condition)})` : conditionText(condition);
}
