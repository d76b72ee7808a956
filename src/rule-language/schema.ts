/**
 * Publishes the format of rule files as JSON Schema, so that editors complete, explain and check rules as they are
 * written. Made from what reads the files: the shape of a rule, its modifiers, fields and predicates. What no schema can
 * say (the grammar of conditions, names that must be unique or known) the loader says.
 */
import { z } from 'zod';
import { isObject, property, type JsonObject } from '../std/json.ts';
import { correlationSchema } from './correlation-document.ts';
import { KEYS_OF_RULES } from './correlation-words.ts';
import { detectionDefinitions } from './editor/detection-schema.ts';
import { ruleSchema } from './rule-schema.ts';
import { SENTENCE_PATTERN, SENTENCE_HOLES } from './template.ts';

/** The JSON Schema (draft 2020-12) of one document of a rule file: a rule, a filter, a correlation or a part of a collection. */
export function ruleJsonSchema(): JsonObject {
  const { $defs: ruleDefinitions, ...rule } = jsonSchemaOf(ruleSchema());
  return plain({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'iamwatch rule',
    description: 'A Sigma rule with the extensions of iamwatch, a Sigma filter or a Sigma correlation',
    type: 'object',
    if: { required: ['action'] },
    then: { $ref: '#/$defs/collection' },
    else: {
      if: { required: ['correlation'] },
      then: { $ref: '#/$defs/correlation' },
      else: {
        if: { required: ['filter'] },
        then: { $ref: '#/$defs/filter' },
        else: { $ref: '#/$defs/rule' },
      },
    },
    $defs: {
      rule: completed(rule),
      correlation: correlation(rule),
      filter: filter(),
      collection: collection(rule),
      ...detectionDefinitions(),
      ...(isObject(ruleDefinitions) ? ruleDefinitions : {}),
    },
  });
}

/** What zod cannot say of a rule: its detection, the holes of its sentences, and that a test has one event or several. */
function completed(rule: JsonObject): JsonObject {
  const sentence = {
    pattern: SENTENCE_PATTERN,
    patternErrorMessage: `A hole is one of ${SENTENCE_HOLES}; {{ and }} are braces; what stands in [ ] is left out where a hole in it is not in the log.`,
  };
  const withDetection = changedAt(rule, ['properties', 'detection'], (detection) => ({
    description: detection.description ?? '',
    $ref: '#/$defs/detection',
  }));
  const withSentence = changedAt(withDetection, ['properties', 'sentence'], (old) => ({ ...old, ...sentence }));
  const variation = ['properties', 'variations', 'items'];
  const withVariations = changedAt(withSentence, [...variation, 'properties', 'sentence'], (old) => ({
    ...old,
    ...sentence,
  }));
  const withModifiers = changedAt(
    withVariations,
    ['properties', 'modifiers', 'items', 'properties', 'sentence'],
    (old) => ({
      ...old,
      ...sentence,
    }),
  );
  const withConditions = changedAt(withModifiers, [...variation, 'properties', 'condition'], ({ description }) => ({
    description: description ?? '',
    $ref: '#/$defs/condition',
  }));
  const withTests = changedAt(withConditions, ['properties', 'tests', 'items'], (test) => ({
    ...test,
    if: { required: ['events'] },
    then: { properties: { event: false } },
    else: { required: ['event'] },
  }));
  return {
    ...withTests,
    // One memory a rule, and what of it decides how repeats fold.
    allOf: [
      { not: { required: ['threshold', 'new_terms'] } },
      { if: { required: ['threshold'] }, then: { properties: { dedup: false } } },
      {
        if: { required: ['new_terms'] },
        then: { properties: { dedup: { type: 'object', properties: { targets: false } } } },
      },
      // A rule that remembers has no modifiers.
      {
        if: { anyOf: [{ required: ['threshold'] }, { required: ['new_terms'] }] },
        then: { properties: { modifiers: { type: 'array', maxItems: 0 } } },
      },
    ],
  };
}

function correlation(rule: JsonObject): JsonObject {
  const own = jsonSchemaOf(correlationSchema);
  // What its alerts say stands in it as in a rule.
  const words = Object.entries(objectAt(completed(rule), 'properties')).filter(([key]) => !KEYS_OF_RULES.includes(key));
  const shape = { ...own, properties: { ...objectAt(own, 'properties'), ...Object.fromEntries(words) } };
  const temporal = ['temporal', 'temporal_ordered'];
  const counting = ['event_count'];
  const withMeaning = changedAt(shape, ['properties', 'correlation'], (body) => ({
    ...body,
    description:
      'How several events make one alert. Those of type temporal and temporal_ordered are not evaluated yet, and loading says so',
    allOf: [
      {
        if: { properties: { type: { enum: temporal } }, required: ['type'] },
        then: {
          if: { not: { required: ['rules'] } },
          then: { required: ['condition'], properties: { condition: { type: 'string' } } },
        },
        else: { required: ['rules', 'condition'], properties: { condition: { type: 'object' } } },
      },
      {
        if: { properties: { type: { enum: [...temporal, ...counting] } } },
        else: { properties: { condition: { required: ['field'] } } },
      },
      {
        if: { properties: { type: { enum: ['value_sum', 'value_avg', 'value_median', 'value_percentile'] } } },
        then: {
          properties: { condition: { properties: { field: { anyOf: [{ type: 'string' }, { maxItems: 1 }] } } } },
        },
      },
      {
        if: { properties: { type: { const: 'value_percentile' } } },
        then: { properties: { condition: { required: ['percentile'] } } },
      },
      {
        if: { properties: { condition: { type: 'object' } } },
        then: {
          properties: {
            condition: { anyOf: ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'].map((operator) => ({ required: [operator] })) },
          },
        },
      },
    ],
  }));
  return forbidding(withMeaning, ['detection', 'filter']);
}

function filter(): JsonObject {
  const scalar = ['string', 'number', 'boolean', 'null'];
  return forbidding(
    {
      description: 'A filter narrows rules: they match only where it holds too',
      type: 'object',
      required: ['title', 'logsource', 'filter'],
      properties: {
        title: { description: 'What the filter lets through, in a few words', type: scalar },
        id: { description: 'UUID that never changes' },
        name: { description: 'Name of the filter' },
        description: { description: 'Why the filter is there' },
        logsource: {
          description: 'Log source of the rules that it narrows',
          type: 'object',
          properties: {
            category: { description: 'Kind of log, across products' },
            product: { description: 'aws or gcp', examples: ['aws', 'gcp'] },
            service: { description: 'cloudtrail or gcp.audit', examples: ['cloudtrail', 'gcp.audit'] },
          },
        },
        filter: {
          description: 'Rules, search identifiers and the condition that must hold too',
          type: 'object',
          required: ['condition'],
          properties: {
            rules: {
              description:
                'Ids or names of the rules that it narrows; `any` or nothing: every rule with its log source',
              type: [...scalar, 'array'],
              items: { type: scalar },
              examples: ['any'],
            },
            condition: { $ref: '#/$defs/condition' },
          },
          propertyNames: {
            pattern: '^[\\w-]+$',
            patternErrorMessage: 'A search identifier is made of letters, digits, "_" and "-".',
          },
          additionalProperties: { $ref: '#/$defs/search' },
        },
      },
    },
    ['detection'],
  );
}

/** A part of a legacy collection says what it likes: it is checked with the document that it becomes a part of. */
function collection(rule: JsonObject): JsonObject {
  const keys = Object.entries(objectAt(rule, 'properties')).map(([key, schema]): [string, JsonObject] => [
    key,
    { description: property(schema, 'description') ?? '' },
  ]);
  return {
    description: 'A part of a collection: its keys go into the documents behind it',
    properties: {
      ...Object.fromEntries(keys),
      action: {
        description: 'What becomes of the keys of this part',
        type: 'string',
        enum: ['global', 'reset', 'repeat'],
        enumDescriptions: [
          'Its keys go into every document behind it',
          'The documents behind it start afresh',
          'The document before it, with these keys changed',
        ],
      },
    },
  };
}

/** A JSON Schema in which some keys may not stand at the top. */
function forbidding(schema: JsonObject, keys: readonly string[]): JsonObject {
  const properties = objectAt(schema, 'properties');
  return { ...schema, properties: { ...properties, ...Object.fromEntries(keys.map((key) => [key, false])) } };
}

function jsonSchemaOf(schema: z.ZodType): JsonObject {
  const whole = plain(z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' }));
  return Object.fromEntries(Object.entries(whole).filter(([key]) => key !== '$schema'));
}

/** What `JSON.stringify` keeps: a schema of zod carries more than JSON. */
function plain(schema: object): JsonObject {
  return JSON.parse(JSON.stringify(schema)) as JsonObject; // an object goes in, so one comes out
}

/** A copy with the object at a path changed. A path that leads nowhere is our mistake. */
function changedAt(
  schema: JsonObject,
  [key = '', ...rest]: readonly string[],
  change: (old: JsonObject) => JsonObject,
): JsonObject {
  const old = objectAt(schema, key);
  return { ...schema, [key]: rest.length === 0 ? change(old) : changedAt(old, rest, change) };
}

function objectAt(schema: JsonObject, key: string): JsonObject {
  const value = schema[key];
  if (!isObject(value)) throw new Error(`Cannot publish the rule schema: it has no object at "${key}"`);
  return value;
}
