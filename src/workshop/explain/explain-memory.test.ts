/** The story of several events: what each adds, and the alerts. */
import { expect, test } from 'vitest';
import { organisationProfile } from '../../context/organisation-profile.ts';
import { cloudTrailView } from '../../events/cloudtrail/event-view.ts';
import { ruleAround, ruleFrom } from '../../rule-language/harness.fixture.ts';
import type { JsonObject } from '../../std/json.ts';
import { explainMemory, type MemoryStory } from './explain-memory.ts';

function story(memory: string, records: readonly JsonObject[]): MemoryStory {
  const rule = ruleFrom(ruleAround('made: {eventName: CreateUser}\ncondition: made', `${memory}\n`));
  if (rule.memory === undefined) throw new Error('no memory');
  const events = records.map((record, number) =>
    cloudTrailView({ eventName: 'CreateUser', eventID: `e${number}`, who: 'ann', ...record }),
  );
  return explainMemory(rule, events, { predicates: new Map(), profile: organisationProfile() });
}

function at(time: string, more: JsonObject = {}): JsonObject {
  return { eventTime: `2026-03-02T${time}Z`, ...more };
}

test('a threshold: how full the window is with each event, whatever their order', () => {
  const told = story('threshold: { at_least: 2, within: 10m, by: who }', [
    at('09:05:00'),
    at('09:00:00'),
    at('09:20:00'),
    at('09:05:00', { eventID: 'e0' }),
    at('09:00:00', { eventName: 'DeleteUser' }),
    at('09:00:00', { who: null }),
    { who: 'ann' },
  ]);
  expect(told.memory).toBe('at least 2 actions within 10 minutes for each who');
  expect(told.steps.map(({ id, counts, stand }) => [id, counts, stand])).toEqual([
    ['e1', true, '1 of 2'],
    ['e0', true, '2 of 2'],
    ['e2', true, '1 of 2'],
    ['e5', false, 'it has no who'],
    ['e6', false, 'it has no time'],
  ]);
  expect(told.others).toBe(1);
  expect(told.alerts).toEqual([
    { level: 'medium', variation: null, key: ['ann'], count: 2, measured: 2, first: 'e1', last: 'e0' },
  ]);
});

test('new terms: new, known, and new again', () => {
  const told = story('new_terms: { terms: who, history: 1h }', [at('09:00:00'), at('09:30:00'), at('12:00:00')]);
  expect(told.steps.map(({ stand }) => stand)).toEqual([
    'new',
    'known: seen 30 minutes before',
    'new again: seen 2 hours 30 minutes before',
  ]);
  // What comes back within a day folds into the first alert.
  expect(told.alerts).toMatchObject([{ count: 3, measured: null }]);
});
