/** Questions about policy documents that rules may ask. Who answers them is injected, so that rules stay pure data. */
import type { EventView } from '../events/audit-event.ts';
import type { Json } from '../std/json.ts';
import type { Verdict } from './detection.ts';

/** Answers one question about the value of a field: a policy document or a policy ARN. */
export interface Predicate {
  (value: Json | undefined, event: EventView): Verdict;
  /** The same answer without an event, where the event does not matter: such a question can tell rules apart beforehand. */
  readonly alone?: (value: Json) => Verdict;
  /** What must hold elsewhere in the event wherever the answer is yes. */
  readonly demands?: Demand;
}

/** What must hold of another field of a cloud's raw records: its one plain value passes. */
export interface Demand {
  readonly product: string;
  readonly field: string;
  readonly holds: (value: Json) => boolean;
}

/** Predicates by the name under which rules use them. */
export type PredicateTable = ReadonlyMap<string, Predicate>;

/** The verdict for a field that is absent: unknown where the provider stripped the parameters, else none. */
export function verdictOnAbsent(event: EventView): Verdict | undefined {
  return event.audit().parametersStripped ? 'unknown' : undefined;
}

/** The predicate of a name. Asking for one that nobody supplied is our mistake, not the rule's. */
export function predicateNamed(name: string, predicates: PredicateTable): Predicate {
  const predicate = predicates.get(name);
  if (predicate === undefined) throw new Error(`Cannot compile rule: predicate "${name}" was not supplied`);
  return predicate;
}
