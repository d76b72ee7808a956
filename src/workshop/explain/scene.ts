/** What explaining one rule on one event works with. */
import type { EventView } from '../../events/audit-event.ts';
import { compileValueTest } from '../../rule-language/compile.ts';
import type { Condition, FieldPath, FieldTest, Search, ValueTest } from '../../rule-language/detection.ts';
import type { LeafTest, Operators } from '../../rule-language/operator.ts';
import type { PredicateTable } from '../../rule-language/predicate.ts';
import type { Rule } from '../../rule-language/rule.ts';
import type { JsonObject } from '../../std/json.ts';
import type { ClausePlace } from './explained-rule.ts';
import { type JsonPath, type LocatedValue, locatedValues } from './located-value.ts';

/** The event as the clauses see it, and whom to ask. */
export interface Scene {
  readonly event: EventView;
  readonly predicates: PredicateTable;
  readonly operators: Operators;
  readonly places: Rule['places'];
  /** The way from the record to `event.raw`: an element, inside `any_element`. */
  readonly scope: JsonPath;
}

/** The values of a field. */
export function valuesOf({ origin, segments }: FieldPath, { event }: Scene): readonly LocatedValue[] {
  // The normalised event is read as JSON; undefined in it means absent.
  return locatedValues(origin === 'raw' ? event.raw : (event.audit() as unknown as JsonObject), segments);
}

/** Where a clause stands; inner parts of a condition have no place of their own and take that of the whole. */
export function placeOf(
  clause: Search | FieldTest | Condition | string,
  { places }: Pick<Scene, 'places'>,
): ClausePlace | null {
  const place = places.get(clause);
  return place === undefined ? null : { line: place.line, column: place.column };
}

const compiled = new WeakMap<Operators, WeakMap<ValueTest, LeafTest>>();

/** A test of one value, compiled once: regular expressions are dear. */
export function leafTest(test: ValueTest, operators: Operators): LeafTest {
  const known = compiled.get(operators) ?? new WeakMap<ValueTest, LeafTest>();
  compiled.set(operators, known);
  const found = known.get(test) ?? compileValueTest(test, operators);
  known.set(test, found);
  return found;
}
