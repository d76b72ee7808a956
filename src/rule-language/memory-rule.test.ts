/** What a match contributes to the rules that remember, and which rules are silent by themselves. */
import { describe, expect, test } from 'vitest';
import { eventView } from './event-view.fixture.ts';
import { ruleAround } from './harness.fixture.ts';
import { loadRules } from './load.ts';
import { TUPLES_MAX } from './memory.ts';
import { memoryRulesOf } from './memory-rule.ts';
import { compileRuleSet, type RuleSet } from './rule-set.ts';

const DETECTION = 'made: {eventName: CreateUser}\nbad: {user: admin}\ncondition: made';
const PLAIN = ruleAround(DETECTION, 'name: plain\n');
const COUNTING = ruleAround(
  DETECTION,
  'name: counting\nvariations: [{ name: admin, condition: bad, level: high }]\nthreshold: { at_least: 2, distinct: [user, from], within: 1h, by: who, else_by: ip }\n',
);
const NEW = ruleAround(DETECTION, 'name: new\nnew_terms: { terms: [who, tags] }\n');

function ruleSetOf(...texts: readonly string[]): RuleSet {
  const loaded = loadRules([{ file: 'r.yaml', text: texts.join('---\n') }]);
  expect(loaded.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return compileRuleSet(loaded.rules, { memoryRules: memoryRulesOf(loaded) });
}

function fed(ruleSet: RuleSet, raw: Parameters<typeof eventView>[0]): readonly unknown[] {
  const event = eventView({ eventName: 'CreateUser', ...raw });
  return ruleSet.match(event).flatMap((match) =>
    ruleSet.feeds(match, event).map(({ rule, entry, level, variation }) => ({
      rule: rule.words.name,
      ...entry,
      level,
      variation: variation?.name,
    })),
  );
}

test('every match of a rule with a memory feeds its fold, at the level of the case that holds', () => {
  const ruleSet = ruleSetOf(PLAIN, COUNTING);
  const value = '["bob","a"]';
  expect(fed(ruleSet, { user: 'bob', from: 'a', who: 'ann' })).toEqual([
    { rule: 'counting', key: ['ann'], value, level: 'medium', variation: undefined },
  ]);
  expect(fed(ruleSet, { user: 'admin', from: 'a', ip: '203.0.113.7' })).toEqual([
    { rule: 'counting', key: ['203.0.113.7'], value: '["admin","a"]', level: 'high', variation: 'admin' },
  ]);
});

test('what lacks a field that the memory asks for feeds nothing', () => {
  const ruleSet = ruleSetOf(COUNTING, NEW);
  expect(fed(ruleSet, { user: 'bob', from: 'a' })).toEqual([]);
  expect(fed(ruleSet, { user: 'bob', who: 'ann' })).toEqual([]);
  expect(fed(ruleSet, { eventName: 'DeleteUser', user: 'bob', from: 'a', who: 'ann', tags: 'x' })).toEqual([]);
});

function keysOf(ruleSet: RuleSet, raw: Parameters<typeof eventView>[0]): readonly unknown[] {
  return fed(ruleSet, raw).map((one) => (one as { readonly key: unknown }).key);
}

describe('a list', () => {
  const orders = [
    ['b', 'a', 'b'],
    ['a', 'b'],
  ];

  test.each(orders)('in the key of a threshold is one text, in whatever order it stands', (...from) => {
    expect(keysOf(ruleSetOf(COUNTING), { user: 'bob', from: 'a', who: from })[0]).toEqual([
      [...from].sort().join(', '),
    ]);
  });

  test.each(orders)('of new terms brings a tuple for each different element: %s, %s', (...tags) => {
    expect(keysOf(ruleSetOf(NEW), { who: 'ann', tags })).toEqual([
      ['ann', 'a'],
      ['ann', 'b'],
    ]);
  });

  test('of new terms meets the elements of every other one', () => {
    expect(keysOf(ruleSetOf(NEW), { who: ['ann', 'eve'], tags: ['a', 'b'] })).toEqual([
      ['ann', 'a'],
      ['ann', 'b'],
      ['eve', 'a'],
      ['eve', 'b'],
    ]);
  });

  test('of more new terms than can be told apart is one text, and so is every other list', () => {
    const tags = Array.from({ length: TUPLES_MAX }, (_, number) => `t${number}`);
    expect(keysOf(ruleSetOf(NEW), { who: 'ann', tags })).toHaveLength(TUPLES_MAX);
    expect(keysOf(ruleSetOf(NEW), { who: ['ann', 'eve'], tags })).toEqual([['ann, eve', [...tags].sort().join(', ')]]);
    expect(keysOf(ruleSetOf(NEW), { who: 'ann', tags: [...tags, 'x'] })).toHaveLength(1);
  });
});

describe('terms below a list into which the detection looks', () => {
  const GRANTED = ruleAround(
    'made: {eventName: CreateUser, list|any_element: {change: added}}\nstrong: {list|any_element: {change: added, role: owner}}\ncondition: made',
    'name: granted\nvariations: [{ name: strong, condition: strong, level: high }]\nnew_terms: { terms: [who, list.role, list.to] }\n',
  );
  const [viewer, owner, taken] = [
    { change: 'added', role: 'viewer', to: 'ann' },
    { change: 'added', role: 'owner', to: ['eve', 'bob'] },
    { change: 'removed', role: 'editor', to: 'ann' },
  ];

  test('are those of the elements that it finds, and stay with their element', () => {
    expect(fed(ruleSetOf(GRANTED), { who: 'ann', list: [viewer, taken, owner] })).toMatchObject([
      { key: ['ann', 'viewer', 'ann'], level: 'high' },
      { key: ['ann', 'owner', 'bob'], level: 'high' },
      { key: ['ann', 'owner', 'eve'], level: 'high' },
    ]);
  });

  test('of an element that lacks one of them bring nothing', () => {
    expect(keysOf(ruleSetOf(GRANTED), { who: 'ann', list: [{ change: 'added', role: 'viewer' }, taken] })).toEqual([]);
  });

  test('of more elements than can be told apart are one text each', () => {
    const many = Array.from({ length: TUPLES_MAX + 1 }, (_, number) => ({ ...viewer, to: `u${number}` }));
    expect(keysOf(ruleSetOf(GRANTED), { who: 'ann', list: many })).toEqual([
      [
        'ann',
        'viewer',
        many
          .map(({ to }) => to)
          .sort()
          .join(', '),
      ],
    ]);
  });
});

test('of what remembers no match is an alert by itself', () => {
  const { silentRules, rules } = ruleSetOf(PLAIN, COUNTING, NEW);
  expect(rules.filter((rule) => silentRules.has(rule)).map(({ name }) => name)).toEqual(['counting', 'new']);
});

test('a rule that one correlation counts and another tells too is told', () => {
  const counted = (name: string, generate: boolean): string =>
    `title: C\nname: ${name}\ncorrelation: { type: event_count, rules: [plain], timespan: 1h, condition: { gte: 2 }, generate: ${generate} }\n`;
  const { silentRules, memoryRules, rules } = ruleSetOf(PLAIN, counted('one', false), counted('other', true));
  expect(memoryRules.map(({ words }) => words.name)).toEqual(['one', 'other']);
  expect(silentRules.size).toBe(0);
  const event = eventView({ eventName: 'CreateUser' });
  const [match] = compileRuleSet(rules, { memoryRules }).match(event);
  const feeds = match === undefined ? [] : compileRuleSet(rules, { memoryRules }).feeds(match, event);
  expect(feeds.map(({ rule, entry }) => [rule.words.name, entry])).toEqual([
    ['one', { key: [], value: '' }],
    ['other', { key: [], value: '' }],
  ]);
});
