/** Reads Sigma correlations: their shape, completely. Which rules they count is found out when all files are read. */
import { z } from 'zod';
import { choice, levelChoice } from './choice.ts';
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

const typeChoice = choice<CorrelationType>({
  event_count: 'Counts events',
  value_count: 'Counts the different values of a field',
  temporal: 'All rules hold within the time',
  temporal_ordered: 'All rules hold within the time, in their order',
  value_sum: 'Adds a field up',
  value_avg: 'The mean of a field',
  value_percentile: 'A percentile of a field',
  value_median: 'The median of a field',
});

/** The shape of a correlation document. */
export const correlationSchema = z.looseObject({
  title: z.string().min(1).max(256).describe('What the correlation notices, in a few words'),
  id: z.string().optional().describe('UUID that never changes'),
  name: z.string().min(1).optional().describe('Unique name by which other documents refer to the correlation'),
  level: levelChoice.optional().describe('How bad it is'),
  correlation: z.looseObject({
    type: typeChoice.describe('What is counted or compared'),
    rules: list.optional().describe('Ids or names of the rules whose events are looked at'),
    generate: z.boolean().optional().describe('Whether the rules alert on their own too'),
    'group-by': list.optional().describe('Fields whose values keep events apart'),
    timespan: z
      .string()
      .regex(/^[1-9]\d*[smhdwMy]$/, 'must be a duration such as 10m')
      .meta({ description: 'Time in which it must happen', examples: ['10m', '1h'] }),
    condition: z
      .union([
        z.string(),
        z.strictObject({
          gt: bound.describe('More than'),
          gte: bound.describe('At least'),
          lt: bound.describe('Less than'),
          lte: bound.describe('At most'),
          eq: bound.describe('Exactly'),
          neq: bound.describe('Anything but'),
          field: list.optional().describe('Field or fields whose values are compared'),
          percentile: z.number().min(0).max(100).optional().describe('Which percentile, 50 being the median'),
        }),
      ])
      .optional()
      .describe('Bounds for what is counted; for temporal ones an expression over the names of the rules'),
    aliases: z
      .record(z.string(), z.record(z.string(), z.string()))
      .optional()
      .describe('Alias → (rule → field): names for fields that are called otherwise in every rule'),
  }),
});

type CorrelationDocument = z.output<typeof correlationSchema>;

/** Reads a correlation; undefined after problems have been reported. Of a type that nothing evaluates it says so. */
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
  const shape = check<CorrelationDocument>(correlationSchema, document.value);
  if (isProblems(shape)) {
    reportRuleShape(shape, document);
    return undefined;
  }
  checkMeaning(shape.correlation, document);
  if (temporalTypes.includes(shape.correlation.type)) {
    reporter.error(
      'correlation-not-evaluated',
      typeNode,
      `correlations of type "${shape.correlation.type}" are not evaluated yet`,
      { help: 'the rules that it refers to are loaded and alert on their own' },
    );
  }
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
  const isComputed = valueTypes.includes(type) && type !== 'value_count';
  if (isComputed && condition.field !== undefined && condition.field.length > 1) {
    reporter.error('correlation-condition', node, `a correlation of type "${type}" computes one field, not several`);
  }
  if (type === 'value_percentile' && condition.percentile === undefined) {
    reporter.error('correlation-condition', node, 'the condition does not say which "percentile"');
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
