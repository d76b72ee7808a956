/** The index: which rules have a witness, which records need a second look, and that rules cost little. */
import { describe, expect, test } from 'vitest';
import type { EventView } from '../events/audit-event.ts';
import type { JsonObject } from '../std/json.ts';
import { eventView } from './event-view.fixture.ts';
import { ruleAround, ruleFrom } from './harness.fixture.ts';
import { loadRules } from './load.ts';
import { operators } from './operator.ts';
import { compileRuleSet } from './rule-set.ts';
import { witnessesOf } from './witness.ts';

describe('the witness of a rule', () => {
  test.each([
    [
      'the action before anything else',
      's: {userIdentity.type: Root, eventSource: x, eventName: y}\ncondition: s',
      'eventName',
    ],
    ['the service before other fields', 's: {a: x, eventSource: y}\ncondition: s', 'eventSource'],
    ['any field', 's: {a|contains: x}\ncondition: s', 'a'],
    ['a raw field before a normalised one', 's: {iamwatch.outcome: success, a: x}\ncondition: s', 'a'],
    ['a field that every alternative has', 's: {eventName: x, a: y}\nt: {a: z}\ncondition: s or t', 'a'],
    ['alternatives on one field', 's: {eventName: x}\nt: {eventName: y}\ncondition: 1 of them', 'eventName'],
    ['a conjunct beside a negation', 's: {a: x}\nt: {eventName: y}\ncondition: s and not t', 'a'],
    ['not equal', 's: {a|neq: x}\ncondition: s', 'a'],
    ['none under a negation', 's: {eventName: x}\ncondition: not s', undefined],
    ['none for alternatives on different fields', 's: {eventName: x}\nt: {a: y}\ncondition: s or t', undefined],
    ['none for keywords', 's: [x]\ncondition: s', undefined],
    ['none for absent fields', 's: {a: null}\ncondition: s', undefined],
    ['none for references', 's: {a|fieldref: b}\ncondition: s', undefined],
  ])('%s', (_reason, detection, field) => {
    expect(witnessesOf(ruleFrom(ruleAround(detection)), { operators })[0]?.field.text).toBe(field);
  });
});

describe('a record whose field is no plain value is looked at by every rule of that field', () => {
  const set = compileRuleSet([ruleFrom(ruleAround('s: {user.name: [bob, alice]}\ncondition: s'))]);
  test.each<[JsonObject, number]>([
    [{ user: { name: 'bob' } }, 1],
    [{ user: { name: 'eve' } }, 0],
    [{ user: [{ name: 'eve' }, { name: 'bob' }] }, 1],
    [{ 'user.name': 'bob' }, 1],
    [{ 'user.name': 'eve', user: { name: 'bob' } }, 1],
    [{ user: { name: ['bob'] } }, 1],
    [{ user: null }, 0],
  ])('%j', (raw, count) => {
    expect([set.match(eventView(raw)).length, set.matchByFullScan(eventView(raw)).length]).toEqual([count, count]);
  });
});

test('more values than are remembered change nothing', () => {
  const set = compileRuleSet([ruleFrom(ruleAround("s: {a|endswith: '7'}\ncondition: s"))]);
  const numbers = Array.from({ length: 10_500 }, (_, index) => index);
  const matched = [...numbers, ...numbers].filter((number) => set.match(eventView({ a: `n${number}` })).length > 0);
  expect(matched.length).toBe(2 * 1_050);
});

test('a thousand rules evaluate no more rules per event than fifty do', () => {
  expect(evaluationsPerEvent(1_000)).toBeLessThan(3 * evaluationsPerEvent(50));
});

/** Counts how often the second clause of any rule is asked, over events that fit one rule in fifty. */
function evaluationsPerEvent(rules: number): number {
  let asked = 0;
  const counting = {
    ...operators,
    cidr: (network: string) => {
      const holds = operators.cidr(network);
      return (leaf: Parameters<typeof holds>[0]): boolean => {
        asked += 1;
        return holds(leaf);
      };
    },
  };
  const texts = Array.from({ length: rules }, (_, index) =>
    ruleAround(`s: {eventName: Action${index}, ip|cidr: 203.0.113.0/24}\ncondition: s`),
  );
  const loaded = loadRules(texts.map((text, index) => ({ file: `r${index}.yaml`, text }))).rules;
  const set = compileRuleSet(loaded, { operators: counting });
  const events: EventView[] = Array.from({ length: 500 }, (_, index) =>
    eventView({ eventName: `Action${index % 50}`, ip: '203.0.113.7' }),
  );
  const matched = events.reduce((sum, event) => sum + set.match(event).length, 0);
  expect(matched).toBe(500);
  return asked / events.length;
}
