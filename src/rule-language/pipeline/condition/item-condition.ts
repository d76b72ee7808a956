/** Conditions on one item of a rule: what values it has. */
import { z } from 'zod';
import { ruleValue } from '../../parse-search.ts';
import { parsePattern } from '../../pattern.ts';
import { textsOf } from '../item-text.ts';
import { optionNode, plainScalar, readRegex } from '../options.ts';
import type { ItemDraft } from '../rule-draft.ts';
import { type ConditionKind, conditionKind, type ItemSubject } from './condition.ts';
import { processingItemApplied, processingState } from './state-condition.ts';

const cond = z.enum(['any', 'all']);

const matchString: ConditionKind<ItemSubject> = conditionKind(
  {
    type: 'match_string',
    summary: 'any or all of the values are texts whose beginning fits a regular expression',
    options: { cond, pattern: z.string(), negate: z.boolean().default(false) },
  },
  ({ cond: quantifier, pattern, negate }, source) => {
    const regex = readRegex(pattern, optionNode(source, 'pattern'), source);
    if (regex === undefined) return undefined;
    return ({ item }) =>
      quantified(
        quantifier,
        textsOf(item).map((text, index) => {
          const isText = text !== undefined && typeof item.values[index]?.value === 'string';
          return (isText && regex.matcher(text).lookingAt()) !== negate;
        }),
      );
  },
);

const matchValue: ConditionKind<ItemSubject> = conditionKind(
  {
    type: 'match_value',
    summary: 'any or all of the values are exactly this one',
    options: { cond, value: plainScalar },
  },
  ({ cond: quantifier, value }) =>
    ({ item }) => {
      const texts = textsOf(item);
      return quantified(
        quantifier,
        item.values.map((one, index) => (typeof one.value === 'string' ? texts[index] : one.value) === value),
      );
    },
);

const containsWildcard: ConditionKind<ItemSubject> = conditionKind(
  { type: 'contains_wildcard', summary: 'any or all of the values are texts with a wildcard', options: { cond } },
  ({ cond: quantifier }) =>
    ({ item }) =>
      quantified(quantifier, textsOf(item).map(hasWildcard)),
);

const isNull: ConditionKind<ItemSubject> = conditionKind(
  { type: 'is_null', summary: 'any or all of the values are null', options: { cond } },
  ({ cond: quantifier }) =>
    ({ item }) =>
      quantified(quantifier, item.values.map(isNullValue)),
);

/** All kinds of conditions on items. */
export const itemConditions: readonly ConditionKind<ItemSubject>[] = [
  ...[matchString, matchValue, containsWildcard, isNull],
  processingItemApplied(({ item }) => item.applied),
  processingState(({ rule }) => rule),
];

function quantified(quantifier: 'any' | 'all', verdicts: readonly boolean[]): boolean {
  return quantifier === 'any' ? verdicts.includes(true) : !verdicts.includes(false);
}

function hasWildcard(text: string | undefined): boolean {
  return text !== undefined && parsePattern(text).some(({ kind }) => kind !== 'literal');
}

function isNullValue(value: ItemDraft['values'][number]): boolean {
  return ruleValue(value).kind === 'null';
}
