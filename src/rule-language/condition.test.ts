/** The condition grammar: C4 of the Sigma checklist. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../std/json.ts';
import { alerts, errorsIn, ruleAround } from './harness.fixture.ts';

/** Search identifiers that hold where the record names them with `1`. */
const searches = ['a', 'b', 'c', 'sel_one', 'sel_two', '_hidden', 'x-y', '1'];
const detection = searches.map((name) => `${name}: {${JSON.stringify(`f_${name}`)}: 1}`).join('\n');

function holds(condition: string, ...names: readonly string[]): boolean {
  const raw: JsonObject = Object.fromEntries(names.map((name) => [`f_${name}`, 1]));
  return alerts(`${detection}\ncondition: ${condition}`, raw);
}

describe('precedence: or < and < not < x of < parentheses', () => {
  test.each<[string, string[], boolean]>([
    ['a or b and c', ['a'], true],
    ['a or b and c', ['b'], false],
    ['(a or b) and c', ['a'], false],
    ['(a or b) and c', ['a', 'c'], true],
    ['not a and b', ['b'], true],
    ['not a and b', ['a', 'b'], false],
    ['not (a and b)', ['b'], true],
    ['not not a', ['a'], true],
    ['not 1 of sel_*', ['a'], true],
    ['not 1 of sel_*', ['sel_one'], false],
    ['not a or b', ['a'], false],
    ['not a or b', ['a', 'b'], true],
    ['((a))', ['a'], true],
    ['a AND NOT b', ['a'], true],
    ['x-y', ['x-y'], true],
    ['1 and a', ['1', 'a'], true],
    ['1 and a', ['a'], false],
  ])('%s with %j: %s', (condition, names, expected) => {
    expect(holds(condition, ...names)).toBe(expected);
  });
});

describe('x of: patterns and them', () => {
  test.each<[string, string[], boolean]>([
    ['1 of sel_*', ['sel_two'], true],
    ['any of sel_*', ['sel_two'], true],
    ['all of sel_*', ['sel_two'], false],
    ['all of sel_*', ['sel_one', 'sel_two'], true],
    ["'1 of *_two'", ['sel_two'], true],
    ["'1 of s*_o*'", ['sel_one'], true],
    ["'1 of s*_o*'", ['sel_two'], false],
    ['1 of x-*', ['x-y'], true],
    ["'1 of *-*'", ['sel_one'], false],
    ['1 of a', ['a'], true],
    ['1 of them', ['c'], true],
    ['1 of them', ['_hidden'], false],
    ['any of them', ['c'], true],
    ['all of them', ['a', 'b', 'c', 'sel_one', 'sel_two', 'x-y', '1'], true],
    ['all of them', ['a', 'b', 'c', 'sel_one', 'sel_two', 'x-y'], false],
    ['1 of _hid*', ['_hidden'], true],
    ['_hidden', ['_hidden'], true],
  ])('%s with %j: %s', (condition, names, expected) => {
    expect(holds(condition, ...names)).toBe(expected);
  });
});

describe('a list of conditions is any of them', () => {
  test.each<[string[], boolean]>([
    [['a'], true],
    [['b'], true],
    [['c'], false],
  ])('[a, b] with %j: %s', (names, expected) => {
    expect(holds('[a, b]', ...names)).toBe(expected);
  });
});

describe('what is wrong has a name', () => {
  test.each([
    ['a or', 'condition-syntax'],
    ['a b', 'condition-syntax'],
    ['(a', 'condition-syntax'],
    ['a)', 'condition-syntax'],
    ['and a', 'unknown-identifier'],
    ['a & b', 'condition-syntax'],
    ['missing', 'unknown-identifier'],
    ['2 of sel_*', 'unsupported-quantifier'],
    ['1 of nothing*', 'pattern-matches-nothing'],
    ["'1 of *hidden'", 'pattern-matches-nothing'],
    ['1 of', 'condition-syntax'],
    ['a | count() by b > 5', 'legacy-aggregation'],
    ['a | near b', 'legacy-aggregation'],
    ['[]', 'empty-list'],
    ['5', 'condition-not-text'],
    [`${'('.repeat(200)}a${')'.repeat(200)}`, 'condition-too-deep'],
    [`${'not '.repeat(200)}a`, 'condition-too-deep'],
  ])('%s: %s', (condition, code) => {
    expect(errorsIn(ruleAround(`${detection}\ncondition: ${condition}`))).toEqual([code]);
  });

  test('no condition at all', () => {
    expect(errorsIn(ruleAround(detection))).toEqual(['missing-condition']);
  });
});
