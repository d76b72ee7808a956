/** The verdict in one sentence: whether the rule fires, and which of its clauses stand in the way. */
import { memoryText, modifierText } from '../../rule-language/memory-text.ts';
import type { Rule } from '../../rule-language/rule.ts';
import type { ExplainedCondition, ExplainedRule } from './explained-rule.ts';

/** `aws-iam-group-created does not fire: 1 of 2 clauses fails (created)`. */
export function answerOf({ name, level: ownLevel, memory, modifiers }: Rule, explained: ExplainedRule): string {
  if (explained.holds && memory !== undefined) {
    const verb = memory.kind === 'threshold' ? 'counts it' : 'remembers it';
    return `${name} ${verb}: ${memoryText(memory)}`;
  }
  if (explained.holds) {
    const variation = explained.variation === null ? '' : `, variation "${explained.variation}"`;
    const steps = modifiers.map((modifier) => `; ${modifierText(modifier)}`).join('');
    return `${name} fires: level ${explained.level ?? ownLevel}${variation}${steps}`;
  }
  const { product, service, holds } = explained.logsource;
  if (!holds) {
    const [part] = [product, service].filter((one) => !one.holds);
    return `${name} does not fire: it reads logs of ${part?.needed ?? ''}, the event is of ${part?.there ?? ''}`;
  }
  const clauses = [
    ...clausesOf(explained.detection.condition),
    ...explained.filters.map((filter) => ({ holds: filter.holds, text: `filter ${filter.name}` })),
  ];
  const failing = failingOf(clauses);
  const counted = `${failing.length} of ${clauses.length} clauses ${failing.length === 1 ? 'fails' : 'fail'}`;
  return `${name} does not fire: ${clauses.length === 1 ? 'its only clause fails' : counted} (${failing.join('; ')})`;
}

/** One part of a condition. */
interface Clause {
  readonly holds: boolean;
  readonly text: string;
}

/** The parts of a condition that do not hold, of those that all have to. */
export function failingClauses(condition: ExplainedCondition): readonly string[] {
  return failingOf(clausesOf(condition));
}

function failingOf(clauses: readonly Clause[]): readonly string[] {
  return clauses.filter(({ holds }) => !holds).map(({ text }) => text);
}

/** The parts that all have to hold. */
function clausesOf(condition: ExplainedCondition): readonly Clause[] {
  const isJoint = condition.kind === 'and' || (condition.kind === 'of' && condition.quantifier === 'all');
  return (isJoint ? condition.operands : [condition]).map((part) => ({
    holds: part.holds,
    text: explainedConditionText(part),
  }));
}

/** A condition as a rule writes it, with patterns written out. */
export function explainedConditionText(condition: ExplainedCondition): string {
  switch (condition.kind) {
    case 'name':
      return condition.name;
    case 'not':
      return `not ${nested(condition.operand)}`;
    case 'and':
    case 'or':
      return condition.operands.map(nested).join(` ${condition.kind} `);
    case 'of':
      return `${condition.quantifier === 'all' ? 'all' : '1'} of (${condition.operands.map(explainedConditionText).join(', ')})`;
  }
}

function nested(condition: ExplainedCondition): string {
  const text = explainedConditionText(condition);
  return condition.kind === 'and' || condition.kind === 'or' ? `(${text})` : text;
}
