/** Reads rule files: every problem of every file at once, and every rule that has none. */
import type { Diagnostic } from '../document/diagnostic.ts';
import { buildRule } from './build-rule.ts';
import { readCorrelation } from './correlation-document.ts';
import { applyFilters, type Filter, readFilter } from './filter-document.ts';
import type { Placeholders } from './modifiers/modifier.ts';
import { modifierTable } from './modifiers/registry.ts';
import type { SearchContext } from './parse-search.ts';
import { policyPredicateNames } from './policy-predicates.ts';
import type { Reporter } from '../document/reporter.ts';
import type { CorrelationRule, Rule } from './rule.ts';
import { childOf, keyNodeOf, readDocuments, type YamlDocument } from '../document/yaml-documents.ts';

/** A rule file as read from disk. */
export interface RuleFile {
  readonly file: string;
  readonly text: string;
}

/** What loading may be told. */
export interface LoadOptions {
  /** Values for `%name%` under `expand`. */
  readonly placeholders?: Placeholders;
  /** Names of the policy predicates that rules may use as modifiers. */
  readonly predicateNames?: readonly string[];
}

/** What came out of the files. Rules and correlations are free of errors; diagnostics come in the order of the files. */
export interface LoadResult {
  readonly rules: readonly Rule[];
  readonly correlations: readonly CorrelationRule[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Loaded {
  readonly rule: Rule;
  readonly document: YamlDocument;
  readonly isNamed: boolean;
}

/** Loads rules, correlations and filters from files. */
export function loadRules(files: readonly RuleFile[], options: LoadOptions = {}): LoadResult {
  const diagnostics: Diagnostic[] = [];
  const table = modifierTable(options.predicateNames ?? policyPredicateNames);
  const placeholders = options.placeholders ?? new Map();
  const loaded: Loaded[] = [];
  const correlations: CorrelationRule[] = [];
  const filters: Filter[] = [];
  for (const { file, text } of files) {
    const documents = readDocuments(file, text, diagnostics);
    for (const document of documents) {
      const context: SearchContext = {
        reporter: document.reporter,
        modifiers: table,
        placeholders,
        places: new Map(),
      };
      const fallbackName = documents.length === 1 ? slug(baseName(file)) : slug(titleOf(document));
      const kind = kindOf(document);
      if (kind === 'rule') {
        const rule = buildRule(document, context, fallbackName);
        if (rule !== undefined) loaded.push({ rule, document, isNamed: 'name' in document.value });
      } else if (kind === 'correlation') {
        const correlation = readCorrelation(document, fallbackName);
        if (correlation !== undefined) correlations.push(correlation);
      } else if (kind === 'filter') {
        const filter = readFilter(document, context, fallbackName);
        if (filter !== undefined) filters.push(filter);
      }
    }
  }
  const rules = applyFilters(withUniqueNames(loaded), filters);
  return { rules, correlations, diagnostics: inFileOrder(diagnostics, files) };
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

/** Refuses a second rule with an id or a given name; derived names give way. */
function withUniqueNames(loaded: readonly Loaded[]): readonly Rule[] {
  const ids = new Map<string, Rule>();
  const names = new Map<string, Rule>();
  const accepted = new Set<Loaded>();
  for (const entry of [...loaded].sort((left, right) => Number(right.isNamed) - Number(left.isNamed))) {
    const { rule, document } = entry;
    if (rule.id !== undefined && isTaken(ids, rule.id, 'id', document)) continue;
    if (entry.isNamed && isTaken(names, rule.name, 'name', document)) continue;
    const name = entry.isNamed ? rule.name : freeName(rule.name, names);
    if (rule.id !== undefined) ids.set(rule.id, rule);
    names.set(name, rule);
    accepted.add(name === rule.name ? entry : Object.assign(entry, { rule: { ...rule, name } }));
  }
  return loaded.filter((entry) => accepted.has(entry)).map(({ rule }) => rule);
}

function isTaken(
  taken: ReadonlyMap<string, Rule>,
  value: string,
  key: 'id' | 'name',
  { root, reporter }: YamlDocument,
): boolean {
  const other = taken.get(value);
  if (other === undefined) return false;
  reportTaken(reporter, childOf(root, key), `the ${key} "${value}" is already taken by ${other.file}`, key);
  return true;
}

function reportTaken(reporter: Reporter, node: unknown, message: string, key: 'id' | 'name'): void {
  reporter.error(`duplicate-${key}`, node, message);
}

function freeName(name: string, taken: ReadonlyMap<string, Rule>): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name}-${number}`;
  return free;
}

function inFileOrder(diagnostics: readonly Diagnostic[], files: readonly RuleFile[]): readonly Diagnostic[] {
  const position = new Map(files.map(({ file }, index) => [file, index]));
  return [...diagnostics].sort(
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
