/** What a rule remembers, as its file says it. */
import { describe, expect, test } from 'vitest';
import { errorsIn, ruleAround, ruleFrom } from './harness.fixture.ts';
import { loadRules } from './load.ts';
import { kindOf } from './rule.ts';
import { memoryText, modifierText } from './memory-text.ts';

const detection = 'selection: {eventName: CreateAccessKey}\ncondition: selection';

function rule(more: string): string {
  return ruleAround(detection, `${more}\n`);
}

function threshold(keys: string): string {
  return rule(`threshold: { ${keys} }`);
}

describe('a memory is read', () => {
  test.each([
    ['threshold: { at_least: 3, within: 10m, by: a }', 'at least 3 actions within 10 minutes for each a', 'threshold'],
    [
      'threshold: { more_than: 5, distinct: [a, b], within: 90m, by: [c, iamwatch.actor.principal], else_by: d }',
      'more than 5 different a, b within 1 hour 30 minutes for each c, iamwatch.actor.principal, else for each d',
      'threshold',
    ],
    [
      'new_terms: { terms: [a, b] }',
      'a, b not seen together in the last 30 days; not ready before 14 days of log',
      'new_terms',
    ],
    [
      'new_terms: { terms: a, history: 2w, readiness: 1d }',
      'a not seen together in the last 14 days; not ready before 1 day of log',
      'new_terms',
    ],
  ])('%s', (text, words, kind) => {
    const read = ruleFrom(rule(text));
    expect(read.memory === undefined ? undefined : memoryText(read.memory)).toBe(words);
    expect(kindOf(read)).toBe(kind);
  });

  test('without one, every event that matches alerts', () => {
    expect(kindOf(ruleFrom(rule('')))).toBe('match');
  });
});

describe('what is wrong is told at its place', () => {
  test.each([
    ['two memories', rule('threshold: { at_least: 3, within: 1h, by: a }\nnew_terms: { terms: a }'), 'two-memories'],
    ['no number', threshold('within: 1h, by: a'), 'invalid-value'],
    ['both numbers', threshold('at_least: 2, more_than: 2, within: 1h, by: a'), 'invalid-value'],
    ['a field twice', threshold('at_least: 2, within: 1h, by: [a, a]'), 'invalid-value'],
    ['a field that is none', threshold('at_least: 2, within: 1h, by: iamwatch.actor.principle'), 'unknown-field'],
    ['an unknown key', threshold('at_least: 2, within: 1h, by: a, witin: 2h'), 'unknown-key'],
    [
      'repeats of a threshold',
      `${threshold('at_least: 2, within: 1h, by: a')}dedup: { period: 1h }\n`,
      'dedup-of-memory',
    ],
    ['no repeats of new terms', rule('new_terms: { terms: a }\ndedup: none'), 'dedup-of-memory'],
  ])('%s', (_, text, code) => {
    expect(errorsIn(text)).toEqual([code]);
  });

  test('with the nearest name', () => {
    const { diagnostics } = loadRules([
      { file: 'r.yaml', text: threshold('at_least: 2, within: 1h, by: [a, iamwatch.actor.principle]') },
    ]);
    expect(diagnostics).toMatchObject([
      { code: 'unknown-field', line: 6, column: 47, suggestion: 'did you mean "iamwatch.actor.principal"?' },
    ]);
    const typo = loadRules([{ file: 'r.yaml', text: threshold('at_least: 2, witin: 1h, within: 1h, by: a') }]);
    expect(typo.diagnostics).toMatchObject([{ code: 'unknown-key', suggestion: 'did you mean "within"?' }]);
  });
});

describe('a sentence asks only for what the rule remembers', () => {
  const count = 'threshold: { at_least: 3, within: 1h, by: a }';
  const distinct = 'threshold: { at_least: 3, distinct: b, within: 1h, by: a }';
  const terms = 'new_terms: { terms: a }';
  test.each([
    [count, '{count} {span} {measured} {limit} {window}', []],
    [distinct, '{values}', []],
    [terms, '{count} {span} {history}', []],
    ['', '{count}', ['hole-without-memory']],
    [count, '{values}', ['hole-without-memory']],
    [terms, '{limit} {window}', ['hole-without-memory', 'hole-without-memory']],
    [distinct, '{history}', ['hole-without-memory']],
  ])('%s: %s', (memory, sentence, codes) => {
    expect(errorsIn(rule(`${memory}\nsentence: '${sentence}'`))).toEqual(codes);
    const variation = `variations: [{ name: v, condition: selection, level: high, sentence: '${sentence}' }]`;
    expect(errorsIn(rule(`${memory}\n${variation}`))).toEqual(codes);
  });
});

describe('modifiers', () => {
  const terms = 'new_terms: { terms: iamwatch.actor.principal, history: 2d }';
  const one = `{ name: m, raise: 1, ${terms} }`;

  test('are read with what they look back for', () => {
    const { modifiers } = ruleFrom(
      rule(`modifiers: [{ name: m, raise: 2, ${terms}, sentence: 'None in {history}.' }]`),
    );
    expect(modifiers.map(modifierText)).toEqual([
      '+2 "m" where iamwatch.actor.principal not seen together in the last 2 days; not ready before 14 days of log',
    ]);
    expect(modifiers[0]?.sentence?.source).toBe('None in {history}.');
    expect(ruleFrom(rule('')).modifiers).toEqual([]);
  });

  test.each([
    ['two of one name', `[${one}, ${one}]`, ['duplicate-modifier-name']],
    [
      'a field that repeats may differ in',
      '[{ name: m, raise: 1, new_terms: { terms: [eventName, iamwatch.account] } }]',
      ['modifier-terms'],
    ],
    [
      'a raw field that copies may lack',
      '[{ name: m, raise: 1, new_terms: { terms: recipientAccountId } }]',
      ['modifier-terms'],
    ],
    [
      'terms of their own each',
      `[${one}, { name: n, raise: 1, new_terms: { terms: iamwatch.account } }]`,
      ['modifier-terms'],
    ],
    [
      'a history shorter than a day',
      '[{ name: m, raise: 1, new_terms: { terms: iamwatch.account, history: 23h } }]',
      ['modifier-history'],
    ],
    ['a hole that nothing fills', `[{ name: m, raise: 1, ${terms}, sentence: '{count}' }]`, ['hole-without-memory']],
  ])('%s', (_, text, codes) => {
    expect(errorsIn(rule(`modifiers: ${text}`))).toEqual(codes);
  });

  test('the history is measured by the period in which repeats fold', () => {
    const short = 'modifiers: [{ name: m, raise: 1, new_terms: { terms: iamwatch.account, history: 3h } }]';
    expect(errorsIn(rule(`${short}\ndedup: { period: 3h }`))).toEqual([]);
    expect(errorsIn(rule(`${short}\ndedup: { period: 4h }`))).toEqual(['modifier-history']);
    expect(errorsIn(rule(`${short}\ndedup: none`))).toEqual([]);
  });

  test('the sentence of the rule knows nothing of them', () => {
    expect(errorsIn(rule(`modifiers: [${one}]\nsentence: 'In {history}.'`))).toEqual(['hole-without-memory']);
  });
});

describe('a test speaks of what the rule remembers', () => {
  const modified = 'modifiers: [{ name: m, raise: 1, new_terms: { terms: iamwatch.account } }]';
  const count = 'threshold: { at_least: 3, within: 1h, by: a }';
  const terms = 'new_terms: { terms: a }';
  test.each([
    [count, 'expect: { alerts: 2, count: 3 }', []],
    [terms, 'log_since: 3d, expect: not-ready', []],
    ['', 'expect: { alerts: 2 }', ['test-needs-memory']],
    ['', 'expect: { count: 2 }', ['test-needs-memory']],
    ['', 'log_since: 3d, expect: none', ['test-needs-memory']],
    [count, 'expect: not-ready', ['test-needs-memory']],
    [count, 'log_since: 3d, expect: none', ['test-needs-memory']],
    [modified, 'log_since: 3d, expect: not-ready', []],
    [modified, 'expect: { alerts: 2, count: 3, levels: [high], modifiers: [m] }', []],
    ['', 'expect: { levels: [high] }', ['test-needs-memory']],
    ['', 'expect: { modifiers: [] }', ['test-needs-memory']],
    [terms, 'expect: { levels: [high] }', []],
    [terms, 'expect: { modifiers: [m] }', ['test-needs-memory']],
    ['', 'times: 3, every: 1m, expect: none', []],
    ['', 'values: { a: [1, 2], b: [1] }, expect: none', ['uneven-table']],
  ])('%s: %s', (memory, words, codes) => {
    expect(errorsIn(rule(`${memory}\ntests: [{ name: t, event: e, ${words} }]`))).toEqual(codes);
  });
});
