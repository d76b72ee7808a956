/** Tests that rules carry: patches, bases, expectations. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../std/json.ts';
import { loadBases } from './base-event.ts';
import { applyPatch } from './event-patch.ts';
import { cloudTrailView } from '../events/cloudtrail/event-view.ts';
import { eventView } from './event-view.fixture.ts';
import { ruleAround, ruleFrom } from './harness.fixture.ts';
import { loadRules } from './load.ts';
import { runRuleTests } from './rule-test.ts';

const bases = loadBases([
  {
    file: 'bases.yaml',
    text: 'create: { eventName: CreateUser, user: { name: bob, tags: [a, b] } }\nother: { eventName: X }\n',
  },
]).bases;
const detection = 'created: {eventName: CreateUser}\nadmin: {user.name: admin}\ncondition: created';
const variations = 'variations: [{ name: admin, condition: admin, level: high }]\n';

function outcome(tests: string): readonly (readonly [string, boolean, string | undefined])[] {
  const rule = ruleFrom(ruleAround(detection, `${variations}tests:\n${tests}`));
  return runRuleTests(rule, bases, (raw) => eventView(raw)).map(({ test: { name }, passed, reason }) => [
    name,
    passed,
    reason,
  ]);
}

describe('expectations', () => {
  test.each([
    ['{ name: t, event: create, expect: alert }', true, undefined],
    ['{ name: t, event: other, expect: none }', true, undefined],
    ['{ name: t, event: other, expect: alert }', false, 'expected an alert, got none'],
    ['{ name: t, event: create, expect: none }', false, 'expected no alert, got medium'],
    ['{ name: t, event: create, expect: { level: medium } }', true, undefined],
    ['{ name: t, event: create, expect: { level: high } }', false, 'expected an alert (high), got medium'],
    [
      '{ name: t, event: create, patch: { user.name: admin }, expect: { level: high, variation: admin } }',
      true,
      undefined,
    ],
    [
      '{ name: t, event: create, patch: { user.name: admin }, expect: { variation: other } }',
      false,
      'expected an alert (variation "other"), got high, variation "admin"',
    ],
    ['{ name: t, event: create, without: [eventName], expect: none, kind: null-parameters }', true, undefined],
    ['{ name: t, events: [{ event: other }, { event: create }], expect: alert }', true, undefined],
    ['{ name: t, event: creat, expect: alert }', false, 'no base event "creat"; did you mean "create"?'],
  ])('%s', (line, passed, reason) => {
    expect(outcome(`  - ${line}\n`)).toEqual([['t', passed, reason]]);
  });
});

describe('a table of tests', () => {
  test('each row is a test of its own, set after the patch', () => {
    const table =
      '  - { name: t, event: create, patch: { eventName: Y }, each: { eventName: [CreateUser, X], user.name: [admin, 1] }, expect: alert }\n';
    expect(outcome(table)).toEqual([
      ['t (CreateUser, admin)', true, undefined],
      ['t (X, 1)', false, 'expected an alert, got none'],
    ]);
  });

  test('it patches every event of a test over several', () => {
    const table =
      '  - { name: t, events: [{ event: other }, { event: create }], each: { eventName: [X, CreateUser] }, expect: none }\n';
    expect(outcome(table)).toEqual([
      ['t (X)', true, undefined],
      ['t (CreateUser)', false, 'expected no alert, got medium'],
    ]);
  });

  test.each([
    ['{ eventName: [A, B], user.name: [c] }', 'uneven-table'],
    ['{ eventName: [] }', 'invalid-value'],
    ['{}', 'invalid-value'],
    ['{ eventName: A }', 'invalid-value'],
  ])('%s is refused: %s', (each, code) => {
    const rule = ruleAround(
      detection,
      `${variations}tests:\n  - { name: t, event: create, each: ${each}, expect: none }\n`,
    );
    expect(loadRules([{ file: 'r.yaml', text: rule }]).diagnostics.map((problem) => problem.code)).toEqual([code]);
  });
});

describe('patches set exactly what they say and leave the base alone', () => {
  const base: JsonObject = { a: { b: 1, c: [{ d: 1 }, { d: 2 }] } };
  test.each<[JsonObject, string[], JsonObject]>([
    [{ 'a.b': null }, [], { a: { b: null, c: [{ d: 1 }, { d: 2 }] } }],
    [{ 'a.c.1.d': 9 }, [], { a: { b: 1, c: [{ d: 1 }, { d: 9 }] } }],
    [{ 'x.y': [1] }, [], { ...base, x: { y: [1] } }],
    [{ 'a.b.z': 1 }, [], { a: { b: { z: 1 }, c: [{ d: 1 }, { d: 2 }] } }],
    [{}, ['a.b'], { a: { c: [{ d: 1 }, { d: 2 }] } }],
    [{}, ['a.c.0'], { a: { b: 1, c: [{ d: 2 }] } }],
    [{}, ['no.such'], base],
  ])('%j without %j', (patch, without, expected) => {
    const before = JSON.stringify(base);
    expect(applyPatch(base, { base: 'b', patch, without })).toEqual(expected);
    expect(JSON.stringify(base)).toBe(before);
  });

  test('a path through __proto__ sets an own key', () => {
    applyPatch({}, { base: 'b', patch: { '__proto__.polluted': true }, without: [] });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

test('bases that are no maps, or stand twice, are reported', () => {
  const { diagnostics } = loadBases([
    { file: 'a.yaml', text: 'one: {}\ntwo: 2\n' },
    { file: 'b.yaml', text: 'one: {}\n' },
  ]);
  expect(diagnostics.map(({ code, file }) => `${file} ${code}`)).toEqual([
    'a.yaml base-not-a-map',
    'b.yaml duplicate-base',
  ]);
});

describe('rules that remember', () => {
  const calls = new Map<string, JsonObject>([
    ['call', { eventName: 'CreateUser', eventTime: '2026-03-02T09:00:00Z', eventID: 'e', who: 'ann' }],
  ]);
  const counting = 'threshold: { at_least: 3, within: 10m, by: who }\n';
  const different = 'threshold: { at_least: 3, distinct: what, within: 10m, by: who, else_by: other }\n';
  const first = 'new_terms: { terms: [who, what], history: 10d, readiness: 5d }\n';

  function remembered(memory: string, line: string): string | undefined {
    const rule = ruleFrom(ruleAround(detection, `${memory}${variations}tests:\n  - { name: t, ${line} }\n`));
    const [result] = runRuleTests(rule, calls, (raw) => cloudTrailView(raw));
    return result?.reason;
  }

  test.each([
    ['enough in time', counting, 'event: call, times: 3, every: 299s, expect: { count: 3, alerts: 1 }'],
    ['ties are in each other’s windows', counting, 'event: call, times: 3, expect: alert'],
    ['too few', counting, 'event: call, times: 2, expect: none'],
    ['too slow: a window has its length, and no more', counting, 'event: call, times: 3, every: 5m, expect: none'],
    ['others do not help', counting, 'event: call, values: { who: [a, b, c] }, expect: none'],
    ['copies of one record count once', counting, 'event: call, values: { eventID: [x, x, x] }, expect: none'],
    ['records of one action count once', counting, 'event: call, times: 3, patch: { sharedEventID: s }, expect: none'],
    [
      'windows that do not overlap are alerts of their own',
      counting,
      'events: [{ event: call, times: 3 }, { event: call, times: 4, after: 1h }], expect: { alerts: 2, count: 4 }',
    ],
    ['different values', different, 'event: call, values: { what: [a, b, c] }, expect: { count: 3 }'],
    ['the same value again', different, 'event: call, values: { what: [a, b, a, a] }, expect: none'],
    ['a value that is not there', different, 'event: call, values: { what: [a, b, null] }, expect: none'],
    [
      'another key where the first is not there',
      different,
      'event: call, without: [who], patch: { other: x }, values: { what: [a, b, c] }, expect: alert',
    ],
    [
      'the worst event decides level and variation',
      counting,
      'events: [{ event: call }, { event: call, patch: { user.name: admin } }, { event: call }], expect: { level: high, variation: admin, alerts: 1 }',
    ],
    ['new', first, 'event: call, patch: { what: a }, expect: { count: 1 }'],
    [
      'seen before',
      first,
      'events: [{ event: call, patch: { what: a } }, { event: call, patch: { what: a }, after: 10d }], expect: { alerts: 1 }',
    ],
    [
      'seen too long before',
      first,
      'events: [{ event: call, patch: { what: a } }, { event: call, patch: { what: a }, after: 11d }], expect: { alerts: 2 }',
    ],
    ['too little log', first, 'event: call, patch: { what: a }, log_since: 4d, expect: not-ready'],
    ['just enough log', first, 'event: call, patch: { what: a }, log_since: 5d, expect: alert'],
  ])('%s', (_, memory, line) => {
    expect(remembered(memory, line)).toBeUndefined();
  });

  const raised =
    'modifiers: [{ name: m, raise: 1, new_terms: { terms: iamwatch.actor.principal, history: 10d, readiness: 5d } }]\n';

  test.each([
    ['new', 'event: call, expect: { level: high, modifiers: [m], alerts: 1 }'],
    ['again', 'event: call, times: 2, every: 10d, expect: { levels: [high, medium] }'],
    ['new again', 'event: call, times: 2, every: 14401m, expect: { levels: [high, high] }'],
    [
      'for another target',
      'event: call, patch: { eventSource: iam.amazonaws.com }, values: { requestParameters.userName: [a, b] }, every: 1h, expect: { levels: [high, medium] }',
    ],
    [
      'at one time',
      'event: call, patch: { eventSource: iam.amazonaws.com }, values: { requestParameters.userName: [a, b] }, expect: { levels: [high, high] }',
    ],
    ['repeats fold', 'event: call, times: 3, every: 1h, expect: { levels: [high], count: 3 }'],
    ['copies count once', 'event: call, values: { eventID: [x, x] }, expect: { levels: [high], count: 1 }'],
    [
      'on top of a variation',
      'event: call, patch: { user.name: admin }, expect: { level: critical, variation: admin }',
    ],
    ['too little log', 'event: call, log_since: 4d, expect: not-ready'],
    ['too little log, at the base', 'event: call, log_since: 4d, expect: { levels: [medium], modifiers: [] }'],
    [
      'without a time, at the base',
      'event: call, patch: { eventTime: soon }, expect: { levels: [medium], modifiers: [] }',
    ],
  ])('modifiers: %s', (_, line) => {
    expect(remembered(raised, line)).toBeUndefined();
  });

  test.each([
    [raised, 'event: call, expect: { level: medium }', 'expected an alert (medium), got high, raised by "m"'],
    [
      raised,
      'event: call, expect: { modifiers: [] }',
      'expected an alert (raised by nothing), got high, raised by "m"',
    ],
    [
      raised,
      'event: call, times: 2, every: 2d, expect: { levels: [high, high] }',
      'expected an alert (in order high, high), got high, raised by "m"; medium',
    ],
    [raised, 'event: call, log_since: 4d, expect: { level: high }', 'expected an alert (high), got medium (not ready)'],
    [counting, 'event: call, times: 3, expect: none', 'expected no alert, got medium, count 3'],
    [counting, 'event: call, times: 3, expect: { count: 4 }', 'expected an alert (count 4), got medium, count 3'],
    [counting, 'event: call, times: 3, expect: { alerts: 2 }', 'expected 2 alerts, got medium, count 3'],
    [
      first,
      'event: call, patch: { what: a }, log_since: 4d, expect: alert',
      'expected an alert, got medium (not ready)',
    ],
    [
      first,
      'event: call, patch: { what: a }, log_since: 4d, expect: none',
      'expected no alert, got medium (not ready)',
    ],
    [first, 'event: call, patch: { what: a }, expect: not-ready', 'expected what is not ready, got medium'],
    [
      first,
      'event: call, values: { what: [a, b] }, expect: { alerts: 1 }',
      'expected one alert, got medium (2 alerts)',
    ],
  ])('%s %s: %s', (memory, line, reason) => {
    expect(remembered(memory, line)).toBe(reason);
  });
});
