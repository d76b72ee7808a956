/** Law: rules that were prepared and read back are the rules, whatever else is loaded beside them. */
import { describe, expect, test } from 'vitest';
import { ruleAround } from './harness.fixture.ts';
import { loadRules, type LoadOptions, type RuleFile } from './load.ts';
import { type PreparedRule, preparedRule, prepareRule } from './prepared-rule.ts';
import type { Rule } from './rule.ts';

const SHIPPED = {
  file: 'shipped.yaml',
  isShipped: true,
  text: ruleAround('s: {a: x}\ncondition: s', 'name: shipped\nid: 11111111-2222-4333-8444-555555555555\nowner: me\n'),
};

/** The file with its rules as a start finds them that was prepared. */
function prepared(file: RuleFile): RuleFile {
  const written = JSON.stringify(loadRules([file]).rules.map(prepareRule));
  return {
    ...file,
    prepared: (JSON.parse(written) as PreparedRule[]).map((rule) => preparedRule(rule, file.file)),
  };
}

/** What is not written of a rule. */
function running(rule: Rule): Rule {
  return { ...rule, source: '', places: new Map(), tests: [], equivalentMutants: [] };
}

function both(files: readonly RuleFile[], options: LoadOptions = {}) {
  const read = loadRules([SHIPPED, ...files], options);
  const found = loadRules([prepared(SHIPPED), ...files], options);
  return { read, found };
}

describe('beside a prepared rule', () => {
  test.each([
    ['nothing', []],
    ['another rule', [{ file: 'own.yaml', text: ruleAround('s: {a: y}\ncondition: s', 'name: own\n') }]],
    ['a rule with its name', [{ file: 'own.yaml', text: ruleAround('s: {a: y}\ncondition: s', 'name: shipped\n') }]],
    [
      'a rule with its id',
      [{ file: 'own.yaml', text: ruleAround('s: {a: y}\ncondition: s', 'id: 11111111-2222-4333-8444-555555555555\n') }],
    ],
    [
      'a filter of it',
      [
        {
          file: 'own.yaml',
          text: 'title: Not we\nlogsource: { product: aws }\nfilter: { rules: [shipped], s: { b: z }, condition: not s }\n',
        },
      ],
    ],
    [
      'a correlation of it',
      [
        {
          file: 'own.yaml',
          text: 'title: Many\ncorrelation: { type: event_count, rules: [shipped], group-by: [b], timespan: 1h, condition: { gte: 2 } }\n',
        },
      ],
    ],
  ] as const)('%s comes out as beside one that is read', (_, files) => {
    const { read, found } = both(files);
    expect(found.rules.map(running)).toEqual(read.rules.map(running));
    expect(found.diagnostics).toEqual(read.diagnostics);
    expect(found.correlations).toEqual(read.correlations);
    expect(found.correlated.map(({ words }) => words)).toEqual(read.correlated.map(({ words }) => words));
  });
});

test('the text of a prepared file is not read', () => {
  const file = { ...prepared(SHIPPED), text: 'no: rule' };
  expect(loadRules([file]).diagnostics).toEqual([]);
});

test('it is blamed at its own place where another one was there before', () => {
  const copy = { ...SHIPPED, file: 'copy.yaml' };
  const [problem] = loadRules([SHIPPED, prepared(copy)]).diagnostics;
  expect(problem).toEqual(loadRules([SHIPPED, copy]).diagnostics[0]);
  expect(problem).toMatchObject({ code: 'duplicate-id', file: 'copy.yaml' });
});
