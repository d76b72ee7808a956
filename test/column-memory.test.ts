/** P3: memories over every event, answered from the bytes of records, find what the same rules find over parsed records. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { organisationProfile } from '../src/context/organisation-profile.ts';
import { rowRulesOf } from '../src/engine/columns/column-rules.ts';
import { Scan } from '../src/engine/scan.ts';
import { record } from '../src/events/cloudtrail/record.fixture.ts';
import { readAgain } from '../src/ingest/read-again.ts';
import { readRecords } from '../src/ingest/read-records.ts';
import { loadRules } from '../src/rule-language/load.ts';
import { policyPredicates } from '../src/rule-language/policy-predicates.ts';
import { compileRuleSet } from '../src/rule-language/rule-set.ts';
import type { JsonObject } from '../src/std/json.ts';
import { RunFile } from '../src/store/run-file.ts';
import { FileSorter } from '../src/store/spilling-sorter.ts';
import { scanFolder, TIGHT } from './column-scan.fixture.ts';
import { folderWith } from './program.fixture.ts';

const RULES = `
title: Burst of reads
name: burst
level: low
sentence: '{measured} different calls within {span}: {values}'
logsource: { product: aws, service: cloudtrail }
detection:
  reads: { eventName|startswith: [Describe, List, Get] }
  service: { userIdentity.type: AWSService }
  invoked: { userIdentity.invokedBy|exists: true }
  console: { sessionCredentialFromConsole: 'true' }
  condition: reads and not service and not invoked and not console
threshold:
  more_than: 2
  distinct: eventName
  within: 10s
  by: [recipientAccountId, userIdentity.accessKeyId]
  else_by: [recipientAccountId, userIdentity.arn, sourceIPAddress]
---
title: Many denied
name: denied
level: low
logsource: { product: aws, service: cloudtrail }
detection:
  denied: { errorCode: AccessDenied }
  condition: denied
threshold:
  at_least: 3
  within: 1m
  by: [recipientAccountId, userIdentity.arn]
---
title: New region
name: region
level: low
logsource: { product: aws, service: cloudtrail }
detection:
  writes: { readOnly: 'false' }
  condition: writes
new_terms:
  terms: [recipientAccountId, userIdentity.arn, awsRegion]
  history: 1d
  readiness: 1d
---
title: Denied, by case
name: cases
level: low
logsource: { product: aws, service: cloudtrail }
detection:
  denied: { errorCode|contains: Denied }
  long: { userIdentity.accessKeyId|startswith: AKIA }
  elsewhere: { sourceIPAddress|expected_network: false }
  condition: denied
variations:
  - { name: with a key, condition: long, level: medium }
  - { name: from elsewhere, condition: elsewhere and long, level: high }
threshold:
  at_least: 2
  distinct: [eventSource, eventName]
  within: 1m
  by: [recipientAccountId, userIdentity.accessKeyId]
  else_by: [recipientAccountId, iamwatch.actor.principal, sourceIPAddress]
---
title: Different parameters
name: parameters
level: low
logsource: { product: aws, service: cloudtrail }
detection:
  gets: { eventName|startswith: Get }
  condition: gets
threshold:
  at_least: 2
  distinct: requestParameters
  within: 5m
  by: [recipientAccountId]
---
title: Region of somebody
name: somebody
level: low
logsource: { product: aws, service: cloudtrail }
detection:
  writes: { readOnly: 'false', errorCode: null }
  service: { userIdentity.type: AWSService }
  condition: writes and not service
new_terms:
  terms: [recipientAccountId, iamwatch.actor.principal, awsRegion]
  history: 1d
  readiness: 1d
---
title: Keys
name: keys
level: low
logsource: { product: aws, service: cloudtrail }
detection:
  it: { eventName: CreateAccessKey }
  condition: it
`;

const { rules, diagnostics } = loadRules([{ file: 'rules.yaml', text: RULES }]);
const profile = organisationProfile({ version: 1, networks: [{ cidr: '203.0.113.0/24' }] });
const ruleSet = compileRuleSet(rules, { predicates: policyPredicates(profile) });

const IDENTITIES: readonly JsonObject[] = [
  {
    type: 'IAMUser',
    arn: 'arn:aws:iam::111122223333:user/alice',
    accountId: '111122223333',
    userName: 'alice',
    accessKeyId: 'AKIA1',
  },
  { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/bob', accountId: '111122223333', userName: 'bob' },
  { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
  {
    type: 'AssumedRole',
    arn: 'arn:aws:sts::111122223333:assumed-role/r/s',
    accountId: '111122223333',
    accessKeyId: ['odd'],
  },
  session('one'),
  session('two'),
  session('two', { invokedBy: 'cloudformation.amazonaws.com' }),
  {
    type: 'FederatedUser',
    arn: 'arn:aws:sts::111122223333:federated-user/eve',
    accountId: '111122223333',
    accessKeyId: 'ASIA2',
  },
  { type: 'IAMUser', arn: null, accountId: '111122223333', userName: 'carol', accessKeyId: null },
];

/** A session of a role with a path, which its own ARN lacks. */
function session(name: string, more: JsonObject = {}): JsonObject {
  const issuer = {
    type: 'Role',
    principalId: 'AROA1',
    arn: 'arn:aws:iam::111122223333:role/path/r',
    accountId: '111122223333',
    userName: 'r',
  };
  return {
    type: 'AssumedRole',
    principalId: `AROA1:${name}`,
    arn: `arn:aws:sts::111122223333:assumed-role/r/${name}`,
    accountId: '111122223333',
    accessKeyId: `ASIA${name}`,
    sessionContext: { sessionIssuer: issuer, attributes: { mfaAuthenticated: 'false' } },
    ...more,
  };
}

const event = fc
  .record({
    eventName: fc.constantFrom('DescribeA', 'ListB', 'GetC', 'GetD', 'RunInstances', 'CreateAccessKey'),
    userIdentity: fc.constantFrom(...IDENTITIES),
    errorCode: fc.option(fc.constantFrom('AccessDenied', 'Throttling'), { nil: undefined }),
    readOnly: fc.constantFrom<unknown>(true, false, 'false', null),
    awsRegion: fc.constantFrom<unknown>('us-east-1', 'eu-north-1', ['eu-north-1', 'us-east-1'], ['eu-west-1']),
    sourceIPAddress: fc.option(fc.constantFrom('203.0.113.7', '198.51.100.9', 'AWS Internal'), {
      nil: undefined,
      freq: 9,
    }),
    seconds: fc.oneof(fc.nat(40), fc.nat(400_000)),
    sessionCredentialFromConsole: fc.option(fc.constantFrom('true'), { nil: undefined }),
    sharedEventID: fc.option(fc.constantFrom('shared-1', 'shared-2'), { nil: undefined, freq: 6 }),
    requestParameters: fc.constantFrom<unknown>(null, { id: 'a', n: 1 }, { id: 'b' }, {}, 'text', [{ id: 'a' }]),
    number: fc.nat(0xffff),
    isOdd: fc.boolean(),
  })
  .map(({ seconds, number, isOdd, ...fields }): JsonObject => {
    const eventTime = new Date(Date.UTC(2026, 2, 2) + seconds * 1000).toISOString().replace('.000Z', 'Z');
    const hex = number.toString(16).padStart(4, '0');
    const eventID = isOdd && number % 5 === 0 ? `odd-${hex}` : `0a1b2c3d-${hex}-4000-8000-${hex}00000000`;
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    return record({ eventTime, eventID, ...(given as JsonObject) });
  });

describe('rules that plain fields decide', () => {
  it('are those that ask for nothing else', () => {
    expect(diagnostics).toEqual([]);
    const decided = rowRulesOf(ruleSet).filter(({ isDecided }) => isDecided);
    expect(decided.map(({ rule }) => rule.name)).toEqual([
      'burst',
      'denied',
      'region',
      'cases',
      'parameters',
      'somebody',
    ]);
  });

  it('find from bytes what they find from parsed records', async () => {
    let found = 0;
    let spared = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { minLength: 1, maxLength: 40, size: 'max' }),
        fc.nat(39),
        fc.constantFrom(undefined, undefined, ...Object.values(TIGHT)),
        async (events, cut, bounds) => {
          const unique = [...new Map(events.map((one) => [JSON.stringify(one.eventID), one])).values()];
          const again = unique.slice(0, cut + 1);
          const folder = folderWith({
            'a.json': JSON.stringify({ Records: [...unique].reverse() }),
            // Copies, some of them printed so that they must be parsed.
            'b.json': again.map((one, n) => JSON.stringify(one, undefined, n % 3 === 0 ? 1 : 0)).join('\n'),
          });
          const fast = await scanFolder(folder, { ruleSet, profile, columns: true, bounds });
          const plain = await scanFolder(folder, { ruleSet, profile, columns: false });
          expect({ ...fast, parsed: 0 }).toEqual({ ...plain, parsed: 0 });
          found += fast.alerts.length;
          spared += plain.parsed - fast.parsed;
        },
      ),
      { numRuns: 1_000 },
    );
    expect(found).toBeGreaterThan(500);
    expect(spared).toBeGreaterThan(500);
  }, 120_000);
});

it('a file that changes while it is read is named', async () => {
  const folder = folderWith({
    'a.json': JSON.stringify({
      Records: ['ListA', 'ListB', 'ListC'].map((eventName, n) =>
        record({ eventName, eventID: `0a1b2c3d-0000-4000-8000-00000000000${n}`, userIdentity: IDENTITIES[0] ?? {} }),
      ),
    }),
  });
  const file = path.join(folder, 'a.json');
  const options = { sinceMs: undefined, untilMs: undefined, isolate: false, profile: organisationProfile() };
  const run = new Scan(
    ruleSet,
    {
      ...options,
      readAgain: {
        read: (name, wanted) => readAgain({ path: name, bytes: 10 }, wanted),
        makeRunStore: (name) => new RunFile(name),
      },
    },
    (name) => new FileSorter(name),
  );
  await readRecords(
    { path: file, bytes: 10 },
    {
      record: (value, position) => {
        run.take(value, position);
      },
      aside: () => undefined,
      problem: () => undefined,
    },
  );
  writeFileSync(file, '{"Records":[]}');
  await expect(async () => {
    for await (const alert of run.alerts()) expect(alert).toBeDefined();
  }).rejects.toThrow(/a\.json changed while it was read: record \d is another one now/u);
});
