/** Reads rule files: every problem of every file at once, and every rule that has none. */
import type { Diagnostic } from '../document/diagnostic.ts';
import { buildRule } from './build-rule.ts';
import { readCorrelation } from './correlation-document.ts';
import { type Countable, type ReadCorrelation, resolveCorrelation } from './correlation-rule.ts';
import { readCorrelationWords } from './correlation-words.ts';
import { applyFilters, type Filter, type FilteredRule, readFilter, readFilterBody } from './filter-document.ts';
import { readLogsource } from './logsource.ts';
import { withFieldNames } from './memory.ts';
import type { MemoryRule } from './memory-rule.ts';
import type { Placeholders } from './modifiers/modifier.ts';
import { modifierTable } from './modifiers/registry.ts';
import { parseSearch, type SearchContext } from './parse-search.ts';
import { processingOf, type Processing } from './pipeline/apply.ts';
import { loadPipelines, type PipelineFile } from './pipeline/load-pipelines.ts';
import { addedNode, processField, processFilter, processRule } from './pipeline/process-rule.ts';
import type { AddedCondition } from './pipeline/rule-draft.ts';
import { policyPredicateNames } from './policy-predicates.ts';
import type { Reporter } from '../document/reporter.ts';
import type { AppliedFilter, CorrelationRule, Rule } from './rule.ts';
import { childOf, keyNodeOf, readDocuments, type YamlDocument } from '../document/yaml-documents.ts';

/** A rule file as read from disk. */
export interface RuleFile {
  readonly file: string;
  readonly text: string;
  /**
   * Comes with iamwatch. Its rules are written for the logs as they are, so pipelines leave them alone and act only on the
   * filters beside them; its base events give way to the user's of the same name.
   */
  readonly isShipped?: boolean;
  /** Its rules, where they were read before: the text is not read again. */
  readonly prepared?: readonly Rule[] | undefined;
}

/** What loading may be told. */
export interface LoadOptions {
  /** Values for `%name%` under `expand`. */
  readonly placeholders?: Placeholders;
  /** Names of the policy predicates that rules may use as modifiers. */
  readonly predicateNames?: readonly string[];
  /** Files of pipelines, which fit rules to the logs before anything else reads them. */
  readonly pipelines?: readonly PipelineFile[];
}

/** What came out of the files. Rules and correlations are free of errors; diagnostics come in the order of the files. */
export interface LoadResult {
  readonly rules: readonly Rule[];
  readonly correlations: readonly CorrelationRule[];
  /** Those of the correlations that are evaluated, with the rules that they count. */
  readonly correlated: readonly MemoryRule[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Loaded extends FilteredRule {
  /** Asked for where something is wrong, or there is something to process. */
  readonly document: () => YamlDocument;
  readonly isNamed: boolean;
  /** What the pipelines have to do with it. */
  readonly processing: Processing;
}

const noProcessing: Processing = { items: [], vars: new Map() };

/** Loads rules, correlations and filters from files. */
export function loadRules(files: readonly RuleFile[], options: LoadOptions = {}): LoadResult {
  const diagnostics: Diagnostic[] = [];
  const table = modifierTable(options.predicateNames ?? policyPredicateNames);
  const placeholders = options.placeholders ?? new Map();
  const pipelines = loadPipelines(options.pipelines ?? [], diagnostics);
  const processing = pipelines.length === 0 ? noProcessing : processingOf(pipelines);
  const loaded: Loaded[] = [];
  function documentAt(index: number, { file, text }: RuleFile): YamlDocument {
    const document = readDocuments(file, text, diagnostics)[index];
    if (document === undefined) throw new Error(`Cannot point at rule ${index} of ${file}: it is not that file's`);
    return document;
  }
  const read: ReadCorrelation[] = [];
  const filters: Filter[] = [];
  function contextFor(reporter: Reporter): SearchContext {
    return { reporter, modifiers: table, placeholders, places: new Map() };
  }
  for (const { file, text, isShipped = false, prepared } of files) {
    if (prepared !== undefined) {
      loaded.push(...prepared.map((rule, index) => preparedEntry(rule, () => documentAt(index, { file, text }))));
      continue;
    }
    const documents = readDocuments(file, text, diagnostics);
    for (const document of documents) {
      const context = contextFor(document.reporter);
      const fallbackName = documents.length === 1 ? slug(baseName(file)) : slug(titleOf(document));
      const kind = kindOf(document);
      if (kind === 'rule') {
        const ownProcessing = isShipped ? noProcessing : processing;
        const rule = readRule(document, ownProcessing, fallbackName, contextFor);
        const logsource = readLogsource(document.value.logsource);
        const isNamed = 'name' in document.value;
        if (rule === undefined) continue;
        loaded.push({ rule, document: () => document, isNamed, logsource, processing: ownProcessing });
      } else if (kind === 'correlation') {
        const correlation = readCorrelation(document, fallbackName);
        const words = readCorrelationWords(document, fallbackName);
        if (correlation !== undefined && words !== undefined) read.push({ correlation, words, document });
      } else if (kind === 'filter') {
        const filter = readFilter(document, context, fallbackName);
        if (filter !== undefined) filters.push(filter);
      }
    }
  }
  const entries = withUniqueNames(loaded);
  const rules = applyFilters(entries, filters, (filter, entry) => {
    if (entry.processing.items.length === 0) return { detection: filter.detection, places: filter.places };
    const body = processFilter(entry.document(), filter.document, entry.processing);
    return body === undefined ? undefined : readFilterBody(body, contextFor(filter.reporter));
  });
  const countable = rules.map((rule, index): Countable => {
    const entry = entries[index];
    return { rule, fieldName: entry === undefined ? (name) => name : fieldNameOf(entry) };
  });
  const correlations = read.map(({ correlation }) => correlation);
  const correlated = withOwnNames(read, rules).flatMap((one) => resolveCorrelation(one, countable, correlations) ?? []);
  const pipelineFiles = options.pipelines ?? [];
  return { rules, correlations, correlated, diagnostics: told(diagnostics, [...pipelineFiles, ...files]) };
}

/** A rule that was read before. It has a name of its own, and no pipeline acts on it: it is shipped. */
function preparedEntry(rule: Rule, document: () => YamlDocument): Loaded {
  return { rule, document, isNamed: true, logsource: rule.logsource, processing: noProcessing };
}

/** A rule behind the pipelines; what they add to it narrows it as a filter does. */
function readRule(
  written: YamlDocument,
  processing: Processing,
  fallbackName: string,
  contextFor: (reporter: Reporter) => SearchContext,
): Rule | undefined {
  if (processing.items.length === 0) return buildRule(written, contextFor(written.reporter), fallbackName);
  const { document, added } = processRule(written, processing);
  const rule = buildRule(document, contextFor(document.reporter), fallbackName);
  const conditions = added.map((condition) => readAdded(condition, contextFor(condition.body.reporter)));
  const filters = conditions.filter((condition) => condition !== undefined);
  if (rule === undefined || filters.length < conditions.length) return undefined;
  const memory =
    rule.memory === undefined
      ? undefined
      : withFieldNames(rule.memory, (name) => processField(written, name, processing));
  return { ...rule, memory, filters };
}

function readAdded(condition: AddedCondition, context: SearchContext): AppliedFilter | undefined {
  const search = parseSearch(addedNode(condition), context);
  if (search === undefined) return undefined;
  const name = 'added';
  const held = { kind: 'identifier', name } as const;
  const whole = condition.isNegated ? ({ kind: 'not', operand: held } as const) : held;
  const detection = { identifiers: new Map([[name, search]]), condition: whole };
  return { name: condition.name, detection, file: context.reporter.file, places: context.places };
}

function kindOf({ root, reporter }: YamlDocument): 'rule' | 'correlation' | 'filter' | undefined {
  const kinds = (['correlation', 'filter', 'detection'] as const).filter((key) => childOf(root, key) !== undefined);
  if (kinds.length > 1) {
    const [first = '', second = ''] = kinds;
    reporter.error(
      'ambiguous-document',
      keyNodeOf(root, second),
      `one document cannot hold both "${first}" and "${second}"`,
    );
    return undefined;
  }
  if (kinds[0] === undefined) {
    reporter.error(
      'unknown-document',
      root.items[0]?.key,
      'the document is neither a rule, a correlation nor a filter',
      {
        help: 'a rule has "detection", a correlation "correlation", a filter "filter"',
      },
    );
    return undefined;
  }
  return kinds[0] === 'detection' ? 'rule' : kinds[0];
}

/** What pipelines make of a field of a rule's events. */
function fieldNameOf({ document, processing }: Loaded): (name: string) => string {
  return processing.items.length === 0 ? (name) => name : (name) => processField(document(), name, processing);
}

/** Refuses a correlation with a name or id that a rule has, or an earlier correlation; derived names give way. */
function withOwnNames(read: readonly ReadCorrelation[], rules: readonly Rule[]): readonly ReadCorrelation[] {
  const ids = new Map(rules.map((rule) => [rule.id ?? '', rule.file]));
  const names = new Map(rules.map((rule) => [rule.name, rule.file]));
  return read.flatMap((one): readonly ReadCorrelation[] => {
    const { correlation, document } = one;
    const { id, file } = correlation;
    const isNamed = 'name' in document.value;
    if (id !== undefined && isTaken(ids, id, 'id', () => document)) return [];
    if (isNamed && isTaken(names, correlation.name, 'name', () => document)) return [];
    const name = isNamed ? correlation.name : freeName(correlation.name, names);
    if (id !== undefined) ids.set(id, file);
    names.set(name, file);
    return [{ ...one, correlation: { ...correlation, name } }];
  });
}

/** Refuses a second rule with an id or a given name; derived names give way. */
function withUniqueNames(loaded: readonly Loaded[]): readonly Loaded[] {
  const ids = new Map<string, string>();
  const names = new Map<string, string>();
  const accepted = new Set<Loaded>();
  for (const entry of [...loaded].sort((left, right) => Number(right.isNamed) - Number(left.isNamed))) {
    const { rule, document } = entry;
    if (rule.id !== undefined && isTaken(ids, rule.id, 'id', document)) continue;
    if (entry.isNamed && isTaken(names, rule.name, 'name', document)) continue;
    const name = entry.isNamed ? rule.name : freeName(rule.name, names);
    if (rule.id !== undefined) ids.set(rule.id, rule.file);
    names.set(name, rule.file);
    accepted.add(name === rule.name ? entry : Object.assign(entry, { rule: { ...rule, name } }));
  }
  return loaded.filter((entry) => accepted.has(entry));
}

function isTaken(
  taken: ReadonlyMap<string, string>,
  value: string,
  key: 'id' | 'name',
  document: () => YamlDocument,
): boolean {
  const other = taken.get(value);
  if (other === undefined) return false;
  const { root, reporter } = document();
  reportTaken(reporter, childOf(root, key), `the ${key} "${value}" is already taken by ${other}`, key);
  return true;
}

function reportTaken(reporter: Reporter, node: unknown, message: string, key: 'id' | 'name'): void {
  reporter.error(`duplicate-${key}`, node, message);
}

function freeName(name: string, taken: ReadonlyMap<string, string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name}-${number}`;
  return free;
}

/** In the order of the files; what a pipeline's file is blamed for once per rule is told once. */
function told(diagnostics: readonly Diagnostic[], files: readonly { readonly file: string }[]): readonly Diagnostic[] {
  const position = new Map(files.map(({ file }, index) => [file, index]));
  const once = new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic]));
  return [...once.values()].sort(
    (left, right) =>
      (position.get(left.file) ?? 0) - (position.get(right.file) ?? 0) ||
      left.line - right.line ||
      left.column - right.column,
  );
}

function titleOf({ value }: YamlDocument): string {
  return typeof value.title === 'string' ? value.title : 'untitled';
}

function baseName(file: string): string {
  return (file.split(/[\\/]/u).at(-1) ?? file).replace(/\.ya?ml$/iu, '');
}

function slug(text: string): string {
  const words = text.toLowerCase().match(/[\da-z]+/gu) ?? ['rule'];
  return words.join('-');
}
