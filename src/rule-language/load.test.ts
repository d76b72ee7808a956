/** Documents, metadata, filters, legacy collections: C1 and C6 of the Sigma checklist. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../std/json.ts';
import { eventView } from './event-view.fixture.ts';
import { errorsIn, matchesOf, ruleAround, ruleFrom } from './harness.fixture.ts';
import { loadRules } from './load.ts';

const detection =
  'logsource: { product: aws, service: cloudtrail }\ndetection: { selection: { a: x }, condition: selection }\n';

function titlesMatching(text: string, raw: JsonObject, service = 'cloudtrail'): readonly string[] {
  const { rules, diagnostics } = loadRules([{ file: 'rules.yaml', text }]);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return matchesOf(rules, eventView(raw, {}, service)).map(({ rule }) => rule.title);
}

test('keys that a file leaves empty are as good as absent', () => {
  const rule = ruleFrom(
    `${ruleAround('s: {a: x}\ncondition: s')}\ndescription:\ndate:\nmodified:\nlicense:\nauthor:\ntags:\n`,
  );
  expect([rule.description, rule.date, rule.modified, rule.license, rule.author]).toEqual(Array(5).fill(undefined));
});

describe('metadata', () => {
  const full = `title: Full
id: 11111111-2222-4333-8444-55555555555F
name: full_rule
related: [{ id: 21111111-2222-4333-8444-555555555555, type: derived }]
taxonomy: mine
status: test
description: Says what
license: MIT
author: A
references: [https://example.com]
date: 2022/2/8
modified: 2025-01-31
tags: [attack.t1098]
fields: [a]
falsepositives: Unknown
level: high
scope: [server]
my_key: { kept: [1] }
${detection}`;

  test('every field of the specification is read', () => {
    const rule = ruleFrom(full);
    expect(rule).toMatchObject({
      kind: 'match',
      id: '11111111-2222-4333-8444-55555555555f',
      name: 'full_rule',
      related: [{ id: '21111111-2222-4333-8444-555555555555', type: 'derived' }],
      taxonomy: 'mine',
      status: 'test',
      description: 'Says what',
      license: 'MIT',
      author: 'A',
      references: ['https://example.com'],
      date: '2022-02-08',
      modified: '2025-01-31',
      tags: ['attack.t1098'],
      logsource: { product: 'aws', service: 'cloudtrail', category: undefined, definition: undefined },
      fields: ['a'],
      falsepositives: ['Unknown'],
      level: 'high',
      scope: ['server'],
    });
    expect(JSON.stringify([...rule.custom])).toBe('[["my_key",{"kept":[1]}]]');
    expect(rule.source).toBe(full);
  });

  test('what is left out has its default', () => {
    expect(ruleFrom(`title: Bare\n${detection}`)).toMatchObject({
      id: undefined,
      name: 'rule',
      level: 'medium',
      taxonomy: 'sigma',
      version: 1,
      tests: [],
    });
  });

  test('the name comes from the file, or from the title where a file holds several rules', () => {
    function names(file: string, text: string): readonly string[] {
      return loadRules([{ file, text }]).rules.map(({ name }) => name);
    }
    expect(names('rules/aws/Root Login.yml', `title: T\n${detection}`)).toEqual(['root-login']);
    expect(names('x.yaml', `title: One!\n${detection}---\ntitle: One?\n${detection}`)).toEqual(['one', 'one-2']);
  });

  test.each([
    ['before the rule', `---\ntitle: T\n${detection}`],
    ['behind the rule', `title: T\n${detection}---\n`],
    ['behind the rule, with a comment', `title: T\n${detection}---\n# the end\n`],
  ])('a separator %s starts no further document', (_where, text) => {
    expect(ruleFrom(text).name).toBe('rule');
  });

  test.each([
    ['a title longer than 256 characters', `title: ${'x'.repeat(257)}\n${detection}`, 'invalid-value'],
    ['an unknown status', `title: T\nstatus: fine\n${detection}`, 'invalid-value'],
    [
      'an unknown relation',
      `title: T\nrelated: [{ id: 21111111-2222-4333-8444-555555555555, type: cousin }]\n${detection}`,
      'invalid-value',
    ],
    ['no title', detection, 'missing-title'],
    ['no log source', 'title: T\ndetection: { s: { a: x }, condition: s }', 'invalid-value'],
    ['an empty file', '', 'empty-file'],
    ['a file of separators', '---\n---\n', 'empty-file'],
    ['a file that says null', 'null\n', 'not-a-map'],
    ['YAML that cannot be read', 'title: [unclosed\n', 'yaml-syntax'],
    ['a key that stands twice', `title: T\ntitle: T\n${detection}`, 'duplicate-key'],
    ['a rule that is a correlation too', `title: T\ncorrelation: {}\n${detection}`, 'ambiguous-document'],
  ])('%s is an error', (_what, text, code) => {
    expect(errorsIn(text)).toEqual([code]);
  });

  test('a rule with an error does not load, the next one does', () => {
    const { rules } = loadRules([
      { file: 'x.yaml', text: `title: T\nlevel: x\n${detection}---\ntitle: Good\n${detection}` },
    ]);
    expect(rules.map(({ title }) => title)).toEqual(['Good']);
  });
});

describe('log sources', () => {
  test.each([
    ['{ product: aws, service: cloudtrail }', 'cloudtrail', true],
    ['{ product: aws }', 'cloudtrail', true],
    ['{ service: cloudtrail }', 'cloudtrail', true],
    ['{ category: any }', 'cloudtrail', true],
    ['{ product: gcp }', 'cloudtrail', false],
    ['{ product: aws, service: cloudtrail }', 'other', false],
  ])('%s reads %s: %s', (logsource, service, expected) => {
    const text = `title: T\nlogsource: ${logsource}\ndetection: { s: { a: x }, condition: s }`;
    expect(titlesMatching(text, { a: 'x' }, service)).toEqual(expected ? ['T'] : []);
  });
});

describe('legacy collections', () => {
  const shared =
    'action: global\nlogsource: { product: aws }\ndetection: { selection: { a: x }, condition: selection }\n';

  test('global documents complete the ones that follow', () => {
    const text = `${shared}---\ntitle: One\ndetection: { selection: { b: y } }\n---\ntitle: Two\n`;
    expect(titlesMatching(text, { a: 'x' })).toEqual(['Two']);
    expect(titlesMatching(text, { a: 'x', b: 'y' })).toEqual(['One', 'Two']);
  });

  test('reset forgets them', () => {
    const text = `${shared}---\naction: reset\ntitle: One\n${detection}---\ntitle: Two\nlogsource: { product: gcp }\n`;
    expect(errorsIn(text)).toEqual(['unknown-document']);
  });

  test('repeat continues the document before', () => {
    const text = `title: One\n${detection}---\naction: repeat\ntitle: Two\ndetection: { selection: { b: y } }\n`;
    expect(titlesMatching(text, { a: 'x' })).toEqual(['One']);
    expect(titlesMatching(text, { a: 'x', b: 'y' })).toEqual(['One', 'Two']);
  });

  test.each([
    ['action: repeat\ntitle: T\n', 'nothing-to-repeat'],
    ['action: globl\ntitle: T\n', 'unknown-action'],
  ])('%j: %s', (text, code) => {
    expect(errorsIn(text)).toContain(code);
  });
});

describe('filters narrow rules', () => {
  const rule =
    'title: R\nname: r\nid: 11111111-2222-4333-8444-555555555555\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  selection: { a: x }\n  condition: 1 of selection*\n';
  function filter(rules: string, logsource = '{ product: aws }'): string {
    return `---\ntitle: F\nlogsource: ${logsource}\nfilter:\n${rules}  selection_admin: { who: admin }\n  condition: not selection_admin\n`;
  }

  test.each([
    ['any rule', '  rules: any\n', '{ product: aws }', []],
    ['an empty list', '  rules: []\n', '{ product: aws }', []],
    ['no list', '', '{ product: aws }', []],
    ['by name', '  rules: [r]\n', '{ product: aws }', []],
    ['by id', '  rules: [11111111-2222-4333-8444-555555555555]\n', '{ product: aws }', []],
    ['another rule', '  rules: [other]\n', '{ product: aws }', ['R']],
    ['another log source', '  rules: any\n', '{ product: gcp }', ['R']],
    ['a narrower log source', '  rules: any\n', '{ product: aws, service: cloudtrail }', []],
  ])('%s', (_what, rules, logsource, expected) => {
    const text = rule + filter(rules, logsource);
    expect(titlesMatching(text, { a: 'x', who: 'admin' })).toEqual(expected);
    expect(titlesMatching(text, { a: 'x', who: 'bob' })).toEqual(['R']);
  });

  test("the identifiers of a filter are not the rule's", () => {
    const text = rule + filter('  rules: any\n').replace('not selection_admin', 'selection_admin');
    expect(titlesMatching(text, { who: 'admin' })).toEqual([]);
    expect(titlesMatching(text, { a: 'x', who: 'admin' })).toEqual(['R']);
  });
});

describe('correlations', () => {
  const text = `title: C\nname: c\ncorrelation:\n  type: value_count\n  rules: [a]\n  generate: true\n  group-by: [key]\n  timespan: 2h\n  condition: { gt: 1, lte: 5, field: ip }\n  aliases: { key: { a: x.y } }\n`;

  test('they are read in full', () => {
    const [correlation] = loadRules([{ file: 'c.yaml', text }]).correlations;
    expect(correlation).toMatchObject({
      type: 'value_count',
      rules: ['a'],
      generate: true,
      groupBy: ['key'],
      timespanMs: 7_200_000,
      condition: {
        kind: 'bounds',
        bounds: [
          { operator: 'gt', value: 1 },
          { operator: 'lte', value: 5 },
        ],
        fields: ['ip'],
      },
    });
    expect(correlation?.aliases.get('key')?.get('a')).toBe('x.y');
  });

  test.each(['temporal', 'temporal_ordered'])('type %s says that it is not evaluated', (type) => {
    expect(errorsIn(text.replace('value_count', type))).toEqual(['correlation-not-evaluated']);
  });
});

describe('variations', () => {
  const variations = `variations:
  - { name: mild, condition: b, level: low }
  - { name: worse, condition: b and c, level: high, title: Worse, missing_context: [who] }
  - { name: as-bad, condition: c, level: high }
`;
  const rule = ruleFrom(ruleAround('a: {a: 1}\nb: {b: 1}\nc: {c: 1}\ncondition: a', variations));
  test.each<[JsonObject, string | undefined, string | undefined]>([
    [{ a: 1 }, undefined, 'medium'],
    [{ a: 1, b: 1 }, 'mild', 'low'],
    [{ a: 1, b: 1, c: 1 }, 'worse', 'high'],
    [{ a: 1, c: 1 }, 'as-bad', 'high'],
    [{ b: 1, c: 1 }, undefined, undefined],
  ])('%j is %s, %s', (raw, name, level) => {
    const [match] = matchesOf([rule], eventView(raw));
    expect([match?.variation?.name, match?.level]).toEqual([name, level]);
  });
});

describe('a word that is nearly right is told with what was meant', () => {
  const test1 = '{ name: t, event: e, expect: none }';
  test.each([
    ['variations: [{ name: v, condition: s, levle: low }]', 'did you mean "level"?', undefined],
    [`tests: [${test1.replace('event', 'evnt')}]`, 'did you mean "event"?', undefined],
    [`tests: [${test1.replace('none', 'nne')}]`, 'did you mean "none"?', 'allowed here: alert, none, not-ready'],
    [`tests: [${test1.replace('none', 'silent')}]`, undefined, 'allowed here: alert, none, not-ready'],
    [`tests: [${test1.replace('none', '{ level: hihg }')}]`, 'did you mean "high"?', undefined],
  ])('%s', (line, suggestion, help) => {
    const { diagnostics } = loadRules([{ file: 'r.yaml', text: ruleAround('s: {a: x}\ncondition: s', `${line}\n`) }]);
    expect(diagnostics.map((one) => one.suggestion)).toContain(suggestion);
    if (help !== undefined) expect(diagnostics[0]?.help).toBe(help);
  });
});
