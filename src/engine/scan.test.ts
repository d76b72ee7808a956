/**
 * P1 on the fold: for any delivery of one set of records (order, doubles, poorer copies) the alerts are equal, save for where a
 * record was read.
 */
import { organisationProfile } from '../context/organisation-profile.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemorySorter } from './memory-store.fixture.ts';
import { Scan } from './scan.ts';
import { ACCOUNT, IDENTITIES, record } from '../events/cloudtrail/record.fixture.ts';
import { openEnvelope } from '../events/envelopes/envelope.ts';
import { loadRules } from '../rule-language/load.ts';
import { compileRuleSet } from '../rule-language/rule-set.ts';
import { isObject, type Json, type JsonObject } from '../std/json.ts';
import type { Alert } from '../alerts/alert.ts';

const RULE = `
title: Key created
id: 11111111-2222-4333-8444-555555555555
name: key-created
level: low
logsource: { product: aws, service: cloudtrail }
detection:
  it: { eventSource: iam.amazonaws.com, eventName: CreateAccessKey }
  console: { sessionCredentialFromConsole: 'true' }
  condition: it
variations:
  - { name: by hand, condition: it and console, level: medium }
`;

async function alertsFor(records: readonly JsonObject[], rule = RULE): Promise<Alert[]> {
  const { rules, diagnostics } = loadRules([{ file: 'rule.yaml', text: rule }]);
  expect(diagnostics).toEqual([]);
  const options = { sinceMs: undefined, untilMs: undefined, isolate: false, profile: organisationProfile() };
  const scan = new Scan(compileRuleSet(rules), options, () => new MemorySorter());
  records.forEach((raw, index) => scan.take(raw, { file: 'a.json', record: index + 1 }));
  const alerts: Alert[] = [];
  for await (const alert of scan.alerts()) alerts.push(alert);
  return alerts;
}

const HOUR_MS = 3_600_000;

function key(hour: number, patch: JsonObject = {}): JsonObject {
  const eventTime = new Date(Date.UTC(2026, 2, 2) + hour * HOUR_MS).toISOString().replace('.000Z', 'Z');
  const requestParameters = { userName: 'bob' };
  return record({ eventName: 'CreateAccessKey', eventTime, eventID: `e-${hour}`, requestParameters, ...patch });
}

/** An alert without where it was read: that alone may differ between two deliveries. */
function withoutPlaces(alert: Alert): unknown {
  return { ...alert, input: null, events: alert.events.map((event) => ({ ...event, input: null })) };
}

describe('repeats of one rule by one principal on one target', () => {
  it('fold for 24 hours from the first, then a new alert begins', async () => {
    const alerts = await alertsFor([key(0), key(23), key(24), key(40), key(48)]);
    expect(alerts.map(({ count, first_seen }) => [count, first_seen])).toEqual([
      [2, '2026-03-02T00:00:00Z'],
      [2, '2026-03-03T00:00:00Z'],
      [1, '2026-03-04T00:00:00Z'],
    ]);
  });

  it('are kept apart by target, by principal, by account and by variation', async () => {
    const alerts = await alertsFor([
      key(1),
      key(2, { requestParameters: { userName: 'carol' } }),
      key(3, { userIdentity: { type: 'Root', accountId: '111122223333' } }),
      key(4, { recipientAccountId: '444455556666' }),
      key(5, { sessionCredentialFromConsole: 'true' }),
    ]);
    expect(alerts.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1]);
    expect(new Set(alerts.map(({ id }) => id)).size).toBe(5);
  });

  it('are kept apart by the list elements that were found: two members are two alerts, one member twice is one', async () => {
    const granting = (hour: number, member: string): JsonObject =>
      key(hour, { requestParameters: { userName: 'bob', bindings: [{ role: 'owner', member }, { role: 'viewer' }] } });
    const rule = RULE.replace(
      'eventName: CreateAccessKey }',
      'eventName: CreateAccessKey, requestParameters.bindings|any_element: { role: owner } }',
    );
    const alerts = await alertsFor([granting(1, 'ann'), granting(2, 'carol'), granting(3, 'ann')], rule);
    expect(alerts.map(({ count }) => count).sort()).toEqual([1, 2]);
  });

  it('of one action that was recorded twice count once', async () => {
    const shared = { sharedEventID: 'one-action' };
    expect(await alertsFor([key(1, shared), key(2), key(3, shared)])).toMatchObject([{ count: 2 }]);
  });

  it('are kept apart by the foreign accounts that they let in, and fold where those are the same', async () => {
    const rule = RULE.replace('CreateAccessKey', 'UpdateAssumeRolePolicy');
    const trust = (hour: number, ...accounts: readonly string[]): JsonObject => {
      const policyDocument = JSON.stringify({
        Statement: [{ Effect: 'Allow', Principal: { AWS: accounts }, Action: 'sts:AssumeRole' }],
      });
      const requestParameters = { roleName: 'deploy', policyDocument };
      return key(hour, { eventName: 'UpdateAssumeRolePolicy', requestParameters });
    };
    const [vendor, stranger] = ['444455556666', '999999999999'];
    const alerts = await alertsFor(
      [
        trust(0, vendor),
        trust(1, stranger),
        trust(2, vendor, ACCOUNT),
        trust(3, vendor, stranger),
        trust(4, stranger, vendor),
      ],
      rule,
    );
    expect(alerts.map(({ count, first_seen }) => [count, first_seen?.slice(11, 13)]).sort()).toEqual([
      [1, '01'],
      [2, '00'],
      [2, '03'],
    ]);
  });

  it('do not fold where the rule says so', async () => {
    expect(await alertsFor([key(1), key(2)], `${RULE}dedup: none\n`)).toHaveLength(2);
  });

  it('fold for as long as the rule says', async () => {
    expect(await alertsFor([key(1), key(2), key(4)], `${RULE}dedup: { period: 2h }\n`)).toMatchObject([
      { count: 2 },
      { count: 1 },
    ]);
  });

  it('fold over all targets where the rule says so, and stay apart by all else', async () => {
    const rule = `${RULE}dedup: { period: 1d, targets: together }\n`;
    const alerts = await alertsFor(
      [
        key(1),
        key(2, { requestParameters: { userName: 'carol' } }),
        key(3, { requestParameters: null }),
        key(4, { userIdentity: { type: 'Root', accountId: '111122223333' } }),
        key(5, { recipientAccountId: '444455556666' }),
        key(6, { sessionCredentialFromConsole: 'true' }),
        key(25),
      ],
      rule,
    );
    expect(alerts.map(({ count }) => count).sort()).toEqual([1, 1, 1, 1, 3]);
    const [alert] = alerts.filter(({ count }) => count === 3);
    expect(alert).toMatchObject({ targets: [{ name: 'bob' }], events: [{ id: 'e-1' }, { id: 'e-2' }, { id: 'e-3' }] });
  });

  it('fold over all list elements too where the rule folds over all targets', async () => {
    const element = 'eventName: CreateAccessKey, requestParameters.bindings|any_element: { role: owner } }';
    const rule = `${RULE.replace('eventName: CreateAccessKey }', element)}dedup: { period: 1d, targets: together }\n`;
    const granting = (hour: number, member: string): JsonObject =>
      key(hour, { requestParameters: { userName: 'bob', bindings: [{ role: 'owner', member }] } });
    expect(await alertsFor([granting(1, 'ann'), granting(2, 'carol')], rule)).toMatchObject([{ count: 2 }]);
  });

  it('list a bounded number of events and count them all', async () => {
    const many = Array.from({ length: 150 }, (_, index) => key(0, { eventID: `e-${index}` }));
    const [alert] = await alertsFor(many);
    expect(alert).toMatchObject({ count: 150, dedup: { suppressed: 149 } });
    expect(alert?.events).toHaveLength(100);
  });
});

it('an event without a readable time is evaluated, and says what is missing', async () => {
  const [alert] = await alertsFor([key(0, { eventTime: 'soon' })]);
  expect(alert).toMatchObject({ time: null, first_seen: null, dedup: { until: null } });
  expect(alert?.missing_context.join()).toContain('event time');
});

it('of several copies of a record the one with most fields speaks, whichever comes first', async () => {
  const poor = record({ ...key(1), userAgent: undefined });
  for (const records of [
    [key(1), poor],
    [poor, key(1)],
  ]) {
    expect(await alertsFor(records)).toMatchObject([{ count: 1, source: { user_agent: key(1).userAgent } }]);
  }
});

describe('an event that was amended', () => {
  const addendum = { reason: 'UPDATED_DATA', originalEventID: 'e-1', updatedFields: 'userAgent' };
  const amended = key(1, { eventID: 'e-1b', addendum, userAgent: 'amended' });

  it('alerts once, whichever comes first, and the fuller record speaks', async () => {
    for (const records of [
      [key(1), amended],
      [amended, key(1)],
      [amended, key(1), amended],
    ]) {
      const alerts = await alertsFor(records);
      expect(alerts).toMatchObject([{ count: 1, source: { user_agent: 'amended' }, events: [{ id: 'e-1b' }] }]);
    }
  });

  it('alerts by its amendment where the event itself was not delivered', async () => {
    expect(await alertsFor([amended])).toMatchObject([{ count: 1 }]);
  });

  it('is none where only the delivery was late', async () => {
    const late = key(2, { addendum: { reason: 'DELIVERY_DELAY' } });
    expect(await alertsFor([key(1), late])).toMatchObject([{ count: 2 }]);
  });
});

describe('an event that came five ways', () => {
  const native = key(1, { userAgent: 'native', userIdentity: IDENTITIES.role, requestParameters: { userName: 'bob' } });
  const { recipientAccountId: account, ...detail } = native;
  const lake = {
    eventversion: '1.11',
    useridentity: `{type=AssumedRole, principalid=AROAEXAMPLE0000000001:session-1, arn=${IDENTITIES.role.arn}, accountid=${ACCOUNT}, sessioncontext={sessionissuer={type=Role, principalid=AROAEXAMPLE0000000001, arn=${IDENTITIES.role.sessionContext.sessionIssuer.arn}, accountid=${ACCOUNT}, username=deployer}}}`,
    eventtime: '2026-03-02 01:00:00.000',
    eventsource: 'iam.amazonaws.com',
    eventname: 'CreateAccessKey',
    awsregion: 'us-east-1',
    useragent: 'lake',
    requestparameters: '{userName=bob}',
    eventid: 'e-1',
    recipientaccountid: ACCOUNT,
    // A row may have more cells than the record has fields: it is not the better for it.
    ...Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`extra${index}`, 'x'])),
  };
  const wrapped: readonly (readonly [string, Json])[] = [
    ['trail file', { Records: [native] }],
    ['EventBridge', { 'detail-type': 'AWS API Call via CloudTrail', account: account ?? null, detail }],
    ['LookupEvents', { Events: [{ EventId: 'e-1', Username: 'session-1', CloudTrailEvent: JSON.stringify(native) }] }],
    ['CloudTrail Lake', { QueryResultRows: [Object.entries(lake).map(([name, cell]) => ({ [name]: cell }))] }],
    ['CloudWatch Logs', { logEvents: [{ timestamp: 1, message: JSON.stringify(native) }] }],
  ];

  function opened(values: readonly Json[]): readonly JsonObject[] {
    return values.flatMap((value) => {
      const envelope = openEnvelope(value);
      if (envelope === undefined) return isObject(value) ? [value] : []; // the fixtures end in records
      return opened(
        envelope.parts.map((part) => (part.kind === 'value' ? part.value : (JSON.parse(part.text) as Json))),
      );
    });
  }

  it('alerts once, with the details of the native record, in every order', async () => {
    const forms = wrapped.map(([, value]) => value);
    for (const order of permutations(forms)) {
      const alerts = await alertsFor(opened(order));
      expect(alerts).toMatchObject([{ count: 1, source: { user_agent: 'native' }, targets: [{ name: 'bob' }] }]);
    }
  });

  it.each(wrapped)('alerts with one and the same id where only %s delivered it', async (_, value) => {
    const [expected] = await alertsFor([native]);
    expect((await alertsFor(opened([value])))[0]?.id).toBe(expected?.id);
  });
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

it.each([
  ['target by target', RULE],
  ['over all targets', `${RULE}dedup: { period: 1d, targets: together }\n`],
])(
  'delivery does not matter: any order, any doubles, the same alerts with the same ids, folded %s',
  async (_, rule) => {
    const event = fc
      .record({
        hour: fc.integer({ min: 0, max: 60 }),
        user: fc.constantFrom('bob', 'carol'),
        console: fc.boolean(),
        isRoot: fc.boolean(),
        shared: fc.constantFrom(undefined, 's-1', 's-2'),
      })
      .map(({ hour, user, console, isRoot, shared }) =>
        key(hour, {
          eventID: `e-${hour}-${user}-${String(console)}-${String(isRoot)}`,
          requestParameters: { userName: user },
          ...(console ? { sessionCredentialFromConsole: 'true' } : {}),
          ...(isRoot ? { userIdentity: { type: 'Root', accountId: '111122223333' } } : {}),
          ...(shared === undefined ? {} : { sharedEventID: shared }),
        }),
      );
    const deliveries = fc
      .uniqueArray(event, { maxLength: 12, selector: (raw) => raw.eventID })
      .chain((events) =>
        fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }), fc.subarray(events)),
      );
    await fc.assert(
      fc.asyncProperty(deliveries, async ([events, shuffled, doubles]) => {
        const expected = (await alertsFor(events, rule)).map(withoutPlaces);
        expect((await alertsFor([...doubles, ...shuffled, ...doubles], rule)).map(withoutPlaces)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  },
);
