/** Which fields must be present, with a value that the rule names, wherever a rule matches. */
import type { Condition, Detection, FieldSearch, Search } from '../../rule-language/detection.ts';
import type { Rule } from '../../rule-language/rule.ts';

/** Names of the fields that every match has: those of all parts of a conjunction, those that all ways of a disjunction share. */
export function requiredFields(rule: Rule): ReadonlySet<string> {
  const parts = [rule, ...rule.filters].map(({ detection }) => ofCondition(detection.condition, detection));
  return new Set(parts.flatMap((part) => [...part]));
}

/** The same for one condition over the searches of a detection. */
export function ofCondition(condition: Condition, detection: Detection): ReadonlySet<string> {
  switch (condition.kind) {
    case 'identifier':
      return ofIdentifier(condition.name, detection);
    case 'of': {
      const parts = condition.names.map((name) => ofIdentifier(name, detection));
      return condition.quantifier === 'all' ? union(parts) : intersection(parts);
    }
    case 'not':
      return new Set();
    case 'and':
      return union(condition.operands.map((operand) => ofCondition(operand, detection)));
    case 'or':
      return intersection(condition.operands.map((operand) => ofCondition(operand, detection)));
  }
}

function ofIdentifier(name: string, { identifiers }: Detection): ReadonlySet<string> {
  const search = identifiers.get(name);
  return search === undefined ? new Set() : ofSearch(search);
}

function ofSearch(search: Search): ReadonlySet<string> {
  switch (search.kind) {
    case 'field':
      return demandsPresence(search) ? new Set([search.field.text]) : new Set();
    case 'element':
      return new Set([search.field.text]);
    case 'keyword':
      return new Set();
    case 'all-of':
      return union(search.searches.map(ofSearch));
    case 'any-of':
      return intersection(search.searches.map(ofSearch));
  }
}

/** `null` and `exists: false` hold for absent fields, and a predicate may answer "unknown" of one. */
function demandsPresence({ tests }: FieldSearch): boolean {
  return tests.every(
    (test) =>
      test.kind !== 'null' &&
      !(test.kind === 'exists' && !test.expected) &&
      !(test.kind === 'predicate' && test.verdicts.includes('unknown')),
  );
}

function union(parts: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return new Set(parts.flatMap((part) => [...part]));
}

function intersection([first, ...others]: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return new Set([...(first ?? [])].filter((field) => others.every((other) => other.has(field))));
}
