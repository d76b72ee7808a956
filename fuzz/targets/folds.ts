/**
 * The fold over the events of a scan. Law: the order in which records come, and copies of them, change no alert, save for where
 * its records were read.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Alert } from '../../src/alerts/alert.ts';
import type { SpillingSorter } from '../../src/engine/ports.ts';
import { Scan } from '../../src/engine/scan.ts';
import type { Json } from '../../src/std/json.ts';
import { mutatedJson } from '../generate/mutate-json.ts';
import { valueSeeds } from '../generate/seeds.ts';
import { target } from '../target.ts';
import { organisations } from './rule-set.fixture.ts';

interface Input {
  readonly values: readonly Json[];
  /** Numbers of values, each of which comes once more. */
  readonly copies: readonly number[];
  /** In what order they come the second time. */
  readonly order: readonly number[];
}

const WORDS = [
  ...[
    'eventTime',
    'timestamp',
    '2026-03-02T09:00:00Z',
    '2026-03-03T09:00:00Z',
    '2026-03-01T23:59:59Z',
    'eventID',
    'insertId',
  ],
  ...[
    'e-1',
    'e-2',
    'sharedEventID',
    'addendum',
    'originalEventID',
    'userName',
    'alice',
    'bob',
    'operation',
    'id',
    'recipientAccountId',
  ],
];
/** Events of a few kinds only, so that some of them meet under one key. */
const few = valueSeeds.filter((_, index) => index % 97 === 0);

export const folds = target<Input>({
  name: 'folds',
  law: 'neither the order of records nor copies of them change an alert',
  inputs: fc.record({
    values: fc.array(fc.oneof(fc.constantFrom(...few), mutatedJson(few, WORDS)), { minLength: 1, maxLength: 8 }),
    copies: fc.array(fc.nat(7), { maxLength: 3 }),
    order: fc.array(fc.nat(1000), { minLength: 12, maxLength: 12 }),
  }),
  runsInTest: 250,
  async check({ values, copies, order }) {
    const copied = copies.flatMap((index) => values.slice(index % values.length, (index % values.length) + 1));
    const second = [...values, ...copied]
      .map((value, index) => ({ value, rank: order[index] ?? 0 }))
      .toSorted((left, right) => left.rank - right.rank)
      .map(({ value }) => value);
    assert.deepEqual(await alertsOf(second), await alertsOf(values));
  },
});

async function alertsOf(values: readonly Json[]): Promise<readonly unknown[]> {
  const organisation = organisations[1];
  assert.ok(organisation !== undefined);
  const { profile, ruleSet } = organisation;
  const scan = new Scan(ruleSet, { sinceMs: undefined, untilMs: undefined, isolate: false, profile }, sorter);
  for (const [index, value] of values.entries()) scan.take(value, { file: 'a.json', record: index + 1 });
  const alerts: unknown[] = [];
  for await (const alert of scan.alerts()) alerts.push(withoutPlaces(alert));
  await scan.close();
  return alerts;
}

/** Where a record was read is all that may differ. */
function withoutPlaces(alert: Alert): unknown {
  const events = alert.events.map((event) => ({ ...event, input: null }));
  return { ...alert, input: null, events };
}

function sorter<T>(): SpillingSorter<T> {
  const entries: { readonly key: string; readonly item: T }[] = [];
  return {
    add: (key, item) => {
      entries.push({ key, item });
    },
    async *sorted() {
      const inOrder = entries.toSorted((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0));
      for (const { item } of await Promise.resolve(inOrder)) yield item;
    },
    close: () => Promise.resolve(),
  };
}
