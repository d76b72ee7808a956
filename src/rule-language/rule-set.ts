/** Many rules, ready to run: what a caller asks of the rule language once the files are loaded. */
import type { JsonObject } from '../std/json.ts';
import type { EventView } from '../events/audit-event.ts';
import { columnFilter, type ColumnFilter } from './column-filter.ts';
import { compileFieldSearches, type CompiledFieldSearch, compileRule, type CompiledRule } from './compile.ts';
import { demandedNames } from './condition.ts';
import type { Condition } from './detection.ts';
import { sharedFieldReaders } from './field-reader.ts';
import { type Operators, operators } from './operator.ts';
import { type Feeds, feedsOf, type MemoryRule, memoryRulesOf, silentRulesOf } from './memory-rule.ts';
import type { PredicateTable } from './predicate.ts';
import { type RuleIndex, ruleIndex } from './rule-index.ts';
import { type Level, levels, type Logsource, type Rule, type Variation } from './rule.ts';
import { type Witness, witnessesOf } from './witness.ts';

/** One rule that matches one event; `level` is that of the variation, where one holds. */
export interface RuleMatch {
  readonly rule: Rule;
  readonly variation: Variation | undefined;
  readonly level: Level;
}

/** Rules that can be asked about events. */
export interface RuleSet {
  readonly rules: readonly Rule[];
  /** Rules that are evaluated on every event of their log source, because nothing tells beforehand. */
  readonly generic: readonly Rule[];
  /**
   * Tells by a few top-level fields of a record that no rule can match; undefined where some rule has to see every
   * event. For records of one log source: the cloud and the service of their events. `without` are rules that somebody else asks.
   */
  columnFilter(source: Pick<EventView, 'cloud' | 'service'>, without?: ReadonlySet<Rule>): ColumnFilter | undefined;
  /** All matches, in the order of the rules. */
  match(event: EventView): readonly RuleMatch[];
  /** The same without the index, for comparison. */
  matchByFullScan(event: EventView): readonly RuleMatch[];
  /** Whether one rule of the set matches, whatever else does. */
  matchesRule(rule: Rule, event: EventView): boolean;
  /** The same with its variation; undefined where it does not match. */
  matchOf(rule: Rule, event: EventView): RuleMatch | undefined;
  /** What must hold in an event wherever a rule of the set matches. */
  witnessesOf(rule: Rule): readonly Witness[];
  /** What a rule of the set asks of single fields. */
  fieldSearchesOf(rule: Rule): readonly CompiledFieldSearch[];
  /** Names of the search identifiers of a rule that hold for an event, in the order of the rule. */
  identifiersHeld(rule: Rule, event: EventView): readonly string[];
  /**
   * The list elements that the `any_element` searches of a rule find in an event: those of the identifiers that the
   * variation asks for, where one holds and asks for elements, else those that the rule asks for.
   */
  matchedElements(rule: Rule, event: EventView): readonly JsonObject[];
  /** What predicates answer. */
  readonly predicates: PredicateTable;
  /** Rules that remember, correlations included. */
  readonly memoryRules: readonly MemoryRule[];
  /** What a match contributes to the rules that remember. */
  readonly feeds: Feeds;
  /** Rules whose matches are no alerts by themselves: they remember, or a correlation counts them. */
  readonly silentRules: ReadonlySet<Rule>;
}

/** What compiling a set may be told. `operators` is there for tests. */
export interface RuleSetOptions {
  readonly predicates?: PredicateTable;
  readonly operators?: Operators;
  /** Rules that remember; without, those of the rules that have a memory of their own. */
  readonly memoryRules?: readonly MemoryRule[];
}

interface Entry {
  readonly number: number;
  readonly rule: Rule;
  readonly compiled: CompiledRule;
  readonly witnesses: readonly Witness[];
  /** The one by which the index finds the rule. */
  readonly witness: Witness | undefined;
}

/** Compiles rules and builds their index. */
export function compileRuleSet(rules: readonly Rule[], options: RuleSetOptions = {}): RuleSet {
  const context = {
    operators: options.operators ?? operators,
    predicates: options.predicates ?? new Map(),
    readers: sharedFieldReaders(),
  };
  const entries = rules.map((rule, number): Entry => {
    const witnesses = witnessesOf(rule, context);
    return { number, rule, compiled: compileRule(rule, context), witnesses, witness: witnesses[0] };
  });
  const memoryRules = options.memoryRules ?? memoryRulesOf({ rules });
  const entryOf = new Map(entries.map((entry) => [entry.rule, entry]));
  const indexes = new Map<string, RuleIndex>();
  function indexFor(event: EventView): RuleIndex {
    const key = `${event.cloud} ${event.service}`;
    const known = indexes.get(key);
    if (known !== undefined) return known;
    const index = ruleIndex(entries.filter(({ rule }) => readsLogsOf(rule.logsource, event)));
    indexes.set(key, index);
    return index;
  }
  return {
    rules,
    generic: entries.filter(({ witness }) => witness === undefined).map(({ rule }) => rule),
    columnFilter: (source, without = new Set()) =>
      filterOf(
        entries.filter(({ rule }) => !without.has(rule)),
        source,
      ),
    match: (event) =>
      matchesAmong(
        indexFor(event)(event).map((number) => entries[number]),
        event,
      ),
    matchByFullScan: (event) =>
      matchesAmong(
        entries.filter(({ rule }) => readsLogsOf(rule.logsource, event)),
        event,
      ),
    matchesRule: (rule, event) => {
      const entry = entryOf.get(rule);
      return entry !== undefined && readsLogsOf(rule.logsource, event) && entry.compiled.matches(event);
    },
    matchOf: (rule, event) => {
      const entry = entryOf.get(rule);
      return entry === undefined || !readsLogsOf(rule.logsource, event) ? undefined : matchesAmong([entry], event)[0];
    },
    witnessesOf: (rule) => entryOf.get(rule)?.witnesses ?? [],
    fieldSearchesOf: (rule) => compileFieldSearches(rule, context),
    identifiersHeld: (rule, event) => {
      const searches = [...(entryOf.get(rule)?.compiled.searches ?? [])];
      return searches.filter(([, holds]) => holds(event)).map(([name]) => name);
    },
    matchedElements: (rule, event) => {
      const compiled = entryOf.get(rule)?.compiled;
      if (compiled === undefined) return [];
      function elementsOf(condition: Condition): readonly JsonObject[] {
        const held = demandedNames(condition).filter((name) => compiled?.searches.get(name)?.(event) ?? false);
        return [...new Set(held.flatMap((name) => compiled?.elements.get(name)?.(event) ?? []))];
      }
      const ofVariation = heldVariation(rule, compiled, event)?.condition;
      const found = ofVariation === undefined ? [] : elementsOf(ofVariation);
      return found.length > 0 ? found : elementsOf(rule.detection.condition);
    },
    predicates: context.predicates,
    memoryRules,
    feeds: feedsOf(memoryRules, context.readers),
    silentRules: silentRulesOf(memoryRules),
  };
}

/** The filter by the raw witnesses of all rules for a log source; undefined where a rule has none. */
function filterOf(entries: readonly Entry[], source: Pick<EventView, 'cloud' | 'service'>): ColumnFilter | undefined {
  const rules = entries
    .filter(({ rule }) => readsLogsOf(rule.logsource, source))
    .map(({ witnesses }) => witnesses.filter(({ field }) => field.origin === 'raw'));
  if (rules.some((witnesses) => witnesses.length === 0)) return undefined;
  return columnFilter(rules, (raw) => ({ ...source, raw, audit: notAsked }));
}

function notAsked(): never {
  throw new Error('Cannot build the normalised event: a witness of a raw field asked for it');
}

/** Whether a rule is meant for the logs that an event comes from. A category alone is meant for all. */
export function readsLogsOf({ product, service }: Logsource, event: Pick<EventView, 'cloud' | 'service'>): boolean {
  return (product === undefined || product === event.cloud) && (service === undefined || service === event.service);
}

/** The most severe variation that holds, the first among equals. */
export function mostSevere(held: readonly Variation[]): Variation | undefined {
  let worst: Variation | undefined;
  for (const variation of held) {
    if (worst === undefined || levels.indexOf(variation.level) > levels.indexOf(worst.level)) worst = variation;
  }
  return worst;
}

function matchesAmong(candidates: readonly (Entry | undefined)[], event: EventView): readonly RuleMatch[] {
  const matches: RuleMatch[] = [];
  for (const entry of candidates) {
    if (!entry?.compiled.matches(event)) continue;
    const { rule, compiled } = entry;
    const variation = heldVariation(rule, compiled, event);
    matches.push({ rule, variation, level: variation?.level ?? rule.level });
  }
  return matches;
}

function heldVariation(rule: Rule, compiled: CompiledRule, event: EventView): Variation | undefined {
  return mostSevere(rule.variations.filter((_, position) => compiled.variations[position]?.(event) ?? false));
}
