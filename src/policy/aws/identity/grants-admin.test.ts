import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../std/json.ts';
import { statementsMax } from '../document/document.ts';
import { grantsAdmin, grantsAdminConditionally } from './grants-admin.ts';

type Case = readonly [what: string, statement: JsonObject | readonly JsonObject[]];

function policy(statement: Json): Json {
  return { Version: '2012-10-17', Statement: statement };
}

function allow(patch: JsonObject): JsonObject {
  return { Effect: 'Allow', Action: '*', Resource: '*', ...patch };
}

function allowBut(actions: Json, patch: JsonObject = {}): JsonObject {
  return { Effect: 'Allow', NotAction: actions, Resource: '*', ...patch };
}

function deny(patch: JsonObject): JsonObject {
  return { Effect: 'Deny', Action: '*', Resource: '*', ...patch };
}

function when(operator: string, key: string, value: Json): JsonObject {
  return allow({ Condition: { [operator]: { [key]: value } } });
}

function administrators(why: string, cases: readonly Case[]): void {
  describe(`administrator: ${why}`, () => {
    test.each(cases)('%s', (_, statement) => {
      expect(grantsAdmin(policy(statement))).toBe('yes');
    });
  });
}

function others(why: string, cases: readonly Case[]): void {
  describe(`not administrator: ${why}`, () => {
    test.each(cases)('%s', (_, statement) => {
      expect(grantsAdmin(policy(statement))).toBe('no');
    });
  });
}

administrators('the actions are everything or all of iam', [
  ['everything', allow({})],
  ['everything, spelled with a service', allow({ Action: '*:*' })],
  ['iam', allow({ Action: 'iam:*' })],
  ['iam in any case', allow({ Action: 'IAM:*' })],
  ['services that begin with i', allow({ Action: 'i*:*' })],
  ['a question mark for a letter', allow({ Action: 'i?m:*' })],
  ['one of several actions', allow({ Action: ['s3:Get*', 'iam:*'] })],
  ['one of several statements', [allow({ Action: 's3:*' }), allow({ Action: 'iam:*' })]],
  ['iam by initial letters', allow({ Action: ['iam:A*', 'iam:C*', 'iam:P*', 'iam:S*', 'iam:U*'] })],
  [
    'iam by initial letters, in statements of their own',
    ['A', 'C', 'P', 'S', 'U'].map((letter) => allow({ Action: `iam:${letter}*` })),
  ],
]);

others('the actions are less than all of iam', [
  ['reading', allow({ Action: ['iam:Get*', 'iam:List*'] })],
  ['some initial letters', allow({ Action: ['iam:A*', 'iam:P*'] })],
  ['a single way to escalate, which is a rule of its own', allow({ Action: ['iam:PassRole', 'lambda:*'] })],
  ['one kind of resource only', allow({ Action: 'iam:*Role*' })],
  ['another service that begins alike', allow({ Action: ['imagebuilder:*', 'iamx:*'] })],
  ['nothing', allow({ Action: [] })],
  ['no statement', []],
]);

administrators('NotAction leaves a way to raise rights', [
  ['other services are excluded', allowBut(['s3:*', 'ec2:*'])],
  ['a harmless action is excluded', allowBut('iam:DeleteAccountPasswordPolicy')],
  ['one of many ways is excluded', allowBut(['iam:PutUserPolicy', 'iam:Attach*'])],
  ['nothing is excluded', allowBut([])],
  ['a look-alike of iam is excluded', allowBut('iamx:*')],
]);

others('NotAction takes iam out', [
  ['iam, as in PowerUserAccess', allowBut(['iam:*', 'organizations:*', 'account:*'])],
  ['iam by wildcard', allowBut('i*:*')],
  ['everything', allowBut('*')],
  ['every way to raise rights', allowBut(['iam:A*', 'iam:C*', 'iam:P*', 'iam:S*', 'iam:U*'])],
  [
    'iam, with some of it given back',
    [allowBut('iam:*'), allow({ Action: ['iam:CreateServiceLinkedRole', 'iam:List*'] })],
  ],
]);

administrators('the resources take in all users, groups, roles or policies', [
  ['every iam resource', allow({ Action: 'iam:*', Resource: 'arn:aws:iam::*:*' })],
  ['every iam resource of one account', allow({ Action: 'iam:*', Resource: 'arn:aws:iam::111122223333:*' })],
  ['all roles, in any partition', allow({ Resource: 'arn:*:iam::*:role/*' })],
  ['all users', allow({ Resource: 'arn:aws-cn:iam::111122223333:user/*' })],
  ['all policies', allow({ Resource: 'arn:aws-us-gov:iam::*:policy/*' })],
  ['all groups', allow({ Resource: 'arn:aws:iam::*:group/*' })],
  ['all users, without the slash', allow({ Resource: 'arn:aws:iam::111122223333:us*' })],
  ['all names, by their first letter', allow({ Resource: 'arn:aws:iam::*:role/?*' })],
  ['an account half hidden', allow({ Resource: 'arn:aws:iam::1111????333*:*' })],
  ['a star across the colons', allow({ Resource: 'arn:*role/*' })],
  ['a partition by its ending', allow({ Resource: '*-cn:iam::*:*' })],
  ['the account by variable', allow({ Resource: 'arn:aws:iam::${aws:principalaccount}:*' })],
  ['any ARN', allow({ Resource: ['arn:aws:s3:::b', 'arn:*'] })],
  [
    'the kinds one by one',
    ['User', 'Group', 'Role', 'Policy'].map((kind) =>
      allow({
        Action: [`iam:*${kind}*`, 'iam:*Login*', 'iam:*AccessKey'],
        Resource: `arn:aws:iam::*:${kind.toLowerCase()}/*`,
      }),
    ),
  ],
  ['everything but a bucket', { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::logs/*' }],
  ['everything but one role', { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:iam::*:role/break-glass' }],
  [
    'everything but some account, which need not be this one',
    { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:iam::444455556666:*' },
  ],
  ['NotAction on all roles', allowBut('s3:*', { Resource: 'arn:aws:iam::*:role/*' })],
]);

others('the resources are a part', [
  ['a path of roles', allow({ Resource: 'arn:aws:iam::111122223333:role/app/*' })],
  ['oneself', allow({ Action: 'iam:*', Resource: 'arn:aws:iam::*:user/${aws:username}' })],
  ['policies of AWS, which nobody edits', allow({ Action: 'iam:*', Resource: 'arn:aws:iam::aws:policy/*' })],
  ['another service', allow({ Resource: ['arn:aws:s3:::*', 'arn:aws:ec2:*:*:*'] })],
  ['mfa devices', allow({ Action: 'iam:*', Resource: 'arn:aws:iam::*:mfa/*' })],
  ['nothing of iam', { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:iam::*:*' }],
  ['NotAction beside iam resources', allowBut('s3:*', { Resource: 'arn:aws:ec2:*:*:*' })],
]);

others('a Deny leaves nothing of it', [
  ['of everything', [allow({}), deny({})]],
  ['of iam', [allow({}), deny({ Action: 'iam:*' })]],
  ['of iam, before the Allow', [deny({ Action: 'iam:*' }), allow({})]],
  ['of iam in parts', [allow({}), ...['A', 'C', 'P', 'S', 'U'].map((letter) => deny({ Action: `iam:${letter}*` }))]],
  ['of every iam resource', [allow({}), deny({ Action: 'iam:*', Resource: 'arn:aws:iam::*:*' })]],
  ['of all but s3', [allow({}), { Effect: 'Deny', NotAction: 's3:*', Resource: '*' }]],
  ['of all but a bucket', [allow({}), { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::open/*' }]],
  ['of what NotAction left', [allowBut('s3:*'), deny({ Action: 'iam:*' })]],
]);

administrators('a Deny leaves some of it', [
  ['it denies deleting', [allow({}), deny({ Action: 'iam:Delete*' })]],
  ['it denies one way of many', [allow({}), deny({ Action: ['iam:PutUserPolicy', 'iam:CreateAccessKey'] })]],
  ['it protects one role', [allow({}), deny({ Action: 'iam:*', Resource: 'arn:aws:iam::*:role/audit' })]],
  ['it protects some account', [allow({}), deny({ Action: 'iam:*', Resource: 'arn:aws:iam::444455556666:*' })]],
  ['it protects roles and leaves users', [allow({}), deny({ Action: 'iam:*', Resource: 'arn:aws:iam::*:role/*' })]],
  ['it is conditioned', [allow({}), deny({ Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } })]],
  ['it spares iam', [allow({}), { Effect: 'Deny', NotAction: 'iam:*', Resource: '*' }]],
  ['it spares iam resources', [allow({}), { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:iam::*:*' }]],
  ['it may spare iam resources', [allow({}), { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:i*' }]],
]);

const NETWORK = ['203.0.113.0/24', '2001:db8::/32'];

others('a condition is proven restrictive', [
  ['MFA', when('Bool', 'aws:MultiFactorAuthPresent', 'true')],
  ['MFA, as a boolean and in any case', when('bool', 'AWS:multifactorauthpresent', true)],
  ['MFA of a certain age', when('NumericLessThan', 'aws:MultiFactorAuthAge', 3600)],
  ['MFA of any age', when('Null', 'aws:MultiFactorAuthAge', 'false')],
  ['source network', when('IpAddress', 'aws:SourceIp', NETWORK)],
  ['source endpoint', when('StringEquals', 'aws:SourceVpce', 'vpce-0123456789abcdef0')],
  ['organisation', when('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5')],
  ['organisation of the source', when('StringEquals', 'aws:SourceOrgID', ['o-a1b2c3d4e5'])],
  ['organisational unit', when('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-a1b2c3d4e5/r-ab12/ou-ab12-*')],
  ['actions of MCP servers only', when('Bool', 'aws:IsMcpServiceAction', 'true')],
  [
    'two conditions of which one is',
    allow({ Condition: { Bool: { 'aws:SecureTransport': 'true', 'aws:MultiFactorAuthPresent': 'true' } } }),
  ],
  [
    'a tag of the principal',
    allow({ Action: 'iam:*', Condition: { StringEquals: { 'aws:PrincipalTag/team': 'identity' } } }),
  ],
]);

administrators('a condition is not proven restrictive', [
  ['MFA if the key exists: access keys lack it', when('BoolIfExists', 'aws:MultiFactorAuthPresent', 'true')],
  ['no MFA', when('Bool', 'aws:MultiFactorAuthPresent', 'false')],
  ['MFA or not', when('Bool', 'aws:MultiFactorAuthPresent', ['true', 'false'])],
  ['the MFA key exists, which says nothing', when('Null', 'aws:MultiFactorAuthPresent', 'false')],
  ['no MFA age', when('Null', 'aws:MultiFactorAuthAge', 'true')],
  ['addresses that every VPC may have', when('IpAddress', 'aws:VpcSourceIp', '10.1.0.0/16')],
  ['the whole internet', when('IpAddress', 'aws:SourceIp', '0.0.0.0/0')],
  ['the whole internet among others', when('IpAddress', 'aws:SourceIp', [...NETWORK, '::/0'])],
  ['everywhere but one network', when('NotIpAddress', 'aws:SourceIp', NETWORK)],
  ['a network if the key exists', when('IpAddressIfExists', 'aws:SourceIp', NETWORK)],
  ['any organisation', when('StringLike', 'aws:PrincipalOrgID', '*')],
  ['organisations by prefix', when('StringLike', 'aws:PrincipalOrgID', 'o-*')],
  ['every other organisation', when('StringNotEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5')],
  ['one organisation or any', when('StringLike', 'aws:PrincipalOrgID', ['o-a1b2c3d4e5', '*'])],
  ['ForAllValues, true of nothing', when('ForAllValues:StringEquals', 'aws:PrincipalOrgPaths', 'o-a1b2c3d4e5/r-ab12/')],
  ['a variable equal to itself', when('StringEquals', 'aws:PrincipalOrgID', '${aws:PrincipalOrgID}')],
  ['a tag on the request, which the caller writes', when('StringEquals', 'aws:RequestTag/team', 'identity')],
  ['a tag on the resource', when('StringEquals', 'aws:ResourceTag/team', 'identity')],
  [
    'a tag of the principal, who may tag themselves',
    [
      allow({ Action: 'iam:*', Condition: { StringEquals: { 'aws:PrincipalTag/team': 'identity' } } }),
      allow({ Action: 'iam:TagUser' }),
    ],
  ],
  ['a region, since iam has one', when('StringEquals', 'aws:RequestedRegion', 'us-east-1')],
  ['encryption in transit', when('Bool', 'aws:SecureTransport', 'true')],
  ['an unknown key', when('StringEquals', 'aws:NoSuchKey', 'x')],
  ['an unknown operator', when('StringMaybe', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5')],
  ['no values', when('StringEquals', 'aws:PrincipalOrgID', [])],
  ['only one of two Allows has it', [allow({}), when('Bool', 'aws:MultiFactorAuthPresent', 'true')]],
]);

describe('AWS-managed policies count by exact name, in every partition', () => {
  test.each([
    ['arn:aws:iam::aws:policy/AdministratorAccess', 'yes'],
    ['arn:aws-cn:iam::aws:policy/AdministratorAccess', 'yes'],
    ['arn:aws-us-gov:iam::aws:policy/IAMFullAccess', 'yes'],
    ['arn:aws-iso-b:iam::aws:policy/AdministratorAccess', 'yes'],
    ['arn:aws:iam::aws:policy/AdministratorAccess-Amplify', 'no'],
    ['arn:aws:iam::aws:policy/AdministratorAccess-AWSElasticBeanstalk', 'no'],
    ['arn:aws:iam::aws:policy/PowerUserAccess', 'no'],
    ['arn:aws:iam::aws:policy/job-function/SystemAdministrator', 'no'],
    ['arn:aws:iam::aws:policy/job-function/AdministratorAccess', 'no'],
  ])('%s: %s', (arn, verdict) => {
    expect(grantsAdmin(arn)).toBe(verdict);
  });
});

describe('what cannot be known is unknown', () => {
  test.each<[string, Json | undefined]>([
    ['a customer-managed policy', 'arn:aws:iam::111122223333:policy/AdministratorAccess'],
    ['an ARN that is no policy', 'arn:aws:iam::aws:role/AdministratorAccess'],
    ['a bare name', 'AdministratorAccess'],
    ['nothing', undefined],
    ['null', null],
    ['an omitted document', { omitted: true, reason: 'requestParameters too large' }],
    ['a hidden document', 'HIDDEN_DUE_TO_SECURITY_REASONS'],
    ['a cut document', '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*"'],
    ['an effect that IAM does not know', policy(allow({ Effect: 'allow' }))],
    ['a statement without resources', policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*' })],
  ])('%s', (_, value) => {
    expect(grantsAdmin(value)).toBe('unknown');
  });
  test('but an unreadable statement hides neither a grant nor a Deny of everything', () => {
    expect(grantsAdmin(policy([allow({}), '?']))).toBe('yes');
    expect(grantsAdmin(policy([allow({}), '?', deny({})]))).toBe('no');
  });
});

describe('hostile documents get an answer', () => {
  test.each<[string, Json, string]>([
    ['ten megabytes', 'x'.repeat(10_000_000), 'unknown'],
    [
      'a hundred thousand statements',
      policy(Array.from({ length: statementsMax }, () => allow({ Action: 's3:*' }))),
      'no',
    ],
    [
      'the grant at the end of a hundred thousand',
      policy([...Array.from({ length: statementsMax - 1 }, () => deny({ Action: 's3:*' })), allow({})]),
      'yes',
    ],
    ['one more statement than is read', policy(Array.from({ length: statementsMax + 1 }, () => allow({}))), 'unknown'],
    ['a pattern of a million stars', policy(allow({ Action: `${'*a'.repeat(500_000)}*` })), 'no'],
    ['a resource of a million stars', policy(allow({ Resource: '*'.repeat(1_000_000) })), 'yes'],
    ['a resource of a million colons', policy(allow({ Resource: ':'.repeat(1_000_000) })), 'no'],
  ])('%s', (_, value, verdict) => {
    expect(grantsAdmin(value)).toBe(verdict);
  });
});

describe('administrator to whoever meets a condition', () => {
  test.each<Case>([
    ['an address', when('IpAddress', 'aws:SourceIp', '198.51.100.7/32')],
    ['a second factor', when('Bool', 'aws:MultiFactorAuthPresent', 'true')],
    ['a tag', when('StringEquals', 'aws:PrincipalTag/team', 'red')],
    ['an organisation', when('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5')],
    ['all of iam only', allow({ Action: 'iam:*', Condition: { IpAddress: { 'aws:SourceIp': '198.51.100.7' } } })],
    ['beside a Deny that leaves much', [when('IpAddress', 'aws:SourceIp', '198.51.100.7'), deny({ Action: 's3:*' })]],
  ])('%s', (_, statement) => {
    expect(grantsAdmin(policy(statement))).toBe('no');
    expect(grantsAdminConditionally(policy(statement))).toBe('yes');
  });

  test.each<Case>([
    ['administrator without any', allow({})],
    ['a condition on less than all of iam', allow({ Action: 's3:*', Condition: { Bool: { 'aws:a': 'true' } } })],
    ['a condition that admits no action of iam', when('Bool', 'aws:IsMcpServiceAction', 'true')],
    ['all of it denied', [when('IpAddress', 'aws:SourceIp', '198.51.100.7'), deny({})]],
  ])('but not: %s', (_, statement) => {
    expect(grantsAdminConditionally(policy(statement))).toBe('no');
  });

  test('unknown where the document cannot be read', () => {
    expect(grantsAdminConditionally('{"Statement":[{')).toBe('unknown');
    expect(grantsAdminConditionally('arn:aws:iam::aws:policy/AdministratorAccess')).toBe('no');
  });
});
