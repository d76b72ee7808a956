/** Pipelines for mutation: the shipped ones, small ones with every transformation, and the pieces of their language. */
import { readdirSync, readFileSync } from 'node:fs';
import { transformations } from '../../src/rule-language/pipeline/transformation/registry.ts';

const FOLDER = new URL('../../pipelines/', import.meta.url);
const shipped = readdirSync(FOLDER).map((file) => readFileSync(new URL(file, FOLDER), 'utf8'));

const SMALL = [
  `name: Names\npriority: 20\nvars: { users: [alice, 'b*'] }\ntransformations:\n  - type: field_name_mapping\n    mapping: { eventName: [a, b.c], a: x, d: 'e' }\n    rule_conditions:\n      - { type: logsource, product: aws }\n  - type: field_name_prefix\n    prefix: data.\n    field_name_conditions:\n      - { type: include_fields, fields: ['^a'], mode: re }\n  - type: field_name_suffix\n    suffix: .value\n  - type: field_name_transform\n    transform_func: snake_case\n`,
  `transformations:\n  - id: once\n    type: replace_string\n    regex: '(C|c)(.*)'\n    replacement: '\\1-\\2'\n  - type: map_string\n    mapping: { CreateUser: [x, y], Create*: z }\n  - type: case\n    method: upper\n  - type: drop_detection_item\n    field_name_conditions:\n      - { type: include_fields, fields: [c] }\n  - type: add_condition\n    conditions: { d: [1, 2], $x: y }\n    negated: true\n    rule_cond_expr: one and not two\n    rule_conditions:\n      one: { type: contains_field, field: a }\n      two: { type: processing_item_applied, processing_item_id: once }\n`,
  `transformations:\n  - type: nest\n    items:\n      - type: value_placeholders\n      - type: wildcard_placeholders\n      - type: convert_type\n        target_type: str\n      - type: regex\n        method: ignore_case_brackets\n      - type: set_state\n        key: k\n        val: v\n  - type: change_logsource\n    product: aws\n    service: cloudtrail\n    category: c\n  - type: rule_failure\n    message: no\n    rule_conditions:\n      - { type: processing_state, key: k, val: v }\n  - type: detection_item_failure\n    message: no\n    detection_item_conditions:\n      - { type: match_string, cond: any, pattern: '^x' }\n  - type: strict_field_mapping_failure\n`,
];

/** Pipelines to begin with; small ones come more often, because they are quick. */
export const pipelineTexts: readonly string[] = [...SMALL, ...SMALL, ...SMALL, ...shipped];

/** Words and marks of YAML and of pipelines. */
export const pipelinePieces: readonly string[] = [
  ...[
    '\n',
    '\n  ',
    '\n    ',
    ': ',
    '- ',
    '---\n',
    '#',
    '{',
    '}',
    '[',
    ']',
    ',',
    "'",
    '"',
    '&a ',
    '*a',
    '<<: ',
    '~',
    '%a%',
  ],
  ...transformations.map(({ type }) => `\n  - type: ${type}`),
  ...[
    'rule_conditions:',
    'detection_item_conditions:',
    'field_name_conditions:',
    'rule_cond_op: or',
    'rule_cond_not: true',
  ],
  ...[
    'type: logsource',
    'type: match_string',
    'type: is_null',
    'type: include_fields',
    'type: exclude_fields',
    'mode: re',
  ],
  ...['mapping: ', 'regex: ', 'replacement: ', 'prefix: ', 'items:', 'vars:', 'conditions:', 'skip_special: true'],
  ...[
    "'(.*)'",
    "'\\1\\1'",
    "''",
    'iamwatch.outcome',
    'a.b',
    '__proto__',
    'constructor',
    'eventName',
    'selection',
    '*',
    '.',
  ],
];
