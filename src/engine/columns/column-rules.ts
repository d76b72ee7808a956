/** Which rules remember in rows, and which of them plain fields decide: those are answered from the bytes of a record. */
import { fieldSearchesOf } from '../../rule-language/compile.ts';
import type { FieldPath, FieldTest, Search } from '../../rule-language/detection.ts';
import type { Memory } from '../../rule-language/memory.ts';
import type { MemoryRule } from '../../rule-language/memory-rule.ts';
import type { PredicateTable } from '../../rule-language/predicate.ts';
import type { RuleSet } from '../../rule-language/rule-set.ts';
import type { Rule } from '../../rule-language/rule.ts';
import { cloudTrailColumns } from './cloudtrail-columns.ts';
import { gcpAuditColumns } from './gcp-audit-columns.ts';
import { isColumn, type LogColumns, type Origin } from './log-columns.ts';

/** Kinds of logs whose records are answered from their bytes. */
export const LOGS: readonly LogColumns[] = [cloudTrailColumns, gcpAuditColumns];

/** Fields of a key. */
export const KEY_MAX = 5;

/** A rule that remembers and whose observations are rows of numbers, with the log that it reads. */
export interface RowRule {
  readonly rule: Rule;
  readonly memory: Memory;
  readonly log: LogColumns;
  /** Plain fields decide it: it is answered from the bytes of a record. */
  readonly isDecided: boolean;
}

/** The rules of a set that remember in rows: what they count needs no more of an event than a few texts. */
export function rowRulesOf({
  memoryRules,
  predicates,
}: Pick<RuleSet, 'memoryRules' | 'predicates'>): readonly RowRule[] {
  return memoryRules.flatMap((rule) => rowRuleOf(rule, predicates) ?? []);
}

function rowRuleOf({ words, memory, sources, level }: MemoryRule, predicates: PredicateTable): RowRule | undefined {
  const [source, ...more] = sources;
  if (source === undefined || more.length > 0 || level !== undefined || source.rule.name !== words.name)
    return undefined;
  const { rule } = source;
  const log = LOGS.find(({ source: { cloud } }) => cloud === rule.logsource.product);
  if (log === undefined || keyOf(memory).length > KEY_MAX) return undefined;
  if (memory.kind === 'threshold' && ((memory.elseBy?.length ?? 0) > KEY_MAX || !isPlainCount(memory)))
    return undefined;
  return { rule, memory, log, isDecided: isDecided({ rule, memory, log }, predicates) };
}

function isDecided({ rule, memory, log }: Omit<RowRule, 'isDecided'>, predicates: PredicateTable): boolean {
  const { service = log.source.service } = rule.logsource;
  return (
    service === log.source.service &&
    rule.filters.length === 0 &&
    [...rule.detection.identifiers.values()].every((one) => isDecidedSearch(one, log, predicates)) &&
    keyOf(memory).every((field) => log.keyColumns(field) !== undefined) &&
    (memory.kind === 'new-terms' || memory.fields.every(isColumn))
  );
}

function keyOf(memory: Memory): readonly FieldPath[] {
  return memory.kind === 'threshold' ? memory.by : memory.terms;
}

function isPlainCount({ measure, bounds }: Extract<Memory, { kind: 'threshold' }>): boolean {
  const isCount = measure.kind === 'actions' || measure.kind === 'distinct';
  return isCount && bounds.every(({ operator }) => operator === 'gt' || operator === 'gte');
}

function isDecidedSearch(search: Search, log: LogColumns, predicates: PredicateTable): boolean {
  switch (search.kind) {
    case 'field':
      return (
        (isColumn(search.field) || log.origins.has(search.field.text)) &&
        search.tests.every((test) => isAskedAlone(test, predicates))
      );
    case 'all-of':
    case 'any-of':
      return search.searches.every((one) => isDecidedSearch(one, log, predicates));
    case 'keyword':
    case 'element':
      return false;
  }
}

/** Questions that see the value alone. */
function isAskedAlone(test: FieldTest, predicates: PredicateTable): boolean {
  return test.kind === 'predicate' ? predicates.get(test.name)?.alone !== undefined : test.kind !== 'fieldref';
}

/** A column that decides about a rule. */
export interface DecidingColumn extends Origin {
  /** A predicate asks for it: where it is absent, the whole record says what that means. */
  readonly isNeeded: boolean;
}

/** The columns that decide about a rule, each once. */
export function decidingColumns({ rule, log }: RowRule): readonly DecidingColumn[] {
  const columns = new Map<string, DecidingColumn>();
  for (const { field, tests } of fieldSearchesOf(rule.detection)) {
    const isNeeded = isColumn(field) && tests.some(({ kind }) => kind === 'predicate');
    for (const { column, holds } of originsOf(field, log)) {
      const known = columns.get(column);
      columns.set(column, {
        column,
        holds: known === undefined || known.holds === 'any' ? holds : known.holds,
        isNeeded: isNeeded || known?.isNeeded === true,
      });
    }
  }
  return [...columns.values()];
}

/** What a field of a detection follows from. */
export function originsOf(field: FieldPath, log: LogColumns): readonly Origin[] {
  return isColumn(field) ? [{ column: field.text, holds: 'any' }] : (log.origins.get(field.text) ?? []);
}

/** Fields that events are kept apart by; `else_by` only where columns hold it. */
export function keyFieldsOf({ memory, log }: RowRule): {
  readonly by: readonly FieldPath[];
  readonly elseBy: readonly FieldPath[] | undefined;
} {
  if (memory.kind === 'new-terms') return { by: memory.terms, elseBy: undefined };
  const isRead = memory.elseBy?.every((field) => log.keyColumns(field) !== undefined) === true;
  return { by: memory.by, elseBy: isRead ? memory.elseBy : undefined };
}

/** Columns of all that a rule asks, keeps apart by and counts. */
export function columnsOf(rule: RowRule): readonly string[] {
  const { by, elseBy = [] } = keyFieldsOf(rule);
  const keys = [...by, ...elseBy].flatMap((field) => rule.log.keyColumns(field) ?? []);
  const counted = rule.memory.kind === 'threshold' ? rule.memory.fields.map(({ text }) => text) : [];
  return [...decidingColumns(rule).map(({ column }) => column), ...keys, ...counted];
}
