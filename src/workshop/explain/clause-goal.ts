/** The goals of clauses: what would make a search true, or false, in a record. */
import type { EventView } from '../../events/audit-event.ts';
import { compileRule, type CompileContext, type EventTest } from '../../rule-language/compile.ts';
import type {
  Condition,
  Detection,
  ElementSearch,
  FieldSearch,
  FieldTest,
  KeywordSearch,
  Search,
} from '../../rule-language/detection.ts';
import type { Rule } from '../../rule-language/rule.ts';
import { isObject, type Json, type JsonObject } from '../../std/json.ts';
import { allOf, anyOf, type Goal, lightest, WAYS_MAX } from './goal.ts';
import { type JsonPath, locatedStrings, type LocatedValue, locatedValues, objectAt } from './located-value.ts';
import { placements, removals } from './placement.ts';
import { rawWays } from './raw-way.ts';
import { type EditSet, joined, withEdits } from './record-edit.ts';
import type { ValuePool } from './value-pool.ts';
import { witnesses } from './witness-value.ts';

/** What the goals of one rule work with. */
export interface Workbench {
  readonly rule: Rule;
  readonly context: CompileContext;
  readonly pool: ValuePool;
  /** A record as an event. */
  readonly viewOf: (record: JsonObject) => EventView;
  /** The engine's answer to a clause, compiled once. */
  readonly asked: Map<Search, EventTest>;
  /** Proposals that may still be tried. */
  readonly budget: { left: number };
}

/** The goal that a condition over search identifiers comes out as wanted. */
export function conditionGoal(condition: Condition, wanted: boolean, detection: Detection, bench: Workbench): Goal {
  function named(name: string): Goal {
    const search = detection.identifiers.get(name);
    if (search === undefined) throw new Error(`Cannot look for a difference: no search identifier "${name}"`);
    return searchGoal(search, wanted, [], bench);
  }
  switch (condition.kind) {
    case 'identifier':
      return named(condition.name);
    case 'of':
      return join(condition.names.map(named), (condition.quantifier === 'all') === wanted);
    case 'not':
      return conditionGoal(condition.operand, !wanted, detection, bench);
    case 'and':
    case 'or': {
      const goals = condition.operands.map((operand) => conditionGoal(operand, wanted, detection, bench));
      return join(goals, (condition.kind === 'and') === wanted);
    }
  }
}

function join(goals: readonly Goal[], isJoint: boolean): Goal {
  return isJoint ? allOf(goals) : anyOf(goals);
}

/** The goal that a search comes out as wanted; raw names start at `scope`. */
function searchGoal(search: Search, wanted: boolean, scope: JsonPath, bench: Workbench): Goal {
  switch (search.kind) {
    case 'all-of':
    case 'any-of': {
      const goals = search.searches.map((one) => searchGoal(one, wanted, scope, bench));
      return join(goals, (search.kind === 'all-of') === wanted);
    }
    case 'field':
      return tried(search, wanted, scope, bench, (record) => fieldWays(search, record, scope, bench));
    case 'keyword':
      return tried(search, wanted, scope, bench, (record) => keywordWays(search, wanted, record, scope));
    case 'element':
      return tried(search, wanted, scope, bench, (record) => elementWays(search, wanted, record, scope, bench));
  }
}

/** Proposals that the engine confirms. */
function tried(
  search: Search,
  wanted: boolean,
  scope: JsonPath,
  bench: Workbench,
  propose: (record: JsonObject) => Iterable<EditSet>,
): Goal {
  function holds(record: JsonObject): boolean {
    const root = objectAt(record, scope);
    if (root === undefined) return !wanted;
    const view = bench.viewOf(record);
    const event = scope.length === 0 ? view : { ...view, raw: root, audit: () => view.audit() };
    return engineTest(search, bench)(event) === wanted;
  }
  return {
    holds,
    ways(record) {
      const found: EditSet[] = [];
      for (const edits of propose(record)) {
        if (bench.budget.left-- <= 0) break;
        if (holds(withEdits(record, edits))) found.push(edits);
        if (found.length >= 2 * WAYS_MAX) break;
      }
      return lightest(found);
    },
  };
}

/** The engine itself, asked about one clause as if it were the whole rule. */
function engineTest(search: Search, { rule, context, asked }: Workbench): EventTest {
  const known = asked.get(search);
  if (known !== undefined) return known;
  const detection: Detection = {
    identifiers: new Map([['clause', search]]),
    condition: { kind: 'identifier', name: 'clause' },
  };
  const { matches } = compileRule({ ...rule, detection, filters: [], variations: [] }, context);
  asked.set(search, matches);
  return matches;
}

function* fieldWays(search: FieldSearch, record: JsonObject, scope: JsonPath, bench: Workbench): Generator<EditSet> {
  const { field } = search;
  if (field.origin === 'audit') {
    yield* rawWays(field.text, bench.viewOf(record).audit());
    return;
  }
  const root = objectAt(record, scope) ?? {};
  const there = locatedValues(root, field.segments);
  yield* removals(there, scope);
  const referred = search.tests.flatMap((test) => referredValues(test, root, record, bench));
  const values = [...referred, ...bench.pool.valuesFor(search, there[0]?.value)];
  const places = placements(root, field.segments, there, scope);
  for (const place of places) for (const value of values) yield place(value);
  // Other tests of the same field may need what is there: in a list, each finds its own element.
  const kept = there.slice(0, KEPT_MAX).map(({ value }) => value);
  for (const place of kept.length === 0 ? [] : places.slice(0, 1)) {
    for (const value of values.slice(0, ADDED_MAX)) yield place([...kept, value]);
  }
}

/** Values of a field that stay beside one that is added, and values that are tried so. */
const KEPT_MAX = 4;
const ADDED_MAX = 6;

/** What `fieldref` compares with, and what differs from it. */
function referredValues(test: FieldTest, root: JsonObject, record: JsonObject, bench: Workbench): readonly Json[] {
  if (test.kind !== 'fieldref') return [];
  const { origin, segments } = test.other;
  const from = origin === 'raw' ? root : (bench.viewOf(record).audit() as unknown as JsonObject);
  const values = locatedValues(from, segments)
    .map(({ value }) => value)
    .slice(0, REFERRED_MAX);
  return [...values, ...values.map((value) => `${typeof value === 'object' ? '' : String(value)}x`)];
}

/** Values of the other field that are tried. */
const REFERRED_MAX = 4;

/** Strings that are changed one by one. */
const STRINGS_MAX = 6;

function* keywordWays(
  { tests, quantifier }: KeywordSearch,
  wanted: boolean,
  record: JsonObject,
  scope: JsonPath,
): Generator<EditSet> {
  const strings = locatedStrings(objectAt(record, scope) ?? {}).map(({ path }) => [...scope, ...path]);
  if (!wanted) {
    for (const path of strings.slice(0, STRINGS_MAX)) yield [{ path, set: '' }];
    if (strings.length <= STRINGS_MAX) yield strings.map((path) => ({ path, set: '' }));
    return;
  }
  const words = tests.map((test) => witnesses(test)[0]).filter((word) => typeof word === 'string');
  const values: readonly Json[] = [
    ...(quantifier === 'any' || words.length === 1 ? words : []),
    words.join(' '),
    words,
  ];
  for (const value of values) {
    for (const path of [[...scope, 'keyword'], ...strings.slice(0, STRINGS_MAX)]) yield [{ path, set: value }];
  }
}

/** Elements of a list that are tried one by one. */
const ELEMENTS_MAX = 6;

function* elementWays(
  search: ElementSearch,
  wanted: boolean,
  record: JsonObject,
  scope: JsonPath,
  bench: Workbench,
): Generator<EditSet> {
  const { field } = search;
  if (field.origin === 'audit') {
    yield* rawWays(field.text, bench.viewOf(record).audit());
    return;
  }
  const root = objectAt(record, scope) ?? {};
  const values = locatedValues(root, field.segments);
  const elements = values.filter(({ value }) => typeof value === 'object' && isObject(value)).slice(0, ELEMENTS_MAX);
  const goals = elements.map(({ path }) => searchGoal(search.search, wanted, [...scope, ...path], bench));
  if (!wanted) {
    yield* removals(values, scope);
    yield* allOf(goals).ways(record);
    return;
  }
  for (const goal of goals) yield* goal.ways(record);
  for (const place of newElementPlaces(root, field.segments, values, scope)) {
    const begun = withEdits(record, place.edits);
    const goal = searchGoal(search.search, true, place.scope, bench);
    if (goal.holds(begun)) yield place.edits;
    for (const way of goal.ways(begun)) yield joined(place.edits, way);
  }
}

/** An empty element at the end of the list, or in a list of its own. */
function newElementPlaces(
  root: JsonObject,
  segments: readonly string[],
  values: readonly LocatedValue[],
  scope: JsonPath,
): readonly { readonly edits: EditSet; readonly scope: JsonPath }[] {
  const last = values.findLast(({ path }) => typeof path.at(-1) === 'number')?.path;
  const position = last?.at(-1);
  if (last !== undefined && typeof position === 'number') {
    const path = [...scope, ...last.slice(0, -1), position + 1];
    return [{ edits: [{ path, set: {} }], scope: path }];
  }
  if (values.some(({ value }) => typeof value === 'object' && isObject(value))) return [];
  // Tried below the root alone, with a mark, to see where the element comes to stand.
  const [place] = placements(root, segments, values, []);
  const marked = place === undefined ? root : withEdits(root, place([{ [MARK]: true }]));
  const made = locatedValues(marked, segments).find(({ value }) => {
    return typeof value === 'object' && isObject(value) && Object.hasOwn(value, MARK);
  });
  if (place === undefined || made === undefined) return [];
  const edits = place([{}]).map(({ path, set }) => ({ path: [...scope, ...path], set }));
  return [{ edits, scope: [...scope, ...made.path] }];
}

/** Tells the element that was made from those that stood there. */
const MARK = '(new)';
