/**
 * The JSON Schema of a detection: search identifiers, their maps of `field|modifier`, keywords and the condition. Keywords
 * of JSON Schema concern one type each, so one schema serves maps, lists and texts, and messages stay plain.
 */
import type { JsonObject } from '../../std/json.ts';
import { auditFields } from '../audit-fields.ts';
import { ANY_ELEMENT } from '../item.ts';
import { policyPredicateList, policyPredicateNames } from '../policy-predicates.ts';
import { escaped, itemKeyPatterns, keyWith, modifiers } from './item-key.ts';
import { rawFields } from './raw-field.ts';

const SCALAR = ['string', 'number', 'boolean'];
const COMPARISONS = ['lt', 'lte', 'gt', 'gte', 'minute', 'hour', 'day', 'week', 'month', 'year'];
const ABOUT_ELEMENT =
  'A map of fields that one element of the list must pass as a whole. Raw names start at the element; a list of maps stands for any of them.';

/** Schemas that others refer to as `#/$defs/…`. */
export function detectionDefinitions(): JsonObject {
  return {
    detection: {
      type: 'object',
      required: ['condition'],
      properties: {
        condition: { $ref: '#/$defs/condition' },
        timeframe: {
          description: 'Means nothing without an aggregation, which Sigma has replaced by correlations',
          doNotSuggest: true,
        },
      },
      propertyNames: {
        title: 'search_identifier',
        description: 'Name of a search identifier, by which the condition refers to it',
        pattern: '^[\\w-]+$',
        patternErrorMessage: 'A search identifier is made of letters, digits, "_" and "-".',
      },
      additionalProperties: { $ref: '#/$defs/search' },
    },
    condition: {
      description:
        'When the rule holds: search identifiers joined by `and`, `or`, `not`, parentheses, `1 of selection_*`, `all of them`. A list of conditions is any of them.',
      examples: ['created and not by_itself', '1 of selection_*'],
      type: ['string', 'array'],
      minLength: 1,
      minItems: 1,
      items: { type: 'string', minLength: 1 },
    },
    search: {
      description:
        'A search identifier: a map of fields that must all hold, a list of such maps of which one must hold, or a list of keywords of which one must stand somewhere in the record.',
      type: ['object', 'array', ...SCALAR],
      allOf: [{ $ref: '#/$defs/fields' }],
      minLength: 1,
      minItems: 1,
      items: { $ref: '#/$defs/search' },
    },
    fields: { allOf: [{ properties: suggestions() }, { $ref: '#/$defs/fieldChecks' }] },
    fieldChecks: fieldChecks(),
    value: { type: [...SCALAR, 'null', 'array'], minItems: 1, items: { type: SCALAR } },
    modifiedValue: { type: [...SCALAR, 'array'], minItems: 1, items: { type: SCALAR } },
    ...elementDefinitions(),
  };
}

/** What every map of fields must pass; says nothing of values that are no maps. */
function fieldChecks(): JsonObject {
  return {
    minProperties: 1,
    propertyNames: { allOf: itemKeyPatterns.map((pattern) => ({ ...pattern })) },
    // One table for each question: an editor puts a key to the first pattern of a table that it fits.
    allOf: [
      { patternProperties: descriptions() },
      {
        patternProperties: {
          '^[^|]+$': { $ref: '#/$defs/value' },
          [`\\|${ANY_ELEMENT}$`]: { $ref: '#/$defs/element' },
          [`^[^|]+\\|(?!${ANY_ELEMENT}$)`]: { $ref: '#/$defs/modifiedValue' },
          '^$|^\\|(?!any_element$)': {
            type: [...SCALAR, 'array'],
            minLength: 1,
            minItems: 1,
            items: { type: SCALAR, minLength: 1 },
          },
        },
      },
      {
        patternProperties: {
          [keyWith(['exists'])]: { type: ['boolean', 'array'], items: { type: 'boolean' } },
          [keyWith(COMPARISONS)]: { type: ['number', 'array'], items: { type: 'number' } },
          [keyWith(['fieldref'])]: { type: ['string', 'array'], minLength: 1, items: { type: 'string', minLength: 1 } },
          [keyWith(policyPredicateNames)]: { anyOf: [VERDICT, { type: 'array', items: VERDICT }] },
        },
      },
      { patternProperties: { [keyWith(['all'])]: { type: 'array', minItems: 2 } } },
    ],
  };
}

const VERDICT = {
  type: ['boolean', 'string'],
  pattern: '^(?:[tT][rR][uU][eE]|[fF][aA][lL][sS][eE]|[uU][nN][kK][nN][oO][wW][nN])$',
  patternErrorMessage: 'A predicate is asked for true, false or unknown.',
  examples: [true, false, 'unknown'],
};

/** What hovering over a key shows where it is none of the offered ones: its field, else its last modifier that is known. */
function descriptions(): JsonObject {
  const fields = [...auditFields].map(([name, about]): [string, JsonObject] => [
    `^iamwatch\\.${escaped(name)}(?:\\||$)`,
    { description: about },
  ]);
  const raw = rawFields.map(({ name, about }): [string, JsonObject] => [
    `^${escaped(name)}(?:\\||$)`,
    { description: about },
  ]);
  const behind = modifiers.map(({ name }): [string, JsonObject] => [
    keyWith([name]),
    { description: aboutModifier(name) },
  ]);
  return Object.fromEntries([...raw, ...fields, ...behind]);
}

/** Keys that an editor completes: normalised fields, common raw ones, each with the modifiers that fit. */
function suggestions(): JsonObject {
  return Object.fromEntries([
    ...rawFields.flatMap(({ name, about, with: fitting }) => offered(name, about, fitting)),
    ...[...auditFields].flatMap(([name, about]) =>
      offered(`iamwatch.${name}`, about, isList(name) ? [ANY_ELEMENT] : ['neq']),
    ),
  ]);
}

function offered(name: string, about: string, fitting: readonly string[]): readonly (readonly [string, JsonObject])[] {
  const plain = [name, { description: about }] as const;
  return [
    plain,
    ...fitting.map(
      (word) => [`${name}|${word}`, { description: `${about}. \`${word}\`: ${aboutModifier(word)}` }] as const,
    ),
  ];
}

function isList(name: string): boolean {
  return auditFields.get(name)?.endsWith('a list of objects') ?? false;
}

/** For every list of the normalised event: its elements, whose fields are known. */
function elementDefinitions(): JsonObject {
  const own = [...auditFields.keys()].filter(isList).flatMap((list) => below(list));
  return {
    element: {
      description: ABOUT_ELEMENT,
      type: ['object', 'array'],
      minItems: 1,
      items: { type: 'object', allOf: [{ $ref: '#/$defs/elementFields' }] },
      allOf: [{ $ref: '#/$defs/elementFields' }],
    },
    elementFields: { allOf: [{ properties: Object.fromEntries(own) }, { $ref: '#/$defs/fieldChecks' }] },
  };
}

/** The fields of the elements of one list, as they are named inside `any_element`. */
function below(list: string): readonly (readonly [string, JsonObject])[] {
  return [...auditFields]
    .filter(([name]) => name.startsWith(`${list}.`))
    .flatMap(([name, about]) => offered(name.slice(list.length + 1), about, predicatesOf(name)));
}

const MEMBER = ['foreign_member', 'public_member', 'consumer_member', 'whole_pool_member'];
const ROLE = ['basic_role', 'role_administers', 'role_impersonates', 'role_escalates'];

function predicatesOf(name: string): readonly string[] {
  if (name === 'gcp.bindings.member') return MEMBER;
  return name === 'gcp.bindings.role' ? ROLE : ['neq', 'exists'];
}

function aboutModifier(word: string): string {
  if (word === ANY_ELEMENT) return ABOUT_ELEMENT;
  const asked = policyPredicateList.find(({ name }) => name === word);
  if (asked !== undefined) return `true where ${asked.about}`;
  return modifiers.find(({ name }) => name === word)?.summary ?? '';
}
