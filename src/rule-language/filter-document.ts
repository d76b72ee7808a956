/** Reads Sigma filters and applies them: a rule that a filter names matches only where the filter holds too. */
import { isMap, isScalar, isSeq } from 'yaml';
import { nearestName } from '../std/did-you-mean.ts';
import type { Detection } from './detection.ts';
import { parseDetection } from './parse-detection.ts';
import type { PlaceTable, SearchContext } from './parse-search.ts';
import { didYouMean, type Reporter } from '../document/reporter.ts';
import type { AppliedFilter, Logsource, Rule } from './rule.ts';
import { childOf, keyText, plainValue, type YamlDocument } from '../document/yaml-documents.ts';

/** A filter as read: which rules it narrows, and how. */
export interface Filter {
  readonly name: string;
  readonly logsource: Pick<Logsource, 'category' | 'product' | 'service'>;
  /** Ids or names; undefined for every rule with a fitting log source. */
  readonly rules: readonly { readonly reference: string; readonly node: unknown }[] | undefined;
  readonly detection: Detection;
  readonly places: PlaceTable;
  readonly reporter: Reporter;
}

/** Reads a filter; undefined after problems have been reported. */
export function readFilter(
  { root, reporter }: YamlDocument,
  context: SearchContext,
  fallbackName: string,
): Filter | undefined {
  const body = childOf(root, 'filter');
  const title = childOf(root, 'title');
  if (!isScalar(title)) reporter.error('missing-title', root.items[0]?.key, 'the document has no title');
  const logsource = childOf(root, 'logsource');
  if (!isMap(logsource)) reporter.error('filter-without-logsource', body, 'a filter needs a log source');
  const parsed = parseDetection(body, ['rules'], context);
  const rules = readReferences(childOf(body, 'rules'), reporter);
  if (parsed === undefined || reporter.errorCount() > 0) return undefined;
  const name = childOf(root, 'name') ?? title;
  return {
    name: isScalar(name) ? String(name.value) : fallbackName,
    logsource: readLogsource(logsource),
    rules,
    detection: parsed.detection,
    places: context.places,
    reporter,
  };
}

/** The rules, each with the filters that concern it. References that lead nowhere are reported. */
export function applyFilters(rules: readonly Rule[], filters: readonly Filter[]): readonly Rule[] {
  for (const filter of filters) reportUnknownRules(filter, rules);
  return rules.map((rule) => {
    const applied = filters
      .filter((filter) => concerns(filter, rule))
      .map(({ name, detection, places, reporter }): AppliedFilter => ({
        name,
        detection,
        file: reporter.file,
        places,
      }));
    return applied.length === 0 ? rule : { ...rule, filters: [...rule.filters, ...applied] };
  });
}

function concerns({ rules, logsource }: Filter, rule: Rule): boolean {
  const named = rules === undefined || rules.some(({ reference }) => refersTo(reference, rule));
  return named && fits(logsource, rule.logsource);
}

function refersTo(reference: string, rule: Rule): boolean {
  return reference === rule.name || reference.toLowerCase() === rule.id;
}

/** Every part that the filter names must be the rule's. */
function fits(filter: Filter['logsource'], rule: Logsource): boolean {
  const { category, product, service } = filter;
  return (
    (category === undefined || category === rule.category) &&
    (product === undefined || product === rule.product) &&
    (service === undefined || service === rule.service)
  );
}

function reportUnknownRules({ rules = [], logsource, reporter }: Filter, known: readonly Rule[]): void {
  for (const { reference, node } of rules) {
    const rule = known.find((candidate) => refersTo(reference, candidate));
    if (rule === undefined) {
      const suggestion = didYouMean(
        nearestName(
          reference,
          known.map(({ name }) => name),
        ),
      );
      reporter.warn('unknown-rule', node, `the filter names a rule "${reference}" that is not loaded`, { suggestion });
    } else if (!fits(logsource, rule.logsource)) {
      reporter.warn(
        'filter-logsource-differs',
        node,
        `the filter is for another log source than the rule "${rule.name}", so it does not apply`,
      );
    }
  }
}

function readReferences(node: unknown, reporter: Reporter): Filter['rules'] {
  if (isSeq(node)) {
    if (node.items.some((item) => !isScalar(item)))
      reporter.error('invalid-value', node, '"filter.rules" holds ids or names');
    const references = node.items
      .filter((item) => isScalar(item))
      .map((item) => ({ reference: String(item.value), node: item }));
    return references.length === 0 ? undefined : references;
  }
  if (isMap(node)) reporter.error('invalid-value', node, '"filter.rules" holds ids or names');
  if (!isScalar(node) || node.value === null || node.value === 'any') return undefined;
  return [{ reference: keyText(node), node }];
}

function readLogsource(node: unknown): Filter['logsource'] {
  const value = (plainValue(node) ?? {}) as Readonly<Record<string, unknown>>;
  const [category, product, service] = ['category', 'product', 'service'].map((key) => {
    const part = value[key];
    return typeof part === 'string' ? part : undefined;
  });
  return { category, product, service };
}
