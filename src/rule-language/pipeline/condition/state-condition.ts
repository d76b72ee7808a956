/** Conditions on what the pipelines did before: which items acted, and what `set_state` left. They exist for all three. */
import { z } from 'zod';
import { plainScalar } from '../options.ts';
import type { RuleDraft } from '../rule-draft.ts';
import { type ConditionKind, conditionKind } from './condition.ts';

/** How two values are compared. */
export const comparisons = ['eq', 'ne', 'gte', 'gt', 'lte', 'lt'] as const;

/** Whether a comparison holds between two numbers, or two texts. Values of different kinds are only unequal. */
export function compares(op: (typeof comparisons)[number], left: unknown, right: unknown): boolean {
  if (op === 'eq') return left === right;
  if (op === 'ne') return left !== right;
  const isNumbers = typeof left === 'number' && typeof right === 'number';
  const isTexts = typeof left === 'string' && typeof right === 'string';
  if (!isNumbers && !isTexts) return false;
  if (op === 'gt') return left > right;
  if (op === 'gte') return left >= right;
  return op === 'lt' ? left < right : left <= right;
}

/** Whether an item with this id acted on the subject before. */
export function processingItemApplied<Subject>(
  idsOf: (subject: Subject) => ReadonlySet<string>,
): ConditionKind<Subject> {
  return conditionKind(
    {
      type: 'processing_item_applied',
      summary: 'an earlier item with this id acted',
      options: { processing_item_id: z.string() },
    },
    ({ processing_item_id: id }) =>
      (subject) =>
        idsOf(subject).has(id),
  );
}

/** Whether `set_state` left this value; false where it left none. */
export function processingState<Subject>(ruleOf: (subject: Subject) => RuleDraft): ConditionKind<Subject> {
  return conditionKind(
    {
      type: 'processing_state',
      summary: 'an earlier `set_state` left a value that compares so',
      options: { key: z.string(), val: plainScalar, op: z.enum(comparisons).default('eq') },
    },
    ({ key, val, op }) =>
      (subject) => {
        const { state } = ruleOf(subject);
        return state.has(key) && compares(op, state.get(key), val);
      },
  );
}
