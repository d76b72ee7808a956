/** What holds for pipelines as a whole: order, places, filters, and what they leave alone. */
import { describe, expect, it, test } from 'vitest';
import { errorsIn, matchesOf, ruleAround } from '../harness.fixture.ts';
import { eventView } from '../event-view.fixture.ts';
import { loadRules, type LoadOptions } from '../load.ts';
import type { Rule } from '../rule.ts';
import { alertsBehind, pipeline, problemsOf } from './pipeline.fixture.ts';

function rulesOf(text: string, options: LoadOptions = {}): readonly Rule[] {
  return loadRules([{ file: 'rule.yaml', text }], options).rules;
}

describe('order', () => {
  const first = { ...pipeline('- type: field_name_suffix\n  suffix: .one', 'priority: 10'), file: 'a.yaml' };
  const second = { ...pipeline('- type: field_name_suffix\n  suffix: .two', 'priority: 20'), file: 'b.yaml' };
  const third = { ...pipeline('- type: field_name_suffix\n  suffix: .three', 'priority: 20'), file: 'c.yaml' };
  const selection = 'selection:\n  a: x\ncondition: selection';

  it('lower priorities go first, equal ones in the order given', () => {
    const raw = { a: { one: { three: { two: 'x' } } } };
    expect(alertsBehind([third, second, first], selection, raw)).toBe(true);
    expect(alertsBehind([second, third, first], selection, raw)).toBe(false);
    expect(alertsBehind([second, third, first], selection, { a: { one: { two: { three: 'x' } } } })).toBe(true);
  });

  it('pipelines share state and variables; the last of them to set one counts', () => {
    const sets = {
      ...pipeline('- type: set_state\n  key: k\n  val: 1', 'priority: 1\nvars: { who: alice }'),
      file: 'a.yaml',
    };
    const uses = {
      ...pipeline(
        '- type: value_placeholders\n  rule_conditions: [{ type: processing_state, key: k, val: 1 }]',
        'priority: 2\nvars: { who: bob }',
      ),
      file: 'b.yaml',
    };
    const detection = "selection:\n  user|expand: '%who%'\ncondition: selection";
    expect(alertsBehind([uses, sets], detection, { user: 'bob' })).toBe(true);
    expect(alertsBehind([uses, sets], detection, { user: 'alice' })).toBe(false);
  });
});

describe('several names of one field', () => {
  const both = pipeline('- type: field_name_mapping\n  mapping: { f: [a, b] }');
  test.each<[string, string, Record<string, string>, boolean]>([
    ['any of them has the value', 'f: x', { b: 'x' }, true],
    ['none has it', 'f: x', { a: 'y' }, false],
    ['all values stand in one of them', 'f|contains|all: [x, y]', { a: 'xy' }, true],
    ['absent means absent under each', 'f: null', { a: 'x' }, false],
    ['absent under each', 'f: null', {}, true],
    ['not there, asked otherwise', 'f|exists: false', { b: 'x' }, false],
    ['there', 'f|exists: true', { b: 'x' }, true],
  ])('%s', (_, item, raw, expected) => {
    expect(alertsBehind([both], `selection:\n  ${item}\ncondition: selection`, raw)).toBe(expected);
  });

  it('the other items of the search must hold as well', () => {
    const detection = 'selection:\n  f: x\n  g: y\ncondition: selection';
    expect(alertsBehind([both], detection, { b: 'x', g: 'y' })).toBe(true);
    expect(alertsBehind([both], detection, { b: 'x' })).toBe(false);
  });

  it('a reference may be to any of them', () => {
    const detection = 'selection:\n  g|fieldref: f\ncondition: selection';
    expect(alertsBehind([both], detection, { g: 'x', b: 'x' })).toBe(true);
    expect(alertsBehind([both], detection, { g: 'x', f: 'x' })).toBe(false);
  });
});

describe('values', () => {
  const map = pipeline("- type: map_string\n  mapping: { x: [y, z], '*.make': create, 'v\\\\*': w }");
  test.each<[string, string, Record<string, string | number>, boolean]>([
    ['a value that became several is any of them', 'f: x', { f: 'z' }, true],
    ['where all must hold, it is any of them too', 'f|all: [x, "*"]', { f: 'z' }, true],
    ['where none may hold, none of them', 'f|neq: x', { f: 'z' }, false],
    ['a position is a wildcard', 'f|endswith: .make', { f: 'create' }, true],
    ['and no longer a position', 'f|endswith: .make', { f: 'recreate' }, false],
    ['values beside it keep theirs', 'f|endswith: [.make, .take]', { f: 'x.take' }, true],
    ['numbers beside it too', 'f|endswith: [.make, 5]', { f: 15 }, true],
    ['a backslash at the end stays one', "f|startswith: ['c:\\', '.make']", { f: 'c:\\x' }, true],
    ['a regular expression is no text', 'f|re: x', { f: 'axb' }, true],
    ['keywords are texts', '"|contains": x', { g: 'z' }, true],
  ])('%s', (_, item, raw, expected) => {
    expect(alertsBehind([map], `selection:\n  ${item}\ncondition: selection`, raw)).toBe(expected);
  });

  test.each<[string, string, string, boolean]>([
    ['groups', "regex: '(a)(?P<second>b)'\n  replacement: '\\g<second>\\1'", 'ba', true],
    ['wildcards are characters of the text', "regex: 'a'\n  replacement: '*'", 'xxb', true],
    ['wildcards are left alone', "regex: '.'\n  replacement: '*'\n  skip_special: true", '**', true],
    ['what is put in is literal then', "regex: '.'\n  replacement: '*'\n  skip_special: true", 'xy', false],
    [
      'unless it is to be interpreted',
      "regex: '.'\n  replacement: '*'\n  skip_special: true\n  interpret_special: true",
      'xy',
      true,
    ],
  ])('replace_string: %s', (_, options, value, expected) => {
    const file = pipeline(`- type: replace_string\n  ${options}`);
    expect(problemsOf(file)).toEqual([]);
    expect(alertsBehind([file], 'selection:\n  f: ab\ncondition: selection', { f: value })).toBe(expected);
  });

  it('placeholders that a pipeline leaves are for the values given with the command', () => {
    const file = pipeline('- type: value_placeholders\n  exclude: [theirs]', 'vars: { ours: "1%" }');
    const text = ruleAround("selection:\n  f|expand: '%ours%-%theirs%'\ncondition: selection");
    const rules = rulesOf(text, { pipelines: [file], placeholders: new Map([['theirs', ['2']]]) });
    expect(matchesOf(rules, eventView({ f: '1%-2' }))).toHaveLength(1);
    expect(errorsIn(text, { pipelines: [pipeline('- type: value_placeholders')] })).toEqual([
      'unresolved-placeholder',
      'unresolved-placeholder',
      'unresolved-placeholder',
    ]);
  });

  test.each(['plain', 'ignore_case_flag', 'ignore_case_brackets'])(
    'regex by %s means what the text meant',
    (method) => {
      const file = pipeline(`- type: regex\n  method: ${method}`);
      const detection = "selection:\n  f|startswith: 'a.?'\ncondition: selection";
      for (const [value, expected] of [
        ['a.b', true],
        ['a.\nrest', true],
        ['axb', false],
        ['xa.b', false],
        ['A.b', method !== 'plain'],
      ] as const) {
        expect(alertsBehind([file], detection, { f: value })).toBe(expected);
      }
    },
  );
});

describe('names that no pipeline changes', () => {
  it('those of the normalised event, and those inside a list element', () => {
    const file = pipeline('- type: field_name_prefix\n  prefix: p.');
    const detection = 'selection:\n  iamwatch.outcome: success\n  list|any_element:\n    k: v\ncondition: selection';
    expect(alertsBehind([file], detection, { p: { list: [{ k: 'v' }] } })).toBe(true);
  });

  it('those of native files; a filter beside them is still changed for other rules', () => {
    const file = pipeline('- type: field_name_prefix\n  prefix: p.');
    const text = ruleAround('selection:\n  a: x\ncondition: selection');
    const filter = 'title: F\nlogsource: { product: aws }\nfilter:\n  rules: any\n  f: { b: y }\n  condition: not f\n';
    const { rules } = loadRules(
      [
        { file: 'shipped.yaml', text: `name: native\n${text}`, isShipped: true },
        { file: 'own.yaml', text: `name: own\n${text}` },
        { file: 'filter.yaml', text: filter },
      ],
      { pipelines: [file] },
    );
    function matching(raw: Parameters<typeof eventView>[0]): readonly string[] {
      return matchesOf(rules, eventView(raw)).map(({ rule }) => rule.name);
    }
    expect(matching({ a: 'x', p: { a: 'x' } })).toEqual(['native', 'own']);
    expect(matching({ a: 'x', b: 'y', p: { a: 'x' } })).toEqual(['own']);
    expect(matching({ a: 'x', p: { a: 'x', b: 'y' } })).toEqual(['native']);
  });
});

describe('filters', () => {
  const workspace = pipeline(
    [
      '- type: field_name_mapping',
      '  mapping: { who: user.name }',
      '  rule_conditions: [{ type: logsource, service: special }]',
      '- type: change_logsource',
      '  product: aws',
      '  rule_conditions: [{ type: logsource, service: special }]',
    ].join('\n'),
  );
  const rule = (service: string): string =>
    `title: R ${service}\nname: ${service}\nlogsource: { product: aws, service: ${service} }\ndetection:\n  selection: { a: x }\n  condition: 1 of selection*\n`;
  const filter = (logsource: string): string =>
    `title: F\nlogsource: ${logsource}\nfilter:\n  rules: any\n  selection: { who: bob }\n  condition: not selection\n`;

  it('are changed as part of the rule that they narrow, whatever their own log source says', () => {
    const { rules, diagnostics } = loadRules(
      [
        { file: 'r.yaml', text: rule('special') },
        { file: 's.yaml', text: rule('cloudtrail') },
        { file: 'f.yaml', text: filter('{ product: aws }') },
      ],
      { pipelines: [workspace] },
    );
    expect(diagnostics).toEqual([]);
    const names = (raw: Parameters<typeof eventView>[0]): readonly string[] =>
      matchesOf(rules, eventView(raw, { service: 'cloudtrail' })).map(({ rule: { name } }) => name);
    expect(names({ a: 'x' })).toEqual(['special', 'cloudtrail']);
    expect(names({ a: 'x', who: 'bob' })).toEqual(['special']);
    expect(names({ a: 'x', user: { name: 'bob' } })).toEqual(['cloudtrail']);
  });

  it('name the log source as the rule is written', () => {
    const { rules } = loadRules(
      [
        { file: 'r.yaml', text: rule('special') },
        { file: 'f.yaml', text: filter('{ service: special }') },
      ],
      { pipelines: [workspace] },
    );
    expect(rules[0]?.logsource.service).toBeUndefined();
    expect(rules[0]?.filters.map(({ name }) => name)).toEqual(['F']);
  });
});

describe('what a pipeline adds', () => {
  const added = pipeline(
    [
      '- id: here',
      '  type: add_condition',
      '  template: true',
      '  conditions: { source: $product, not.mine: $5 }',
      '- type: add_condition',
      '  negated: true',
      '  conditions: { user: robot }',
      '- type: field_name_prefix',
      '  prefix: p.',
      '  detection_item_conditions: [{ type: processing_item_applied, processing_item_id: here }]',
    ].join('\n'),
  );

  it('must hold, or must not, and later items see it', () => {
    const detection = 'selection:\n  a: x\ncondition: all of them';
    const raw = { a: 'x', p: { source: 'aws', not: { mine: '$5' } } };
    expect(alertsBehind([added], detection, raw)).toBe(true);
    expect(alertsBehind([added], detection, { a: 'x' })).toBe(false);
    expect(alertsBehind([added], detection, { ...raw, user: 'robot' })).toBe(false);
  });

  it('is blamed on the pipeline, once, and the rules are left out', () => {
    const wrong = pipeline('- type: add_condition\n  conditions: { a|contians: b }');
    const text = ruleAround('selection:\n  a: x\ncondition: selection');
    const { rules, diagnostics } = loadRules(
      [
        { file: 'r.yaml', text },
        { file: 's.yaml', text },
      ],
      { pipelines: [wrong] },
    );
    expect(rules).toEqual([]);
    expect(diagnostics.map(({ code, file, line, column }) => [code, file, line, column])).toEqual([
      ['unknown-modifier', 'pipeline.yaml', 4, 21],
    ]);
  });
});

describe('places', () => {
  const text = ruleAround(
    "selection:\n  f|startswith: 'x'\n  g:\n    - y\n    - z\nother:\n  - f: u\n  - f: v\ncondition: selection and other",
  );

  it('of clauses behind a pipeline are those in the file of the rule', () => {
    const before = rulesOf(text)[0];
    const after = rulesOf(text, { pipelines: [pipeline('- type: field_name_prefix\n  prefix: p.')] })[0];
    const lines = (rule: Rule | undefined): readonly string[] =>
      [...(rule?.places.values() ?? [])].map(({ line, column, endColumn }) => `${line}:${column}-${endColumn ?? ''}`);
    expect(lines(after)).toEqual(lines(before));
    expect(lines(after).length).toBeGreaterThan(8);
  });

  it('of problems too, also in a name that the file does not say', () => {
    const file = pipeline('- type: field_name_prefix\n  prefix: iamwatch.');
    const { diagnostics } = loadRules(
      [{ file: 'rule.yaml', text: ruleAround('s:\n  outcom|startswith: x\ncondition: s') }],
      {
        pipelines: [file],
      },
    );
    expect(diagnostics.map(({ code, line, column, suggestion }) => [code, line, column, suggestion])).toEqual([
      ['unknown-field', 5, 5, 'did you mean "iamwatch.outcome"?'],
    ]);
    const wrong = ruleAround('s:\n  f|startwith: x\ncondition: s');
    const modifier = loadRules([{ file: 'rule.yaml', text: wrong }], {
      pipelines: [pipeline('- type: field_name_prefix\n  prefix: p.')],
    });
    expect(modifier.diagnostics.map(({ line, column }) => [line, column])).toEqual([[5, 7]]);
  });

  it.each([
    ['an item', 'selection:\n  f: x\ncondition: selection'],
    ['one alternative of several', 'selection:\n  - f: x\n  - g: y\ncondition: selection'],
    ['what an element must pass', 'selection:\n  g|any_element:\n    f: x\ncondition: selection'],
  ])('a search that would hold for everything is refused: %s', (_, detection) => {
    const file = pipeline(
      '- type: drop_detection_item\n  field_name_conditions: [{ type: include_fields, fields: [f] }]',
    );
    expect(errorsIn(ruleAround(detection), { pipelines: [file] })).toEqual(['pipeline-emptied']);
  });

  it.each([
    'selection: {}',
    'selection: []',
    'selection: null',
    'selection:\n  f: []',
    'selection:\n  f: [null]',
    'selection:\n  f: { g: x }',
    'selection:\n  f|any_element: x',
    'selection:\n  - [x]\n  - f|contians: y',
  ])('what the parser refuses, it refuses behind a pipeline: %s', (search) => {
    const text = ruleAround(`${search}\ncondition: selection`);
    const file = pipeline('- type: field_name_prefix\n  prefix: p.\n- type: case');
    const errors = errorsIn(text);
    expect(errors).not.toEqual([]);
    expect(errorsIn(text, { pipelines: [file] })).toEqual(errors);
  });
});

describe('a pipeline that doubles what it finds, again and again', () => {
  it.each([
    ['names', '{ type: field_name_mapping, mapping: { a: [a, a] } }'],
    ['values', '{ type: map_string, mapping: { x: [x, x] } }'],
  ])('refuses the rule instead of filling the memory: %s', (_, item) => {
    const file = pipeline(Array<string>(40).fill(`- ${item}`).join('\n'));
    expect(errorsIn(ruleAround('s: { a: x }\ncondition: s'), { pipelines: [file] })).toEqual(['pipeline-too-large']);
  });
});
