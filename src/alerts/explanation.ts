/** Why an alert fired: the sentence, the fields that decided with their values, and what would have silenced it. */
import type { EventView } from '../events/audit-event.ts';
import type { Condition, FieldPath, Search } from '../rule-language/detection.ts';
import { externalAccounts } from '../policy/trust.ts';
import { fieldReader, type Leaf } from '../rule-language/field-reader.ts';
import type { Rule } from '../rule-language/rule.ts';
import type { RuleMatch } from '../rule-language/rule-set.ts';
import { at } from '../std/json.ts';
import { fillTemplate } from '../rule-language/template.ts';
import type { Alert } from './alert.ts';
import { describeSearch } from './clause-text.ts';
import { edgesOf, type Engine } from './counterfactual.ts';

/** Longest text of a value on an alert; policy documents are longer and stand in the event. */
const VALUE_LENGTH_MAX = 300;

/** Parameters whose values are secrets or key material: named, never shown. */
const SECRET = /password|secret|token|certificate|metadatadocument|privatekey|credential(?!s?issued)/i;

/** Explains one match. */
export function explain(match: RuleMatch, view: EventView, engine: Engine): Alert['explanation'] {
  const fields = fieldsOf(match.rule);
  return {
    reason: sentenceOf(match, view),
    observed: fields.flatMap((field) => observedValues(field, view)),
    expected: decidingSearches(match.rule, engine.identifiersHeld(match.rule, view)).map(describeSearch),
    would_not_fire_if: edgesOf(match, view, engine, fields),
  };
}

function sentenceOf({ rule, variation }: RuleMatch, view: EventView): string {
  const event = view.audit();
  const template = variation?.sentence ?? rule.sentence;
  const target = event.targets[0];
  const targetName = target === undefined ? 'an unnamed target' : `${target.type} ${target.name ?? target.id}`;
  if (template === undefined) {
    return `${event.actor.name} called ${event.action ?? 'an unnamed action'} on ${targetName}: ${variation?.title ?? rule.title}.`;
  }
  return fillTemplate(template, (part) => {
    switch (part.kind) {
      case 'actor':
        return event.actor.name;
      case 'target':
        return targetName;
      case 'account':
        return event.account ?? 'an unknown account';
      case 'foreign_accounts':
        return foreignAccounts(view);
      case 'raw':
        return rawText(part.path, view);
      case 'text':
        return part.text;
    }
  });
}

function rawText(path: string, view: EventView): string {
  const leaves = fieldReader({ text: path, origin: 'raw', segments: path.split('.') })(view);
  return leaves.length === 0 ? '(not in the log)' : leaves.map((leaf) => valueText(path, leaf)).join(', ');
}

/** Where records carry a role's trust policy. */
const TRUST_POLICIES = [
  ['requestParameters', 'assumeRolePolicyDocument'],
  ['requestParameters', 'policyDocument'],
  ['responseElements', 'role', 'assumeRolePolicyDocument'],
] as const;

/** Accounts named on one sentence. */
const ACCOUNTS_MAX = 5;

function foreignAccounts(view: EventView): string {
  const account = view.audit().account ?? '';
  const found = new Set(TRUST_POLICIES.flatMap((path) => externalAccounts(at(view.raw, ...path), { account })));
  const names = [...found].slice(0, ACCOUNTS_MAX).join(', ');
  if (found.size === 0) return 'another account';
  return `account${found.size === 1 ? '' : 's'} ${names}${found.size > ACCOUNTS_MAX ? ' and more' : ''}`;
}

/** All fields of a rule, in the order of its identifiers, each once. */
function fieldsOf(rule: Rule): readonly FieldPath[] {
  const fields = new Map<string, FieldPath>();
  for (const search of rule.detection.identifiers.values()) collectFields(search, fields);
  return [...fields.values()];
}

function collectFields(search: Search, fields: Map<string, FieldPath>): void {
  if (search.kind === 'field' || search.kind === 'element') fields.set(search.field.text, search.field);
  else if (search.kind !== 'keyword') for (const inner of search.searches) collectFields(inner, fields);
}

/** The searches that hold and that the condition asserts, leaving out what it negates. */
function decidingSearches(rule: Rule, held: readonly string[]): readonly Search[] {
  const names = new Set<string>();
  collectNames(rule.detection.condition, names);
  return [...rule.detection.identifiers]
    .filter(([name]) => names.has(name) && held.includes(name))
    .map(([, search]) => search);
}

function collectNames(condition: Condition, names: Set<string>): void {
  switch (condition.kind) {
    case 'identifier':
      names.add(condition.name);
      break;
    case 'of':
      for (const name of condition.names) names.add(name);
      break;
    case 'and':
    case 'or':
      for (const operand of condition.operands) collectNames(operand, names);
      break;
    case 'not':
      break;
  }
}

function observedValues(field: FieldPath, view: EventView): Alert['explanation']['observed'] {
  return fieldReader(field)(view).map((leaf) => ({ field: field.text, value: valueText(field.text, leaf) }));
}

function valueText(path: string, leaf: Leaf): string {
  const name = path.split('.').at(-1) ?? path;
  if (SECRET.test(name) && typeof leaf !== 'boolean') return '(not shown)';
  const text = typeof leaf === 'string' ? leaf : JSON.stringify(leaf, withoutSecrets);
  return text.length > VALUE_LENGTH_MAX ? `${text.slice(0, VALUE_LENGTH_MAX)}…` : text;
}

/** For `JSON.stringify`: secrets below an object are named and not shown, like those that a rule names itself. */
function withoutSecrets(key: string, value: unknown): unknown {
  return SECRET.test(key) && typeof value !== 'boolean' && value !== null ? '(not shown)' : value;
}
