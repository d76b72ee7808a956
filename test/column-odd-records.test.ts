/** P3 where a record is not what its columns alone seem to say: it is parsed then, and found as it is without columns. */
import { describe, expect, it } from 'vitest';
import { organisationProfile } from '../src/context/organisation-profile.ts';
import { IDENTITIES, record } from '../src/events/cloudtrail/record.fixture.ts';
import { loadRules } from '../src/rule-language/load.ts';
import { policyPredicates } from '../src/rule-language/policy-predicates.ts';
import { compileRuleSet } from '../src/rule-language/rule-set.ts';
import type { Json, JsonObject } from '../src/std/json.ts';
import { type Outcome, scanFolder } from './column-scan.fixture.ts';
import { folderWith } from './program.fixture.ts';

const profile = organisationProfile();

/** A rule over CloudTrail with this detection and memory; without one it alerts on single events. */
function rule(detection: string, memory = ''): string {
  return `
title: Rule
name: rule
level: low
logsource: { product: aws, service: cloudtrail }
detection: ${detection}
${memory}
`;
}

const TWO = 'threshold: { at_least: 2, within: 1h, by: recipientAccountId }';
const LISTED = rule('{ it: { eventName: ListUsers }, condition: it }', TWO);

/** Scans with and without columns, and gives what both came to. */
async function found(text: string, files: Readonly<Record<string, string>>): Promise<Outcome> {
  const { rules, diagnostics } = loadRules([{ file: 'rules.yaml', text }]);
  expect(diagnostics).toEqual([]);
  const ruleSet = compileRuleSet(rules, { predicates: policyPredicates(profile) });
  const folder = folderWith(files);
  const fast = await scanFolder(folder, { ruleSet, profile, columns: true });
  const plain = await scanFolder(folder, { ruleSet, profile, columns: false });
  expect({ ...fast, parsed: 0 }).toEqual({ ...plain, parsed: 0 });
  return fast;
}

/** Three records, a second apart, with these fields in place of their own. */
function three(patch: Readonly<Record<string, Json | undefined>>): readonly JsonObject[] {
  return [1, 2, 3].map((n) =>
    record({
      eventID: idOf(n),
      eventTime: `2026-03-02T09:00:0${n}Z`,
      requestParameters: { userName: 'ann' },
      ...patch,
    }),
  );
}

function idOf(number: number): string {
  return `0a1b2c3d-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

function lines(records: readonly JsonObject[]): Readonly<Record<string, string>> {
  return { 'a.json': records.map((one) => JSON.stringify(one)).join('\n') };
}

it('usual records are not parsed', async () => {
  expect(await found(LISTED, lines(three({})))).toMatchObject({ parsed: 0, counts: { events: 3, matches: 3 } });
});

describe('a record of CloudTrail that a tool reshaped', () => {
  const userOf: readonly [string, string][] = [
    ['a rule over single events', rule('{ it: { userIdentity.type: IAMUser }, condition: it }')],
    ['a rule that remembers', rule('{ it: { userIdentity.type: IAMUser }, condition: it }', TWO)],
    [
      'a rule whose key lies there',
      rule(
        '{ it: { eventName: ListUsers }, condition: it }',
        'threshold: { at_least: 2, within: 1h, by: [recipientAccountId, userIdentity.arn] }',
      ),
    ],
  ];
  it.each(userOf)('with its identity as a text is found by %s', async (_, text) => {
    const identity = JSON.stringify(IDENTITIES.user);
    expect((await found(text, lines(three({ userIdentity: identity })))).alerts).toHaveLength(1);
  });
  it.each([
    ['the rule asks for them', rule('{ it: { requestParameters.userName: ann }, condition: it }', TWO)],
    [
      'they are in its key',
      rule(
        '{ it: { eventName: ListUsers }, condition: it }',
        'threshold: { at_least: 2, within: 1h, by: requestParameters.userName }',
      ),
    ],
  ])('with its parameters as a text is found where %s', async (_, text) => {
    const requestParameters = JSON.stringify({ userName: 'ann' });
    expect((await found(text, lines(three({ requestParameters })))).alerts).toHaveLength(1);
  });
  it.each(['userIdentity.type', 'user_identity.type', 'UserIdentity.Type'])(
    'with a path for a key (%s) is found',
    async (key) => {
      const text = rule('{ it: { userIdentity.type: IAMUser }, condition: it }');
      const flat = three({ userIdentity: undefined, [key]: 'IAMUser' });
      expect((await found(text, lines(flat))).alerts).toHaveLength(1);
    },
  );
});

it.each<[string, JsonObject]>([
  ['an Insight', { eventCategory: 'Insight' }],
  ['an Insight by its type', { eventType: 'AwsCloudTrailInsight' }],
  ['an aggregated event', { eventCategory: 'Aggregated' }],
  ['a notification of S3', { s3: {} }],
  ['a test of a notification', { Event: 's3:TestEvent' }],
  ['a delivery notification', { s3ObjectKey: ['a'], s3Bucket: 'b' }],
  ['a digest', { logFiles: [], digestStartTime: '2026-03-02T09:00:00Z' }],
  ['a control message', { messageType: 'CONTROL_MESSAGE' }],
  ['an SNS subscription', { Type: 'SubscriptionConfirmation' }],
  ['a notification of Cloud Storage', { kind: 'storage#object' }],
  ['a message of a service', { eventSource: 'aws:kinesis.amazonaws.com' }],
])('%s is no event, and told as what it is', async (_, patch) => {
  const { others, counts } = await found(LISTED, lines(three(patch)));
  expect(others).toHaveLength(3);
  expect(counts).toMatchObject({ events: 0 });
});

it('what amends a record is named by its own id', async () => {
  const amending = three({}).map((one, n) => ({ ...one, addendum: { originalEventID: idOf(n + 16) } }));
  const { alerts } = await found(LISTED, lines(amending));
  expect(alerts).toMatchObject([{ events: [1, 2, 3].map((n) => ({ id: idOf(n) })) }]);
});

it('an envelope in a list is one record with several values, each of which is read again', async () => {
  const regions = rule(
    '{ it: { eventName: ListUsers }, condition: it }',
    'new_terms: { terms: [awsRegion], history: 1d, readiness: 1d }',
  );
  const records = three({}).map((one, n) => ({ ...one, awsRegion: `region-${n}` }));
  const { alerts } = await found(regions, { 'a.json': JSON.stringify([{ Records: records }, { Records: [] }]) });
  expect(alerts).toHaveLength(3);
});

it('a rule that asks for many columns tells all combinations of their values apart', async () => {
  const columns = ['userAgent', 'sourceIPAddress', 'awsRegion', 'apiVersion', 'vpcEndpointId', 'requestID'];
  const levels = ['x1', 'x2', 'x3', 'x4', 'x5', 'x6'];
  const text = rule(
    `
  one: { userAgent: one }
${columns
  .slice(1)
  .map((column) => `  ${column}: { ${column}: x }`)
  .join('\n')}
  odd: { eventVersion: [x1, x3, x5, x7] }
${levels.map((level) => `  ${level}: { eventVersion: ${level} }`).join('\n')}
  condition: (one or not one) and ${columns.slice(1).join(' and ')} and odd`,
    `variations:
${levels.map((level) => `  - { name: ${level}, condition: ${level}, level: medium }`).join('\n')}
new_terms: { terms: [eventVersion, userAgent], history: 1d, readiness: 1d }`,
  );
  const all = ['one', 'other'].flatMap((userAgent) =>
    ['x0', ...levels, 'x7'].map((eventVersion) => ({ userAgent, eventVersion })),
  );
  const same = Object.fromEntries(columns.slice(1).map((column) => [column, 'x']));
  const records = all.map((differing, n) => record({ eventID: idOf(n), ...same, ...differing }));
  const { alerts, parsed } = await found(text, lines(records));
  expect(parsed).toBe(0);
  expect(alerts).toHaveLength(8);
});
