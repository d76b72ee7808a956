/**
 * Finds what must hold wherever a rule matches: for each field, a question about its one plain value.
 *
 * A conjunction has the witnesses of all its parts, a disjunction those on fields that every part has, a negation
 * none. Only questions that see the value alone qualify.
 */
import { compileValueTest } from './compile.ts';
import type { Condition, Detection, FieldPath, FieldSearch, Search } from './detection.ts';
import type { Leaf } from './field-reader.ts';
import type { LeafTest, Operators } from './operator.ts';
import type { Rule } from './rule.ts';

/** A field, and what its value must pass. */
export interface Witness {
  readonly field: FieldPath;
  readonly holds: LeafTest;
}

/** Witnesses by field name. */
type Witnesses = ReadonlyMap<string, Witness>;

const preferred: readonly string[] = [
  'eventName',
  'protoPayload.methodName',
  'eventSource',
  'protoPayload.serviceName',
];

/** The witness of a rule on the field that tells rules apart best; undefined where there is none. */
export function witnessOf(rule: Rule, operators: Operators): Witness | undefined {
  const parts = [rule, ...rule.filters].map(({ detection }) =>
    conditionWitnesses(detection.condition, detection, operators),
  );
  const witnesses = [...conjunction(parts).values()];
  return witnesses.sort((left, right) => rank(left.field) - rank(right.field))[0];
}

function rank(field: FieldPath): number {
  const position = preferred.indexOf(field.text);
  if (position >= 0) return position;
  return preferred.length + (field.origin === 'audit' ? 1 : 0);
}

function conditionWitnesses(condition: Condition, detection: Detection, operators: Operators): Witnesses {
  switch (condition.kind) {
    case 'identifier':
      return identifierWitnesses(condition.name, detection, operators);
    case 'of': {
      const parts = condition.names.map((name) => identifierWitnesses(name, detection, operators));
      return condition.quantifier === 'all' ? conjunction(parts) : disjunction(parts);
    }
    case 'not':
      return new Map();
    case 'and':
      return conjunction(condition.operands.map((operand) => conditionWitnesses(operand, detection, operators)));
    case 'or':
      return disjunction(condition.operands.map((operand) => conditionWitnesses(operand, detection, operators)));
  }
}

function identifierWitnesses(name: string, { identifiers }: Detection, operators: Operators): Witnesses {
  const search = identifiers.get(name);
  return search === undefined ? new Map() : searchWitnesses(search, operators);
}

function searchWitnesses(search: Search, operators: Operators): Witnesses {
  switch (search.kind) {
    case 'all-of':
      return conjunction(search.searches.map((one) => searchWitnesses(one, operators)));
    case 'any-of':
      return disjunction(search.searches.map((one) => searchWitnesses(one, operators)));
    case 'field':
      return fieldWitness(search, operators);
    case 'keyword':
    case 'element': // its fields are those of the element
      return new Map();
  }
}

function fieldWitness({ field, quantifier, negated, tests }: FieldSearch, operators: Operators): Witnesses {
  const compiled: LeafTest[] = [];
  for (const test of tests) {
    if (test.kind === 'null' || test.kind === 'exists' || test.kind === 'fieldref' || test.kind === 'predicate')
      return new Map();
    compiled.push(compileValueTest(test, operators));
  }
  function holds(leaf: Leaf): boolean {
    if (negated) return !compiled.some((test) => test(leaf));
    return quantifier === 'all' ? compiled.every((test) => test(leaf)) : compiled.some((test) => test(leaf));
  }
  return new Map([[field.text, { field, holds }]]);
}

function conjunction(parts: readonly Witnesses[]): Witnesses {
  const joined = new Map<string, Witness>();
  for (const [name, witness] of parts.flatMap((part) => [...part])) {
    const earlier = joined.get(name);
    joined.set(name, earlier === undefined ? witness : both(earlier, witness));
  }
  return joined;
}

function both(one: Witness, other: Witness): Witness {
  return { field: one.field, holds: (leaf) => one.holds(leaf) && other.holds(leaf) };
}

function disjunction(parts: readonly Witnesses[]): Witnesses {
  const [first, ...others] = parts;
  if (first === undefined || others.length === 0) return first ?? new Map();
  const joined = new Map<string, Witness>();
  for (const [name, { field }] of first) {
    const tests = parts.map((part) => part.get(name)?.holds).filter((holds) => holds !== undefined);
    if (tests.length === parts.length) joined.set(name, { field, holds: (leaf) => tests.some((holds) => holds(leaf)) });
  }
  return joined;
}
