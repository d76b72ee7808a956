/** The build pipeline: it comes in by web identity, deploys, and Terraform writes IAM in bursts. */
import { openSession, roleCaller } from '../caller.ts';
import { production, role, roleArn, staging, type Account } from '../organisation.ts';
import { record, spelledInstant, type Caller, type CloudTrailRecord, type JsonObject } from '../record.ts';
import type { Activity, World } from './activity.ts';

const DEPLOYER = 'github-deployer';
const ISSUER = 'token.actions.githubusercontent.com';

/** A deployment: functions and services are updated. */
export const deployment: Activity = {
  name: 'deployments',
  share: 26,
  act: (world, atMs) => {
    const { random } = world;
    const { caller, arrival, account } = arrive(world, atMs);
    const name = random.pick(['orders-worker', 'image-resizer', 'invoice-mailer']);
    const steps = [
      ['lambda', 'GetFunction20150331v2', { functionName: name }],
      ['lambda', 'UpdateFunctionCode20150331v2', { functionName: name, publish: true, dryRun: false }],
      ['lambda', 'GetFunctionConfiguration20150331v2', { functionName: name }],
      [
        'ecs',
        'RegisterTaskDefinition',
        { family: 'shop', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'] },
      ],
      ['ecs', 'UpdateService', { cluster: 'shop', service: 'web', taskDefinition: `shop:${random.between(100, 400)}` }],
      ['ecs', 'DescribeServices', { cluster: 'shop', services: ['web'] }],
      ['s3', 'GetBucketLocation', { bucketName: random.pick(account.buckets) }],
    ] as const;
    return [
      arrival,
      ...steps.map(([service, call, request], step) =>
        record(random, caller, atMs + 2000 + step * 1500, { service, name: call, request }),
      ),
    ];
  },
};

/** A Terraform run that makes a role with a service's trust and a narrow policy of its own. */
export const terraform: Activity = { name: 'terraform', share: 12, act: terraformRun };

function terraformRun(world: World, atMs: number): readonly CloudTrailRecord[] {
  const { random } = world;
  const { caller, arrival, account } = arrive(world, atMs);
  const service = random.pick(['lambda', 'ecs-tasks', 'ec2']);
  const roleName = `shop-${random.pick(['orders', 'prices', 'stock', 'mail'])}-${random.hex(6)}`;
  const policyArn = `arn:aws:iam::${account.id}:policy/${roleName}`;
  const newRole = role(account, '/service/', roleName);
  const trust = document({
    Effect: 'Allow',
    Principal: { Service: `${service}.amazonaws.com` },
    Action: 'sts:AssumeRole',
  });
  const grants = document({
    Effect: 'Allow',
    Action: ['dynamodb:GetItem', 'dynamodb:Query', 'sqs:SendMessage'],
    Resource: [
      `arn:aws:dynamodb:us-east-1:${account.id}:table/${roleName}`,
      `arn:aws:sqs:us-east-1:${account.id}:${roleName}`,
    ],
  });
  const steps: [string, JsonObject, JsonObject?][] = [
    ['GetRole', { roleName }],
    [
      'CreateRole',
      {
        roleName,
        path: '/service/',
        assumeRolePolicyDocument: trust,
        maxSessionDuration: 3600,
        description: 'Made by Terraform',
      },
      {
        role: {
          path: '/service/',
          roleName,
          roleId: newRole.id,
          arn: roleArn(newRole),
          createDate: spelledInstant(atMs),
          assumeRolePolicyDocument: encodeURIComponent(trust),
        },
      },
    ],
    ['GetRole', { roleName }],
    ['ListRolePolicies', { roleName }],
    ['ListAttachedRolePolicies', { roleName }],
    [
      'CreatePolicy',
      { policyName: roleName, path: '/', policyDocument: grants },
      {
        policy: {
          policyName: roleName,
          policyId: `ANPAEXAMPLE${random.code(10)}`,
          arn: policyArn,
          path: '/',
          defaultVersionId: 'v1',
          attachmentCount: 0,
          isAttachable: true,
          createDate: spelledInstant(atMs),
        },
      },
    ],
    ['GetPolicy', { policyArn }],
    ['GetPolicyVersion', { policyArn, versionId: 'v1' }],
    ['AttachRolePolicy', { roleName, policyArn }],
    ['ListAttachedRolePolicies', { roleName }],
    ['PutRolePolicy', { roleName, policyName: 'logs', policyDocument: LOG_WRITER }],
    ['GetRolePolicy', { roleName, policyName: 'logs' }],
    ['ListInstanceProfilesForRole', { roleName }],
  ];
  const records = steps.map(([name, request, response], step) => {
    const isNew = name === 'GetRole' && step === 0;
    const isThrottled = name.startsWith('List') && random.permille(80);
    return record(random, caller, atMs + 3000 + step * 350, {
      service: 'iam',
      name,
      request: isNew || isThrottled ? null : request,
      ...(response && { response }),
      ...(isNew && {
        error: { code: 'NoSuchEntityException', message: `The role with name ${roleName} cannot be found.` },
      }),
      ...(isThrottled && { error: { code: 'ThrottlingException', message: 'Rate exceeded' } }),
    });
  });
  return [arrival, ...records];
}

/** The pipeline exchanges its token for a session. */
function arrive(world: World, atMs: number): { caller: Caller; arrival: CloudTrailRecord; account: Account } {
  const { random } = world;
  const account = random.permille(400) ? production : staging;
  const deployer = role(account, '/ci/', DEPLOYER);
  const branch = account === production ? 'refs/heads/main' : 'refs/heads/next';
  const subject = `repo:example-org/shop:ref:${branch}`;
  const sessionName = `deploy-${random.between(10_000, 99_999)}`;
  const session = openSession(random, deployer, sessionName, atMs);
  const address = `192.0.2.${random.between(128, 143)}`;
  const provider = `arn:aws:iam::${account.id}:oidc-provider/${ISSUER}`;
  const arrival = record(
    random,
    {
      accountId: account.id,
      userIdentity: {
        type: 'WebIdentityUser',
        principalId: `${ISSUER}:sts.amazonaws.com:${subject}`,
        userName: subject,
        identityProvider: provider,
      },
      sourceIPAddress: address,
      userAgent: 'aws-sdk-nodejs/3.980.0 configure-aws-credentials-for-github-actions',
    },
    atMs,
    {
      service: 'sts',
      name: 'AssumeRoleWithWebIdentity',
      request: { roleArn: roleArn(deployer), roleSessionName: sessionName, durationSeconds: 3600 },
      response: {
        credentials: {
          accessKeyId: session.accessKeyId,
          sessionToken: `IQoJb3JpZ2luX2VjEXAMPLE${random.code(40)}`,
          expiration: spelledInstant(atMs + 3_600_000),
        },
        subjectFromWebIdentityToken: subject,
        assumedRoleUser: {
          assumedRoleId: `${deployer.id}:${sessionName}`,
          arn: `arn:aws:sts::${account.id}:assumed-role/${DEPLOYER}/${sessionName}`,
        },
        provider,
        audience: 'sts.amazonaws.com',
      },
      resources: [{ accountId: account.id, type: 'AWS::IAM::Role', ARN: roleArn(deployer) }],
    },
  );
  const agent =
    'APN/1.0 HashiCorp/1.0 Terraform/1.13.3 (+https://www.terraform.io) aws-sdk-go-v2/1.39.2 lang/go#1.25.1';
  const context = { webIdFederationData: { federatedProvider: provider, attributes: {} } };
  return { caller: roleCaller(session, { address, agent }, { context }), arrival, account };
}

/** IAM takes and logs policies as text. */
function document(statement: JsonObject): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

const LOG_WRITER = document({
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: 'arn:aws:logs:us-east-1:*:log-group:/shop/*',
});
