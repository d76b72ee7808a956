/** Reads Sigma filters and applies them: a rule that a filter names matches only where the filter holds too. */
import { isMap, isScalar, isSeq } from 'yaml';
import { nearestName } from '../std/did-you-mean.ts';
import type { Detection } from './detection.ts';
import { readLogsource } from './logsource.ts';
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
  readonly document: YamlDocument;
  readonly places: PlaceTable;
  readonly reporter: Reporter;
}

/** A rule on which filters may act. */
export interface FilteredRule {
  readonly rule: Rule;
  /** The log source as written, which filters name, whatever pipelines make of it. */
  readonly logsource: Logsource;
}

/** Reads a filter; undefined after problems have been reported. */
export function readFilter(document: YamlDocument, context: SearchContext, fallbackName: string): Filter | undefined {
  const { root, reporter } = document;
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
    logsource: readLogsource(plainValue(logsource)),
    rules,
    detection: parsed.detection,
    document,
    places: context.places,
    reporter,
  };
}

/** What a filter asks for, and where its parts stand. */
export type FilterBody = Pick<Filter, 'detection' | 'places'>;

/** The body of a filter in another form than the file's; undefined after problems have been reported. */
export function readFilterBody(body: unknown, context: SearchContext): FilterBody | undefined {
  const parsed = parseDetection(body, ['rules'], context);
  return parsed === undefined ? undefined : { detection: parsed.detection, places: context.places };
}

/**
 * The rules, each with the filters that concern it. References that lead nowhere are reported. `bodyFor` yields a
 * filter's body beside one rule; undefined after problems have been reported.
 */
export function applyFilters<Entry extends FilteredRule>(
  rules: readonly Entry[],
  filters: readonly Filter[],
  bodyFor: (filter: Filter, entry: Entry) => FilterBody | undefined = ({ detection, places }) => ({
    detection,
    places,
  }),
): readonly Rule[] {
  for (const filter of filters) reportUnknownRules(filter, rules);
  return rules.map((entry) => {
    const applied = filters
      .filter((filter) => concerns(filter, entry))
      .flatMap((filter): AppliedFilter[] => {
        const body = bodyFor(filter, entry);
        return body === undefined ? [] : [{ ...body, name: filter.name, file: filter.reporter.file }];
      });
    return applied.length === 0 ? entry.rule : { ...entry.rule, filters: [...entry.rule.filters, ...applied] };
  });
}

function concerns({ rules, logsource }: Filter, { rule, logsource: own }: FilteredRule): boolean {
  const named = rules === undefined || rules.some(({ reference }) => refersTo(reference, rule));
  return named && fits(logsource, own);
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

function reportUnknownRules({ rules = [], logsource, reporter }: Filter, known: readonly FilteredRule[]): void {
  for (const { reference, node } of rules) {
    const found = known.find(({ rule }) => refersTo(reference, rule));
    if (found === undefined) {
      const suggestion = didYouMean(
        nearestName(
          reference,
          known.map(({ rule }) => rule.name),
        ),
      );
      reporter.warn('unknown-rule', node, `the filter names a rule "${reference}" that is not loaded`, { suggestion });
    } else if (!fits(logsource, found.logsource)) {
      reporter.warn(
        'filter-logsource-differs',
        node,
        `the filter is for another log source than the rule "${found.rule.name}", so it does not apply`,
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
    const isForAll = references.length === 0 || references.some(({ reference }) => reference === 'any');
    return isForAll ? undefined : references;
  }
  if (isMap(node)) reporter.error('invalid-value', node, '"filter.rules" holds ids or names');
  if (!isScalar(node) || node.value === null || node.value === 'any') return undefined;
  return [{ reference: keyText(node), node }];
}
