/** Which mutants are made, how they are called, and which are left out because no event could tell them. */
import { describe, expect, test } from 'vitest';
import { ruleAround, ruleFrom } from '../../rule-language/harness.fixture.ts';
import { mutantIds } from './mutants.fixture.ts';
import { mutantsOf } from './mutants-of.ts';

describe('ids say where, in the words of the rule', () => {
  test.each([
    ['a clause of a map', 'it: { a: x, b|endswith: y }\ncondition: it', 'drop-clause it.b|endswith'],
    ['a value of a list', 'it: { a: [x, y] }\ncondition: it', 'drop-value it.a "y"'],
    ['a clause of an alternative', 'it: [{ a: x, b: y }, { c: z }]\ncondition: it', 'drop-clause it#1.b'],
    ['an alternative of one field', 'it: [{ a: x, b: y }, { c: z }]\ncondition: it', 'drop-alternative it.c'],
    ['a clause of an element', 'it: { l|any_element: { a: x, b|neq: y } }\ncondition: it', 'drop-neq it.l.b|neq'],
    ['a keyword', 'it: [foo, bar]\ncondition: it', 'drop-value it.keywords "bar"'],
    ['an operand', 'a: { a: x }\nb: { b: y }\ncondition: a and not b', 'drop-operand condition "not b"'],
    ['a verdict', 'it: { p|grants_admin: true }\ncondition: it', 'toggle-unknown it.p|grants_admin'],
  ])('%s', (_, detection, id) => {
    expect(mutantIds(detection)).toContain(id);
  });

  test('where two parts have one name, the second is numbered', () => {
    const detection = 'it:\n  - { a: x, b: y }\n  - { a: z, b: y }\ncondition: it';
    expect(mutantIds(detection)).toEqual(expect.arrayContaining(['drop-clause it#1.b', 'drop-clause it#2.b']));
  });

  test('and stay the same when another part of the file changes', () => {
    const before = mutantIds('it: { a: x, b: y }\ncondition: it');
    const after = mutantIds('other: { c: z }\nit: { a: x, b: y }\ncondition: other or it');
    expect(after).toEqual(expect.arrayContaining(before.filter((id) => !id.startsWith('negate'))));
  });
});

describe('a mutant that no event can tell is not made', () => {
  test.each([
    ['a single value has no quantifier', 'it: { a|contains: x }\ncondition: it', 'swap-any-all'],
    ['a single operand has no and', 'it: { a: x }\ncondition: 1 of it', 'swap-of'],
    ['under neq no value may hold, any or all', 'it: { a|neq: [x, y] }\ncondition: it', 'swap-any-all'],
    ['a longer number is another number', 'it: { a: 5 }\ncondition: it', 'loosen-text'],
    ['outcomes come from a closed list', 'it: { iamwatch.outcome: success }\ncondition: it', 'loosen-text'],
    ['services come from a closed list', 'it: { eventSource: iam.amazonaws.com }\ncondition: it', 'loosen-text'],
    ['enumerations are closed lists', 'it: { requestParameters.authType: AWS_IAM }\ncondition: it', 'loosen-text'],
    [
      'no action of IAM has this one inside',
      'it: { eventSource: iam.amazonaws.com, eventName: CreateRole }\ncondition: it',
      'loosen-text',
    ],
    [
      'one positive clause means the same for the list',
      'it: { l|any_element: { a: x } }\ncondition: it',
      'flatten-element',
    ],
  ])('%s', (_, detection, mutation) => {
    expect(mutantIds(detection).filter((id) => id.startsWith(`${mutation} `))).toEqual([]);
  });

  test('CreatePolicy is loosened, since CreatePolicyVersion is another action of IAM', () => {
    const rule = ruleFrom(ruleAround('it: { eventSource: iam.amazonaws.com, eventName: CreatePolicy }\ncondition: it'));
    const loosened = mutantsOf(rule).find(({ id }) => id === 'loosen-text it.eventName');
    expect(loosened?.hint).toContain('CreatePolicyVersion');
  });

  test('an operand that another one implies', () => {
    expect(mutantIds('a: { a: x }\nb: { b: y }\ncondition: a and (a or b)')).not.toContain(
      'drop-operand condition "b"',
    );
  });

  test.each([
    ['eventName', false],
    ['requestParameters.names', true], // may be a list
  ])('the order of two variations, where both want other texts of %s: made %s', (field, isMade) => {
    const detection = `a: { ${field}: CreateUser }\nb: { ${field}: DeleteUser }\ncondition: a or b`;
    const variations =
      'variations:\n  - { name: a, condition: a, level: low }\n  - { name: b, condition: b, level: low }\n';
    expect(mutantIds(detection, variations).includes('swap-variations "a" "b"')).toBe(isMade);
  });
});

test('a rule of more identifiers than a table of verdicts can have is mutated all the same', () => {
  const names = Array.from({ length: 20 }, (_, index) => `i${index}`);
  const detection = `${names.map((name) => `${name}: { ${name}: x }`).join('\n')}\ncondition: ${names.join(' and ')}`;
  const ids = mutantIds(detection).filter((id) => id.startsWith('drop-operand'));
  expect(ids).toEqual(names.map((name) => `drop-operand condition "${name}"`));
});

test('the parts of a filter belong to another file', () => {
  const rule = ruleFrom(ruleAround('it: { a: x }\ncondition: it'));
  const { detection } = ruleFrom(ruleAround('ours: { b: y, c: z }\ncondition: ours'));
  const filtered = { ...rule, filters: [{ name: 'ours', detection, file: 'filter.yaml', places: new Map() }] };
  expect(mutantsOf(filtered).map(({ id }) => id)).toEqual(mutantsOf(rule).map(({ id }) => id));
});
