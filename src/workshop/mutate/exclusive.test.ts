/** Which searches no event can pass together: only where that is certain. */
import { expect, test } from 'vitest';
import { ruleAround, ruleFrom } from '../../rule-language/harness.fixture.ts';
import { areExclusive } from './exclusive.ts';

function excludeEachOther(one: string, other: string): boolean {
  const { detection } = ruleFrom(ruleAround(`a: ${one}\nb: ${other}\ncondition: a or b`));
  const [first, second] = [...detection.identifiers.values()];
  if (first === undefined || second === undefined) throw new Error('no searches');
  expect(areExclusive(second, first)).toBe(areExclusive(first, second));
  return areExclusive(first, second);
}

test.each([
  ['two names', '{ eventName: CreateUser }', '{ eventName: DeleteUser }'],
  ['lists without a common name', '{ eventName: [A, B] }', '{ eventName: [C, D] }'],
  ['beside other clauses', '{ eventName: A, x: y }', '{ x: y, eventName: B }'],
  [
    'ends of which none ends the other',
    '{ protoPayload.methodName|endswith: .Create }',
    '{ protoPayload.methodName|endswith: .Delete }',
  ],
  ['beginnings of which none begins the other', '{ eventName|startswith: Add }', '{ eventName|startswith: Get }'],
  ['a name without that end', '{ eventName: CreateUser }', '{ eventName|endswith: Role }'],
])('exclude each other: %s', (_, one, other) => {
  expect(excludeEachOther(one, other)).toBe(true);
});

test.each([
  ['a common name', '{ eventName: [A, B] }', '{ eventName: [B, C] }'],
  ['one name in two cases', '{ eventName: CreateUser }', '{ eventName: createuser }'],
  ['fields that may be lists', '{ requestParameters.name: a }', '{ requestParameters.name: b }'],
  ['other fields', '{ eventName: A }', '{ eventSource: B }'],
  ['what is excluded', '{ eventName|neq: A }', '{ eventName: B }'],
  ['an end of the other end', '{ eventName|endswith: User }', '{ eventName|endswith: CreateUser }'],
  ['a beginning and an end', '{ eventName|startswith: Create }', '{ eventName|endswith: User }'],
  ['a part', '{ eventName|contains: User }', '{ eventName|startswith: Create }'],
  ['a wildcard inside', '{ eventName: C*r }', '{ eventName: D }'],
  ['a regular expression', '{ eventName|re: C }', '{ eventName: D }'],
  ['alternatives', '[{ eventName: A }, { x: y }]', '{ eventName: B }'],
  ['elements of a list', '{ l|any_element: { eventName: A } }', '{ l|any_element: { eventName: B } }'],
])('may hold together: %s', (_, one, other) => {
  expect(excludeEachOther(one, other)).toBe(false);
});
