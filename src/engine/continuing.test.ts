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

function ruleSetOf(...texts: readonly string[]): RuleSet {
  const { rules, diagnostics } = loadRules([{ file: 'rules.yaml', text: texts.join('---\n') }]);
  expect(diagnostics).toEqual([]);
  return compileRuleSet(rules);
}

const ALL = ruleSetOf(REPEATS, MANY, NEW);
const REPEATS_ALONE = ruleSetOf(REPEATS);
const MANY_ALONE = ruleSetOf(MANY);

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
