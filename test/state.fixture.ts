/** What tests of continuing runs share: rules of every kind of memory, a log to run them on, and a look into a state. */
import Database from 'better-sqlite3';
import path from 'node:path';
import type { Alert } from '../src/alerts/alert.ts';
import { record } from '../src/events/cloudtrail/record.fixture.ts';
import type { JsonObject } from '../src/std/json.ts';

/** Repeats, a threshold and new terms over the same action. */
export const RULES = `
title: Key created
id: 11111111-2222-4333-8444-555555555555
name: key-created
level: low
logsource: { product: aws, service: cloudtrail }
detection:
  it: { eventSource: iam.amazonaws.com, eventName: CreateAccessKey }
  condition: it
dedup: { period: 4h }
---
title: Many keys
id: 11111111-2222-4333-8444-666666666666
name: many-keys
level: medium
logsource: { product: aws, service: cloudtrail }
detection:
  it: { eventSource: iam.amazonaws.com, eventName: CreateAccessKey }
  condition: it
threshold: { at_least: 3, distinct: requestParameters.userName, within: 2h, by: recipientAccountId }
---
title: New user
id: 11111111-2222-4333-8444-777777777777
name: new-user
level: low
logsource: { product: aws, service: cloudtrail }
detection:
  it: { eventSource: iam.amazonaws.com, eventName: CreateAccessKey }
  condition: it
new_terms: { terms: requestParameters.userName, history: 2d, readiness: 1d }
`;

const HOUR_MS = 3_600_000;
const BEGIN_MS = Date.UTC(2026, 2, 2);
const ACCOUNTS = ['111122223333', '444455556666'] as const;

/** Event `number` of a log that is the same every time: of ten days, in no order; every seventh is read-only noise. */
export function eventOf(number: number): JsonObject {
  const mixed = Math.imul(number + 1, 0x9e3779b1) >>> 0;
  const eventTime = new Date(BEGIN_MS + (mixed % 240) * HOUR_MS + (mixed % 3600) * 1000).toISOString();
  const recipientAccountId = ACCOUNTS[mixed % 2] ?? '';
  return record({
    eventName: mixed % 7 === 0 ? 'ListUsers' : 'CreateAccessKey',
    eventTime: eventTime.replace('.000Z', 'Z'),
    eventID: `event-${number}`,
    recipientAccountId,
    requestParameters: { userName: `user-${mixed % 11}` },
  });
}

/** An alert of a state, without what P1 leaves out. */
export interface KeptAlert {
  readonly status: string;
  readonly alert: Alert;
}

/** The alerts of a state, in the order of their ids. */
export function alertsIn(state: string): readonly KeptAlert[] {
  const database = new Database(path.join(state, 'state.sqlite'), { readonly: true });
  try {
    const rows = database.prepare<[], { readonly status: string; readonly json: string }>(
      'select status, json from alert order by id, first_key',
    );
    return rows.all().map(({ status, json }) => ({ status, alert: JSON.parse(json) as Alert }));
  } finally {
    database.close();
  }
}

/** Those that stand. Where an event was read, and what an alert stands for, may differ between two deliveries. */
export function standingIn(state: string): readonly unknown[] {
  return alertsIn(state)
    .filter(({ status }) => status !== 'superseded')
    .map(({ alert }) => withoutDelivery(alert));
}

/** What P1 compares. */
export function withoutDelivery(alert: Alert): unknown {
  const events = alert.events.map((event) => ({ ...event, input: null }));
  return { ...alert, input: null, events, supersedes: null, missing_context: null };
}
