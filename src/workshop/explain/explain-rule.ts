/**
 * Explains what a rule makes of one event: the whole tree, nothing short-circuited.
 *
 * Laws, held by `explain.prop.test.ts` over generated rules and events: the tree holds where the engine fires, with
 * its level and variation; every identifier holds where the engine's does; every node is what its parts make of it.
 */
import type { EventView } from '../../events/audit-event.ts';
import { type Operators, operators } from '../../rule-language/operator.ts';
import type { PredicateTable } from '../../rule-language/predicate.ts';
import { mostSevere } from '../../rule-language/rule-set.ts';
import type { Logsource, Rule } from '../../rule-language/rule.ts';
import { blamed } from './blame.ts';
import { explainCondition, explainDetection } from './explain-condition.ts';
import type { ExplainedLogsource, ExplainedRule, ExplainedVariation } from './explained-rule.ts';
import { placeOf, type Scene } from './scene.ts';

/** What explaining may be told. `operators` is there for tests. */
export interface ExplainOptions {
  readonly predicates?: PredicateTable;
  readonly operators?: Operators;
}

/** Explains a rule on an event. */
export function explainRule(rule: Rule, event: EventView, options: ExplainOptions = {}): ExplainedRule {
  const scene: Scene = {
    event,
    predicates: options.predicates ?? new Map(),
    operators: options.operators ?? operators,
    places: rule.places,
    scope: [],
  };
  const logsource = explainLogsource(rule.logsource, event);
  const detection = explainDetection(rule.detection, scene);
  const filters = rule.filters.map((filter) => {
    // The places of a filter are lines of its own file, which the rule does not know.
    const explained = explainDetection(filter.detection, { ...scene, places: new Map() });
    return { name: filter.name, explained };
  });
  const holds = [logsource, detection, ...filters.map(({ explained }) => explained)].every((part) => part.holds);
  const variations = rule.variations.map((variation): Omit<ExplainedVariation, 'wins'> => {
    const place = placeOf(variation.condition, scene);
    const condition = explainCondition(variation.condition, detection.identifiers, place);
    return { name: variation.name, level: variation.level, holds: condition.holds, decides: false, place, condition };
  });
  const winner = holds ? mostSevere(rule.variations.filter((_, index) => variations[index]?.holds)) : undefined;
  return {
    holds,
    level: holds ? (winner?.level ?? rule.level) : null,
    variation: winner?.name ?? null,
    logsource: { ...logsource, decides: logsource.holds === holds },
    detection: blamed(detection, detection.holds === holds),
    filters: filters.map(({ name, explained }) => ({ ...blamed(explained, explained.holds === holds), name })),
    variations: variations.map((variation) => ({ ...variation, wins: variation.name === winner?.name })),
  };
}

function explainLogsource({ product, service }: Logsource, event: EventView): ExplainedLogsource {
  function part(needed: string | undefined, there: string): ExplainedLogsource['product'] {
    return { needed: needed ?? null, there, holds: needed === undefined || needed === there };
  }
  const [ofProduct, ofService] = [part(product, event.cloud), part(service, event.service)];
  const holds = ofProduct.holds && ofService.holds;
  return { holds, decides: false, place: null, product: ofProduct, service: ofService };
}
