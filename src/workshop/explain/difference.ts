/**
 * The smallest difference that would make a silent rule fire: edits of the raw record, found over the failing clauses
 * and from the rule's own tests. Every difference is applied, and the engine asked, before it is named.
 *
 * Laws, held by `difference.prop.test.ts`: after the edits the rule fires; after no proper part of them does it.
 * "Smallest" is among those that were tried: fewest values changed, then the order in which they were found.
 */
import type { EventView } from '../../events/audit-event.ts';
import { eventViewOf } from '../../events/event-view.ts';
import { operators } from '../../rule-language/operator.ts';
import type { PredicateTable } from '../../rule-language/predicate.ts';
import { compileRuleSet, readsLogsOf } from '../../rule-language/rule-set.ts';
import type { Rule } from '../../rule-language/rule.ts';
import type { JsonObject } from '../../std/json.ts';
import { borrowedDifference, withoutNeedless } from './borrowed-difference.ts';
import { conditionGoal, type Workbench } from './clause-goal.ts';
import { allOf, lightest } from './goal.ts';
import { type EditSet, weightOf, withEdits } from './record-edit.ts';
import { valuePool } from './value-pool.ts';

/** What was found for one event. */
export type Difference =
  | { readonly kind: 'fires' }
  | { readonly kind: 'found'; readonly edits: EditSet }
  /** The event is of another cloud or another kind of log: no edit makes it one of the rule's. */
  | { readonly kind: 'other-logs' }
  /** None within the bounds; the smallest that was found has so many edits, where there was one. */
  | { readonly kind: 'none'; readonly nearest: number | undefined };

/** What the search is told. */
export interface DifferenceOptions {
  readonly predicates?: PredicateTable;
  /** Records of the rule's own tests: values are borrowed from them. */
  readonly samples?: readonly JsonObject[];
  /** The event with another record; of the same cloud where nothing else is said. */
  readonly viewOf?: (record: JsonObject, event: EventView) => EventView;
}

/** More edits than this are no difference but another event. */
export const EDITS_MAX = 8;

/** Proposals that are tried for one event. */
const TRIES_MAX = 6_000;

/** Prepares the search for one rule. */
export function differenceFinder(rule: Rule, options: DifferenceOptions = {}): (event: EventView) => Difference {
  const predicates = options.predicates ?? new Map();
  const samples = options.samples ?? [];
  const toView = options.viewOf ?? ((raw, { cloud }) => eventViewOf({ cloud, raw }));
  const engine = compileRuleSet([rule], { predicates });
  const pool = valuePool(rule, samples);
  const asked: Workbench['asked'] = new Map();
  return (event) => {
    if (engine.matchesRule(rule, event)) return { kind: 'fires' };
    if (!readsLogsOf(rule.logsource, event)) return { kind: 'other-logs' };
    const viewOf = remembering((record) => toView(record, event));
    const bench: Workbench = {
      rule,
      context: { operators, predicates },
      pool,
      viewOf,
      asked,
      budget: { left: TRIES_MAX },
    };
    function fires(record: JsonObject): boolean {
      return engine.matchesRule(rule, viewOf(record));
    }
    const goal = allOf(
      [rule, ...rule.filters].map(({ detection }) => conditionGoal(detection.condition, true, detection, bench)),
    );
    function suffices(edits: EditSet): boolean {
      return fires(withEdits(event.raw, edits));
    }
    const borrowed = samples.map((sample) => borrowedDifference(event.raw, sample, fires));
    const ways = [...goal.ways(event.raw), ...borrowed.filter((way) => way !== undefined)].filter(suffices);
    const [best] = lightest(ways.map((way) => withoutNeedless(way, suffices)));
    if (best === undefined) return { kind: 'none', nearest: undefined };
    if (best.length > EDITS_MAX) return { kind: 'none', nearest: best.length };
    return { kind: 'found', edits: leastPart(best, suffices) };
  };
}

/** The smallest part that suffices: where rules say "not", two edits may be needless only together. */
function leastPart(edits: EditSet, suffices: (edits: EditSet) => boolean): EditSet {
  return parts(edits).find(suffices) ?? edits;
}

/** All parts of a set, lightest first. */
function parts(edits: EditSet): readonly EditSet[] {
  const all = Array.from({ length: 2 ** edits.length }, (_, mask) =>
    edits.filter((_edit, position) => Math.floor(mask / 2 ** position) % 2 === 1),
  );
  return all.sort((left, right) => left.length - right.length || weightOf(left) - weightOf(right));
}

/** Normalising is the dear part of a question, and many are asked about one record. */
function remembering(viewOf: (record: JsonObject) => EventView): (record: JsonObject) => EventView {
  const known = new WeakMap<JsonObject, EventView>();
  return (record) => {
    const view = known.get(record) ?? viewOf(record);
    known.set(record, view);
    return view;
  };
}
