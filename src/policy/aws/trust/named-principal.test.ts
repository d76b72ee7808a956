import { describe, expect, test } from 'vitest';
import type { Json } from '../../../std/json.ts';
import { trustsByName, trustsUser, trustsWholeAccount } from './named-principal.ts';

const OWN = '111122223333';
const ALICE = `arn:aws:iam::${OWN}:user/people/alice`;
const DEPLOYER = `arn:aws:iam::${OWN}:role/ci/deployer`;

function trust(principal: Json, action: Json = 'sts:AssumeRole'): Json {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: principal, Action: action }] };
}

describe('a user', () => {
  test.each<Json>([{ AWS: ALICE }, { AWS: [DEPLOYER, ALICE] }, { AWS: 'AIDAEXAMPLE0000000009' }])('%j', (principal) => {
    expect(trustsUser(trust(principal))).toBe('yes');
    expect(trustsUser(JSON.stringify(trust(principal)))).toBe('yes');
  });

  test.each<Json>([
    { AWS: DEPLOYER },
    { AWS: OWN },
    { AWS: `arn:aws:iam::${OWN}:root` },
    { AWS: 'AROAEXAMPLE0000000009' },
    { Service: 'ec2.amazonaws.com' },
    '*',
  ])('is not %j', (principal) => {
    expect(trustsUser(trust(principal))).toBe('no');
  });

  test('may be behind an id that tells nothing', () => {
    expect(trustsUser(trust({ CanonicalUser: '79a59df900b949e5' }))).toBe('unknown');
  });

  test('who may only tag sessions assumes nothing', () => {
    expect(trustsUser(trust({ AWS: ALICE }, 'sts:TagSession'))).toBe('no');
  });
});

describe('a whole account', () => {
  test.each([
    [OWN, 'yes'],
    [`arn:aws-cn:iam::${OWN}:root`, 'yes'],
    [ALICE, 'no'],
    ['*', 'no'],
  ])('%s: %s', (principal, verdict) => {
    expect(trustsWholeAccount(trust({ AWS: principal }))).toBe(verdict);
  });

  test('that may only tag sessions assumes nothing', () => {
    expect(trustsWholeAccount(trust({ AWS: OWN }, 'sts:TagSession'))).toBe('no');
  });
});

test('somebody in particular is named as a whole', () => {
  expect(trustsByName(trust({ AWS: [OWN, ALICE] }), [DEPLOYER, ALICE])).toBe('yes');
  expect(trustsByName(trust({ AWS: `${ALICE}2` }), [ALICE])).toBe('no');
  expect(trustsByName(trust({ AWS: OWN }), [ALICE])).toBe('no');
  expect(trustsByName(trust({ AWS: ALICE }, 'sts:TagSession'), [ALICE])).toBe('no');
  expect(trustsByName('{"Version"', [ALICE])).toBe('unknown');
});
