import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../std/json.ts';
import { policyPrivilege } from './policy-privilege.ts';

function allow(action: Json, patch: JsonObject = {}): JsonObject {
  return { Effect: 'Allow', Action: action, Resource: '*', ...patch };
}

function policy(...statements: readonly Json[]): Json {
  return { Version: '2012-10-17', Statement: statements };
}

describe('the worst that a policy allows', () => {
  test.each<[string, readonly Json[]]>([
    ['admin', [allow('*')]],
    ['admin', [allow('s3:Get*'), allow('iam:*')]],
    ['escalation', [allow(['iam:PassRole', 'ec2:RunInstances'])]],
    ['permissions-management', [allow('s3:PutBucketPolicy')]],
    ['permissions-management', [allow('s3:*')]],
    ['permissions-management', [allow('iam:PutUserPolicy', { Resource: 'arn:aws:iam::111122223333:user/one' })]],
    ['write', [allow('s3:PutObject')]],
    ['write', [allow('ec2:CreateTags')]],
    ['write', [allow('iam:PassRole')]],
    ['write', [allow(['s3:PutObject', 's3:PutBucketPolicy']), deny('s3:*Policy')]],
    ['read', [allow(['s3:Get*', 'billing:GetResourcePolicy', 'iam:List*'])]],
    ['read', [allow('*:Describe*')]],
    ['read', [allow('nosuch:Write')]],
    ['read', [allow('*'), deny('*')]],
    ['read', [allow('s3:PutObject', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })]],
    ['read', []],
  ])('%s', (privilege, statements) => {
    expect(policyPrivilege(policy(...statements))).toBe(privilege);
  });
});

function deny(action: Json): JsonObject {
  return { Effect: 'Deny', Action: action, Resource: '*' };
}

test('what cannot be read is unknown, unless the rest is enough', () => {
  expect(policyPrivilege(undefined)).toBe('unknown');
  expect(policyPrivilege(policy(allow('s3:Get*'), '?'))).toBe('unknown');
  expect(policyPrivilege(policy(allow('iam:*'), '?'))).toBe('admin');
});
