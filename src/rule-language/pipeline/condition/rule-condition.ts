/** Conditions on a whole rule. */
import { z } from 'zod';
import { levels } from '../../rule.ts';
import { readLogsource } from '../../logsource.ts';
import { ruleValue } from '../../parse-search.ts';
import { optionNode, plainScalar } from '../options.ts';
import { itemsOfRule, type RuleDraft } from '../rule-draft.ts';
import { type ConditionKind, conditionKind } from './condition.ts';
import { comparisons, compares, processingItemApplied, processingState } from './state-condition.ts';

const logsource: ConditionKind<RuleDraft> = conditionKind(
  {
    type: 'logsource',
    summary: "the rule's log source has these parts; parts that are not named do not count",
    options: { category: z.string().optional(), product: z.string().optional(), service: z.string().optional() },
  },
  ({ category, product, service }, source) => {
    if (category === undefined && product === undefined && service === undefined) {
      source.document.reporter.error('invalid-value', source.node, 'a log source condition names no part', {
        help: 'name one of category, product, service',
      });
      return undefined;
    }
    const wanted = readLogsource({ category, product, service });
    return ({ logsource: own }) =>
      (wanted.category === undefined || wanted.category === own.category) &&
      (wanted.product === undefined || wanted.product === own.product) &&
      (wanted.service === undefined || wanted.service === own.service);
  },
);

const containsField: ConditionKind<RuleDraft> = conditionKind(
  { type: 'contains_field', summary: 'some item of the rule has this field', options: { field: z.string() } },
  ({ field }) =>
    (rule) =>
      itemsOfRule(rule).some((item) => item.field === field),
);

const containsDetectionItem: ConditionKind<RuleDraft> = conditionKind(
  {
    type: 'contains_detection_item',
    summary: 'some item of the rule has this field and this value',
    options: { field: z.string(), value: plainScalar },
  },
  ({ field, value }) =>
    (rule) =>
      itemsOfRule(rule).some(
        (item) =>
          item.field === field && item.values.some((one) => ruleValue(one).kind !== 'null' && one.value === value),
      ),
);

const isSigmaRule: ConditionKind<RuleDraft> = conditionKind(
  { type: 'is_sigma_rule', summary: 'it is a rule; always so here', options: {} },
  () => () => true,
);

const isSigmaCorrelationRule: ConditionKind<RuleDraft> = conditionKind(
  {
    type: 'is_sigma_correlation_rule',
    summary: 'it is a correlation; never so here, because pipelines are applied to rules and filters only',
    options: {},
  },
  () => () => false,
);

const statuses: readonly string[] = ['unsupported', 'deprecated', 'experimental', 'test', 'stable'];

const ruleAttribute: ConditionKind<RuleDraft> = conditionKind(
  {
    type: 'rule_attribute',
    summary:
      'a key of the rule compares so with a value; levels and statuses by their rank, lists by `in` and `not_in`',
    options: {
      attribute: z.string(),
      value: z.union([z.string(), z.number()]),
      op: z.enum([...comparisons, 'in', 'not_in']).default('eq'),
    },
  },
  ({ attribute, value, op }, source) => {
    const ranks = attribute === 'level' ? levels : attribute === 'status' ? statuses : undefined;
    if (ranks !== undefined && !ranks.some((rank) => rank === value)) {
      source.document.reporter.error('invalid-value', optionNode(source, 'value'), `"${value}" is no ${attribute}`, {
        help: `allowed here: ${ranks.join(', ')}`,
      });
      return undefined;
    }
    return (rule) => {
      const own = rule.custom.get(attribute) ?? rule.attributes[attribute];
      if (Array.isArray(own))
        return op === 'in' ? own.includes(value) : (op === 'not_in' && !own.includes(value)) || op === 'ne';
      if (op === 'in' || op === 'not_in' || (typeof own !== 'string' && typeof own !== 'number')) return false;
      if (ranks !== undefined) return compares(op, ranks.indexOf(String(own)), ranks.indexOf(String(value)));
      return compares(op, own, typeof own === 'number' ? Number(value) : value);
    };
  },
);

const tag: ConditionKind<RuleDraft> = conditionKind(
  { type: 'tag', summary: 'the rule has this tag', options: { tag: z.string() } },
  ({ tag: wanted }) =>
    ({ attributes: { tags } }) =>
      Array.isArray(tags) && tags.some((own) => String(own).toLowerCase() === wanted.toLowerCase()),
);

/** All kinds of conditions on rules. */
export const ruleConditions: readonly ConditionKind<RuleDraft>[] = [
  ...[logsource, containsField, containsDetectionItem, isSigmaRule, isSigmaCorrelationRule, ruleAttribute, tag],
  processingItemApplied((rule) => rule.applied),
  processingState((rule) => rule),
];
