/**
 * P1 over batches: for any split of a delivery in which every event is on time the alerts that stand are those of the bounded run,
 * whatever the rules remember. What late events, clocks and bounds do to that is told.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../alerts/alert.ts';
import { organisationProfile } from '../context/organisation-profile.ts';
import { record } from '../events/cloudtrail/record.fixture.ts';
import { loadRules } from '../rule-language/load.ts';
import { compileRuleSet, type RuleSet } from '../rule-language/rule-set.ts';
import type { JsonObject } from '../std/json.ts';
import { Batch, type BatchOptions, type BatchReport } from './continuing.ts';
import { MemorySorter, MemoryStore } from './memory-store.fixture.ts';
import { Scan } from './scan.ts';

const REPEATS = `
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
dedup: { period: 4h }
`;

const MANY = `
title: Many keys
id: 11111111-2222-4333-8444-666666666666
name: many-keys
level: medium
logsource: { product: aws, service: cloudtrail }
detection:
  it: { eventSource: iam.amazonaws.com, eventName: CreateAccessKey }
  console: { sessionCredentialFromConsole: 'true' }
  condition: it
variations:
  - { name: by hand, condition: it and console, level: high }
threshold: { at_least: 2, distinct: requestParameters.userName, within: 2h, by: iamwatch.actor.principal }
`;

const NEW = `
title: New user
id: 11111111-2222-4333-8444-777777777777
name: new-user
level: low
logsource: { product: aws, service: cloudtrail }
detection:
  it: { eventSource: iam.amazonaws.com, eventName: CreateAccessKey }
  condition: it
new_terms: { terms: requestParameters.userName, history: 12h, readiness: 30h }
`;

const JUDGED = `
title: Key created, judged
id: 11111111-2222-4333-8444-888888888888
name: key-judged
level: low
logsource: { product: aws, service: cloudtrail }
detection:
  it: { eventSource: iam.amazonaws.com, eventName: CreateAccessKey }
  console: { sessionCredentialFromConsole: 'true' }
  condition: it
variations:
  - { name: by hand, condition: it and console, level: medium }
modifiers:
  - name: first time
    raise: 1
    new_terms: { terms: [iamwatch.account, iamwatch.actor.principal], history: 12h, readiness: 8h }
    sentence: Nobody did so in the {history} before.
  - name: first time in long
    raise: 1
    new_terms: { terms: [iamwatch.account, iamwatch.actor.principal], history: 20h, readiness: 30h }
dedup: { period: 4h }
`;

function ruleSetOf(...texts: readonly string[]): RuleSet {
  const { rules, diagnostics } = loadRules([{ file: 'rules.yaml', text: texts.join('---\n') }]);
  expect(diagnostics).toEqual([]);
  return compileRuleSet(rules);
}

const ALL = ruleSetOf(REPEATS, MANY, NEW, JUDGED);
const REPEATS_ALONE = ruleSetOf(REPEATS);
const MANY_ALONE = ruleSetOf(MANY);
const JUDGED_ALONE = ruleSetOf(JUDGED);

const HOUR_MS = 3_600_000;
const BEGIN_MS = Date.UTC(2026, 2, 2);
const OPTIONS: BatchOptions = {
  profile: organisationProfile(),
  latenessMs: 6 * HOUR_MS,
  nowMs: BEGIN_MS + 1000 * HOUR_MS,
};

function key(hour: number, patch: JsonObject = {}): JsonObject {
  const eventTime = new Date(BEGIN_MS + hour * HOUR_MS).toISOString().replace('.000Z', 'Z');
  return record({
    eventName: 'CreateAccessKey',
    eventTime,
    eventID: `e-${hour}-${JSON.stringify(patch)}`,
    requestParameters: { userName: 'bob' },
    ...patch,
  });
}

async function run(
  store: MemoryStore,
  records: readonly JsonObject[],
  { rules = ALL, ...options }: Partial<BatchOptions> & { readonly rules?: RuleSet } = {},
): Promise<BatchReport> {
  const batch = new Batch(rules, { ...OPTIONS, ...options }, () => new MemorySorter());
  records.forEach((raw, index) => batch.take(raw, { file: 'a.json', record: index + 1 }));
  return batch.commit(store, []);
}

async function bounded(records: readonly JsonObject[], rules = ALL): Promise<readonly Alert[]> {
  const options = { sinceMs: undefined, untilMs: undefined, isolate: false, profile: organisationProfile() };
  const scan = new Scan(rules, options, () => new MemorySorter());
  records.forEach((raw, index) => scan.take(raw, { file: 'a.json', record: index + 1 }));
  const alerts: Alert[] = [];
  for await (const alert of scan.alerts()) alerts.push(alert);
  return alerts;
}

/** An alert without what P1 leaves out: where it was read, what it stands for, and since when a log was known to exist. */
function withoutDelivery(alert: Alert): unknown {
  const events = alert.events.map((event) => ({ ...event, input: null }));
  return { ...alert, input: null, events, supersedes: null, missing_context: null };
}

function standing(store: MemoryStore): readonly Alert[] {
  return store.alerts.map(({ alert }) => alert).filter(({ status }) => status !== 'superseded');
}

async function news(store: MemoryStore): Promise<readonly string[]> {
  const told: string[] = [];
  for await (const { alert, news: what } of store.news()) {
    told.push(`${alert.rule.name} ${alert.first_seen?.slice(8, 13) ?? ''} ${String(what)}, ${alert.count}`);
  }
  await store.forgetNews();
  return told;
}

/** `npm run test:delivery` asks for more. */
const DELIVERIES = Number(process.env.IAMWATCH_DELIVERIES ?? 300);

describe('delivery does not matter', () => {
  const event = fc
    .record({
      hour: fc.integer({ min: 0, max: 60 }),
      user: fc.constantFrom('bob', 'carol', 'dan'),
      console: fc.boolean(),
      isRoot: fc.boolean(),
      shared: fc.constantFrom(undefined, 's-1', 's-2'),
      lateHours: fc.nat(6),
      twice: fc.boolean(),
    })
    .map(({ hour, user, console, isRoot, shared, lateHours, twice }) => ({
      at: hour + lateHours,
      twice,
      raw: key(hour, {
        eventID: `e-${hour}-${user}-${String(console)}-${String(isRoot)}`,
        requestParameters: { userName: user },
        ...(console ? { sessionCredentialFromConsole: 'true' } : {}),
        ...(isRoot ? { userIdentity: { type: 'Root', accountId: '111122223333' } } : {}),
        ...(shared === undefined ? {} : { sharedEventID: shared }),
      }),
    }));
  const delivery = fc.tuple(
    fc.uniqueArray(event, { maxLength: 14, selector: ({ raw }) => raw.eventID }),
    fc.array(fc.nat(4), { minLength: 1, maxLength: 20 }),
  );

  it(
    'in whatever order within the lateness, in whatever batches, and the first of all is the bounded run',
    async () => {
      await fc.assert(
        fc.asyncProperty(delivery, async ([events, sizes]) => {
          const arrivals = [...events].sort((left, right) => left.at - right.at);
          const records = arrivals.flatMap(({ raw, twice }) => (twice ? [raw, raw] : [raw]));
          const wanted = (await bounded(records)).map(withoutDelivery);
          const whole = new MemoryStore();
          await run(whole, records);
          expect(standing(whole)).toEqual(await bounded(records));
          const split = new MemoryStore();
          const rest = [...records];
          for (const size of [...sizes, records.length]) await run(split, rest.splice(0, size));
          expect(standing(split).map(withoutDelivery)).toEqual(wanted);
        }),
        { numRuns: DELIVERIES },
      );
    },
    60_000 + DELIVERIES * 50,
  );
});

describe('what changes is told', () => {
  it('once: new, then grown, and nothing where nothing changed', async () => {
    const store = new MemoryStore();
    await run(store, [key(1)], { rules: REPEATS_ALONE });
    expect(await news(store)).toEqual(['key-created 02T01 new, 1']);
    await run(store, [key(2)], { rules: REPEATS_ALONE });
    expect(await news(store)).toEqual(['key-created 02T01 changed, 2']);
    await run(store, [key(1), key(2)], { rules: REPEATS_ALONE });
    expect(await news(store)).toEqual([]);
  });

  it('with what it stands for, where an earlier event makes it another alert', async () => {
    const store = new MemoryStore();
    await run(store, [key(3)], { rules: REPEATS_ALONE });
    await run(store, [key(1)], { rules: REPEATS_ALONE });
    const [successor, before] = store.alerts.map(({ alert }) => alert);
    expect(successor).toMatchObject({ status: 'open', count: 2, supersedes: [before?.id], superseded_by: null });
    expect(before).toMatchObject({ status: 'superseded', count: 1, supersedes: null, superseded_by: successor?.id });
  });

  it('as another alert where a worse case of the rule speaks now, and the case is part of its id', async () => {
    const store = new MemoryStore();
    const other = { requestParameters: { userName: 'carol' } };
    await run(store, [key(1), key(2, other)], { rules: MANY_ALONE });
    expect(standing(store)).toMatchObject([{ level: 'medium', variation: null }]);
    await run(store, [key(2.5, { ...other, sessionCredentialFromConsole: 'true' })], { rules: MANY_ALONE });
    expect(standing(store)).toMatchObject([{ level: 'high', variation: 'by hand', count: 3 }]);
    expect(store.alerts).toHaveLength(2);
  });

  it('until it was told: what a crash kept from being printed is news again', async () => {
    const store = new MemoryStore();
    await run(store, [key(1)], { rules: REPEATS_ALONE });
    await run(store, [key(2)], { rules: REPEATS_ALONE });
    expect(await news(store)).toEqual(['key-created 02T01 new, 2']);
  });
});

describe('a rule with modifiers', () => {
  const carol = { requestParameters: { userName: 'carol' } };
  const by = { rules: JUDGED_ALONE };
  const levels = (store: MemoryStore): readonly string[] =>
    standing(store)
      .map(({ first_seen: seen, targets, level }) => `${seen?.slice(8, 13) ?? ''} ${targets[0]?.name ?? ''} ${level}`)
      .sort();

  it('judges each event by what was before it, whatever its target', async () => {
    const store = new MemoryStore();
    await run(store, [key(0), key(8), key(8, carol), key(21), key(60)], by);
    // At 0 and 8 too little log; at 21 more than 12 hours after the last one; at 60 more than 20.
    expect(levels(store)).toEqual([
      '02T00 bob low',
      '02T08 bob low',
      '02T08 carol low',
      '02T21 bob medium',
      '04T12 bob high',
    ]);
    const raised = standing(store).find(({ level }) => level === 'high');
    expect(raised?.severity).toEqual({
      base: 'low',
      modifiers: [
        {
          name: 'first time',
          change: 1,
          why: 'iamwatch.account, iamwatch.actor.principal not seen together in the 12 hours before; one earlier event in that time would leave it out',
        },
        expect.objectContaining({ name: 'first time in long', change: 1 }),
      ],
    });
    expect(raised?.explanation.reason).toContain('. Nobody did so in the 12 hours before.');
    expect(raised?.explanation.observed.slice(0, 2)).toEqual([
      { field: 'modifier first time', value: 'not seen in the 12 hours before' },
      { field: 'modifier first time in long', value: 'not seen in the 20 hours before' },
    ]);
  });

  it('says what cannot be told yet, and what was seen', async () => {
    const store = new MemoryStore();
    await run(store, [key(0), key(9, carol)], by);
    const [early, known] = standing(store);
    expect(early?.severity).toEqual({
      base: 'low',
      modifiers: [
        { name: 'first time', change: 0, why: 'there is less than 8 hours of log before it' },
        { name: 'first time in long', change: 0, why: 'there is less than 1 day 6 hours of log before it' },
      ],
    });
    expect(early?.missing_context[0]).toBe(
      'whether "first time" holds: not ready: the log of aws 111122223333 begins on 2026-03-02T00:00:00Z, and what is new needs 8 hours of log before it',
    );
    expect(early?.explanation.reason).toMatch(/\. Too little log to tell: first time, first time in long\.$/u);
    expect(known?.severity).toEqual({ base: 'low', modifiers: [] });
    expect(known?.explanation.observed[0]).toEqual({
      field: 'modifier first time',
      value: 'seen last on 2026-03-02T00:00:00Z',
    });
  });

  it('tells two events of one second as new, whichever comes first', async () => {
    for (const second of [
      [key(40, carol), key(40)],
      [key(40), key(40, carol)],
    ]) {
      const store = new MemoryStore();
      await run(store, [key(0)], by);
      for (const one of second) await run(store, [one], by);
      expect(levels(store)).toEqual(['02T00 bob low', '03T16 bob high', '03T16 carol high']);
    }
  });

  it('takes a rise back, in the same alert, where a late event shows that it was not new', async () => {
    const store = new MemoryStore();
    await run(store, [key(0), key(40)], by);
    const [, before] = standing(store);
    expect(await news(store)).toEqual(['key-judged 02T00 new, 1', 'key-judged 03T16 new, 1']);
    await run(store, [key(35, carol)], by);
    expect(levels(store)).toEqual(['02T00 bob low', '03T11 carol high', '03T16 bob low']);
    expect(await news(store)).toEqual(['key-judged 03T11 new, 1', 'key-judged 03T16 changed, 1']);
    const after = standing(store).find(({ id }) => id === before?.id);
    expect(after?.explanation.observed[0]?.value).toBe('seen last on 2026-03-03T11:00:00Z');
    expect(after?.explanation.reason).not.toContain('Nobody');
  });

  it('names the alert of the same target as the one in whose place an earlier one stands', async () => {
    const store = new MemoryStore();
    await run(store, [key(0), key(39.5, carol), key(40), key(41, carol)], by);
    await run(store, [key(39)], by);
    const gone = store.alerts.map(({ alert }) => alert).filter(({ status }) => status === 'superseded');
    const [successor] = standing(store).filter(({ supersedes }) => supersedes !== null);
    expect(gone.map(({ superseded_by: by_, targets }) => [by_, targets[0]?.name])).toEqual([[successor?.id, 'bob']]);
    expect(successor).toMatchObject({ count: 2, level: 'high', first_seen: '2026-03-03T15:00:00Z' });
  });

  it('tells what is too late by itself, once for each target, and that its modifiers cannot be told', async () => {
    const store = new MemoryStore();
    await run(store, [key(10), key(60)], by);
    await news(store);
    const report = await run(store, [key(11), key(11, carol), key(12, carol)], by);
    expect(report).toMatchObject({ lateKnown: 1, lateTold: 2, lateLeftOut: 0 });
    const late = standing(store).find(({ targets }) => targets[0]?.name === 'carol');
    expect(late).toMatchObject({ level: 'low', count: 2, severity: { base: 'low', modifiers: [] } });
    expect(late?.missing_context.join()).toContain(
      '"first time" holds: what was before the event in 12 hours cannot be told',
    );
    expect(await run(store, [key(12, carol)], by)).toMatchObject({ lateKnown: 1, lateTold: 0 });
  });

  it('forgets what it learned where it looks for something else, and not where it says or waits otherwise', async () => {
    const store = new MemoryStore();
    await run(store, [key(0)], by);
    const worded = ruleSetOf(JUDGED.replace('Nobody did so', 'None').replace('readiness: 8h', 'readiness: 9h'));
    expect(await run(store, [key(1)], { rules: worded })).toMatchObject({ dropped: [] });
    const longer = ruleSetOf(JUDGED.replace('history: 12h', 'history: 13h'));
    expect(await run(store, [key(2)], { rules: longer })).toMatchObject({
      dropped: [{ rule: 'key-judged', folds: 1 }],
    });
  });

  it('alerts on an event without a time, or an account, at its base', async () => {
    const store = new MemoryStore();
    const nameless = { recipientAccountId: null, userIdentity: { type: 'Unknown', principalId: 'x' } };
    await run(store, [key(0), key(40, { eventTime: 'soon' }), key(41, nameless)], by);
    expect(standing(store).map(({ level }) => level)).toEqual(['low', 'low', 'low']);
    const unknown = standing(store).filter(({ missing_context: missing }) => missing.join().includes('"first time"'));
    expect(unknown).toHaveLength(3);
  });

  it('alerts more, and says so, where a bound made it forget', async () => {
    const store = new MemoryStore();
    const others = ['ann', 'ben', 'cem'].map((name) =>
      key(1, { userIdentity: { type: 'IAMUser', userName: name, arn: `arn:aws:iam::111122223333:user/${name}` } }),
    );
    await run(store, [key(0)], { ...by, keysPerRuleMax: 2 });
    const { evicted } = await run(store, others, { ...by, keysPerRuleMax: 2 });
    expect(evicted).toEqual([{ rule: 'key-judged', folds: 2 }]);
    await run(store, [key(9)], { ...by, keysPerRuleMax: 2 });
    const again = standing(store).find(({ first_seen: seen }) => seen === '2026-03-02T09:00:00Z');
    expect(again).toMatchObject({ level: 'medium', degraded: true });
  });
});

describe('an event that is late', () => {
  it('stands alone where its rule remembers nothing, and says why', async () => {
    const store = new MemoryStore();
    await run(store, [key(40)], { rules: REPEATS_ALONE });
    const report = await run(store, [key(1), key(2)], { rules: REPEATS_ALONE });
    expect(report).toMatchObject({ lateTold: 2, lateLeftOut: 0 });
    const [late] = standing(store);
    expect(late).toMatchObject({ count: 2, first_seen: '2026-03-02T01:00:00Z' });
    expect(late?.missing_context[0]).toContain('it came after everything before 2026-03-03T10:00:00Z');
  });

  it('is told once, however often it comes back', async () => {
    const store = new MemoryStore();
    await run(store, [key(1), key(2), key(40)], { rules: REPEATS_ALONE });
    await news(store);
    const report = await run(store, [key(1), key(2), key(3)], { rules: REPEATS_ALONE });
    expect(report).toMatchObject({ lateTold: 0, lateKnown: 3 });
    expect(await news(store)).toEqual([]);
  });

  it('is left out, and counted, where its rule remembers', async () => {
    const store = new MemoryStore();
    await run(store, [key(40)], { rules: MANY_ALONE });
    const report = await run(store, [key(1), key(1.5, { requestParameters: { userName: 'carol' } })], {
      rules: MANY_ALONE,
    });
    expect(report).toMatchObject({ lateTold: 0, lateLeftOut: 2 });
    expect(store.alerts).toEqual([]);
  });

  it('does not make a log longer: what was not learned of it cannot make a rule ready', async () => {
    const store = new MemoryStore();
    const rules = ruleSetOf(NEW);
    await run(store, [key(100)], { rules });
    await run(store, [key(1)], { rules });
    await run(store, [key(110, { requestParameters: { userName: 'carol' } })], { rules });
    expect(standing(store).map(({ level }) => level)).toEqual(['informational', 'informational']);
  });

  it('is never one without a time', async () => {
    const store = new MemoryStore();
    await run(store, [key(40)], { rules: REPEATS_ALONE });
    const timeless = { eventTime: 'soon', eventID: 'timeless' };
    await run(store, [key(1, timeless)], { rules: REPEATS_ALONE });
    const report = await run(store, [key(1, { ...timeless, eventID: 'timeless-2' })], { rules: REPEATS_ALONE });
    expect(report).toMatchObject({ lateTold: 0, lateKnown: 0 });
    expect(standing(store)).toMatchObject([{ time: null, count: 2 }, { count: 1 }]);
  });
});

describe('an event whose time lies ahead of the clock', () => {
  const nowMs = BEGIN_MS + 10 * HOUR_MS;

  it('moves no watermark, and stands alone', async () => {
    const store = new MemoryStore();
    const report = await run(store, [key(500), key(9)], { rules: REPEATS_ALONE, nowMs });
    expect(report.watermarks.get('aws')).toBe(BEGIN_MS + 3 * HOUR_MS);
    expect(await run(store, [key(8)], { rules: REPEATS_ALONE, nowMs })).toMatchObject({ lateTold: 0 });
    const [, ahead] = standing(store);
    expect(ahead?.missing_context[0]).toContain('ahead of the clock of this machine');
  });

  it('joins the others when its time has come', async () => {
    const store = new MemoryStore();
    await run(store, [key(12)], { rules: REPEATS_ALONE, nowMs });
    await run(store, [key(12), key(13)], { rules: REPEATS_ALONE, nowMs: nowMs + 4 * HOUR_MS });
    const [alert, ...more] = standing(store);
    expect(more).toEqual([]);
    expect(alert).toMatchObject({
      count: 2,
      missing_context: (await bounded([key(12)], REPEATS_ALONE))[0]?.missing_context,
    });
  });
});

describe('bounds', () => {
  const users = Array.from({ length: 12 }, (_, number) =>
    key(number / 10, { requestParameters: { userName: `u${number}` } }),
  );

  it('of folds: the oldest go, which is counted, and what is found says so', async () => {
    const store = new MemoryStore();
    const report = await run(store, users, { rules: REPEATS_ALONE, keysPerRuleMax: 4 });
    expect(report.evicted).toEqual([{ rule: 'key-created', folds: 8 }]);
    expect(store.folds).toHaveLength(4);
    await run(store, [key(2)], { rules: REPEATS_ALONE, keysPerRuleMax: 4 });
    expect(standing(store).find(({ first_seen: seen }) => seen === '2026-03-02T02:00:00Z')).toMatchObject({
      degraded: true,
    });
    // A repeat of what was forgotten alerts again instead of growing: more, never less.
    await run(store, [key(3, { requestParameters: { userName: 'u0' } })], { rules: REPEATS_ALONE, keysPerRuleMax: 4 });
    expect(standing(store).filter(({ targets }) => targets[0]?.name === 'u0')).toHaveLength(2);
    await run(store, [key(30)], { rules: REPEATS_ALONE, keysPerRuleMax: 4 });
    expect(standing(store).at(-1)).toMatchObject({ degraded: false });
  });

  it('of the tail: what cannot be placed any more is counted, and its alert says so', async () => {
    const store = new MemoryStore();
    const many = Array.from({ length: 30 }, (_, number) => key(1 + number / 100));
    expect(await run(store, many, { rules: REPEATS_ALONE, tailMax: 10 })).toMatchObject({
      sealedEarly: 1,
      unplaced: 0,
    });
    expect(standing(store)).toMatchObject([{ count: 30, degraded: false }]);
    expect(await run(store, [key(0.5)], { rules: REPEATS_ALONE, tailMax: 10 })).toMatchObject({ unplaced: 1 });
    expect(standing(store)).toMatchObject([{ count: 30, degraded: true }]);
  });

  it('of age: a fold that no event can need is forgotten, whatever its rule remembers', async () => {
    const store = new MemoryStore();
    await run(store, [key(0), key(0.5, { requestParameters: { userName: 'carol' } })]);
    expect(store.folds.length).toBeGreaterThan(3);
    await run(store, [key(100, { requestParameters: { userName: 'dan' } })]);
    expect(store.folds.every(({ newestMs }) => newestMs === BEGIN_MS + 100 * HOUR_MS)).toBe(true);
  });
});

describe('a rule that was edited', () => {
  const words = MANY.replace('title: Many keys', 'title: Very many keys');

  it('keeps what it learned where it only says it otherwise', async () => {
    const store = new MemoryStore();
    await run(store, [key(1)], { rules: MANY_ALONE });
    const report = await run(store, [key(2, { requestParameters: { userName: 'carol' } })], {
      rules: ruleSetOf(words),
    });
    expect(report.dropped).toEqual([]);
    expect(standing(store)).toMatchObject([{ count: 2 }]);
  });

  it('forgets it aloud where it remembers something else now', async () => {
    const store = new MemoryStore();
    await run(store, [key(1)], { rules: MANY_ALONE });
    const rules = ruleSetOf(MANY.replace('within: 2h', 'within: 3h'));
    const report = await run(store, [key(2, { requestParameters: { userName: 'carol' } })], { rules });
    expect(report.dropped).toEqual([{ rule: 'many-keys', folds: 1 }]);
    expect(store.alerts).toEqual([]);
  });

  it('goes on with what it told where it would not match that any more', async () => {
    const store = new MemoryStore();
    await run(store, [key(1)], { rules: REPEATS_ALONE });
    const narrower = ruleSetOf(REPEATS.replace('CreateAccessKey }', "CreateAccessKey, eventID|contains: 'e-2' }"));
    await run(store, [key(2)], { rules: narrower });
    expect(standing(store)).toMatchObject([{ count: 2, last_seen: '2026-03-02T02:00:00Z' }]);
  });
});

it('a batch that fails changes nothing', async () => {
  const store = new MemoryStore();
  await run(store, [key(1)]);
  const before = JSON.stringify([store.alerts, store.folds]);
  const batch = new Batch(ALL, OPTIONS, () => new MemorySorter());
  batch.take(key(2), { file: 'a.json', record: 1 });
  const broken = new Proxy(store, {
    get: (target, name) =>
      name === 'change'
        ? (work: Parameters<MemoryStore['change']>[0]) =>
            target.change(async (change) => {
              await work(change);
              throw new Error('the disk is full');
            })
        : (Reflect.get(target, name) as unknown),
  });
  await expect(batch.commit(broken, [])).rejects.toThrow('the disk is full');
  expect(JSON.stringify([store.alerts, store.folds])).toBe(before);
});
