/** Why an alert fired: the sentence, the fields that decided with their values, and what would have silenced it. */
import type { EventView } from '../events/audit-event.ts';
import type { Condition, FieldPath, Search } from '../rule-language/detection.ts';
import { accountOfPrincipal } from '../policy/aws/resource/foreign-principal.ts';
import { accountsLetIn } from '../policy/aws/resource/resource-policy.ts';
import { externalAccounts } from '../policy/aws/trust/trust.ts';
import { fieldReader, type Leaf } from '../rule-language/field-reader.ts';
import type { Rule } from '../rule-language/rule.ts';
import type { RuleMatch } from '../rule-language/rule-set.ts';
import { ownAccounts } from '../rule-language/policy-predicates.ts';
import type { OrganisationProfile } from '../context/organisation-profile.ts';
import { at, isArray, type JsonObject } from '../std/json.ts';
import { fillTemplate } from '../rule-language/template.ts';
import type { Alert } from './alert.ts';
import { shortAction } from './short-action.ts';
import { describeSearch } from './clause-text.ts';
import { edgesOf, type Engine } from './counterfactual.ts';

/** Longest text of a value on an alert; policy documents are longer and stand in the event. */
const VALUE_LENGTH_MAX = 300;

/** Most values of one field on an alert: a record may hold a hundred thousand, and several rules may ask for them. */
const OBSERVED_MAX = 100;

/** Parameters whose values are secrets or key material: named, never shown. */
const SECRET = /password|secret|token|certificate|metadatadocument|privatekey|credential(?!s?issued)/i;

/** Who found a match, and whose organisation it is. */
export interface Surroundings {
  readonly engine: Engine;
  readonly profile: OrganisationProfile;
}

/** Explains one match. */
export function explain(match: RuleMatch, view: EventView, surroundings: Surroundings): Alert['explanation'] {
  const { engine } = surroundings;
  const fields = fieldsOf(match.rule);
  return {
    reason: sentenceOf(match, view, surroundings),
    observed: fields.flatMap((field) => observedValues(field, view)),
    expected: decidingSearches(match.rule, engine.identifiersHeld(match.rule, view)).map(describeSearch),
    would_not_fire_if: edgesOf(match, view, engine, fields),
  };
}

function sentenceOf({ rule, variation }: RuleMatch, view: EventView, { engine, profile }: Surroundings): string {
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
      case 'action':
        return shortAction(event.cloud, event.action ?? 'an unnamed action');
      case 'account':
        return event.account ?? 'an unknown account';
      case 'foreign_accounts':
        return foreignAccounts(view, profile);
      case 'matched':
        return matchedText(part.path, engine.matchedElements(rule, view));
      case 'raw':
        return rawText(part.path, view);
      case 'text':
        return part.text;
    }
  });
}

function rawText(path: string, view: EventView): string {
  const leaves = fieldReader({ text: path, origin: 'raw', segments: path.split('.') })(view);
  if (leaves.length === 0) return '(not in the log)';
  const more = leaves.length - RAW_MAX;
  const named = leaves.slice(0, RAW_MAX).map((leaf) => valueText(path, leaf));
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Values of one field named in one sentence. */
const RAW_MAX = 20;
/** Values of matched elements named in one sentence. */
const MATCHED_MAX = 3;

/** A field of the list elements that matched, each value once. */
function matchedText(path: string, elements: readonly JsonObject[]): string {
  const found = new Set(elements.map((element) => valuesBelow(path, element)).flat());
  if (found.size === 0) return '(not in the log)';
  const more = found.size - MATCHED_MAX;
  return `${[...found].slice(0, MATCHED_MAX).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function valuesBelow(path: string, element: JsonObject): readonly string[] {
  const value = at(element, ...path.split('.'));
  if (value === undefined || value === null) return [];
  return (isArray(value) ? value : [value]).map((one) => valueText(path, isArray(one) ? [] : (one ?? '')));
}

/** Where records carry a role's trust policy. */
const TRUST_POLICIES = [
  ['requestParameters', 'assumeRolePolicyDocument'],
  ['requestParameters', 'policyDocument'],
  ['responseElements', 'role', 'assumeRolePolicyDocument'],
] as const;

/** Accounts named on one sentence. */
const ACCOUNTS_MAX = 5;

/** Where records carry the policy of a resource: KMS, S3, ECR and Secrets Manager, SNS and SQS. */
const RESOURCE_POLICIES = [
  ['requestParameters', 'policy'],
  ['requestParameters', 'bucketPolicy'],
  ['requestParameters', 'policyText'],
  ['requestParameters', 'resourcePolicy'],
  ['requestParameters', 'attributes', 'Policy'],
] as const;

/** Where records name somebody who is let in: KMS grants, permissions on Lambda functions. */
const PRINCIPALS = [
  ['requestParameters', 'granteePrincipal'],
  ['requestParameters', 'retiringPrincipal'],
  ['requestParameters', 'principal'],
] as const;

/** The accounts of AWS that a record lets in and that are not known to be one's own, each once. */
export function foreignAccountsLetIn(view: EventView, profile: OrganisationProfile): readonly string[] {
  if (view.cloud !== 'aws') return [];
  const own = ownAccounts({ event: view.audit(), profile });
  const found = new Set([
    ...TRUST_POLICIES.flatMap((path) => externalAccounts(at(view.raw, ...path), own)),
    ...RESOURCE_POLICIES.flatMap((path) => accountsLetIn(at(view.raw, ...path), own)),
    ...PRINCIPALS.flatMap((path) => accountOfPrincipal(at(view.raw, ...path), own)),
  ]);
  return [...found];
}

function foreignAccounts(view: EventView, profile: OrganisationProfile): string {
  const found = foreignAccountsLetIn(view, profile);
  const names = found.slice(0, ACCOUNTS_MAX).join(', ');
  if (found.length === 0) return 'another account';
  return `account${found.length === 1 ? '' : 's'} ${names}${found.length > ACCOUNTS_MAX ? ' and more' : ''}`;
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
  const leaves = fieldReader(field)(view);
  const shown = leaves
    .slice(0, OBSERVED_MAX)
    .map((leaf) => ({ field: field.text, value: valueText(field.text, leaf) }));
  const more = leaves.length - OBSERVED_MAX;
  return more > 0 ? [...shown, { field: field.text, value: `(and ${more} more)` }] : shown;
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
