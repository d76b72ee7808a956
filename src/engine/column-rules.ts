/** Which rules that remember are decided by plain fields: those that can be answered from the bytes of a record. */
import type { FieldPath, FieldTest, Search } from '../rule-language/detection.ts';
import type { Memory } from '../rule-language/memory.ts';
import type { MemoryRule } from '../rule-language/memory-rule.ts';
import type { PredicateTable } from '../rule-language/predicate.ts';
import type { RuleSet } from '../rule-language/rule-set.ts';

/** The one field of the normalised event that may stand in a key: it follows from the identity alone. */
export const PRINCIPAL = 'iamwatch.actor.principal';
/** What it follows from. */
export const IDENTITY = 'userIdentity';
/** Fields of a key. */
export const KEY_MAX = 5;

/** The rules of a set that plain fields decide. */
export function columnRulesOf({
  memoryRules,
  predicates,
}: Pick<RuleSet, 'memoryRules' | 'predicates'>): readonly MemoryRule[] {
  return memoryRules.filter((rule) => isDecidedByColumns(rule, predicates));
}

function isDecidedByColumns({ words, memory, sources, level }: MemoryRule, predicates: PredicateTable): boolean {
  const [source, ...more] = sources;
  if (source === undefined || more.length > 0 || level !== undefined || source.rule.name !== words.name) return false;
  const { logsource, filters, detection } = source.rule;
  if (logsource.product !== 'aws' || (logsource.service ?? 'cloudtrail') !== 'cloudtrail') return false;
  if (filters.length > 0 || ![...detection.identifiers.values()].every((one) => isDecidedSearch(one, predicates)))
    return false;
  const by = memory.kind === 'threshold' ? memory.by : memory.terms;
  if (by.length > KEY_MAX || !by.every(isKeyColumn)) return false;
  return memory.kind === 'new-terms' || isPlainCount(memory);
}

function isPlainCount({ measure, bounds, fields }: Extract<Memory, { kind: 'threshold' }>): boolean {
  const isCount = measure.kind === 'actions' || measure.kind === 'distinct';
  return isCount && fields.every(isColumn) && bounds.every(({ operator }) => operator === 'gt' || operator === 'gte');
}

function isDecidedSearch(search: Search, predicates: PredicateTable): boolean {
  switch (search.kind) {
    case 'field':
      return isColumn(search.field) && search.tests.every((test) => isAskedAlone(test, predicates));
    case 'all-of':
    case 'any-of':
      return search.searches.every((one) => isDecidedSearch(one, predicates));
    case 'keyword':
    case 'element':
      return false;
  }
}

/** Questions that see the value alone. */
function isAskedAlone(test: FieldTest, predicates: PredicateTable): boolean {
  return test.kind === 'predicate' ? predicates.get(test.name)?.alone !== undefined : test.kind !== 'fieldref';
}

/** Whether a key may be made of a field. */
export function isKeyColumn(field: FieldPath): boolean {
  return isColumn(field) || field.text === PRINCIPAL;
}

/** Top-level fields and those right below one are what an outline reads. */
function isColumn({ origin, segments }: FieldPath): boolean {
  return origin === 'raw' && segments.length <= 2;
}

/** Names of the fields that a search asks. */
export function fieldsOf(search: Search): readonly string[] {
  if (search.kind === 'field') return [search.field.text];
  return search.kind === 'all-of' || search.kind === 'any-of' ? search.searches.flatMap(fieldsOf) : [];
}

/** Those of them that a predicate asks. */
export function fieldsOfPredicates(search: Search): readonly string[] {
  if (search.kind === 'field') return search.tests.some(({ kind }) => kind === 'predicate') ? [search.field.text] : [];
  return search.kind === 'all-of' || search.kind === 'any-of' ? search.searches.flatMap(fieldsOfPredicates) : [];
}

/** Columns that keys and values are read from. */
export function memoryFields(memory: Memory): readonly string[] {
  const elseBy = memory.kind === 'threshold' && memory.elseBy?.every(isKeyColumn) === true ? memory.elseBy : [];
  const fields = memory.kind === 'new-terms' ? memory.terms : [...memory.by, ...elseBy, ...memory.fields];
  return fields.map(({ text }) => (text === PRINCIPAL ? IDENTITY : text));
}
