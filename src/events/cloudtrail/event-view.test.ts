import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../std/json.ts';
import type { AuditEvent } from '../audit-event.ts';
import { cloudTrailView } from './event-view.ts';
import { ACCOUNT, IDENTITIES, record } from './record.fixture.ts';

function audit(patch: Readonly<Record<string, Json | undefined>> = {}): AuditEvent {
  return cloudTrailView(record(patch)).audit();
}

function by(userIdentity: JsonObject | undefined, patch: Readonly<Record<string, Json | undefined>> = {}): AuditEvent {
  return audit({ userIdentity, ...patch });
}

const ROLE = `arn:aws:iam::${ACCOUNT}:role`;

describe('the canonical principal', () => {
  it.each<[string, JsonObject | undefined, string, string]>([
    ['root', IDENTITIES.root, 'root', `arn:aws:iam::${ACCOUNT}:root`],
    ['an IAM user, with its path', IDENTITIES.user, 'user', `arn:aws:iam::${ACCOUNT}:user/staff/alice`],
    [
      'an IAM user without an ARN',
      { type: 'IAMUser', accountId: ACCOUNT, userName: 'alice' },
      'user',
      `arn:aws:iam::${ACCOUNT}:user/alice`,
    ],
    [
      'somebody who typed the name of no user',
      { type: 'IAMUser', accountId: ACCOUNT, userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      'user',
      `unknown:${ACCOUNT}:hidden`,
    ],
    ['a role session is the role, with the path its session lost', IDENTITIES.role, 'role', `${ROLE}/ci/deployer`],
    [
      'a role session without its issuer',
      { type: 'AssumedRole', arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/s`, accountId: ACCOUNT },
      'role',
      `${ROLE}/deployer`,
    ],
    ['a role itself', { type: 'Role', arn: `${ROLE}/ci/deployer`, accountId: ACCOUNT }, 'role', `${ROLE}/ci/deployer`],
    [
      'a federated user is the user that issued it',
      {
        type: 'FederatedUser',
        principalId: `${ACCOUNT}:guest`,
        arn: `arn:aws:sts::${ACCOUNT}:federated-user/guest`,
        accountId: ACCOUNT,
        sessionContext: { sessionIssuer: { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/alice` } },
      },
      'federated',
      `arn:aws:iam::${ACCOUNT}:user/alice`,
    ],
    [
      'a SAML user',
      { type: 'SAMLUser', principalId: 'idp:alice', userName: 'alice@example.com', identityProvider: 'idp' },
      'saml',
      'saml:idp:alice@example.com',
    ],
    [
      'a web identity',
      {
        type: 'WebIdentityUser',
        principalId: 'issuer:aud:repo:example/app:ref:refs/heads/main',
        userName: 'repo:example/app:ref:refs/heads/main',
        identityProvider: 'token.actions.githubusercontent.com',
      },
      'web-identity',
      'web-identity:token.actions.githubusercontent.com:repo:example/app:ref:refs/heads/main',
    ],
    [
      'an Identity Center user',
      { type: 'IdentityCenterUser', accountId: ACCOUNT, onBehalfOf: { userId: 'user-1' }, credentialId: 'c' },
      'identity-center',
      'identity-center:user-1',
    ],
    [
      'an Identity Center user of the time when its type was Unknown',
      { type: 'Unknown', accountId: ACCOUNT, userName: 'alice@example.com', onBehalfOf: { userId: 'user-1' } },
      'identity-center',
      'identity-center:user-1',
    ],
    ['another account', { type: 'AWSAccount', accountId: '444455556666' }, 'account', 'account:444455556666'],
    ['a service', { type: 'AWSService', invokedBy: 'ecs.amazonaws.com' }, 'service', 'service:ecs.amazonaws.com'],
    ['nobody named', undefined, 'unknown', 'unknown::unknown'],
    ['an account alone', { accountId: ACCOUNT }, 'unknown', `unknown:${ACCOUNT}:unknown`],
    ['a service alone', { accountId: ACCOUNT, invokedBy: 'kms.amazonaws.com' }, 'service', 'service:kms.amazonaws.com'],
    ['a type never heard of', { type: 'Novel', userName: 'x', accountId: ACCOUNT }, 'unknown', `unknown:${ACCOUNT}:x`],
  ])('%s', (_, identity, kind, principal) => {
    expect(by(identity).actor).toMatchObject({ kind, principal });
  });

  it.each([
    ['absent', undefined],
    ['a list', [{ type: 'IAMUser', userName: 'alice' }]],
    ['a text', 'alice'],
    ['of a type without a name', { type: 'Unknown' }],
  ])('an identity that is %s is an unknown identity, not the service that was called', (_, userIdentity) => {
    expect(audit({ userIdentity }).actor).toMatchObject({ kind: 'unknown', name: 'unknown identity' });
  });

  it('of an event of the service itself that names nobody, the service is the actor', () => {
    const { actor } = audit({
      userIdentity: undefined,
      eventType: 'AwsServiceEvent',
      eventSource: 'kms.amazonaws.com',
    });
    expect(actor).toMatchObject({ kind: 'service', principal: 'service:kms.amazonaws.com', name: 'kms.amazonaws.com' });
  });

  it('keeps the partition', () => {
    const identity = { ...IDENTITIES.user, arn: 'arn:aws-cn:iam::111122223333:user/alice' };
    expect(by(identity)).toMatchObject({ partition: 'aws-cn', actor: { principal: identity.arn } });
    expect(audit({ userIdentity: { type: 'AWSService' }, awsRegion: 'us-gov-west-1' }).partition).toBe('aws-us-gov');
  });

  it('never throws, whatever stands where an identity should be', () => {
    for (const odd of ['text', 7, true, null, [], { type: 7 }, { arn: ['x'] }, { sessionContext: 'no' }]) {
      expect(() => audit({ userIdentity: odd, requestParameters: odd, responseElements: odd })).not.toThrow();
    }
  });
});

describe('the instance behind a role session', () => {
  const named = (session: string): JsonObject => ({
    ...IDENTITIES.role,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/web/${session}`,
  });
  it('is evidence where AWS stamped how the credentials were delivered', () => {
    const sessionContext = { ...IDENTITIES.role.sessionContext, ec2RoleDelivery: '2.0' };
    expect(by({ ...named('i-0123456789abcdef0'), sessionContext }).actor.instance).toEqual({
      id: 'i-0123456789abcdef0',
      evidence: 'delivered',
    });
    expect(by({ ...named('anything'), sessionContext }).actor.instance).toEqual({
      id: undefined,
      evidence: 'delivered',
    });
  });
  it('is a claim where only the session name says so', () => {
    expect(by(named('i-0123456789abcdef0')).actor.instance?.evidence).toBe('claimed');
    expect(by(named('i-0123abcd')).actor.instance?.evidence).toBe('claimed');
  });
  it.each(['i-am-a-person', 'i-0123', 'xi-0123abcd', 'alice'])('is not there for the session name %s', (session) => {
    expect(by(named(session)).actor.instance).toBeUndefined();
  });
});

describe('the outcome', () => {
  it.each([
    ['no error code', {}, 'success'],
    ['the literal Success of odd exports', { errorCode: 'Success' }, 'success'],
    ['AccessDenied', { errorCode: 'AccessDenied' }, 'denied'],
    ['AccessDeniedException', { errorCode: 'AccessDeniedException' }, 'denied'],
    ['Client.UnauthorizedOperation', { errorCode: 'Client.UnauthorizedOperation' }, 'denied'],
    ['VpceAccessDenied', { errorCode: 'VpceAccessDenied' }, 'denied'],
    ['another error', { errorCode: 'EntityAlreadyExistsException' }, 'failure'],
    [
      'a failed sign-in, which has no error code',
      {
        eventName: 'ConsoleLogin',
        errorMessage: 'Failed authentication',
        responseElements: { ConsoleLogin: 'Failure' },
      },
      'denied',
    ],
    ['a sign-in', { eventName: 'ConsoleLogin', responseElements: { ConsoleLogin: 'Success' } }, 'success'],
  ])('%s', (_, patch, outcome) => {
    expect(audit(patch).outcome).toBe(outcome);
  });
});

describe('the access method', () => {
  it.each<[string, Record<string, Json | undefined>, string]>([
    ['the command line', {}, 'cli'],
    ['an SDK', { userAgent: 'Boto3/1.40.0 md/Botocore#1.40.0' }, 'sdk'],
    ['an IaC tool, by its own claim', { userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.0' }, 'iac'],
    ['a bracketed agent', { userAgent: '[aws-cli/1.2]' }, 'cli'],
    [
      "the console, by AWS's stamp, whatever the agent says",
      { sessionCredentialFromConsole: 'true', userAgent: 'Boto3' },
      'console',
    ],
    ['the console, by its agent', { userAgent: 'console.amazonaws.com' }, 'console'],
    ['a sign-in', { eventType: 'AwsConsoleSignIn', userAgent: 'Mozilla/5.0' }, 'console'],
    ['a service', { userIdentity: { type: 'AWSService', invokedBy: 'ecs.amazonaws.com' } }, 'service'],
    ['a service for someone', { userIdentity: { ...IDENTITIES.user, invokedBy: 'ecs.amazonaws.com' } }, 'service'],
    [
      'CloudFormation for someone',
      { userIdentity: { ...IDENTITIES.user, invokedBy: 'cloudformation.amazonaws.com' } },
      'iac',
    ],
    ['no agent', { userAgent: undefined }, 'unknown'],
  ])('%s', (_, patch, method) => {
    expect(audit(patch).source.accessMethod).toBe(method);
  });
});

it('the kind of tool is what the agent claims, whoever calls', () => {
  expect(audit({ userAgent: 'Boto3/1.40.0' }).source.agentFamily).toBe('boto3');
  expect(audit({ userAgent: undefined }).source.agentFamily).toBe('other');
});

it('roles and instance profiles are told among the targets', () => {
  const role = 'arn:aws:iam::111122223333:role/app';
  const ecs = { eventSource: 'ecs.amazonaws.com', eventName: 'RegisterTaskDefinition' };
  expect(audit({ ...ecs, requestParameters: { family: 'app', taskRoleArn: role } }).targetRoles).toEqual([role]);
  expect(audit({ eventName: 'CreateAccessKey', requestParameters: { userName: 'bob' } }).targetRoles).toEqual([]);
});

describe('the target', () => {
  it.each<[string, Record<string, Json | undefined>, string, string, AuditEvent['actorIsTarget']]>([
    ['a user by name', { eventName: 'CreateAccessKey', requestParameters: { userName: 'bob' } }, 'user', 'bob', 'no'],
    [
      'the same user by name',
      { eventName: 'CreateAccessKey', requestParameters: { userName: 'Alice' } },
      'user',
      'Alice',
      'yes',
    ],
    ['nobody named: oneself', { eventName: 'CreateAccessKey' }, 'user', 'alice', 'yes'],
    [
      'a role session is not the user of its name',
      { eventName: 'CreateAccessKey', requestParameters: { userName: 'deployer' }, userIdentity: IDENTITIES.role },
      'user',
      'deployer',
      'no',
    ],
    [
      'the role that acts',
      {
        eventName: 'AttachRolePolicy',
        requestParameters: { roleName: 'deployer', policyArn: 'arn:aws:iam::aws:policy/X' },
        userIdentity: IDENTITIES.role,
      },
      'role',
      'deployer',
      'yes',
    ],
    [
      'a policy',
      { eventName: 'CreatePolicyVersion', requestParameters: { policyArn: `arn:aws:iam::${ACCOUNT}:policy/p` } },
      'policy',
      'p',
      'no',
    ],
    [
      'root itself, whom the answer calls by a user name',
      {
        eventName: 'CreateAccessKey',
        userIdentity: IDENTITIES.root,
        responseElements: { accessKey: { userName: 'Root', accessKeyId: 'AKIAEXAMPLE000000002' } },
      },
      'root',
      'root',
      'yes',
    ],
    [
      'a user called root, who is not root',
      { eventName: 'CreateAccessKey', userIdentity: IDENTITIES.root, requestParameters: { userName: 'root' } },
      'user',
      'root',
      'no',
    ],
    [
      'root itself, whom the request calls by a name that no user can have',
      {
        eventName: 'EnableMFADevice',
        userIdentity: IDENTITIES.root,
        requestParameters: { userName: 'AWS ROOT USER', serialNumber: `arn:aws:iam::${ACCOUNT}:mfa/phone` },
      },
      'root',
      'root',
      'yes',
    ],
    [
      'root itself, whose device is brought into step',
      {
        eventName: 'ResyncMFADevice',
        userIdentity: IDENTITIES.root,
        requestParameters: { userName: 'AWS ROOT USER', serialNumber: 'GAHT12345678' },
      },
      'root',
      'root',
      'yes',
    ],
    ['nobody named: one’s own credential', { eventName: 'UpdateServiceSpecificCredential' }, 'user', 'alice', 'yes'],
    ['root itself', { eventName: 'CreateLoginProfile', userIdentity: IDENTITIES.root }, 'root', 'root', 'yes'],
  ])('%s', (_, patch, type, name, self) => {
    expect(audit(patch)).toMatchObject({
      targets: [{ type, name }, ...audit(patch).targets.slice(1)],
      actorIsTarget: self,
    });
  });

  it.each<[string, Record<string, Json | undefined>, string]>([
    ['sqs', { requestParameters: { queueUrl: `https://sqs.eu-west-1.amazonaws.com/${ACCOUNT}/jobs` } }, 'queue'],
    ['sns', { requestParameters: { topicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:news` } }, 'topic'],
    ['ecr', { requestParameters: { repositoryName: 'billing' } }, 'repository'],
    ['es', { requestParameters: { domainName: 'search' } }, 'domain'],
    ['ram', { responseElements: { resourceShare: { resourceShareArn: 'arn:aws:ram:::x' } } }, 'resource-share'],
  ])('is a resource of %s', (service, patch, type) => {
    expect(audit({ eventSource: `${service}.amazonaws.com`, ...patch }).targets).toMatchObject([{ type }]);
  });

  it('is unknown where the parameters were stripped', () => {
    for (const omitted of [true, 'true']) {
      const event = audit({ eventName: 'CreateAccessKey', requestParameters: { omitted, reason: 'too large' } });
      expect(event).toMatchObject({ targets: [], actorIsTarget: 'unknown', parametersStripped: true });
    }
  });

  it('names the identity first and the policy it is given second', () => {
    const requestParameters = { userName: 'bob', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' };
    expect(audit({ eventName: 'AttachUserPolicy', requestParameters }).targets.map(({ type }) => type)).toEqual([
      'user',
      'policy',
    ]);
  });
});

describe('credentials issued', () => {
  it('names a new access key by its public id and its user', () => {
    const responseElements = { accessKey: { accessKeyId: 'AKIAEXAMPLE000000002', userName: 'bob', status: 'Active' } };
    expect(audit({ eventName: 'CreateAccessKey', responseElements }).credentialsIssued).toEqual([
      { kind: 'access-key', id: 'AKIAEXAMPLE000000002', principal: 'bob' },
    ]);
  });
  it('are none where the call failed', () => {
    expect(audit({ eventName: 'CreateAccessKey', errorCode: 'AccessDenied' }).credentialsIssued).toEqual([]);
  });
});

describe('multi-factor authentication', () => {
  const login = { eventName: 'ConsoleLogin', eventSource: 'signin.amazonaws.com' };
  it.each<[string, Record<string, Json | undefined>, boolean | undefined]>([
    ['used', { ...login, additionalEventData: { MFAUsed: 'YES' } }, true],
    ['not used', { ...login, additionalEventData: { MFAUsed: 'No' } }, false],
    [
      'not told by a federated sign-in',
      { ...login, additionalEventData: { MFAUsed: 'No', SamlProviderArn: 'arn:x' } },
      undefined,
    ],
    [
      "not told by a role's sign-in",
      { ...login, userIdentity: IDENTITIES.role, additionalEventData: { MFAUsed: 'No' } },
      undefined,
    ],
  ])('%s', (_, patch, mfa) => {
    expect(audit(patch).auth.mfa).toBe(mfa);
  });
});

it('reads times as clouds and log stores write them', () => {
  const expected = Date.UTC(2026, 2, 2, 9, 0, 0);
  for (const eventTime of ['2026-03-02T09:00:00Z', '2026-03-02 09:00:00.000000000', '2026-03-02T10:00:00+01:00']) {
    expect(audit({ eventTime }).timeMs).toBe(expected);
  }
  expect(audit({ eventTime: undefined, '@timestamp': '2026-03-02T09:00:00.000Z' }).timeMs).toBe(expected);
  expect(audit({ eventTime: 'yesterday' }).timeMs).toBeUndefined();
});

it('takes an address only where it is one', () => {
  for (const address of ['203.0.113.7', '2001:db8::1'])
    expect(audit({ sourceIPAddress: address }).source.ip).toBe(address);
  for (const address of ['AWS Internal', 'ecs.amazonaws.com', '075.050.255.67', '255.090.254.5', '1.2.3']) {
    expect(audit({ sourceIPAddress: address }).source).toMatchObject({ ip: undefined, address });
  }
});

describe('the class of an IAM change', () => {
  it.each([
    ['CreateUser', 'account'],
    ['CreateAccessKey', 'credential'],
    ['DeactivateMFADevice', 'credential'],
    ['UpdateSAMLProvider', 'credential'],
    ['AttachUserPolicy', 'permission'],
    ['UpdateAssumeRolePolicy', 'permission'],
    ['AddUserToGroup', 'permission'],
    ['ListUsers', undefined],
  ])('%s: %s', (eventName, expected) => {
    expect(audit({ eventName }).changeClass).toBe(expected);
  });
});

describe('an addendum', () => {
  const addendum = {
    reason: 'UPDATED_DATA',
    originalEventID: 'first',
    originalRequestID: 'r',
    updatedFields: 'userAgent',
  };

  it('that names an event amends it: one key for both, an id for each', () => {
    const amended = cloudTrailView(record({ eventID: 'second', addendum })).audit();
    const original = cloudTrailView(record({ eventID: 'first' })).audit();
    expect(amended).toMatchObject({ id: 'second', dedupKey: original.dedupKey, actionKey: original.actionKey });
  });

  it('that names an event of a shared action belongs to that action', () => {
    const raw = record({ eventID: 'second', sharedEventID: 'shared', addendum });
    expect(cloudTrailView(raw).audit().actionKey).toBe('shared');
  });

  it.each([[{ reason: 'DELIVERY_DELAY' }], [{ originalEventID: '' }], [{ originalEventID: 7 }], ['words'], [null]])(
    'that names none says that the delivery was late: %j',
    (late) => {
      const event = cloudTrailView(record({ eventID: 'second', addendum: late })).audit();
      expect(event).toMatchObject({ id: 'second', dedupKey: `${ACCOUNT}/second`, actionKey: 'second' });
    },
  );
});
