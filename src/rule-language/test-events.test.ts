/** The events of a test: how often, when, and that each is a record of its own. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../std/json.ts';
import { ruleAround, ruleFrom } from './harness.fixture.ts';
import { testEvents } from './test-events.ts';

const bases = new Map<string, JsonObject>([
  ['call', { eventTime: '2026-03-02T09:00:00Z', eventID: 'e' }],
  ['entry', { protoPayload: {}, timestamp: '2026-03-02T09:00:00.500Z', insertId: 'i' }],
  ['timeless', { eventID: 'e' }],
  ['nameless', { eventTime: '2026-03-02T09:00:00Z' }],
]);

function records(events: string): readonly JsonObject[] {
  const tests = `tests: [{ name: t, events: [${events}], expect: none }]`;
  const rule = ruleFrom(ruleAround('s: {a: b}\ncondition: s', `${tests}\n`));
  return testEvents(rule.tests[0]?.events ?? [], bases);
}

function told(events: string): string {
  const texts = records(events).map((record) => {
    const time = record.eventTime ?? record.timestamp ?? '-';
    const parts = [time, record.eventID ?? record.insertId, record.v];
    return parts.flatMap((part) => (typeof part === 'string' ? [part] : [])).join(' ');
  });
  return texts.join(', ');
}

describe('events', () => {
  test.each([
    ['{ event: call }', '2026-03-02T09:00:00Z e'],
    ['{ event: call }, { event: call }', '2026-03-02T09:00:00Z e, 2026-03-02T09:00:00Z e-2'],
    ['{ event: call, times: 2, every: 30s }', '2026-03-02T09:00:00Z e, 2026-03-02T09:00:30Z e-2'],
    ['{ event: call, values: { v: [a, b] } }', '2026-03-02T09:00:00Z e a, 2026-03-02T09:00:00Z e-2 b'],
    [
      '{ event: call, values: { v: [a, b] }, every: 1h, at: 1d }',
      '2026-03-03T09:00:00Z e a, 2026-03-03T10:00:00Z e-2 b',
    ],
    [
      '{ event: call, times: 2, every: 1m }, { event: call, times: 2, every: 1m, after: 1h }',
      '2026-03-02T09:00:00Z e, 2026-03-02T09:01:00Z e-2, 2026-03-02T10:01:00Z e-3, 2026-03-02T10:02:00Z e-4',
    ],
    [
      '{ event: call, patch: { eventTime: 2026-03-05T00:00:00Z } }, { event: call, after: 10s }',
      '2026-03-05T00:00:00Z e, 2026-03-05T00:00:10Z e-2',
    ],
    ['{ event: call }, { event: call, patch: { eventID: e } }', '2026-03-02T09:00:00Z e, 2026-03-02T09:00:00Z e'],
    ['{ event: call, patch: { eventID: f }, times: 2 }', '2026-03-02T09:00:00Z f, 2026-03-02T09:00:00Z f-2'],
    ['{ event: call, values: { eventID: [x, x] } }', '2026-03-02T09:00:00Z x, 2026-03-02T09:00:00Z x'],
    ['{ event: entry, times: 2, every: 1s }', '2026-03-02T09:00:00.500Z i, 2026-03-02T09:00:01.500Z i-2'],
    ['{ event: nameless, times: 2 }', '2026-03-02T09:00:00Z, 2026-03-02T09:00:00Z event-2'],
    ['{ event: call, without: [eventID], times: 2 }', '2026-03-02T09:00:00Z, 2026-03-02T09:00:00Z'],
    ['{ event: timeless, times: 2, every: 1s }', '- e, - e-2'],
    ['{ event: timeless }, { event: call, after: 1h }', '- e, 2026-03-02T10:00:00Z e-2'],
  ])('%s', (events, expected) => {
    expect(told(events)).toBe(expected);
  });
});
