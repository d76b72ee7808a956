/**
 * Finds what must hold wherever a rule matches: for each field, a question about its one plain value.
 *
 * A conjunction has the witnesses of all its parts, a disjunction those on fields that every part has, a negation
 * none. Only questions that see the value alone qualify.
 */
import { compileValueTest } from './compile.ts';
import type { Condition, Detection, FieldPath, FieldSearch, FieldTest, Search } from './detection.ts';
import type { Leaf } from './field-reader.ts';
import type { LeafTest, Operators } from './operator.ts';
import type { PredicateTable } from './predicate.ts';
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

/** What tells whether a value passes. Without predicates no question of theirs is a witness. */
export interface WitnessContext {
  readonly operators: Operators;
  readonly predicates?: PredicateTable;
}

/** The same within one rule. */
interface RuleContext extends WitnessContext {
  readonly product: string | undefined;
}

/** All witnesses of a rule, one a field, the one that tells rules apart best first. */
export function witnessesOf(rule: Rule, context: WitnessContext): readonly Witness[] {
  const within = { ...context, product: rule.logsource.product };
  const parts = [rule, ...rule.filters].map(({ detection }) =>
    conditionWitnesses(detection.condition, detection, within),
  );
  return [...conjunction(parts).values()].sort((left, right) => rank(left.field) - rank(right.field));
}

function rank(field: FieldPath): number {
  const position = preferred.indexOf(field.text);
  if (position >= 0) return position;
  return preferred.length + (field.origin === 'audit' ? 1 : 0);
}

function conditionWitnesses(condition: Condition, detection: Detection, context: RuleContext): Witnesses {
  switch (condition.kind) {
    case 'identifier':
      return identifierWitnesses(condition.name, detection, context);
    case 'of': {
      const parts = condition.names.map((name) => identifierWitnesses(name, detection, context));
      return condition.quantifier === 'all' ? conjunction(parts) : disjunction(parts);
    }
    case 'not':
      return new Map();
    case 'and':
      return conjunction(condition.operands.map((operand) => conditionWitnesses(operand, detection, context)));
    case 'or':
      return disjunction(condition.operands.map((operand) => conditionWitnesses(operand, detection, context)));
  }
}

function identifierWitnesses(name: string, { identifiers }: Detection, context: RuleContext): Witnesses {
  const search = identifiers.get(name);
  return search === undefined ? new Map() : searchWitnesses(search, context);
}

function searchWitnesses(search: Search, context: RuleContext): Witnesses {
  switch (search.kind) {
    case 'all-of':
      return conjunction(search.searches.map((one) => searchWitnesses(one, context)));
    case 'any-of':
      return disjunction(search.searches.map((one) => searchWitnesses(one, context)));
    case 'field':
      return fieldWitness(search, context);
    case 'keyword':
    case 'element': // its fields are those of the element
      return new Map();
  }
}

function fieldWitness({ field, quantifier, negated, tests }: FieldSearch, context: RuleContext): Witnesses {
  const demanded = negated ? undefined : demandOf(tests, context);
  if (demanded !== undefined) return new Map([[demanded.field.text, demanded]]);
  const compiled = tests.map((test) => valueTest(test, context)).filter((test) => test !== undefined);
  if (compiled.length < tests.length) return new Map();
  function holds(leaf: Leaf): boolean {
    if (negated) return !compiled.some((test) => test(leaf));
    return quantifier === 'all' ? compiled.every((test) => test(leaf)) : compiled.some((test) => test(leaf));
  }
  return new Map([[field.text, { field, holds }]]);
}

/** What a predicate that has to say yes demands of another field. */
function demandOf(tests: readonly FieldTest[], { predicates, product }: RuleContext): Witness | undefined {
  const [test] = tests;
  if (tests.length !== 1 || test?.kind !== 'predicate' || test.verdicts.join() !== 'yes') return undefined;
  const demands = predicates?.get(test.name)?.demands;
  if (demands === undefined || demands.product !== product) return undefined;
  const { field, holds } = demands;
  return { field: { text: field, origin: 'raw', segments: field.split('.') }, holds };
}

/** What a test asks of a value that is there; undefined where it asks for more, or holds where none is there. */
function valueTest(test: FieldTest, { operators, predicates }: WitnessContext): LeafTest | undefined {
  switch (test.kind) {
    case 'null':
    case 'fieldref':
      return undefined;
    case 'exists':
      return test.expected ? () => true : undefined;
    case 'predicate': {
      const alone = predicates?.get(test.name)?.alone;
      // Of an absent value the answer may be "unknown".
      if (alone === undefined || test.verdicts.includes('unknown')) return undefined;
      return (leaf) => test.verdicts.includes(alone(leaf));
    }
    case 'text':
    case 'regex':
    case 'compare':
    case 'time':
    case 'cidr':
    case 'either':
      return compileValueTest(test, operators);
  }
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
