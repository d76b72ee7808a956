/**
 * The reference interpreter: what a rule means, written for reading. It walks the parsed rule again for every
 * event, shares nothing with the compiled side but the parsed rule, and must agree with it on every event.
 */
import type { EventView } from '../events/audit-event.ts';
import type { JsonObject } from '../std/json.ts';
import type {
  Condition,
  Detection,
  FieldPath,
  FieldSearch,
  FieldTest,
  KeywordSearch,
  Search,
  ValueTest,
} from './detection.ts';
import { type Meanings, meanings, type Value } from './meaning.ts';
import { feedsOf, memoryRulesOf, silentRulesOf } from './memory-rule.ts';
import type { PredicateTable } from './predicate.ts';
import type { RuleMatch, RuleSet } from './rule-set.ts';
import { levels, type Rule, type Variation } from './rule.ts';

/** What interpreting may be told. `meanings` is there for tests. */
export interface InterpretOptions {
  readonly predicates?: PredicateTable;
  readonly meanings?: Meanings;
}

interface Context {
  readonly event: EventView;
  readonly predicates: PredicateTable;
  readonly meanings: Meanings;
}

/** The same as a compiled rule set, without compiling anything. */
export function interpretRuleSet(rules: readonly Rule[], options: InterpretOptions = {}): RuleSet {
  function match(event: EventView): readonly RuleMatch[] {
    const context = { event, predicates: options.predicates ?? new Map(), meanings: options.meanings ?? meanings };
    return rules.flatMap((rule) => matchOf(rule, context) ?? []);
  }
  function matchesRule(rule: Rule, event: EventView): boolean {
    return match(event).some((found) => found.rule === rule);
  }
  function identifiersHeld(rule: Rule, event: EventView): readonly string[] {
    const context = { event, predicates: options.predicates ?? new Map(), meanings: options.meanings ?? meanings };
    return [...rule.detection.identifiers.keys()].filter((name) => identifierHolds(name, rule.detection, context));
  }
  const memoryRules = memoryRulesOf({ rules });
  return {
    rules,
    generic: rules,
    columnFilter: () => undefined,
    match,
    matchByFullScan: match,
    matchesRule,
    matchOf: (rule, event) => match(event).find((found) => found.rule === rule),
    witnessesOf: () => [],
    // Asked where records are answered without being parsed, which needs a column filter.
    fieldSearchesOf: () => [],
    identifiersHeld,
    matchedElements: () => [],
    predicates: options.predicates ?? new Map(),
    memoryRules,
    feeds: feedsOf(memoryRules),
    silentRules: silentRulesOf(memoryRules),
  };
}

function matchOf(rule: Rule, context: Context): RuleMatch | undefined {
  const { product, service } = rule.logsource;
  if (product !== undefined && product !== context.event.cloud) return undefined;
  if (service !== undefined && service !== context.event.service) return undefined;
  const detections = [rule.detection, ...rule.filters.map(({ detection }) => detection)];
  if (!detections.every((detection) => holds(detection.condition, detection, context))) return undefined;
  const held = rule.variations.filter(({ condition }) => holds(condition, rule.detection, context));
  const variation = [...held].sort((left, right) => severity(right) - severity(left))[0];
  return { rule, variation, level: variation === undefined ? rule.level : variation.level };
}

function severity(variation: Variation): number {
  return levels.indexOf(variation.level);
}

function holds(condition: Condition, detection: Detection, context: Context): boolean {
  switch (condition.kind) {
    case 'not':
      return !holds(condition.operand, detection, context);
    case 'and':
      return condition.operands.every((operand) => holds(operand, detection, context));
    case 'or':
      return condition.operands.some((operand) => holds(operand, detection, context));
    case 'of': {
      const found = condition.names.filter((name) => identifierHolds(name, detection, context)).length;
      return condition.quantifier === 'all' ? found === condition.names.length : found > 0;
    }
    case 'identifier':
      return identifierHolds(condition.name, detection, context);
  }
}

function identifierHolds(name: string, { identifiers }: Detection, context: Context): boolean {
  const search = identifiers.get(name);
  if (search === undefined) throw new Error(`Cannot interpret condition: no search identifier "${name}"`);
  return searchHolds(search, context);
}

function searchHolds(search: Search, context: Context): boolean {
  switch (search.kind) {
    case 'all-of':
      return search.searches.every((one) => searchHolds(one, context));
    case 'any-of':
      return search.searches.some((one) => searchHolds(one, context));
    case 'keyword':
      return keywordsHold(search, context);
    case 'field':
      return fieldHolds(search, context);
    case 'element': {
      const elements = valuesOf(search.field, context).filter(
        (value): value is JsonObject => typeof value === 'object' && !Array.isArray(value),
      );
      return elements.some((raw) => searchHolds(search.search, { ...context, event: elementOf(raw, context.event) }));
    }
  }
}

function elementOf(raw: JsonObject, event: EventView): EventView {
  return { cloud: event.cloud, service: event.service, raw, audit: () => event.audit() };
}

function keywordsHold({ quantifier, tests }: KeywordSearch, context: Context): boolean {
  const texts = context.meanings.strings(context.event.raw);
  const found = tests.filter((test) => texts.some((text) => valueHolds(test, text, context)));
  return quantifier === 'all' ? found.length === tests.length : found.length > 0;
}

function fieldHolds({ field, quantifier, negated, tests }: FieldSearch, context: Context): boolean {
  const values = valuesOf(field, context);
  if (negated) return context.meanings.present(values) && !tests.some((test) => testHolds(test, values, context));
  return quantifier === 'all'
    ? tests.every((test) => testHolds(test, values, context))
    : tests.some((test) => testHolds(test, values, context));
}

function testHolds(test: FieldTest, values: readonly Value[], context: Context): boolean {
  const { event, predicates } = context;
  switch (test.kind) {
    case 'null':
      return !context.meanings.present(values);
    case 'exists':
      return context.meanings.present(values) ? test.expected : !test.expected;
    case 'fieldref': {
      const others = valuesOf(test.other, context);
      return values.some((value) =>
        others.some((other) => context.meanings.relate(value, test.relation, other, test.cased)),
      );
    }
    case 'predicate': {
      const ask = predicates.get(test.name);
      if (ask === undefined) throw new Error(`Cannot interpret rule: predicate "${test.name}" was not supplied`);
      if (values.length === 0 && event.audit().parametersStripped) return test.verdicts.includes('unknown');
      return values.some((value) => test.verdicts.includes(ask(value, event)));
    }
    case 'text':
    case 'regex':
    case 'compare':
    case 'time':
    case 'cidr':
    case 'either':
      return values.some((value) => valueHolds(test, value, context));
  }
}

function valueHolds(test: ValueTest, value: Value, context: Context): boolean {
  switch (test.kind) {
    case 'text':
      return context.meanings.fits(value, test.pattern, test.cased);
    case 'regex':
      return context.meanings.finds(value, test);
    case 'compare':
      return context.meanings.compare(value, test.comparison, test.value);
    case 'time':
      return context.meanings.time(value, test.part, test.comparison, test.value);
    case 'cidr':
      return context.meanings.within(value, test.network);
    case 'either':
      return test.tests.some((one) => valueHolds(one, value, context));
  }
}

function valuesOf({ origin, segments }: FieldPath, { event, meanings: table }: Context): readonly Value[] {
  // The normalised event is read as JSON; undefined in it means absent.
  const root = origin === 'raw' ? event.raw : (JSON.parse(JSON.stringify(event.audit())) as JsonObject);
  return table.values(root, segments);
}
