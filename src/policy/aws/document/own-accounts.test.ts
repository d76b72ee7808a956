/** What is known to be one's own, and what that changes for trust and resource policies alike. */
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../std/json.ts';
import { accountOfPrincipal, isForeignPrincipal } from '../resource/foreign-principal.ts';
import { accountsLetIn, opensExternal } from '../resource/resource-policy.ts';
import { externalAccounts, trustsExternal } from '../trust/trust.ts';
import type { OwnAccounts } from './own-accounts.ts';

const own: OwnAccounts = {
  account: '111122223333',
  ownAccounts: ['444455556666'],
  ownOrganizations: ['o-exampleorgid'],
};

function letting(aws: Json, condition?: Json): Json {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: aws },
    Action: ['sts:AssumeRole', 'kms:Decrypt'],
    Resource: '*',
  };
  return { Statement: [condition === undefined ? statement : { ...statement, Condition: condition }] };
}

function inOrganization(key: string, value: Json): Json {
  return { StringEquals: { [key]: value } };
}

describe('an organisation of one’s own makes nobody an outsider', () => {
  test.each<[string, Json, Json | undefined, 'yes' | 'no' | 'unknown']>([
    ['everybody in it', '*', inOrganization('aws:PrincipalOrgID', 'o-exampleorgid'), 'no'],
    ['its units', '*', { StringLike: { 'aws:PrincipalOrgPaths': 'o-exampleorgid/r-ab12/*' } }, 'no'],
    ['an account of it', '777788889999', inOrganization('aws:PrincipalOrgID', 'o-exampleorgid'), 'no'],
    ['another one', '*', inOrganization('aws:PrincipalOrgID', 'o-anotherorgid'), 'unknown'],
    [
      'one of one’s own and another',
      '*',
      inOrganization('aws:PrincipalOrgID', ['o-exampleorgid', 'o-other1234']),
      'unknown',
    ],
    ['any', '*', { StringLike: { 'aws:PrincipalOrgID': 'o-*' } }, 'yes'],
    ['the account alone', '777788889999', undefined, 'yes'],
    ['an account of one’s own', '444455556666', undefined, 'no'],
  ])('%s', (_, principal, condition, verdict) => {
    const policy = letting(principal, condition);
    expect([trustsExternal(policy, own), opensExternal(policy, own)]).toEqual([verdict, verdict]);
  });

  test('and their accounts are not named as foreign', () => {
    const policy = letting(['777788889999', '444455556666']);
    expect([externalAccounts(policy, own), accountsLetIn(policy, own)]).toEqual([['777788889999'], ['777788889999']]);
    const limited = letting('777788889999', inOrganization('aws:PrincipalOrgID', 'o-exampleorgid'));
    expect([externalAccounts(limited, own), accountsLetIn(limited, own)]).toEqual([[], []]);
  });

  test('of a call that limits a principal to it', () => {
    expect(isForeignPrincipal('*', own, { principalOrgID: 'o-exampleorgid' })).toBe('no');
    expect(isForeignPrincipal('*', own, { principalOrgID: 'o-anotherorgid' })).toBe('unknown');
  });
});

test('the account of a principal is told where it is foreign', () => {
  expect(accountOfPrincipal('arn:aws:iam::777788889999:role/r', own)).toEqual(['777788889999']);
  expect(accountOfPrincipal('arn:aws:iam::444455556666:role/r', own)).toEqual([]);
  expect(accountOfPrincipal('s3.amazonaws.com', own)).toEqual([]);
  expect(accountOfPrincipal(null, own)).toEqual([]);
});
