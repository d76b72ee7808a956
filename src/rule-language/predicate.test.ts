/** Policy predicates as modifiers: three verdicts, and what an absent field means. */
import { describe, expect, it, test } from 'vitest';
import type { Json } from '../std/json.ts';
import { eventView } from './event-view.fixture.ts';
import { itemAlerts, itemErrors, ruleAround, ruleFrom } from './harness.fixture.ts';
import { organisationProfile } from '../context/organisation-profile.ts';
import { policyPredicateList, policyPredicates } from './policy-predicates.ts';
import type { PredicateTable } from './predicate.ts';
import { compileRuleSet } from './rule-set.ts';

const predicates: PredicateTable = new Map([
  ['grants_admin', (value: Json | undefined) => (value === 'admin' ? 'yes' : value === 'reader' ? 'no' : 'unknown')],
]);

describe('verdicts', () => {
  test.each<[string, Json, boolean, boolean]>([
    ['p|grants_admin: true', 'admin', false, true],
    ['p|grants_admin: true', 'reader', false, false],
    ['p|grants_admin: true', 'garbled', false, false],
    ["p|grants_admin: 'true'", 'admin', false, true],
    ['p|grants_admin: false', 'reader', false, true],
    ['p|grants_admin: unknown', 'garbled', false, true],
    ['p|grants_admin: unknown', { Statement: [] }, false, true],
    ['p|grants_admin: [true, unknown]', 'garbled', false, true],
    ['p|grants_admin: [true, unknown]', 'reader', false, false],
    ['p|grants_admin: true', ['reader', 'admin'], false, true],
    ['p|grants_admin: unknown', null, false, false],
    ['p|grants_admin: false', null, false, false],
    ['p|grants_admin: unknown', null, true, true],
    ['p|grants_admin: true', null, true, false],
    ['p|grants_admin: [true, unknown]', null, true, true],
  ])('%s on %j, parameters stripped: %s → %s', (item, value, parametersStripped, expected) => {
    expect(itemAlerts(item, eventView({ p: value }, { parametersStripped }), { predicates })).toBe(expected);
  });
});

test('a predicate stands alone', () => {
  expect(itemErrors('p|grants_admin|contains: true')).toEqual(['modifiers-cannot-combine']);
});

test('a predicate that nobody knows is an unknown modifier', () => {
  expect(itemErrors('p|grants_admin: true', { predicateNames: [] })).toEqual(['unknown-modifier']);
});

test('compiling a rule whose predicate was not supplied is our mistake', () => {
  const rule = ruleFrom(ruleAround('s: {p|grants_admin: true}\ncondition: s'));
  expect(() => compileRuleSet([rule])).toThrow('predicate "grants_admin" was not supplied');
});

test('names are words of one form, each once', () => {
  const names = policyPredicateList.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z]+(?:_[a-z]+)+$/);
});

describe('own_account', () => {
  function answer(text: string, accounts: readonly string[] | undefined): string | undefined {
    const profile = organisationProfile({ version: 1, aws: { accounts: accounts?.map((id) => ({ id })) } });
    return policyPredicates(profile).get('own_account')?.(text, eventView({}));
  }
  const own = ['444455556666'];
  it.each<[string, string, readonly string[] | undefined, string]>([
    ['that of the event', '111122223333', own, 'yes'],
    ['one of the profile', 'arn:aws:iam::444455556666:role/ops', own, 'yes'],
    ['another one', 'arn:aws:ssm:us-east-1:777788889999:document/run', own, 'no'],
    ['another one, and nothing is known to be elsewhere', '777788889999', undefined, 'unknown'],
    ['a plain name', 'AWS-RunShellScript', own, 'unknown'],
    ['an ARN without an account', 'arn:aws:ssm:us-east-1::document/AWS-RunShellScript', own, 'unknown'],
    ['an ARN of what AWS manages', 'arn:aws:iam::aws:policy/ReadOnlyAccess', own, 'unknown'],
    ['a number that is no account id', '1111222233334', own, 'unknown'],
    ['nothing', '', own, 'unknown'],
  ])('%s', (_, text, accounts, verdict) => {
    expect(answer(text, accounts)).toBe(verdict);
  });
});
