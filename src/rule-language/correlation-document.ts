/** Reads Sigma correlations. Their shape is checked completely; evaluating them comes later, and the file says so. */
import { z } from 'zod';
import { nearestName } from '../std/did-you-mean.ts';
import { check } from '../document/shape.ts';
import { didYouMean } from '../document/reporter.ts';
import { reportRuleShape } from './rule-shape.ts';
import type { CorrelationCondition, CorrelationRule, CorrelationType, Level } from './rule.ts';
import { childOf, type YamlDocument } from '../document/yaml-documents.ts';

const operators = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const;
const valueTypes: readonly CorrelationType[] = [
  'value_count',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
];
const temporalTypes: readonly CorrelationType[] = ['temporal', 'temporal_ordered'];
const types: readonly CorrelationType[] = ['event_count', ...valueTypes, ...temporalTypes];
const list = z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]);
const bound = z.number().optional();
const unitMs = { s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5, M: 2592e6, y: 31_536e6 };

const correlationDocument = z.looseObject({
  title: z.string().min(1).max(256),
  id: z.string().optional(),
  name: z.string().min(1).optional(),
  level: z.enum(['informational', 'low', 'medium', 'high', 'critical']).optional(),
  correlation: z.looseObject({
    type: z.enum(types as [CorrelationType, ...CorrelationType[]]),
    rules: list.optional(),
    generate: z.boolean().optional(),
    'group-by': list.optional(),
    timespan: z.string().regex(/^[1-9]\d*[smhdwMy]$/, 'must be a duration such as 10m'),
    condition: z
      .union([
        z.string(),
        z.strictObject({
          ...{ gt: bound, gte: bound, lt: bound, lte: bound, eq: bound, neq: bound },
          field: list.optional(),
          percentile: z.number().min(0).max(100).optional(),
        }),
      ])
      .optional(),
    aliases: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  }),
});

type CorrelationDocument = z.output<typeof correlationDocument>;

/** Reads a correlation; undefined after problems have been reported. It always reports that nothing evaluates it. */
export function readCorrelation(document: YamlDocument, fallbackName: string): CorrelationRule | undefined {
  const { root, reporter } = document;
  const body = childOf(root, 'correlation');
  const typeNode = childOf(body, 'type');
  const type = (document.value.correlation as { type?: unknown } | null)?.type;
  if (typeof type === 'string' && !types.some((known) => known === type)) {
    const suggestion = didYouMean(nearestName(type, types));
    reporter.error('unknown-correlation-type', typeNode, `unknown correlation type "${type}"`, {
      suggestion,
      help: `allowed here: ${types.join(', ')}`,
    });
    return undefined;
  }
  const shape = check<CorrelationDocument>(correlationDocument, document.value);
  if (isProblems(shape)) {
    reportRuleShape(shape, document);
    return undefined;
  }
  checkMeaning(shape.correlation, document);
  reporter.error(
    'correlation-not-evaluated',
    typeNode,
    `correlations of type "${shape.correlation.type}" are not evaluated yet`,
    {
      help: 'the rules that it refers to are loaded and alert on their own',
    },
  );
  return correlationOf(shape, document, fallbackName);
}

function isProblems<T extends object>(
  shape: T | readonly unknown[],
): shape is Extract<T | readonly unknown[], readonly unknown[]> {
  return Array.isArray(shape);
}

function checkMeaning(
  { type, condition, rules }: CorrelationDocument['correlation'],
  { root, reporter }: YamlDocument,
): void {
  const body = childOf(root, 'correlation');
  const node = childOf(body, 'condition') ?? body;
  const isTemporal = temporalTypes.includes(type);
  if (rules === undefined && typeof condition !== 'string')
    reporter.error('correlation-without-rules', body, 'the correlation names no rules');
  if (condition === undefined) {
    if (!isTemporal)
      reporter.error('correlation-without-condition', body, `a correlation of type "${type}" needs a condition`);
    return;
  }
  if (typeof condition === 'string') {
    if (!isTemporal)
      reporter.error('correlation-condition', node, 'only temporal correlations take a condition over rule names');
    return;
  }
  if (operators.every((operator) => condition[operator] === undefined)) {
    reporter.error(
      'correlation-condition',
      node,
      `the condition compares nothing; allowed here: ${operators.join(', ')}`,
    );
  }
  if (valueTypes.includes(type) && condition.field === undefined) {
    reporter.error('correlation-condition', node, `a correlation of type "${type}" needs a "field" in its condition`);
  }
}

function correlationOf(
  { title, name, id, level, correlation }: CorrelationDocument,
  document: YamlDocument,
  fallbackName: string,
): CorrelationRule {
  const { type, rules = [], generate = false, timespan, condition, aliases = {} } = correlation;
  const unit = timespan.slice(-1) as keyof typeof unitMs;
  return {
    kind: 'correlation',
    id: id?.toLowerCase(),
    name: name ?? fallbackName,
    title,
    level: level satisfies Level | undefined,
    type,
    rules,
    generate,
    groupBy: correlation['group-by'] ?? [],
    timespanMs: Number(timespan.slice(0, -1)) * unitMs[unit],
    condition: conditionOf(condition),
    aliases: new Map(Object.entries(aliases).map(([alias, fields]) => [alias, new Map(Object.entries(fields))])),
    file: document.reporter.file,
    source: document.source,
  };
}

function conditionOf(condition: CorrelationDocument['correlation']['condition']): CorrelationCondition | undefined {
  if (condition === undefined) return undefined;
  if (typeof condition === 'string') return { kind: 'expression', text: condition };
  const bounds = operators.flatMap((operator) => {
    const value = condition[operator];
    return value === undefined ? [] : [{ operator, value }];
  });
  return { kind: 'bounds', bounds, fields: condition.field ?? [], percentile: condition.percentile };
}
