/** A condition in Sigma's own words, as short as it may be written. */
import type { Condition } from '../rule-language/detection.ts';

/** The text of a condition. `1 of selection_*` comes out as the names it stands for, joined. */
export function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case 'identifier':
      return condition.name;
    case 'not':
      return `not ${operandText(condition.operand)}`;
    case 'of':
      return condition.names.join(condition.quantifier === 'all' ? ' and ' : ' or ');
    case 'and':
    case 'or':
      return condition.operands.map(operandText).join(` ${condition.kind} `);
  }
}

function operandText(condition: Condition): string {
  const isSimple = condition.kind === 'identifier' || condition.kind === 'not';
  const isOneName = condition.kind === 'of' && condition.names.length === 1;
  return isSimple || isOneName ? conditionText(condition) : `(${conditionText(condition)})`;
}
