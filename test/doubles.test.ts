/**
 * One action, one thing said once: of rules that tell the same of an event one speaks at its level, and the more general
 * ones stay low. What a general rule leaves to another one is still told by that.
 */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../src/std/json.ts';
import { eventOf, isAtLeast, namedOn } from './rule-matches.fixture.ts';

const EVERYTHING = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const STRIPPED = { omitted: true, originalSize: 143125, reason: 'requestParameters too large' };

const A_FUNCTION = {
  'userIdentity.inScopeOf': {
    issuerType: 'AWS::Lambda::Function',
    credentialsIssuedTo: 'arn:aws:lambda:us-east-1:111122223333:function:janitor',
  },
};

/** What is told of a call at medium and above. */
function loudOn(base: string, patch: JsonObject): readonly string[] {
  return namedOn(eventOf(base, patch))
    .filter(({ level }) => isAtLeast(level, 'medium'))
    .map(({ rule, level }) => `${rule} ${level}`);
}

describe.each([
  ['an instance', 'ec2-instance-call', {}],
  ['a function', 'role-session-call', A_FUNCTION],
])('what %s does for a user', (_, base, who) => {
  it.each([
    ['CreateAccessKey', 'aws-iam-access-key-for-another-user high'],
    ['CreateLoginProfile', 'aws-iam-login-profile-created high'],
    ['CreateServiceSpecificCredential', 'aws-iam-service-specific-credential high'],
    ['DeactivateMFADevice', 'aws-iam-mfa-device-deactivated critical'],
    ['DeleteUserPermissionsBoundary', 'aws-iam-permissions-boundary-changed high'],
    ['ResetServiceSpecificCredential', 'aws-iam-service-specific-credential high'],
    ['UpdateLoginProfile', 'aws-iam-password-reset-of-another-user high'],
    ['UploadSSHPublicKey', 'aws-iam-ssh-public-key-uploaded high'],
    ['UploadSigningCertificate', 'aws-iam-signing-certificate-added high'],
  ])('%s is told by its own rule', (eventName, told) => {
    expect(loudOn(base, { ...who, eventName, requestParameters: { userName: 'bob' } })).toEqual([told]);
  });

  it.each([
    ['AttachUserPolicy', { userName: 'bob', policyArn: ADMINISTRATOR }, 'policy-attached-to-user'],
    ['AttachRolePolicy', { roleName: 'app', policyArn: ADMINISTRATOR }, 'policy-attached-to-role'],
    ['AttachGroupPolicy', { groupName: 'staff', policyArn: ADMINISTRATOR }, 'policy-attached-to-group'],
    ['PutUserPolicy', { userName: 'bob', policyName: 'x', policyDocument: EVERYTHING }, 'inline-policy'],
    ['PutRolePolicy', { roleName: 'app', policyName: 'x', policyDocument: EVERYTHING }, 'inline-policy'],
    ['PutGroupPolicy', { groupName: 'staff', policyName: 'x', policyDocument: EVERYTHING }, 'inline-policy'],
  ])('%s of administrator rights too', (eventName, requestParameters, told) => {
    expect(loudOn(base, { ...who, eventName, requestParameters })).toEqual([`aws-iam-administrator-${told} high`]);
  });
});

describe('rights that somebody gives to itself are told once', () => {
  it.each([
    ['iam-user-call', 'AttachUserPolicy', { userName: 'alice', policyArn: ADMINISTRATOR }],
    ['iam-user-call', 'PutUserPolicy', { userName: 'alice', policyName: 'x', policyDocument: EVERYTHING }],
    ['iam-user-call', 'PutUserPolicy', { userName: 'alice', policyName: 'x', policyDocument: '{"Version' }],
    ['role-session-call', 'AttachRolePolicy', { roleName: 'deployer', policyArn: ADMINISTRATOR }],
    ['role-session-call', 'PutRolePolicy', { roleName: 'deployer', policyName: 'x', policyDocument: EVERYTHING }],
    ['role-session-call', 'PutRolePolicy', { roleName: 'deployer', policyName: 'x', policyDocument: '{"Version' }],
    ['ec2-instance-call', 'PutRolePolicy', { roleName: 'web-server', policyName: 'x', policyDocument: EVERYTHING }],
  ])('%s: %s', (base, eventName, requestParameters) => {
    expect(loudOn(base, { eventName, requestParameters })).toEqual(['aws-iam-policy-granted-to-oneself high']);
  });
});

describe('parameters that the log leaves out are told once where the rule of the action tells it', () => {
  it.each([
    ['CreateAccessKey', 'aws-iam-access-key-for-another-user high'],
    ['CreateLoginProfile', 'aws-iam-login-profile-created high'],
    ['UpdateLoginProfile', 'aws-iam-password-reset-of-another-user high'],
    ['CreateServiceSpecificCredential', 'aws-iam-service-specific-credential high'],
    ['UploadSSHPublicKey', 'aws-iam-ssh-public-key-uploaded high'],
    ['UploadSigningCertificate', 'aws-iam-signing-certificate-added high'],
    ['EnableMFADevice', 'aws-iam-mfa-device-registered high'],
    ['AddClientIDToOpenIDConnectProvider', 'aws-iam-oidc-provider-changed high'],
    ['UpdateOpenIDConnectProviderThumbprint', 'aws-iam-oidc-provider-changed high'],
  ])('%s', (eventName, told) => {
    expect(loudOn('iam-user-call', { eventName, requestParameters: STRIPPED })).toEqual([told]);
  });
});

describe('what root does to credentials is told once', () => {
  it.each([
    ['ChangePassword', {}, 'aws-iam-root-login-profile critical'],
    ['CreateAccessKey', null, 'aws-iam-root-access-key-created critical'],
    ['CreateAccessKey', { userName: 'bob' }, 'aws-iam-access-key-for-another-user high'],
    ['CreateLoginProfile', null, 'aws-iam-root-login-profile critical'],
    ['CreateLoginProfile', { userName: 'bob' }, 'aws-iam-login-profile-created high'],
    ['DeactivateMFADevice', { userName: 'bob' }, 'aws-iam-mfa-device-deactivated critical'],
    ['EnableMFADevice', { userName: 'bob' }, 'aws-iam-mfa-device-registered high'],
    ['EnableMFADevice', null, 'aws-iam-mfa-device-registered high'],
    ['UpdateLoginProfile', { userName: 'bob' }, 'aws-iam-password-reset-of-another-user high'],
    ['UploadSigningCertificate', { userName: 'bob' }, 'aws-iam-signing-certificate-added high'],
    ['UploadSigningCertificate', null, 'aws-iam-signing-certificate-added high'],
  ])('%s %j', (eventName, requestParameters, told) => {
    expect(loudOn('root-call', { eventName, requestParameters })).toEqual([told]);
  });
});

it.each(['roles/owner', 'roles/editor', 'roles/admin', 'roles/writer'])(
  '%s that somebody gives to itself is told once',
  (role) => {
    const patch = {
      'protoPayload.serviceData.policyDelta.bindingDeltas': [{ action: 'ADD', role, member: 'user:ann@example.com' }],
    };
    expect(loudOn('set-iam-policy-project', patch)).toEqual(['gcp-iam-self-grant high']);
  },
);
