/**
 * Makes a Sigma correlation a rule that remembers: finds the rules that it counts, and what its fields are called in the events of
 * each. What cannot be resolved is reported, and the correlation is left out as a whole: half of it would find too little.
 */
import type { Bound, Measure } from '../detectors/measure.ts';
import { didYouMean } from '../document/reporter.ts';
import { childOf, type YamlDocument } from '../document/yaml-documents.ts';
import { nearestName } from '../std/did-you-mean.ts';
import type { FieldPath } from './detection.ts';
import { checkMemoryHoles, readField } from './memory-document.ts';
import type { Threshold } from './memory.ts';
import type { MemoryRule, MemorySource, RuleWords } from './memory-rule.ts';
import { type CorrelationRule, type CorrelationType, levels, type Rule } from './rule.ts';

/** A correlation as read, with the document for what is still to be said about it. */
export interface ReadCorrelation {
  readonly correlation: CorrelationRule;
  readonly words: RuleWords;
  readonly document: YamlDocument;
}

/** A rule that a correlation may count. */
export interface Countable {
  readonly rule: Rule;
  /** What pipelines make of the name of a field of its events. */
  readonly fieldName: (name: string) => string;
}

/** The types that are evaluated. */
export function isEvaluated(type: CorrelationType): boolean {
  return type !== 'temporal' && type !== 'temporal_ordered';
}

/** Resolves a correlation; undefined after problems have been reported. `others` are the names of all correlations. */
export function resolveCorrelation(
  { correlation, words, document }: ReadCorrelation,
  rules: readonly Countable[],
  others: readonly CorrelationRule[],
): MemoryRule | undefined {
  const { condition, generate, level } = correlation;
  const { reporter, root } = document;
  if (condition?.kind !== 'bounds' || !isEvaluated(correlation.type)) return undefined;
  const counted = correlation.rules.map((reference, index) =>
    countedRule(reference, index, { document, rules, others }),
  );
  const found = counted.filter((one) => one !== undefined);
  const sources = [...new Set(found)].map(({ rule, fieldName }): MemorySource => {
    const reading = { correlation, document, rule, fieldName };
    const by = pathsOf(correlation.groupBy, 'group-by', reading);
    const fields = correlation.type === 'event_count' ? [] : pathsOf(condition.fields, 'field', reading);
    return { rule, memory: thresholdOf(correlation, condition, { by, fields }) };
  });
  const [first] = sources;
  if (first === undefined || found.length < counted.length || reporter.errorCount() > 0) return undefined;
  checkMemoryHoles(words.sentence, first.memory, { node: childOf(root, 'sentence'), reporter });
  if (reporter.errorCount() > 0) return undefined;
  const worst = worstOf(sources);
  return {
    words: { ...words, name: correlation.name, level: level ?? worst.level },
    memory: first.memory,
    sources,
    level,
    sourcesAlert: generate,
  };
}

function thresholdOf(
  { type, timespanMs }: CorrelationRule,
  { bounds, percentile }: { readonly bounds: readonly Bound[]; readonly percentile: number | undefined },
  { by, fields }: { readonly by: readonly FieldPath[]; readonly fields: readonly FieldPath[] },
): Threshold {
  return {
    kind: 'threshold',
    by,
    elseBy: undefined,
    windowMs: timespanMs,
    measure: measureOf(type, percentile),
    fields,
    bounds,
  };
}

function measureOf(type: CorrelationType, percentile = 50): Measure {
  switch (type) {
    case 'event_count':
      return { kind: 'actions' };
    case 'value_count':
      return { kind: 'distinct' };
    case 'value_sum':
      return { kind: 'sum' };
    case 'value_avg':
      return { kind: 'average' };
    case 'value_median':
      return { kind: 'median' };
    case 'value_percentile':
      return { kind: 'percentile', percentile };
    case 'temporal':
    case 'temporal_ordered':
      throw new Error(`Cannot measure a correlation of type ${type}: it is not evaluated`);
  }
}

interface Lookup {
  readonly document: YamlDocument;
  readonly rules: readonly Countable[];
  readonly others: readonly CorrelationRule[];
}

function countedRule(
  reference: string,
  index: number,
  { document: { root, reporter }, rules, others }: Lookup,
): Countable | undefined {
  const list = childOf(childOf(root, 'correlation'), 'rules');
  const node = childOf(list, index) ?? list;
  const found = rules.find(({ rule }) => isCalled(reference, rule));
  if (found?.rule.memory === undefined && found !== undefined) return found;
  if (found !== undefined || others.some((other) => isCalled(reference, other))) {
    reporter.error('correlation-of-correlations', node, `"${reference}" counts events itself`, {
      help: 'a correlation counts the matches of rules over single events; correlations of correlations are not evaluated',
    });
    return undefined;
  }
  const titled = rules.find(({ rule }) => rule.title === reference);
  const nearest = nearestName(
    reference,
    rules.map(({ rule }) => rule.name),
  );
  reporter.error('correlation-unknown-rule', node, `the correlation counts a rule "${reference}" that is not loaded`, {
    suggestion: didYouMean(titled?.rule.name ?? nearest),
    help: 'a rule is named by its "id" or its "name"; a rule that does not load is not there',
  });
  return undefined;
}

function isCalled(reference: string, { id, name }: Pick<Rule, 'id' | 'name'>): boolean {
  return reference === name || reference.toLowerCase() === id;
}

interface FieldReading extends Countable {
  readonly correlation: CorrelationRule;
  readonly document: YamlDocument;
}

function pathsOf(names: readonly string[], key: 'group-by' | 'field', reading: FieldReading): readonly FieldPath[] {
  const { correlation, document, rule, fieldName } = reading;
  const body = childOf(document.root, 'correlation');
  const list = key === 'field' ? childOf(childOf(body, 'condition'), 'field') : childOf(body, 'group-by');
  return names.flatMap((name, index) => {
    const node = childOf(list, index) ?? list;
    const alias = correlation.aliases.get(name);
    const aliased = alias === undefined ? undefined : fieldFor(alias, rule);
    if (alias !== undefined && aliased === undefined) {
      document.reporter.error('alias-without-field', node, `the alias "${name}" names no field of "${rule.name}"`, {
        help: 'below "aliases" every rule that the correlation counts has its field',
      });
      return [];
    }
    return readField(fieldName(aliased ?? name), node, document.reporter) ?? [];
  });
}

function fieldFor(alias: ReadonlyMap<string, string>, rule: Rule): string | undefined {
  return [...alias].find(([reference]) => isCalled(reference, rule))?.[1];
}

function worstOf(sources: readonly MemorySource[]): Rule {
  return sources.map(({ rule }) => rule).reduce((worst, rule) => (rankOf(rule) > rankOf(worst) ? rule : worst));
}

function rankOf({ level }: Rule): number {
  return levels.indexOf(level);
}
