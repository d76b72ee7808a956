/** Verbs for tests: does this rule match, what is wrong with this rule. Matching is asked of both twins. */
import { expect } from 'vitest';
import type { EventView } from '../events/audit-event.ts';
import type { JsonObject } from '../std/json.ts';
import { eventView } from './event-view.fixture.ts';
import { interpretRuleSet } from './interpret.ts';
import { type LoadOptions, loadRules } from './load.ts';
import { compileRuleSet, type RuleMatch } from './rule-set.ts';
import type { PredicateTable } from './predicate.ts';
import type { Rule } from './rule.ts';

/** What a test may set beside the rule. */
export interface HarnessOptions extends LoadOptions {
  readonly predicates?: PredicateTable;
}

/** A whole rule around the lines of a detection. */
export function ruleAround(detection: string, more = ''): string {
  const lines = detection.split('\n').filter((line) => line.trim() !== '');
  const indented = lines.map((line) => `  ${line}`).join('\n');
  return `title: A rule\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n${indented}\n${more}`;
}

/** The one rule of a text; fails the test where it has errors. */
export function ruleFrom(text: string, options: LoadOptions = {}): Rule {
  const { rules, diagnostics } = loadRules([{ file: 'rule.yaml', text }], options);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [rule] = rules;
  if (rule === undefined) throw new Error('no rule');
  return rule;
}

/** The matches of a rule on an event; fails the test where compiled, indexed and interpreted differ. */
export function matchesOf(
  rules: readonly Rule[],
  event: EventView,
  predicates: PredicateTable = new Map(),
): readonly RuleMatch[] {
  const compiled = compileRuleSet(rules, { predicates });
  const found = compiled.match(event);
  expect(compiled.matchByFullScan(event)).toEqual(found);
  expect(interpretRuleSet(rules, { predicates }).match(event)).toEqual(found);
  return found;
}

/** Whether a rule with this detection matches a raw record. */
export function alerts(detection: string, raw: JsonObject | EventView, options: HarnessOptions = {}): boolean {
  const event = isView(raw) ? raw : eventView(raw);
  return matchesOf([ruleFrom(ruleAround(detection), options)], event, options.predicates).length > 0;
}

/** Whether one item, `field|modifier: value`, matches a raw record. */
export function itemAlerts(item: string, raw: JsonObject | EventView, options: HarnessOptions = {}): boolean {
  return alerts(`selection:\n  ${item}\ncondition: selection`, raw, options);
}

/** The codes of all errors in a rule text. */
export function errorsIn(text: string, options: LoadOptions = {}): readonly string[] {
  const { diagnostics } = loadRules([{ file: 'rule.yaml', text }], options);
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
}

/** The codes of all errors in a rule with this one item. */
export function itemErrors(item: string, options: LoadOptions = {}): readonly string[] {
  return errorsIn(ruleAround(`selection:\n  ${item}\ncondition: selection`), options);
}

function isView(value: JsonObject | EventView): value is EventView {
  return typeof value.audit === 'function';
}
