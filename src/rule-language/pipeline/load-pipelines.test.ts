/** A pipeline with a mistake is left out as a whole, and every mistake is told at its place. */
import { describe, expect, it, test } from 'vitest';
import { renderDiagnostic } from '../../document/diagnostic.ts';
import { loadRules } from '../load.ts';
import { ruleAround } from '../harness.fixture.ts';
import { pipeline, problemsOf } from './pipeline.fixture.ts';

describe('a mistake is told with its place and its mend', () => {
  it('an unknown transformation, with the nearest name', () => {
    const file = pipeline('- type: field_name_maping\n  mapping: { a: b }');
    const [problem] = problemsOf(file);
    expect(problem && renderDiagnostic(problem, file.text)).toBe(
      [
        'pipeline.yaml:3:11: error[unknown-transformation]: unknown transformation "field_name_maping"',
        '  |',
        '3 |   - type: field_name_maping',
        '  |           ^^^^^^^^^^^^^^^^^ did you mean "field_name_mapping"?',
        '  = allowed here: add_condition, add_field, case, change_logsource, convert_type, detection_item_failure, drop_detection_item, field_name_mapping, field_name_prefix, field_name_prefix_mapping, field_name_suffix, field_name_transform, hashes_fields, map_string, nest, regex, remove_field, replace_string, rule_failure, set_custom_attribute, set_field, set_state, set_value, strict_field_mapping_failure, value_placeholders, wildcard_placeholders',
        '',
      ].join('\n'),
    );
  });

  const mistakes: readonly (readonly [string, string, string, string])[] = [
    ['no type', '- mapping: { a: b }', 'invalid-value', '3:5'],
    ['an option is missing', '- type: field_name_prefix', 'invalid-value', '3:5'],
    ['an option is unknown', '- type: field_name_prefix\n  prefix: a\n  prefixes: b', 'unknown-key', '5:5'],
    ['an option has another type', '- type: field_name_prefix\n  prefix: [a]', 'invalid-value', '4:13'],
    ['a word that is none of the allowed', '- type: case\n  method: uper', 'invalid-value', '4:13'],
    [
      'a regular expression that the engine refuses',
      '- type: replace_string\n  regex: (?=a)\n  replacement: b',
      'invalid-regex',
      '4:12',
    ],
    [
      'a group that the expression does not have',
      '- type: replace_string\n  regex: (a)b\n  replacement: \\2',
      'invalid-value',
      '5:18',
    ],
    [
      'a named group that the expression does not have',
      '- type: replace_string\n  regex: (?P<one>a)b\n  replacement: \\g<two>',
      'invalid-value',
      '5:18',
    ],
    [
      'a name for a field of the normalised event that has none of it',
      '- type: field_name_mapping\n  mapping: { user: [userIdentity.userName, iamwatch.actr] }',
      'unknown-field',
      '4:22',
    ],
    [
      'both lists of placeholders',
      '- type: value_placeholders\n  include: [a]\n  exclude: [b]',
      'invalid-value',
      '3:5',
    ],
    ['a forced number that is none', '- type: set_value\n  value: a\n  force_type: num', 'invalid-value', '4:12'],
    ['an added condition without fields', '- type: add_condition\n  conditions: {}', 'invalid-value', '4:17'],
    ['an item inside another', '- type: nest\n  items:\n    - type: casee', 'unknown-transformation', '5:15'],
    ['nothing nested', '- type: nest\n  items: []', 'invalid-value', '4:12'],
    [
      'an unknown condition',
      '- type: case\n  rule_conditions: [{ type: logsorce }]',
      'unknown-pipeline-condition',
      '4:31',
    ],
    [
      'a condition of another kind',
      '- type: case\n  rule_conditions: [{ type: is_null, cond: any }]',
      'unknown-pipeline-condition',
      '4:31',
    ],
    ['a log source without parts', '- type: case\n  rule_conditions: [{ type: logsource }]', 'invalid-value', '4:23'],
    [
      'a level that is none',
      '- type: case\n  rule_conditions: [{ type: rule_attribute, attribute: level, value: grave }]',
      'invalid-value',
      '4:72',
    ],
    [
      'another joining word',
      '- type: case\n  rule_cond_op: xor\n  rule_conditions: [{ type: is_sigma_rule }]',
      'invalid-value',
      '4:19',
    ],
    [
      'an expression over a list',
      '- type: case\n  rule_cond_expr: a\n  rule_conditions: [{ type: is_sigma_rule }]',
      'invalid-value',
      '4:21',
    ],
    [
      'an expression with an unknown name',
      '- type: case\n  rule_cond_expr: b\n  rule_conditions: { a: { type: is_sigma_rule } }',
      'unknown-identifier',
      '4:21',
    ],
    [
      'an expression that forgets a condition',
      '- type: case\n  rule_cond_expr: a\n  rule_conditions: { a: { type: is_sigma_rule }, b: { type: is_sigma_rule } }',
      'unused-pipeline-condition',
      '4:21',
    ],
    [
      'an expression beside a joining word',
      '- type: case\n  rule_cond_expr: a\n  rule_cond_op: or\n  rule_conditions: { a: { type: is_sigma_rule } }',
      'invalid-value',
      '4:21',
    ],
  ];
  test.each(mistakes)('%s', (_, items, code, place) => {
    expect(problemsOf(pipeline(items)).map((one) => [one.code, `${one.line}:${one.column}`])).toEqual([[code, place]]);
  });
});

describe('what acts outside of the rules is refused by name', () => {
  test.each([
    'http_placeholders',
    'command_placeholders',
    'file_placeholders',
    'query_expression_placeholders',
    'extract_fields',
  ])('%s', (type) => {
    const [problem] = problemsOf(pipeline(`- type: ${type}\n  cmd: curl`));
    expect(problem?.code).toBe('transformation-refused');
    expect(problem?.message).toContain(`"${type}" is not supported: it `);
  });

  test.each(['postprocessing', 'finalizers'])('%s', (part) => {
    const file = pipeline('- type: case', `${part}:\n  - type: embed`);
    expect(problemsOf(file).map(({ code, line }) => [code, line])).toEqual([['pipeline-part-refused', 1]]);
  });

  it('but an empty list of them says nothing', () => {
    expect(problemsOf(pipeline('- type: case', 'finalizers: []'))).toEqual([]);
  });
});

it('all problems of a pipeline are told at once, and the pipeline does nothing', () => {
  const bad = pipeline('- type: field_name_prefix\n  prefix: x.\n- type: nonsense\n- type: case\n  method: no');
  const text = ruleAround('selection:\n  a: b\ncondition: selection');
  const { rules, diagnostics } = loadRules([{ file: 'rule.yaml', text }], { pipelines: [bad] });
  expect(diagnostics.map(({ code }) => code)).toEqual(['unknown-transformation', 'invalid-value']);
  expect(rules[0]?.detection).toEqual(loadRules([{ file: 'rule.yaml', text }]).rules[0]?.detection);
});

it('a file without transformations is no pipeline', () => {
  expect(problemsOf({ file: 'p.yaml', text: 'name: x\n' }).map(({ code }) => code)).toEqual(['empty-pipeline']);
});
