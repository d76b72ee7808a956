/**
 * What public rule sets got wrong (catalogue, pitfalls.md, E3), held here against the rules that ship: each defect with an event on
 * which it shows, raw and from end to end. A rule's own tests have more of each kind.
 */
import { describe, expect, it } from 'vitest';
import type { Level } from '../src/rule-language/rule.ts';
import type { JsonObject } from '../src/std/json.ts';
import { eventOf, isAtLeast, namedOn } from './rule-matches.fixture.ts';

/** Names of the rules that speak at a level or above. */
function speaking(raw: JsonObject, least: Level = 'informational'): readonly string[] {
  return namedOn(raw)
    .filter(({ level }) => isAtLeast(level, least))
    .map(({ rule }) => rule);
}

function user(name: string): JsonObject {
  return { 'userIdentity.userName': name, 'userIdentity.arn': `arn:aws:iam::111122223333:user/${name}` };
}

function call(eventName: string, requestParameters: JsonObject | null, patch: JsonObject = {}): JsonObject {
  return eventOf('iam-user-call', { eventName, requestParameters, ...patch });
}

describe('a key for another user, whose name is compared as a name', () => {
  const rule = 'aws-iam-access-key-for-another-user';

  it('one of one’s own is no backdoor, also where the request names nobody', () => {
    expect(speaking(call('CreateAccessKey', { userName: 'alice' }))).not.toContain(rule);
    expect(speaking(call('CreateAccessKey', null))).not.toContain(rule);
  });

  it.each(['admin2', 'myadmin', 'user', 'iam', 'aws', 'adm.n'])('%s makes one for admin', (name) => {
    expect(speaking(call('CreateAccessKey', { userName: 'admin' }, user(name)), 'high')).toContain(rule);
  });

  it('a user below a path is itself', () => {
    const path = { 'userIdentity.arn': 'arn:aws:iam::111122223333:user/division/alice' };
    expect(speaking(call('CreateAccessKey', { userName: 'alice' }, path))).not.toContain(rule);
  });

  it('a role named like the user is another identity', () => {
    const raw = eventOf('role-session-call', {
      eventName: 'CreateAccessKey',
      requestParameters: { userName: 'deployer' },
    });
    expect(speaking(raw, 'high')).toContain(rule);
  });
});

describe('a changed password', () => {
  it('of another user is told, of oneself is not', () => {
    const rule = 'aws-iam-password-reset-of-another-user';
    expect(speaking(call('UpdateLoginProfile', { userName: 'bob' }), 'high')).toContain(rule);
    expect(speaking(call('UpdateLoginProfile', { userName: 'alice' }))).not.toContain(rule);
    expect(speaking(call('UpdateLoginProfile', { userName: 'admin' }, user('admin2')), 'high')).toContain(rule);
  });

  it('is told from the console and by a role without a user name', () => {
    const raw = eventOf('role-session-call', {
      eventName: 'UpdateLoginProfile',
      requestParameters: { userName: 'bob' },
      userAgent: 'console.amazonaws.com',
    });
    expect(speaking(raw, 'high')).toContain('aws-iam-password-reset-of-another-user');
  });
});

it('the deletion of a SAML provider shows on raw records, which have no field "status"', () => {
  const raw = call('DeleteSAMLProvider', { sAMLProviderArn: 'arn:aws:iam::111122223333:saml-provider/corp' });
  expect(namedOn(raw).filter(({ catalogue }) => catalogue.includes('A62'))).not.toEqual([]);
});

describe('sessions of roles at their daily work', () => {
  it.each([
    ['ec2.amazonaws.com', 'DescribeInstances'],
    ['s3.amazonaws.com', 'GetBucketLocation'],
    ['sts.amazonaws.com', 'GetCallerIdentity'],
    ['sts.amazonaws.com', 'AssumeRole'],
    ['iam.amazonaws.com', 'GetRole'],
    ['iam.amazonaws.com', 'ListAttachedRolePolicies'],
    ['logs.amazonaws.com', 'CreateLogStream'],
  ])('%s %s is no misuse', (eventSource, eventName) => {
    expect(speaking(eventOf('role-session-call', { eventSource, eventName, readOnly: true }), 'low')).toEqual([]);
  });
});

describe('Google Cloud, by the names that raw entries have', () => {
  it.each(['google.iam.admin.v1.CreateServiceAccountKey', 'CreateServiceAccountKey'])('a key by %s', (methodName) => {
    const raw = eventOf('user-call', {
      'protoPayload.methodName': methodName,
      'protoPayload.resourceName': 'projects/-/serviceAccounts/123456789012345678901',
    });
    expect(speaking(raw, 'high')).toContain('gcp-iam-service-account-key-created');
  });

  it.each([
    ['on a service account', 'google.iam.admin.v1.SetIAMPolicy', 'iam.googleapis.com'],
    ['on a project', 'SetIamPolicy', 'cloudresourcemanager.googleapis.com'],
  ])('impersonation granted %s', (_, methodName, serviceName) => {
    const raw = eventOf('set-iam-policy-project', {
      'protoPayload.methodName': methodName,
      'protoPayload.serviceName': serviceName,
      'protoPayload.serviceData.policyDelta.bindingDeltas': [
        { action: 'ADD', role: 'roles/iam.serviceAccountTokenCreator', member: 'user:bob@example.com' },
      ],
    });
    expect(speaking(raw, 'medium')).toContain('gcp-iam-impersonation-granted');
  });

  it.each([0, 1, 2])('a grant that is number %i of three', (position) => {
    const harmless = { action: 'ADD', role: 'roles/logging.viewer', member: 'user:carol@example.com' };
    const deltas = [harmless, harmless, harmless].map((one, number) =>
      number === position ? { ...one, role: 'roles/iam.serviceAccountKeyAdmin' } : one,
    );
    const raw = eventOf('set-iam-policy-project', {
      'protoPayload.serviceData.policyDelta.bindingDeltas': deltas,
    });
    expect(speaking(raw, 'medium')).toContain('gcp-iam-privileged-role-granted');
  });
});

it('a profile of an instance is replaced by ReplaceIamInstanceProfileAssociation', () => {
  const raw = eventOf('role-session-call', {
    eventSource: 'ec2.amazonaws.com',
    eventName: 'ReplaceIamInstanceProfileAssociation',
    requestParameters: {
      ReplaceIamInstanceProfileAssociationRequest: {
        AssociationId: 'iip-assoc-0123456789abcdef0',
        IamInstanceProfile: { Name: 'admin' },
      },
    },
  });
  expect(namedOn(raw).filter(({ catalogue }) => catalogue.includes('A101'))).not.toEqual([]);
});

it('a role that lets one named foreign account in is told, not only one that lets in the whole internet', () => {
  const policyDocument = JSON.stringify({
    Statement: [
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:user/eve' }, Action: 'sts:AssumeRole' },
    ],
  });
  expect(speaking(call('UpdateAssumeRolePolicy', { roleName: 'audit', policyDocument }), 'high')).toContain(
    'aws-iam-role-trusts-external-account',
  );
});

describe('administrator rights, by the exact name and in every partition', () => {
  it.each([
    ['arn:aws:iam::aws:policy/AdministratorAccess', true],
    ['arn:aws-cn:iam::aws:policy/AdministratorAccess', true],
    ['arn:aws-us-gov:iam::aws:policy/AdministratorAccess', true],
    ['arn:aws:iam::aws:policy/AdministratorAccess-Amplify', false],
    ['arn:aws:iam::aws:policy/AdministratorAccess-AWSElasticBeanstalk', false],
    ['arn:aws:iam::111122223333:policy/AdministratorAccess', false],
  ])('%s: %s', (policyArn, isTold) => {
    for (const [eventName, target, rule] of [
      ['AttachUserPolicy', { userName: 'bob' }, 'aws-iam-administrator-policy-attached-to-user'],
      ['AttachGroupPolicy', { groupName: 'staff' }, 'aws-iam-administrator-policy-attached-to-group'],
      ['AttachRolePolicy', { roleName: 'ci' }, 'aws-iam-administrator-policy-attached-to-role'],
    ] as const) {
      const names = speaking(call(eventName, { ...target, policyArn }), 'medium');
      expect([eventName, names.includes(rule)]).toEqual([eventName, isTold]);
    }
  });
});

describe('Roles Anywhere is told when it is changed, not only when it is made', () => {
  it.each(['CreateTrustAnchor', 'UpdateTrustAnchor'])('%s', (eventName) => {
    const raw = eventOf('iam-user-call', {
      eventSource: 'rolesanywhere.amazonaws.com',
      eventName,
      requestParameters: { name: 'corp', source: { sourceType: 'CERTIFICATE_BUNDLE', sourceData: {} } },
    });
    expect(speaking(raw, 'high')).toContain('aws-roles-anywhere-trust-anchor-external-ca');
  });

  it.each(['CreateProfile', 'UpdateProfile', 'EnableProfile'])('%s', (eventName) => {
    const raw = eventOf('iam-user-call', {
      eventSource: 'rolesanywhere.amazonaws.com',
      eventName,
      requestParameters: { profileId: 'p-1', roleArns: ['arn:aws:iam::111122223333:role/backup'] },
    });
    expect(speaking(raw, 'medium')).toContain('aws-roles-anywhere-profile-created');
  });
});

describe('steps of a chain are each told by themselves, whatever the attacker changes between them', () => {
  it.each([
    ['the same address and key', {}],
    ['another address', { sourceIPAddress: '198.51.100.9' }],
    ['another key', { 'userIdentity.accessKeyId': 'AKIAEXAMPLE000000099' }],
  ])('%s', (_, patch) => {
    expect(speaking(call('CreateUser', { userName: 'helper' }))).toContain('aws-iam-user-created');
    expect(speaking(call('CreateAccessKey', { userName: 'helper' }, patch), 'high')).toContain(
      'aws-iam-access-key-for-another-user',
    );
  });
});

describe('attempts that were denied', () => {
  it.each([
    ['CreateAccessKey', { userName: 'bob' }],
    ['AttachUserPolicy', { userName: 'bob', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
    ['CreateLoginProfile', { userName: 'bob' }],
  ])('%s is not told as if it had been done', (eventName, parameters) => {
    expect(speaking(call(eventName, parameters, { errorCode: 'AccessDenied' }), 'medium')).toEqual([]);
  });
});
