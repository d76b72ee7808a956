import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../std/json.ts';
import { statementsMax } from '../document/document.ts';
import { escalationPaths, grantsEscalation, grantsEscalationConditionally } from './grants-escalation.ts';
import { ESCALATION_PATHS } from './paths.ts';
import { actionPatternsMax, resourcePatternsMax } from './permission-reach.ts';
import { allowing, allowingOne, minimalPolicy, policyOf } from './policy.fixture.ts';
import { pathOfRhinoMethod, rhinoMethodCount } from './rhino-method.ts';

const byId = ESCALATION_PATHS.map((path) => [path.id, path] as const);
const withPassRole = byId.filter(([, { permissions }]) => permissions.some(({ passedTo }) => passedTo.length > 0));

function pathIds(...statements: readonly Json[]): readonly string[] {
  return escalationPaths(policyOf(statements)).paths.map(({ id }) => id);
}

function allow(action: Json, patch: JsonObject = {}): JsonObject {
  return { Effect: 'Allow', Action: action, Resource: '*', ...patch };
}

function deny(action: Json, patch: JsonObject = {}): JsonObject {
  return { Effect: 'Deny', Action: action, Resource: '*', ...patch };
}

function passRole(operator: string, services: Json): JsonObject {
  return allow('iam:PassRole', { Condition: { [operator]: { 'iam:PassedToService': services } } });
}

describe('the table', () => {
  test('has 66 paths of pathfinding.cloud, what else Rhino lists, and what documentation tells, each once', () => {
    const ids = byId.map(([id]) => id);
    const of = (source: string): number => ids.filter((id) => id.startsWith(`${source}-`)).length;
    expect([ids.length, new Set(ids).size, of('rhino'), of('docs')]).toEqual([85, 85, 5, 14]);
  });
  test('gives each path permissions, a title of its own and a page', () => {
    const titles = new Set(ESCALATION_PATHS.map(({ title }) => title));
    expect(titles.size).toBe(85);
    for (const { id, permissions, link } of ESCALATION_PATHS) {
      expect(permissions.length).toBeGreaterThan(0);
      expect(link).toMatch(
        id.startsWith('docs-')
          ? /^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/u
          : /^https:\/\/(?:pathfinding\.cloud\/paths\/[a-z\d]+-\d{3}|github\.com\/RhinoSecurityLabs\/.+)$/u,
      );
    }
  });
  test('knows that CodeStar is gone, and only that', () => {
    expect(ESCALATION_PATHS.filter(({ isRetired }) => isRetired).map(({ id }) => id)).toEqual([
      'rhino-23',
      'rhino-24',
      'rhino-25',
    ]);
  });
  test('says that a path with PassRole needs a role to pass, and no other does', () => {
    const passing = ESCALATION_PATHS.filter(({ needs }) => needs === 'passable-role').map(({ id }) => id);
    expect(passing).toEqual(withPassRole.map(([id]) => id));
  });
});

describe('every path is open to its permissions and closed without one of them', () => {
  test.each(byId)('%s', (id, path) => {
    expect(escalationPaths(minimalPolicy(path)).paths.map((one) => one.id)).toContain(id);
    path.permissions.forEach((_, missing) => {
      const rest = path.permissions.filter((__, i) => i !== missing);
      expect(pathIds(...rest.map(allowing))).not.toContain(id);
    });
  });
});

describe('every path is closed if one permission is for one named resource, or for another service', () => {
  test.each(byId)('%s', (id, path) => {
    path.permissions.forEach((one, i) => {
      const others = path.permissions.filter((__, at) => at !== i).map(allowing);
      expect(pathIds(...others, allowingOne(one))).not.toContain(id);
      expect(pathIds(...others, allow(one.action, { Resource: 'arn:aws:s3:::*' }))).not.toContain(id);
    });
  });
});

describe('every path is closed by a Deny of one permission, and by one of all', () => {
  test.each(byId)('%s', (id, path) => {
    for (const { action } of path.permissions)
      expect(pathIds(...path.permissions.map(allowing), deny(action))).not.toContain(id);
    expect(grantsEscalation(policyOf([...path.permissions.map(allowing), deny('*')]))).toBe('no');
  });
});

describe('every path with PassRole is closed if the role may be passed elsewhere only', () => {
  test.each(withPassRole)('%s', (id, path) => {
    const others = path.permissions.filter(({ passedTo }) => passedTo.length === 0).map(allowing);
    const services = path.permissions.flatMap(({ passedTo }) => passedTo);
    expect(pathIds(...others, passRole('StringEquals', services))).toContain(id);
    expect(pathIds(...others, passRole('StringEquals', 'backup.amazonaws.com'))).not.toContain(id);
    expect(pathIds(...others, passRole('StringNotEquals', services))).not.toContain(id);
  });
});

describe('every method of Rhino is a path', () => {
  const methods = Array.from({ length: rhinoMethodCount }, (_, i) => i + 1);
  test('28 different ones', () => {
    expect(new Set(methods.map(pathOfRhinoMethod)).size).toBe(28);
    expect([pathOfRhinoMethod(0), pathOfRhinoMethod(29)]).toEqual([undefined, undefined]);
  });
  // What Rhino lists, copied by hand: a slip in the mapping shows here.
  test.each<[method: number, actions: readonly string[]]>([
    [1, ['iam:CreatePolicyVersion']],
    [2, ['iam:SetDefaultPolicyVersion']],
    [3, ['iam:PassRole', 'ec2:RunInstances']],
    [4, ['iam:CreateAccessKey']],
    [5, ['iam:CreateLoginProfile']],
    [6, ['iam:UpdateLoginProfile']],
    [7, ['iam:AttachUserPolicy']],
    [8, ['iam:AttachGroupPolicy']],
    [9, ['iam:AttachRolePolicy']],
    [10, ['iam:PutUserPolicy']],
    [11, ['iam:PutGroupPolicy']],
    [12, ['iam:PutRolePolicy']],
    [13, ['iam:AddUserToGroup']],
    [14, ['iam:UpdateAssumeRolePolicy', 'sts:AssumeRole']],
    [15, ['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction']],
    [16, ['iam:PassRole', 'lambda:CreateFunction', 'lambda:AddPermission']],
    [17, ['iam:PassRole', 'lambda:CreateFunction', 'lambda:CreateEventSourceMapping', 'dynamodb:PutItem']],
    [18, ['lambda:UpdateFunctionCode']],
    [19, ['iam:PassRole', 'glue:CreateDevEndpoint']],
    [20, ['glue:UpdateDevEndpoint']],
    [21, ['iam:PassRole', 'cloudformation:CreateStack']],
    [
      22,
      [
        'iam:PassRole',
        'datapipeline:CreatePipeline',
        'datapipeline:PutPipelineDefinition',
        'datapipeline:ActivatePipeline',
      ],
    ],
    [23, ['codestar:CreateProjectFromTemplate']],
    [24, ['iam:PassRole', 'codestar:CreateProject']],
    [25, ['codestar:CreateProject', 'codestar:AssociateTeamMember']],
    [26, ['lambda:UpdateFunctionConfiguration']],
    [27, ['iam:PassRole', 'sagemaker:CreateNotebookInstance', 'sagemaker:CreatePresignedNotebookInstanceUrl']],
    [28, ['sagemaker:CreatePresignedNotebookInstanceUrl']],
  ])('method %d', (method, actions) => {
    const id = pathOfRhinoMethod(method);
    expect(pathIds(allow(actions))).toContain(id);
    expect(pathIds(allow(actions.map((action) => action.replace(/:.*/u, ':ListTags'))))).toEqual([]);
    expect(pathIds(allow(actions, { Resource: 'arn:aws:iam::111122223333:role/one' }))).not.toContain(id);
  });
});

describe('whoever rules Identity Center, root sessions or clusters has a way to more', () => {
  const INSTANCE = 'arn:aws:sso:::instance/ssoins-0123456789abcdef';
  const directory = ['docs-sso-06', 'docs-sso-07', 'docs-sso-08', 'docs-sso-09', 'docs-sso-10'];
  test.each<[what: string, ids: readonly string[], statements: readonly Json[]]>([
    [
      'the three services',
      ['docs-sso-01', 'docs-sso-02', 'docs-sso-03', 'docs-sso-04', 'docs-sso-05', ...directory],
      [allow(['sso:*', 'sso-directory:*', 'identitystore:*'])],
    ],
    ['permission sets', ['docs-sso-01', 'docs-sso-02', 'docs-sso-03', 'docs-sso-04'], [allow('sso:*')]],
    ['the directory', directory, [allow('SSO-Directory:*')]],
    ['people and groups', ['docs-sso-05'], [allow('identitystore:*')]],
    ['reading', [], [allow(['sso:Get*', 'sso:List*', 'sso-directory:Search*', 'identitystore:List*'])]],
    ['another service', [], [allow(['sso-oauth:*', 'identitystore-auth:*', 'ds:*', 'organizations:*'])]],
    ['taken away', [], [allow(['sso:*', 'identitystore:*']), deny(['sso:*', 'identitystore:*'])]],
    [
      'assignments taken away in one account alone',
      ['docs-sso-01'],
      [
        allow('sso:CreateAccountAssignment'),
        deny('sso:*', { Resource: 'arn:aws:sso:::account/444455556666' }),
        deny('sso:*', { Resource: 'arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef' }),
      ],
    ],
    [
      'all permission sets of the one instance',
      ['docs-sso-01'],
      [
        allow('sso:CreateAccountAssignment', {
          Resource: [INSTANCE, 'arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/*', 'arn:aws:sso:::account/*'],
        }),
      ],
    ],
    [
      'one permission set',
      [],
      [
        allow('sso:*', {
          Resource: [INSTANCE, 'arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef'],
        }),
      ],
    ],
    ['policies that nobody brings into accounts', [], [allow(['sso:Attach*', 'sso:PutInlinePolicyToPermissionSet'])]],
    ['all groups', ['docs-sso-05'], [allow('identitystore:*', { Resource: 'arn:aws:identitystore:::group/*' })]],
    ['one group', [], [allow('identitystore:*', { Resource: 'arn:aws:identitystore:::group/0123' })]],
    ['root sessions', ['docs-sts-01'], [allow(['organizations:*', 'sts:AssumeRoot'])]],
    ['root of every account', ['docs-sts-01'], [allow('sts:*', { Resource: 'arn:aws:iam::*:root' })]],
    ['root of one account', [], [allow('sts:*', { Resource: 'arn:aws:iam::444455556666:root' })]],
    [
      'root of every account but one',
      ['docs-sts-01'],
      [allow('sts:AssumeRoot'), deny('sts:*', { Resource: 'arn:aws:iam::444455556666:root' })],
    ],
    ['root taken away', [], [allow('sts:AssumeRoot'), deny('sts:*', { Resource: 'arn:aws:iam::*:root' })]],
    ['clusters', ['docs-eks-03'], [allow('eks:*')]],
    [
      'roles for pods',
      ['docs-eks-01'],
      [passRole('StringEquals', 'pods.eks.amazonaws.com'), allow('eks:CreatePodIdentityAssociation')],
    ],
    ['clusters, made by name', [], [allow(['eks:CreateCluster', 'eks:Describe*', 'eks:CreateAccessEntry'])]],
    ['one cluster', [], [allow('eks:*', { Resource: 'arn:aws:eks:*:111122223333:cluster/app' })]],
  ])('%s', (_, ids, statements) => {
    expect(pathIds(...statements)).toEqual(ids);
    expect(grantsEscalation(policyOf(statements))).toBe(ids.length > 0 ? 'yes' : 'no');
  });
});

describe('policies people write', () => {
  test.each<[what: string, ids: readonly string[], statements: readonly Json[]]>([
    ['reading', [], [allow(['iam:Get*', 'iam:List*', 'ec2:Describe*', 's3:*'])]],
    [
      'one’s own keys and password',
      [],
      [
        allow(['iam:*AccessKey*', 'iam:*LoginProfile', 'iam:ChangePassword'], {
          Resource: 'arn:aws:iam::*:user/${aws:username}',
        }),
      ],
    ],
    [
      'one’s own policies',
      ['iam-007'],
      [allow('iam:PutUserPolicy', { Resource: 'arn:aws:iam::111122223333:user/team/${aws:username}' })],
    ],
    [
      'one’s own policies, taken away',
      [],
      [
        allow('iam:PutUserPolicy', { Resource: 'arn:aws:iam::*:user/${aws:username}' }),
        deny('iam:Put*', { Resource: 'arn:aws:iam::*:user/${aws:username}' }),
      ],
    ],
    ['a path of roles', [], [allow(['iam:PassRole', 'ec2:RunInstances'], { Resource: 'arn:aws:iam::*:role/app/*' })]],
    [
      'a role for instances and functions without a way to start any',
      [],
      [
        passRole('StringEquals', ['ec2.amazonaws.com', 'lambda.amazonaws.com']),
        allow(['lambda:CreateFunction', 'lambda:GetFunction']),
      ],
    ],
    [
      'a role for instances beside all of lambda',
      ['lambda-003', 'lambda-004', 'lambda-005', 'rhino-26'],
      [passRole('StringEquals', 'ec2.amazonaws.com'), allow('lambda:*')],
    ],
    ['in China', ['ec2-001'], [passRole('StringLike', 'ec2.amazonaws.com.c?'), allow('ec2:RunInstances')]],
    ['any service by wildcard', ['ec2-001'], [passRole('StringLike', '*.amazonaws.com'), allow('ec2:RunInstances')]],
    [
      'any service by variable',
      ['ec2-001'],
      [passRole('StringEquals', '${aws:PrincipalTag/s}'), allow('ec2:RunInstances')],
    ],
    [
      'a service if the key exists, which proves nothing',
      ['ec2-001'],
      [passRole('StringEqualsIfExists', 'glue.amazonaws.com'), allow('ec2:RunInstances')],
    ],
    [
      'a role for functions in one statement, for instances in another',
      ['ec2-001'],
      [
        passRole('StringEquals', 'lambda.amazonaws.com'),
        passRole('StringEquals', 'ec2.amazonaws.com'),
        allow('ec2:RunInstances'),
      ],
    ],
    [
      'under MFA',
      [],
      [allow('iam:CreateAccessKey', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })],
    ],
    [
      'under encryption in transit, which keeps nobody out',
      ['iam-002'],
      [allow('iam:CreateAccessKey', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
    ],
    [
      'a Deny with a condition',
      ['iam-002'],
      [allow('iam:CreateAccessKey'), deny('*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } })],
    ],
    [
      'a Deny for another account',
      ['iam-002'],
      [allow('iam:CreateAccessKey'), deny('*', { Resource: 'arn:aws:iam::444455556666:user/*' })],
    ],
    [
      'a Deny for one function',
      ['lambda-003'],
      [allow('lambda:UpdateFunctionCode'), deny('lambda:*', { Resource: 'arn:aws:lambda:*:*:function:billing' })],
    ],
    [
      'a Deny in one region',
      ['lambda-003'],
      [allow('lambda:UpdateFunctionCode'), deny('lambda:*', { Resource: 'arn:aws:lambda:us-east-1:*:function:*' })],
    ],
    [
      'a Deny of all functions',
      [],
      [allow('lambda:UpdateFunctionCode'), deny('lambda:*', { Resource: 'arn:aws:lambda:*:*:function:*' })],
    ],
    ['any case', ['lambda-003'], [allow('LAMBDA:updatefunctioncode')]],
    ['wildcards within', ['sts-001'], [allow('s?s:Assume*Role')]],
    [
      'NotAction that spares one way',
      ['ssm-002'],
      [
        {
          Effect: 'Allow',
          NotAction: [
            'iam:*',
            'sts:*',
            'l*:*',
            'ec2*:*',
            'ssm:StartSession',
            'ecs:*',
            'c*:*',
            'a*:*',
            'b*:*',
            'd*:*',
            'g*:*',
            'sage*:*',
            'eks:*',
            'sso*:*',
            'identitystore:*',
          ],
          Resource: '*',
        },
      ],
    ],
    [
      'NotResource that spares one bucket',
      ['sts-001'],
      [{ Effect: 'Allow', Action: 'sts:AssumeRole', NotResource: 'arn:aws:s3:::x' }],
    ],
    [
      'NotResource that spares all roles',
      [],
      [{ Effect: 'Allow', Action: 'sts:AssumeRole', NotResource: 'arn:aws:iam::*:role/*' }],
    ],
    [
      'an action without resource-level permissions, on an ARN',
      ['glue-002'],
      [
        allow('iam:PassRole'),
        allow(['glue:CreateDevEndpoint', 'glue:UpdateDevEndpoint'], { Resource: 'arn:aws:glue:*:*:*' }),
      ],
    ],
  ])('%s', (_, ids, statements) => {
    expect(pathIds(...statements)).toEqual(ids);
    expect(grantsEscalation(policyOf(statements))).toBe(ids.length > 0 ? 'yes' : 'no');
  });
});

test('paths through a retired service are named, but are no escalation', () => {
  const policy = policyOf([allow('codestar:*')]);
  expect(escalationPaths(policy).paths.map(({ id }) => id)).toEqual(['rhino-23', 'rhino-25']);
  expect(grantsEscalation(policy)).toBe('no');
});

test('structured names are covered by a star, and by stars between their marks, not by a part', () => {
  const paths = (definitions: string): readonly string[] =>
    pathIds(
      allow(['iam:PassRole', 'ecs:CreateCluster']),
      allow(['ecs:RegisterTaskDefinition', 'ecs:RunTask'], {
        Resource: `arn:aws:ecs:*:*:task-definition/${definitions}`,
      }),
    );
  expect([paths('*'), paths('*:*')]).toEqual(Array.from({ length: 2 }, () => ['ecs-002', 'ecs-004']));
  expect([paths('app:*'), paths('app-*')]).toEqual([[], []]);
});

describe('an administrator has every path', () => {
  test.each<[string, Json]>([
    ['everything', allow('*')],
    ['iam', allow('iam:*')],
    ['everything but buckets', { Effect: 'Allow', NotAction: 's3:*', Resource: '*' }],
  ])('%s', (_, statement) => {
    expect(escalationPaths(policyOf([statement])).paths).toEqual(ESCALATION_PATHS);
  });
});

describe('what cannot be known is unknown, and opens no path', () => {
  test.each<[string, Json | undefined]>([
    ['nothing', undefined],
    ['null', null],
    ['an omitted document', { omitted: true, reason: 'requestParameters too large' }],
    ['a cut document', '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*"'],
    ['an effect that IAM does not know', policyOf([allow('iam:CreateAccessKey', { Effect: 'allow' })])],
    ['an ARN', 'arn:aws:iam::111122223333:policy/p'],
    [
      'more patterns than IAM would store',
      policyOf([allow(Array.from({ length: actionPatternsMax + 1 }, (_, i) => `s3:Get${i}`))]),
    ],
  ])('%s', (_, value) => {
    expect(escalationPaths(value)).toEqual({ verdict: 'unknown', paths: [] });
  });
  test('but an unreadable statement hides neither a path nor a Deny of everything', () => {
    expect(grantsEscalation(policyOf([allow('iam:CreateAccessKey'), '?']))).toBe('yes');
    expect(grantsEscalation(policyOf([allow('iam:CreateAccessKey'), '?', deny('*')]))).toBe('no');
  });
});

// Bounded by construction: patterns are counted before they are compared, and each is compared once. No clock here.
describe('hostile documents get an answer', () => {
  test.each<[string, Json, string]>([
    ['ten megabytes', 'x'.repeat(10_000_000), 'unknown'],
    ['a hundred thousand statements', policyOf(Array.from({ length: statementsMax }, () => allow('s3:*'))), 'no'],
    [
      'the path at the end of a hundred thousand',
      policyOf([...Array.from({ length: statementsMax - 1 }, () => deny('s3:*')), allow('sts:AssumeRole')]),
      'yes',
    ],
    [
      'as many patterns as are read',
      policyOf([allow(Array.from({ length: actionPatternsMax }, (_, i) => `*x${i}*q*`))]),
      'no',
    ],
    [
      'as many resource patterns as are read, each of them slow',
      policyOf([
        allow('sts:*', { Resource: Array.from({ length: resourcePatternsMax }, (_, i) => `*r*n*:*i*m*:*${i}x*`) }),
      ]),
      'no',
    ],
    [
      'one resource pattern more',
      policyOf([allow('sts:*', { Resource: Array.from({ length: resourcePatternsMax + 1 }, (_, i) => `r${i}*`) })]),
      'unknown',
    ],
    ['a pattern of a million stars', policyOf([allow(`${'*a'.repeat(500_000)}*`)]), 'no'],
    ['a resource of a million stars', policyOf([allow('sts:*', { Resource: '*'.repeat(1_000_000) })]), 'yes'],
    ['a resource of a million colons', policyOf([allow('sts:*', { Resource: ':'.repeat(1_000_000) })]), 'no'],
    ['a resource of a million question marks', policyOf([allow('sts:*', { Resource: '?'.repeat(1_000_000) })]), 'no'],
  ])('%s', (_, value, verdict) => {
    expect(grantsEscalation(value)).toBe(verdict);
  });
});

describe('only a condition closes the path', () => {
  test.each<[what: string, condition: JsonObject]>([
    ['on an address', { IpAddress: { 'aws:SourceIp': '198.51.100.7/32' } }],
    ['on a second factor', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }],
    ['on an organisation', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }],
  ])('%s', (_, Condition) => {
    const keys = policyOf([allow('iam:CreateAccessKey', { Condition })]);
    expect([grantsEscalation(keys), grantsEscalationConditionally(keys)]).toEqual(['no', 'yes']);
  });

  test('and what limits the action stays', () => {
    const elsewhere = { StringEquals: { 'iam:PassedToService': 'glue.amazonaws.com' } };
    const Condition = { ...elsewhere, IpAddress: { 'aws:SourceIp': '198.51.100.7/32' } };
    const statements = [
      allow('iam:PassRole', { Condition }),
      allow(['lambda:CreateFunction', 'lambda:InvokeFunction']),
    ];
    expect(grantsEscalationConditionally(policyOf(statements))).toBe('no');
  });

  test('but not where it is open anyway, denied, or about one user', () => {
    expect(grantsEscalationConditionally(policyOf([allow('iam:CreateAccessKey')]))).toBe('no');
    const Condition = { IpAddress: { 'aws:SourceIp': '198.51.100.7/32' } };
    const keys = allow('iam:CreateAccessKey', { Condition });
    expect(grantsEscalationConditionally(policyOf([keys, deny('iam:CreateAccessKey')]))).toBe('no');
    const one = { ...keys, Resource: 'arn:aws:iam::111122223333:user/bob' };
    expect(grantsEscalationConditionally(policyOf([one]))).toBe('no');
    expect(grantsEscalationConditionally('{"Version"')).toBe('unknown');
  });
});
