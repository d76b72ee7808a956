/** What every store of states promises to the engine. */
import { describe, expect, it } from 'vitest';
import { alertFor } from '../alerts/alert.fixture.ts';
import type { FilePosition, News, StateStore, StoredAlert, StoredFold } from './ports.ts';

/** Runs the promises. `open` opens the same state again and again within a test, and a fresh one for each test. */
export function keepsItsPromises(name: string, open: () => Promise<StateStore>): void {
  async function within<T>(use: (store: StateStore) => Promise<T>): Promise<T> {
    const store = await open();
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  }

  describe(`${name}: a store`, () => {
    it('gives back what was kept, in the same form', async () => {
      const clock = { cloud: 'aws', newestMs: 5, watermarkMs: -5 };
      const state = { rule: 'a-rule', fingerprint: 'f', evictedToMs: null };
      await within((store) =>
        store.change(async (change) => {
          await change.saveClock({ ...clock, newestMs: 1 });
          await change.saveClock(clock);
          await change.saveLogBegin('aws:111122223333', 7);
          await change.saveRule({ ...state, fingerprint: 'before' });
          await change.saveRule(state);
          await change.saveFold(fold('p1', { snapshot: 'before' }));
          await change.saveFold(fold('p1'));
          await change.saveAlert(row('p1', 'e1'));
          await change.savePosition(POSITION);
        }),
      );
      await within(async (store) => {
        expect(await store.positions()).toEqual([POSITION]);
        await store.change(async (change) => {
          expect(await change.clocks()).toEqual([clock]);
          expect(await change.logBegins()).toEqual(new Map([['aws:111122223333', 7]]));
          expect(await change.rules()).toEqual([state]);
          expect(await change.fold('p1')).toEqual(fold('p1'));
          expect(await change.fold('p2')).toBeUndefined();
          expect(await change.alertsAt('p1', 'e1')).toEqual([row('p1', 'e1')]);
          expect(await change.alertsAt('p1', 'e2')).toEqual([]);
        });
      });
    });

    it('keeps a change whole or not at all, and sees it from within', async () => {
      await within(async (store) => {
        const failing = store.change(async (change) => {
          await change.saveFold(fold('p1'));
          await change.saveAlert(row('p1', 'e1'));
          await change.savePosition(POSITION);
          expect(await change.fold('p1')).toBeDefined();
          throw new Error('stopped');
        });
        await expect(failing).rejects.toThrow('stopped');
        expect(await store.positions()).toEqual([]);
        expect(await newsOf(store)).toEqual([]);
        expect(await store.change((change) => change.fold('p1'))).toBeUndefined();
      });
    });

    it('forgets folds by partition, by rule and by age of their cloud', async () => {
      await within((store) =>
        store.change(async (change) => {
          await change.saveFold(fold('p1'));
          await change.deleteFold('p1');
          expect(await change.fold('p1')).toBeUndefined();
          await change.saveFold(fold('old', { expiresMs: 9 }));
          await change.saveFold(fold('due', { expiresMs: 10 }));
          await change.saveFold(fold('elsewhere', { expiresMs: 9, cloud: 'gcp' }));
          await change.saveFold(fold('never', { expiresMs: null }));
          await change.expireFolds('aws', 10);
          expect(await change.countFolds('a-rule')).toBe(3);
          expect(await change.fold('old')).toBeUndefined();
          await change.saveFold(fold('other', { rule: 'another' }));
          expect(await change.dropFolds('a-rule')).toBe(3);
          expect(await change.countFolds('another')).toBe(1);
        }),
      );
    });

    it('evicts the folds whose newest event is oldest, ties by their names', async () => {
      await within((store) =>
        store.change(async (change) => {
          for (const [partition, newestMs] of [
            ['d', 1],
            ['c', 2],
            ['b', 2],
            ['a', 3],
          ] as const)
            await change.saveFold(fold(partition, { newestMs }));
          await change.saveFold(fold('z', { newestMs: 0, rule: 'another' }));
          expect(await change.evictFolds('a-rule', 2)).toBe(2);
          expect(await change.fold('b')).toBeUndefined();
          expect(await change.fold('c')).toBeDefined();
          expect(await change.countFolds('a-rule')).toBe(2);
          expect(await change.countFolds('another')).toBe(1);
        }),
      );
    });

    it('knows what is told: what begins an alert that stands, and what lies in its period', async () => {
      await within((store) =>
        store.change(async (change) => {
          await change.saveAlert(row('p1', 'e1', { firstMs: 100, untilMs: 200 }));
          await change.saveAlert(row('p2', 'e2', { firstMs: 100, untilMs: null }));
          await change.saveAlert(row('p3', 'e3', { firstMs: 100, untilMs: 200 }, 'superseded'));
          const told = (partition: string, eventKey: string, timeMs: number): Promise<boolean> =>
            change.isTold(partition, { eventKey, timeMs });
          expect(await told('p1', 'e1', 50)).toBe(true);
          expect(await told('p1', 'other', 100)).toBe(true);
          expect(await told('p1', 'other', 199)).toBe(true);
          expect(await told('p1', 'other', 99)).toBe(false);
          expect(await told('p1', 'other', 200)).toBe(false);
          expect(await told('p2', 'e2', 100)).toBe(true);
          expect(await told('p2', 'other', 100)).toBe(false);
          expect(await told('p3', 'e3', 100)).toBe(false);
          expect(await told('p4', 'e1', 100)).toBe(false);
          const { key } = row('p1', 'e1', { firstMs: 100, untilMs: 200 }).alert.dedup;
          expect(await change.isTold('p1', { eventKey: 'other', timeMs: 100, dedupKey: key })).toBe(true);
          expect(await change.isTold('p1', { eventKey: 'other', timeMs: 100, dedupKey: 'another key' })).toBe(false);
        }),
      );
    });

    it('tells news in the order of first event, rule and id, until it is forgotten', async () => {
      await within(async (store) => {
        await store.change(async (change) => {
          await change.saveAlert(row('p3', 'e', { news: 'new' }, 'open', '2026-03-02T09:00:00Z'));
          await change.saveAlert(row('p2', 'e', { news: 'raised' }, 'open', '2026-03-01T09:00:00Z'));
          await change.saveAlert(row('p1', 'e', { news: 'superseded' }, 'superseded', null));
          await change.saveAlert(row('p4', 'e', { news: null }));
        });
        expect(await newsOf(store)).toEqual(['p1 superseded', 'p2 raised', 'p3 new']);
        await store.forgetNews();
        expect(await newsOf(store)).toEqual([]);
      });
    });

    it('tells any number of news', async () => {
      await within(async (store) => {
        await store.change(async (change) => {
          for (let number = 0; number < 1_203; number += 1)
            await change.saveAlert(row(`p${String(number).padStart(4, '0')}`, 'e', { news: 'new' }));
        });
        const told = await newsOf(store);
        expect(told).toHaveLength(1_203);
        expect(new Set(told).size).toBe(1_203);
      });
    });
  });
}

const POSITION: FilePosition = {
  path: '/logs/ä.json',
  bytes: 5_000_000_000,
  modifiedMs: 1.5,
  head: 'h',
  headBytes: 4096,
  offset: 4_999_999_999,
  records: 12,
};

const ALERT = alertFor('detection: { it: { eventName: ListUsers }, condition: it }');

function fold(partition: string, patch: Partial<StoredFold> = {}): StoredFold {
  return { partition, rule: 'a-rule', cloud: 'aws', newestMs: 1, expiresMs: 100, snapshot: '[]\n{}', ...patch };
}

function row(
  partition: string,
  firstKey: string,
  patch: { readonly firstMs?: number; readonly untilMs?: number | null; readonly news?: News | null } = {},
  status: 'open' | 'superseded' = 'open',
  firstSeen: string | null = '2026-03-02T09:00:00Z',
): StoredAlert {
  const alert = { ...ALERT, id: `id of ${partition}`, status, first_seen: firstSeen };
  return { partition, firstKey, firstMs: 100, untilMs: 200, news: null, ...patch, alert };
}

async function newsOf(store: StateStore): Promise<readonly string[]> {
  const told: string[] = [];
  for await (const { partition, news } of store.news()) told.push(`${partition} ${String(news)}`);
  return told;
}
