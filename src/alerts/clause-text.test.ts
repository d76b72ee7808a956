import { describe, expect, it } from 'vitest';
import { loadRules } from '../rule-language/load.ts';
import { describeSearch } from './clause-text.ts';

/** The words for the search `it` of a rule. */
function wordsFor(search: string): string {
  const text = `
title: A test
id: 11111111-2222-4333-8444-555555555555
logsource: { product: aws, service: cloudtrail }
detection: { it: ${search}, condition: it }
`;
  const { rules, diagnostics } = loadRules([{ file: 'rule.yaml', text }]);
  const search0 = rules[0]?.detection.identifiers.get('it');
  if (search0 === undefined) throw new Error(JSON.stringify(diagnostics));
  return describeSearch(search0);
}

describe('a search in words', () => {
  it.each([
    ['{ eventName: CreateUser }', 'eventName = CreateUser'],
    ['{ eventName: [CreateUser, DeleteUser] }', 'eventName = CreateUser or = DeleteUser'],
    ['{ eventName|startswith: Create }', 'eventName = Create*'],
    ['{ userAgent|contains|all: [a, b] }', 'userAgent = *a* and = *b*'],
    ["{ userName: '' }", "userName = ''"],
    ['{ errorCode: null }', 'errorCode is absent'],
    ['{ errorCode|exists: false }', 'errorCode is absent'],
    ['{ errorCode|exists: true }', 'errorCode is there'],
    ['{ sourceIPAddress|cidr: 203.0.113.0/24 }', 'sourceIPAddress in 203.0.113.0/24'],
    ["{ userName|re: 'a+b' }", 'userName matches /a+b/'],
    ['{ count|gte: 3 }', 'count >= 3'],
    ['{ a: 1, b: x }', 'a = 1 and b = x'],
    ['[{ a: x }, { b: y }]', '(a = x) or (b = y)'],
    ['[one, two]', 'any text contains = *one* or = *two*'],
    ['{ a|neq: x }', 'a is there and not = x'],
    ['{ a|fieldref: b }', 'a equals the value of b'],
  ])('%s: %s', (search, words) => {
    expect(wordsFor(search)).toBe(words);
  });
});
