/** What a match contributes to the rules that remember, and which rules are silent by themselves. */
import { expect, test } from 'vitest';
import { eventView } from './event-view.fixture.ts';
import { ruleAround } from './harness.fixture.ts';
import { loadRules } from './load.ts';
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

test('a list is one text, in whatever order it stands', () => {
  const ruleSet = ruleSetOf(NEW);
  const [first, second] = [
    ['b', 'a'],
    ['a', 'b'],
  ].map((tags) => fed(ruleSet, { who: 'ann', tags }));
  expect(first).toMatchObject([{ key: ['ann', 'a, b'] }]);
  expect(second).toEqual(first);
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
