/** Compiles a checked rule into closures over the raw record. `interpret.ts` is the slow twin that must agree. */
import type { EventView } from '../events/audit-event.ts';
import type { Json, JsonObject } from '../std/json.ts';
import type {
  Condition,
  Detection,
  ElementSearch,
  FieldSearch,
  FieldTest,
  KeywordSearch,
  Search,
  ValueTest,
} from './detection.ts';
import { fieldReader, type FieldReader, type FieldReaders, type Leaf } from './field-reader.ts';
import type { LeafTest, Operators } from './operator.ts';
import { predicateNamed, type PredicateTable, verdictOnAbsent } from './predicate.ts';
import type { Rule } from './rule.ts';

/** A question about a whole event. */
export type EventTest = (event: EventView) => boolean;

/** What compiling needs beside the rule. */
export interface CompileContext {
  readonly predicates: PredicateTable;
  readonly operators: Operators;
  /** Who reads fields; each rule for itself where nobody is given. */
  readonly readers?: FieldReaders;
}

/** A rule ready to run. `variations` stand in the order of the rule. */
export interface CompiledRule {
  readonly matches: EventTest;
  readonly variations: readonly EventTest[];
  /** By search identifier, for explanations. */
  readonly searches: ReadonlyMap<string, EventTest>;
  /** By search identifier: the list elements that its `any_element` searches find. */
  readonly elements: ReadonlyMap<string, (event: EventView) => readonly JsonObject[]>;
}

/** Compiles a rule with its filters and variations. */
export function compileRule(rule: Rule, context: CompileContext): CompiledRule {
  const searches = compileSearches(rule.detection, context);
  const tests = [
    compileCondition(rule.detection.condition, searches),
    ...rule.filters.map(({ detection }) => compileCondition(detection.condition, compileSearches(detection, context))),
  ];
  return {
    matches: every(tests),
    variations: rule.variations.map(({ condition }) => compileCondition(condition, searches)),
    searches,
    elements: new Map(
      [...rule.detection.identifiers].map(([name, search]) => {
        const finders = elementSearches(search).map((one) => compileElements(one, context));
        return [name, (event: EventView) => finders.flatMap((find) => find(event))];
      }),
    ),
  };
}

/** A question about one field, ready to run by itself. */
export interface CompiledFieldSearch {
  readonly search: FieldSearch;
  readonly holds: EventTest;
}

/** All questions about single fields that the detection of a rule asks, outside of elements of lists. */
export function compileFieldSearches({ detection }: Rule, context: CompileContext): readonly CompiledFieldSearch[] {
  return fieldSearchesOf(detection).map((search) => ({ search, holds: compileSearch(search, context) }));
}

/** The questions about single fields of a detection, outside of elements of lists. */
export function fieldSearchesOf({ identifiers }: Detection): readonly FieldSearch[] {
  return [...identifiers.values()].flatMap(fieldSearches);
}

function fieldSearches(search: Search): readonly FieldSearch[] {
  if (search.kind === 'field') return [search];
  return search.kind === 'all-of' || search.kind === 'any-of' ? search.searches.flatMap(fieldSearches) : [];
}

/** The outermost element searches below a search. */
export function elementSearches(search: Search): readonly ElementSearch[] {
  if (search.kind === 'element') return [search];
  return search.kind === 'all-of' || search.kind === 'any-of' ? search.searches.flatMap(elementSearches) : [];
}

/** Compiles a question about one value. */
export function compileValueTest(test: ValueTest, operators: Operators): LeafTest {
  switch (test.kind) {
    case 'text':
      return operators.text(test.pattern, test.cased);
    case 'regex':
      return operators.regex(test);
    case 'compare':
      return operators.compare(test.comparison, test.value);
    case 'time':
      return operators.time(test.part, test.comparison, test.value);
    case 'cidr':
      return operators.cidr(test.network);
    case 'either': {
      const tests = test.tests.map((one) => compileValueTest(one, operators));
      return (leaf) => tests.some((one) => one(leaf));
    }
  }
}

function compileSearches({ identifiers }: Detection, context: CompileContext): ReadonlyMap<string, EventTest> {
  return new Map([...identifiers].map(([name, search]) => [name, rememberingLast(compileSearch(search, context))]));
}

/** The condition, the variations and the explanation of a rule ask about one event again and again. */
function rememberingLast(test: EventTest): EventTest {
  let lastEvent: EventView | undefined;
  let last = false;
  return (event) => {
    if (event !== lastEvent) {
      last = test(event);
      lastEvent = event;
    }
    return last;
  };
}

function compileCondition(condition: Condition, searches: ReadonlyMap<string, EventTest>): EventTest {
  switch (condition.kind) {
    case 'identifier':
      return searchNamed(condition.name, searches);
    case 'of': {
      const tests = condition.names.map((name) => searchNamed(name, searches));
      return condition.quantifier === 'all' ? every(tests) : some(tests);
    }
    case 'not': {
      const operand = compileCondition(condition.operand, searches);
      return (event) => !operand(event);
    }
    case 'and':
      return every(condition.operands.map((operand) => compileCondition(operand, searches)));
    case 'or':
      return some(condition.operands.map((operand) => compileCondition(operand, searches)));
  }
}

function searchNamed(name: string, searches: ReadonlyMap<string, EventTest>): EventTest {
  const search = searches.get(name);
  if (search === undefined) throw new Error(`Cannot compile condition: no search identifier "${name}"`);
  return search;
}

function compileSearch(search: Search, context: CompileContext): EventTest {
  switch (search.kind) {
    case 'all-of':
      return every(search.searches.map((one) => compileSearch(one, context)));
    case 'any-of':
      return some(search.searches.map((one) => compileSearch(one, context)));
    case 'field':
      return compileField(search, context);
    case 'keyword':
      return compileKeywords(search, context);
    case 'element':
      return compileElement(search, context);
  }
}

function compileElement(search: ElementSearch, context: CompileContext): EventTest {
  const find = compileElements(search, context);
  return (event) => find(event).length > 0;
}

/** Inside the element raw names start there; normalised names are still those of the whole event. */
function compileElements(
  { field, search }: ElementSearch,
  context: CompileContext,
): (event: EventView) => readonly JsonObject[] {
  const read = fieldReader(field);
  const holds = compileSearch(search, context);
  return (event) =>
    read(event)
      .filter(isElement)
      .filter((raw) => holds({ ...event, raw, audit: () => event.audit() }));
}

function isElement(leaf: Leaf): leaf is JsonObject {
  return typeof leaf === 'object' && !Array.isArray(leaf);
}

function compileField({ field, quantifier, negated, tests }: FieldSearch, context: CompileContext): EventTest {
  const read = (context.readers ?? fieldReader)(field);
  if (negated) {
    const holds = tests.map((test) => compilePresent(test, context));
    return (event) => {
      const leaves = read(event);
      return context.operators.negate(leaves, (leaf) => holds.some((test) => test(leaf, event)));
    };
  }
  const compiled = tests.map((test) => compileFieldTest(test, read, context));
  return quantifier === 'all' ? every(compiled) : some(compiled);
}

function compileFieldTest(test: FieldTest, read: FieldReader, context: CompileContext): EventTest {
  const { operators } = context;
  switch (test.kind) {
    case 'null':
      return (event) => !operators.exists(read(event));
    case 'exists':
      return (event) => operators.exists(read(event)) === test.expected;
    case 'predicate': {
      const predicate = predicateNamed(test.name, context.predicates);
      return (event) => {
        const leaves = read(event);
        const verdict = leaves.length === 0 ? verdictOnAbsent(event) : undefined;
        if (verdict !== undefined) return test.verdicts.includes(verdict);
        return leaves.some((leaf) => test.verdicts.includes(predicate(leaf, event)));
      };
    }
    case 'text':
    case 'regex':
    case 'compare':
    case 'time':
    case 'cidr':
    case 'either':
    case 'fieldref': {
      const holds = compilePresent(test, context);
      return (event) => read(event).some((leaf) => holds(leaf, event));
    }
  }
}

/** A question about a leaf that is there; `fieldref` looks at the event again. */
function compilePresent(test: FieldTest, context: CompileContext): (leaf: Leaf, event: EventView) => boolean {
  if (test.kind === 'fieldref') {
    const read = (context.readers ?? fieldReader)(test.other);
    const relate = context.operators.relate(test.relation, test.cased);
    return (leaf, event) => read(event).some((other) => relate(leaf, other));
  }
  if (test.kind === 'null' || test.kind === 'exists' || test.kind === 'predicate') {
    throw new Error(`Cannot compile "${test.kind}" under "neq"`);
  }
  return compileValueTest(test, context.operators);
}

function compileKeywords({ quantifier, tests }: KeywordSearch, { operators }: CompileContext): EventTest {
  const compiled = tests.map((test) => {
    const holds = compileValueTest(test, operators);
    return (event: EventView) => someString(event.raw, holds);
  });
  return quantifier === 'all' ? every(compiled) : some(compiled);
}

/** Whether any string anywhere below a value passes. Walks with its own stack, so depth is no danger. */
function someString(root: Json, holds: LeafTest): boolean {
  const open: Json[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value === 'string') {
      if (holds(value)) return true;
    } else if (typeof value === 'object' && value !== null) {
      for (const child of Object.values(value) as readonly Json[]) open.push(child);
    }
  }
  return false;
}

function every(tests: readonly EventTest[]): EventTest {
  const [first, ...more] = tests;
  return first !== undefined && more.length === 0 ? first : (event) => tests.every((test) => test(event));
}

function some(tests: readonly EventTest[]): EventTest {
  const [first, ...more] = tests;
  return first !== undefined && more.length === 0 ? first : (event) => tests.some((test) => test(event));
}
