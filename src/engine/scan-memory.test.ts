/** Rules that remember, over a scan: P1 for any delivery, what their alerts say, and when they are not ready. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../alerts/alert.ts';
import { findsAnything, withoutFinding } from '../alerts/memory-explanation.ts';
import { organisationProfile } from '../context/organisation-profile.ts';
import { record } from '../events/cloudtrail/record.fixture.ts';
import { loadRules } from '../rule-language/load.ts';
import { compileRuleSet } from '../rule-language/rule-set.ts';
import type { JsonObject } from '../std/json.ts';
import { MemorySorter } from './memory-store.fixture.ts';
import { Scan } from './scan.ts';

const RULES = `
title: Many keys
id: 11111111-2222-4333-8444-555555555555
name: many-keys
level: medium
sentence: '{actor} created keys for {measured} users within {span} (limit {limit} within {window}): {values}'
logsource: { product: aws, service: cloudtrail }
detection:
  it: { eventSource: iam.amazonaws.com, eventName: CreateAccessKey }
  condition: it
threshold:
  at_least: 3
  distinct: requestParameters.userName
  within: 1h
  by: [recipientAccountId, iamwatch.actor.principal]
---
title: New region
id: 11111111-2222-4333-8444-666666666666
name: new-region
level: low
sentence: '{actor} was not seen in this region in the last {history}, {count} events'
logsource: { product: aws, service: cloudtrail }
detection:
  it: { readOnly: false }
  condition: it
new_terms:
  terms: [recipientAccountId, iamwatch.actor.principal, awsRegion]
  history: 30d
  readiness: 14d
`;

const { rules, diagnostics } = loadRules([{ file: 'rules.yaml', text: RULES }]);

async function alertsFor(records: readonly JsonObject[]): Promise<Alert[]> {
  expect(diagnostics).toEqual([]);
  const options = { sinceMs: undefined, untilMs: undefined, isolate: false, profile: organisationProfile() };
  const scan = new Scan(compileRuleSet(rules), options, () => new MemorySorter());
  records.forEach((raw, index) => scan.take(raw, { file: 'a.json', record: index + 1 }));
  const alerts: Alert[] = [];
  for await (const alert of scan.alerts()) alerts.push(alert);
  return alerts;
}

const DAY_S = 86_400;

function event(seconds: number, patch: JsonObject): JsonObject {
  const eventTime = new Date(Date.UTC(2026, 2, 2) + seconds * 1000).toISOString().replace('.000Z', 'Z');
  return record({ eventTime, eventID: `e-${seconds}-${JSON.stringify(patch)}`, ...patch });
}

function key(seconds: number, userName: string): JsonObject {
  return event(seconds, { eventName: 'CreateAccessKey', readOnly: true, requestParameters: { userName } });
}

function write(seconds: number, awsRegion: string | readonly string[]): JsonObject {
  return event(seconds, { eventName: 'RunInstances', eventSource: 'ec2.amazonaws.com', readOnly: false, awsRegion });
}

describe('a threshold', () => {
  it('alerts once for a run of windows, with its numbers in words', async () => {
    const [alert, ...more] = await alertsFor([
      key(0, 'a'),
      key(600, 'b'),
      key(1200, 'c'),
      key(3000, 'd'),
      key(9000, 'e'),
    ]);
    expect(more).toEqual([]);
    expect(alert).toMatchObject({
      rule: { name: 'many-keys', kind: 'threshold' },
      level: 'medium',
      count: 4,
      first_seen: '2026-03-02T00:00:00Z',
      last_seen: '2026-03-02T00:50:00Z',
      dedup: {
        key: expect.stringContaining('11111111-2222-4333-8444-555555555555|111122223333|') as string,
        until: null,
      },
    });
    expect(alert?.explanation.reason).toMatch(
      /created keys for 4 users within 50 minutes \(limit 3 within 1 hour\): a, b, c, d$/u,
    );
    expect(alert?.explanation.observed[0]).toEqual({
      field: 'distinct requestParameters.userName',
      value: '4 within 1 hour',
    });
    expect(alert?.explanation.expected).toContain(
      'at least 3 different requestParameters.userName within 1 hour for each recipientAccountId, iamwatch.actor.principal',
    );
    expect(alert?.explanation.would_not_fire_if).toEqual([{ edits: [], fewer_events: 2, earlier_events: null }]);
  });

  it('does not count what is exactly the window apart', async () => {
    expect(await alertsFor([key(0, 'a'), key(1, 'b'), key(3600, 'c')])).toEqual([]);
    expect(await alertsFor([key(0, 'a'), key(1, 'b'), key(3599, 'c')])).toHaveLength(1);
  });

  it('is silent without as many events as it says, whatever it found', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(6000), fc.constantFrom('a', 'b', 'c', 'd')), { maxLength: 14 }),
        async (keys) => {
          const memory = rules[0]?.memory;
          if (memory === undefined) throw new Error('the rule remembers');
          for (const alert of await alertsFor(keys.map(([at, user]) => key(at, user)))) {
            if (alert.rule.kind !== 'threshold') continue;
            const kept = alert.events.map(({ id, time, input }) => {
              const userName = /"userName":"(?<name>.)"/u.exec(id)?.groups?.name ?? '';
              const timeMs = Date.parse(time ?? '');
              return { timeMs, eventKey: id, actionKey: id, value: userName, event: { id, action: null, input } };
            });
            expect(findsAnything(memory, kept)).toBe(true);
            const left = withoutFinding(memory, kept);
            expect(findsAnything(memory, left)).toBe(false);
            expect(alert.explanation.would_not_fire_if).toEqual([
              { edits: [], fewer_events: kept.length - left.length, earlier_events: null },
            ]);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a new term', () => {
  it('is told where there is log enough, and again when it comes back after the history', async () => {
    const alerts = await alertsFor([
      write(0, 'us-east-1'),
      write(15 * DAY_S, 'us-east-1'),
      write(20 * DAY_S, 'eu-north-1'),
      write(20 * DAY_S + 60, 'eu-north-1'),
      write(40 * DAY_S, 'eu-north-1'),
      write(71 * DAY_S, 'eu-north-1'),
    ]);
    expect(
      alerts.map(({ level, count, first_seen, severity }) => [level, count, first_seen, severity.modifiers]),
    ).toEqual([
      [
        'informational',
        1,
        '2026-03-02T00:00:00Z',
        [{ name: 'not ready', change: -1, why: 'there is less than 14 days of log before it' }],
      ],
      ['low', 2, '2026-03-22T00:00:00Z', []],
      ['low', 1, '2026-05-12T00:00:00Z', []],
    ]);
    expect(alerts[0]?.missing_context[0]).toBe(
      'not ready: the log of aws 111122223333 begins on 2026-03-02T00:00:00Z, and what is new needs 14 days of log before it',
    );
    expect(alerts[1]?.explanation.would_not_fire_if).toEqual([{ edits: [], fewer_events: null, earlier_events: 1 }]);
  });

  it('is told for each new value of a list, with nothing of those that are known', async () => {
    const alerts = await alertsFor([
      write(0, 'us-east-1'),
      write(20 * DAY_S, ['us-east-1', 'eu-north-1', 'eu-west-1']),
      write(22 * DAY_S, ['eu-west-1', 'us-east-1']),
    ]);
    expect(alerts.map(({ level, count, dedup }) => [level, count, dedup.key.split('|').at(-1)]).sort()).toEqual([
      ['informational', 1, 'us-east-1'],
      ['low', 1, 'eu-north-1'],
      ['low', 1, 'eu-west-1'],
    ]);
  });

  it('counts readiness on the log of the account, whoever wrote it', async () => {
    const other = event(0, { eventName: 'ListUsers', readOnly: true });
    const [alert] = await alertsFor([write(20 * DAY_S, 'eu-north-1'), other]);
    expect(alert?.level).toBe('low');
  });
});

it('delivery does not matter: order, doubles and ties change nothing but where a record was read', async () => {
  const any = fc.oneof(
    fc.tuple(fc.nat(20), fc.constantFrom('a', 'b', 'c', 'd')).map(([at, user]) => key(at * 300, user)),
    fc
      .tuple(
        fc.nat(60),
        fc.constantFrom('us-east-1', 'eu-north-1', ['eu-north-1', 'us-east-1'], ['us-east-1', 'eu-west-1']),
      )
      .map(([day, region]) => write(day * DAY_S, region)),
  );
  await fc.assert(
    fc.asyncProperty(
      fc
        .array(any, { maxLength: 14 })
        .chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })),
        ),
      async ([all, delivered]) => {
        expect((await alertsFor(delivered)).map(withoutPlaces)).toEqual((await alertsFor(all)).map(withoutPlaces));
      },
    ),
    { numRuns: 300 },
  );
});

function withoutPlaces(alert: Alert): unknown {
  return { ...alert, input: null, events: alert.events.map((one) => ({ ...one, input: null })) };
}
