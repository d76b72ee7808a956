import { describe, expect, it } from 'vitest';
import { alertFor } from './alert.fixture.ts';
import { isAlert } from './alert.ts';

const ANY = 'detection: { it: { eventSource: iam.amazonaws.com }, condition: it }';

describe('the sentence of an alert', () => {
  it.each([
    ["sentence: '{actor} touched {target} in {account}'", 'alice touched user bob in 111122223333'],
    [
      "sentence: 'by {raw.userAgent}, {raw.requestParameters.gone}'",
      'by aws-cli/2.31.0 md/command#iam.list-users, (not in the log)',
    ],
    [
      "sentence: '{actor}[ by {raw.requestParameters.gone}][ of {raw.requestParameters.userName}][ found {matched.x}]'",
      'alice of bob',
    ],
    ["sentence: 'password {raw.requestParameters.password}'", 'password (not shown)'],
    ["sentence: 'shortest password {raw.requestParameters.minimumPasswordLength}'", 'shortest password 6'],
    ['', 'alice called ListUsers on user bob: A test.'],
  ])('%s', (sentence, expected) => {
    const requestParameters = { userName: 'bob', password: 'hunter2', minimumPasswordLength: 6 };
    expect(alertFor(`${ANY}\n${sentence}`, { requestParameters }).explanation.reason).toBe(expected);
  });
});

describe('secrets are named, never shown', () => {
  it.each([
    ['a field of the rule', "requestParameters.password: '*'"],
    ['below an object that the rule names', 'responseElements.accessKey|exists: true'],
    ['any text of the record', "requestParameters.sAMLMetadataDocument: '*'"],
  ])('%s', (_, search) => {
    const alert = alertFor(`detection: { it: { ${search} }, condition: it }`, {
      requestParameters: { userName: 'bob', password: 'hunter2', sAMLMetadataDocument: '<hunter2/>' },
      responseElements: {
        accessKey: { accessKeyId: 'AKIAX', secretAccessKey: 'hunter2', nested: { sessionToken: 'hunter2' } },
      },
    });
    expect(alert.explanation.observed.length).toBeGreaterThan(0);
    expect(JSON.stringify(alert)).not.toContain('hunter2');
  });
});

describe('what would have silenced the rule', () => {
  it('is one edit where one is enough, that of the action last', () => {
    const alert = alertFor(
      'detection: { it: { eventName: ListUsers, requestParameters.userName: bob }, condition: it }',
      { requestParameters: { userName: 'bob' } },
    );
    expect(alert.explanation.would_not_fire_if.map(({ edits }) => edits)).toEqual([
      [{ field: 'requestParameters.userName', set: null }],
      [{ field: 'eventName', set: null }],
    ]);
  });

  it('is a pair where either of two fields is enough for the rule', () => {
    const alert = alertFor(
      'detection: { a: { eventName: ListUsers }, b: { eventSource: iam.amazonaws.com }, condition: a or b }',
    );
    expect(alert.explanation.would_not_fire_if.map(({ edits }) => edits.map(({ field }) => field))).toEqual([
      ['eventName', 'eventSource'],
    ]);
  });
});

describe('what an alert cannot know', () => {
  it.each<[string, Parameters<typeof alertFor>[1], string]>([
    ['parameters that were left out', { requestParameters: { omitted: true } }, 'too large'],
    ['a time that cannot be read', { eventTime: 'soon' }, 'event time'],
    [
      'an instance that only a session name claims',
      {
        userIdentity: {
          type: 'AssumedRole',
          arn: 'arn:aws:sts::111122223333:assumed-role/r/i-0123456789abcdef0',
          principalId: 'AROAX:i-0123456789abcdef0',
          accountId: '111122223333',
        },
      },
      'whoever assumes a role chooses that name',
    ],
  ])('%s', (_, patch, words) => {
    const { missing_context: missing } = alertFor(`${ANY}\nmissing_context: [the owner, the owner]`, patch);
    expect(missing.join('\n')).toContain(words);
    expect(missing.filter((text) => text === 'the owner')).toHaveLength(1);
  });
});

it('an alert is small whatever stands where a name belongs', () => {
  const long = 'x'.repeat(3_000_000);
  const alert = alertFor(`${ANY}\nsentence: '{actor} {target} {raw.userAgent}'`, {
    userIdentity: { type: 'AssumedRole', arn: long, principalId: `${long}:${long}`, userName: long, accessKeyId: long },
    userAgent: long,
    sourceIPAddress: long,
    eventID: long,
    awsRegion: long,
    recipientAccountId: long,
    eventName: long,
    requestParameters: { userName: long, roleName: long, policyArn: long },
  });
  expect(isAlert(alert)).toBe(true);
  expect(JSON.stringify(alert).length).toBeLessThan(100_000);
});

it('an alert is small however many values a field has, and says how many it leaves out', () => {
  const alert = alertFor(
    `detection: { it: { requestParameters.names|exists: true }, condition: it }\nsentence: '{raw.requestParameters.names}'`,
    { requestParameters: { names: Array.from({ length: 100_000 }, (_, index) => `name-${index}`) } },
  );
  expect(JSON.stringify(alert).length).toBeLessThan(20_000);
  expect(alert.explanation.reason).toMatch(/^name-0, .*name-19 and 99980 more$/);
  expect(alert.explanation.observed.at(-1)?.value).toBe('and 99980 more');
});
