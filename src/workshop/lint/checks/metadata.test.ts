/** What a rule should say about itself: keys, dates, links, titles, sentences, variations. */
import { describe, expect, test } from 'vitest';
import { ruleAround } from '../../../rule-language/harness.fixture.ts';
import { finds, findsIn, foundIn } from '../lint.fixture.ts';

const KEY = 'key: { eventName: CreateAccessKey }\ncondition: key';
const SIGMA = `
id: 11111111-2222-4333-8444-555555555555
status: test
description: Somebody created an access key.
author: Example Security
date: 2026-11-22
references: [https://example.com/]
falsepositives: [Rotation of keys.]
level: medium`;

describe('missing-metadata', () => {
  test('a plain Sigma rule with the keys of the specification has all it needs', () => {
    expect(findsIn(KEY, 'missing-metadata', SIGMA)).toBe(false);
    expect(findsIn(KEY, 'missing-explanation', SIGMA)).toBe(false);
  });

  test('one finding names everything that is missing', () => {
    const more = SIGMA.replace(/status.*\n/u, '').replace('[Rotation of keys.]', '[]');
    expect(foundIn(ruleAround(KEY, more), 'missing-metadata')).toEqual([
      '1:8 the rule does not state status, falsepositives',
    ]);
  });

  test('a log source without product or service is read from every log', () => {
    const text = ruleAround(KEY, SIGMA).replace('{ product: aws, service: cloudtrail }', '{ category: audit }');
    expect(foundIn(text, 'missing-metadata')).toEqual([
      '1:8 the rule does not state logsource.product, logsource.service',
    ]);
  });
});

describe('missing-explanation', () => {
  test('a rule that has begun to explain itself is asked for the rest', () => {
    const more = `${SIGMA}\nsentence: '{actor} created an access key.'\nattack: { tactics: [] }`;
    expect(foundIn(ruleAround(KEY, more), 'missing-explanation')).toEqual([
      '1:8 the rule explains itself, but without confidence, attackers_goal, business, investigate, respond, blind_spots, data, attack.release',
    ]);
  });
});

test('modified-before-date compares days, whatever their notation', () => {
  expect(findsIn(KEY, 'modified-before-date', 'date: 2026-01-02\nmodified: 2026-01-01')).toBe(true);
  expect(findsIn(KEY, 'modified-before-date', 'date: 2026/1/9\nmodified: 2026/1/10')).toBe(false);
  expect(findsIn(KEY, 'modified-before-date', 'date: 2026-01-02\nmodified: 2026-01-02')).toBe(false);
  expect(findsIn(KEY, 'modified-before-date', 'modified: 2026-01-02')).toBe(false);
});

describe('links', () => {
  test('a counterpart has to be a rule', () => {
    const other =
      '---\ntitle: Other\nname: other-rule\nlogsource: { product: gcp }\ndetection: { a: { b: c }, condition: a }\n';
    expect(finds(ruleAround(KEY, 'counterparts: [other-rul]\n') + other, 'unknown-counterpart')).toBe(true);
    expect(finds(ruleAround(KEY, 'counterparts: [other-rule]\n') + other, 'unknown-counterpart')).toBe(false);
  });

  test('titles are compared without case, and the second one is told', () => {
    const second = ruleAround(KEY, '').replace('A rule', 'a RULE ');
    expect(foundIn(`${ruleAround(KEY, '')}---\n${second}`, 'duplicate-title')[0]).toMatch(/^7:8 /u);
  });

  test('a rule without an id is not related to itself', () => {
    const related = 'related: [{ id: 11111111-2222-4333-8444-555555555555, type: derived }]';
    expect(findsIn(KEY, 'related-to-itself', related)).toBe(false);
    expect(findsIn(KEY, 'related-to-itself', `id: 11111111-2222-4333-8444-555555555555\n${related}`)).toBe(true);
  });
});

describe('unfilled-sentence-hole', () => {
  const holds = (detection: string, sentence: string): boolean =>
    findsIn(detection, 'unfilled-sentence-hole', `sentence: '${sentence}'`);

  test('{matched…} needs a search inside of elements', () => {
    expect(holds(KEY, 'Granted {matched.role}.')).toBe(true);
    expect(
      holds('a: { iamwatch.gcp.bindings|any_element: { role: x } }\ncondition: a', 'Granted {matched.role}.'),
    ).toBe(false);
  });

  test('{matched…} names a field that elements of the list have', () => {
    const granted = 'a: { iamwatch.gcp.bindings|any_element: { role: x } }\ncondition: a';
    expect(holds(granted, 'Granted {matched.rol}.')).toBe(true);
    expect(holds(granted, 'Granted {matched.memberKind}.')).toBe(false);
    const either = 'a: { x|any_element: { y: 1 }, iamwatch.gcp.bindings|any_element: { role: x } }\ncondition: a';
    expect(holds(either, 'Granted {matched.role}.')).toBe(false);
    const told = 'a: { iamwatch.gcp.workspace|any_element: { name: X } }\ncondition: a';
    expect(holds(told, 'Set {matched.parameters.SETTING}.')).toBe(false);
  });

  test('{matched…} of a list of the raw record is told where no test that expects an alert has it', () => {
    const told = (path: string): boolean =>
      findsIn(
        'a: { requestParameters.tags|any_element: { key: owner } }\ncondition: a',
        'unfilled-sentence-hole',
        `sentence: 'By {matched.${path}}.'\ntests:\n  - { name: n, event: iam-user-call, patch: { requestParameters.tags: [{ key: owner, value: x }] }, expect: alert }`,
      );
    expect([told('value'), told('valu')]).toEqual([false, true]);
  });

  test('{foreign_accounts} needs a question about strangers', () => {
    expect(holds(KEY, 'Trusts {foreign_accounts}.')).toBe(true);
    expect(
      holds(
        'a: { requestParameters.policyDocument|trusts_external: true }\ncondition: a',
        'Trusts {foreign_accounts}.',
      ),
    ).toBe(false);
  });

  test('{raw…} is told where no test that expects an alert has the field', () => {
    const told = (path: string, expect: string): boolean =>
      findsIn(
        KEY,
        'unfilled-sentence-hole',
        `sentence: 'By {raw.${path}}.'\ntests:\n  - { name: n, event: iam-user-call, patch: { a.b: [{ c.d: 1 }] }, expect: ${expect} }`,
      );
    expect([told('userIdentity.userName', 'alert'), told('a.b.c.d', 'alert')]).toEqual([false, false]);
    expect(told('userIdentity.usrName', 'alert')).toBe(true);
    expect(told('requestParameters.userName', 'alert')).toBe(true);
    expect(told('userIdentity.usrName', 'none')).toBe(false);
  });

  test('the sentence of a variation is looked at too', () => {
    const variation = "variations: [{ name: v, level: high, condition: key, sentence: 'Granted {matched.role}.' }]";
    expect(findsIn(KEY, 'unfilled-sentence-hole', variation)).toBe(true);
  });
});

test('variation-without-effect: the level of the rule and no text', () => {
  const told = (variation: string): boolean =>
    findsIn(KEY, 'variation-without-effect', `level: high\nvariations: [{ name: v, condition: key, ${variation} }]`);
  expect(told('level: high')).toBe(true);
  expect(told('level: low')).toBe(false);
  for (const text of [
    'title: T',
    "sentence: '{actor} did it.'",
    'description: D',
    'confidence: low',
    'missing_context: [who]',
  ])
    expect(told(`level: high, ${text}`)).toBe(false);
});

describe('filter-not-negated', () => {
  test.each([
    ['all of them', true],
    ['key and filter_ci', true],
    ['key and not filter_ci', false],
    ['key and not 1 of filter_*', false],
    ['(key and filter_ci) or (key and not filter_ci)', false],
  ])('%s: %s', (condition, isTold) => {
    const detection = `key: { eventName: CreateAccessKey }\nfilter_ci: { errorCode: x }\ncondition: ${condition}`;
    expect(findsIn(detection, 'filter-not-negated')).toBe(isTold);
  });
});
