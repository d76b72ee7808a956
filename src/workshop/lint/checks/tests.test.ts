/** Tests that a rule should carry, and tests that cannot show what they are meant to. Secrets in them, too. */
import { describe, expect, test } from 'vitest';
import { ruleAround } from '../../../rule-language/harness.fixture.ts';
import { findsIn, foundIn } from '../lint.fixture.ts';

const KEY = 'key: { eventName: CreateAccessKey }\ncondition: key';

function test1(kind: string, more = 'patch: { eventName: CreateAccessKey }'): string {
  return `  - { name: ${kind} one, kind: ${kind}, event: iam-user-call, expect: alert, ${more} }\n`;
}

describe('kinds of tests', () => {
  const three =
    test1('positive') + test1('near-miss', 'patch: { eventName: x }') + test1('null-parameters', 'without: [eventID]');

  test('no tests at all are one finding, missing kinds another', () => {
    expect(foundIn(ruleAround(KEY), 'missing-tests')).toHaveLength(1);
    expect(foundIn(ruleAround(KEY), 'missing-test-kind')).toEqual([]);
    expect(foundIn(ruleAround(KEY, `tests:\n${test1('positive')}`), 'missing-test-kind')).toEqual([
      '6:1 the rule has no test of kind near-miss, null-parameters',
    ]);
  });

  test('from level high upwards a bypass belongs to them, by a variation too', () => {
    expect(findsIn(KEY, 'missing-test-kind', `level: medium\ntests:\n${three}`)).toBe(false);
    expect(findsIn(KEY, 'missing-test-kind', `level: high\ntests:\n${three}`)).toBe(true);
    const variation = 'variations: [{ name: v, level: critical, condition: key }]';
    expect(findsIn(KEY, 'missing-test-kind', `level: low\n${variation}\ntests:\n${three}`)).toBe(true);
    expect(
      findsIn(KEY, 'missing-test-kind', `level: high\ntests:\n${three}${test1('bypass', 'without: [awsRegion]')}`),
    ).toBe(false);
  });
});

describe('unlikely-patch-path', () => {
  const isTold = (more: string): boolean => findsIn(KEY, 'unlikely-patch-path', `tests:\n${test1('positive', more)}`);

  test.each([
    'patch: { requestParameter: {} }',
    'patch: { requestparameters.userName: x }',
    'patch: { userIdentity.sessionContext.atributes.mfaAuthenticated: x }',
    'patch: { protoPayload.methodname: x }',
    'without: [userIdentty.arn]',
  ])('%s looks like a typo', (more) => {
    expect(isTold(more)).toBe(true);
  });

  test.each([
    'patch: { requestParameters.anything.at.all: x }',
    'patch: { errorCode: AccessDenied, errorMessage: no }',
    'patch: { additionalEventData.MFAUsed: Yes }',
    'patch: { someNewField: x }',
    'patch: { userIdentity.webIdFederationData: {} }',
    'without: [userIdentity.sessionContext]',
  ])('%s may be meant', (more) => {
    expect(isTold(more)).toBe(false);
  });

  test('the place is that of the path', () => {
    const text = ruleAround(
      KEY,
      `tests:\n  - name: n\n    event: iam-user-call\n    patch:\n      eventNam: x\n    expect: none\n`,
    );
    expect(foundIn(text, 'unlikely-patch-path')).toEqual(['10:7 no base event has "eventNam"']);
  });
});

test('names that lead nowhere are told, in tests of several events too', () => {
  const events = 'tests:\n  - { name: n, events: [{ event: iam-user-call }, { event: iam-usr-call }], expect: none }';
  expect(foundIn(ruleAround(KEY, events), 'unknown-base-event')).toEqual([
    '7:60 no base event is called "iam-usr-call"',
  ]);
  const expecting = (variation: string): boolean =>
    findsIn(
      KEY,
      'unknown-variation',
      `variations: [{ name: v, level: high, condition: key }]\ntests:\n  - { name: n, event: iam-user-call, expect: { variation: ${variation} } }`,
    );
  expect([expecting('v'), expecting('none'), expecting('w')]).toEqual([false, false, true]);
});

test('tables of tests are told about where they stand, and once', () => {
  const tests = `tests:
  - name: table
    event: iam-user-call
    patch: { eventName: CreateAccessKey }
    each: { eventNam: [a, b] }
    expect: none
  - { name: last, event: iam-usr-call, expect: none }
`;
  expect(foundIn(ruleAround(KEY, tests), 'unlikely-patch-path')).toEqual(['10:13 no base event has "eventNam"']);
  expect(foundIn(ruleAround(KEY, tests), 'unknown-base-event')).toEqual([
    '12:26 no base event is called "iam-usr-call"',
  ]);
});

test('two tests are identical by what they try, not by their names', () => {
  expect(findsIn(KEY, 'identical-tests', `tests:\n${test1('positive')}${test1('bypass')}`)).toBe(true);
  expect(
    findsIn(KEY, 'identical-tests', `tests:\n${test1('positive')}${test1('bypass', 'without: [awsRegion]')}`),
  ).toBe(false);
});

test('duplicate-test-name: two tests of one name, whatever they try', () => {
  const named = (name: string): string =>
    `  - { name: ${name}, event: iam-user-call, patch: { requestParameters.n: ${name.length} }, expect: alert }\n`;
  const told = (...names: readonly string[]): boolean =>
    findsIn(KEY, 'duplicate-test-name', `tests:\n${names.map(named).join('')}`);
  expect(told('a', 'a')).toBe(true);
  expect(told('a', 'b')).toBe(false);
});

describe('secret-in-rule', () => {
  const holds = (text: string): boolean => findsIn(KEY, 'secret-in-rule', `description: "${text}"`);

  test.each([
    ['AKIA', '2E0A8F3B244C9986'],
    ['ASIA', '2E0A8F3B244C9986'],
    ['secretAccessKey: ', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzKEY'.slice(0, 40)],
    ['AIza', 'SyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY'],
    ['ya29.', 'a0AfH6SMBx1234567890abcdef'],
    ['-----BEGIN RSA ', 'PRIVATE KEY-----'],
  ])('%s…', (start, rest) => {
    // Put together here, so that no scanner takes this file for a leak.
    expect(holds(start + rest)).toBe(start !== 'secretAccessKey: ' || !/(.)\1{5}/u.test(rest));
  });

  test.each([
    'AKIAIOSFODNN7EXAMPLE',
    'AKIAEXAMPLE000000001',
    'AKIA',
    'ASIA000000000000AAAA',
    '-----BEGIN CERTIFICATE-----',
  ])('%s is made up', (text) => {
    expect(holds(text)).toBe(false);
  });

  test('its place is in the file, also in a later document', () => {
    const key = ['AKIA', '2E0A8F3B244C9986'].join('');
    const text = `${ruleAround(KEY)}\n---\n# a comment\n${ruleAround(KEY, `description: see ${key}`).replace('A rule', 'Another')}`;
    const line = text.split('\n').findIndex((one) => one.includes(key)) + 1;
    expect(foundIn(text, 'secret-in-rule')).toEqual([`${line}:18 this looks like an access key id of AWS`]);
  });
});
