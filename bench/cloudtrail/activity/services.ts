/** Services talking to themselves: most of every real log. */
import { openSession, roleCaller, serviceCaller } from '../caller.ts';
import { functionRoles, instanceRoles, role, roleArn, serviceLinkedRoles, type Role } from '../organisation.ts';
import { record, spelledInstant, type CloudTrailRecord } from '../record.ts';
import type { Activity, World } from './activity.ts';

/** A service assumes its role, then reads what it needs to. */
export const serviceLinkedWork: Activity = { name: 'service-linked roles', share: 90, act: serviceWork };

/** Lambda and EC2 fetch credentials for what they run. */
export const credentialFetch: Activity = {
  name: 'credentials for functions and instances',
  share: 28,
  act: (world, atMs) => {
    const account = world.anyAccount();
    const [service, name] = world.random.permille(700)
      ? (['lambda.amazonaws.com', world.random.pick(functionRoles)] as const)
      : (['ec2.amazonaws.com', world.random.pick(instanceRoles)] as const);
    const sessionName = service.startsWith('ec2') ? world.random.pick(account.instances) : name;
    return [assumption(world, { role: role(account, '/service/', name), service, sessionName }, atMs).record];
  },
};

/** Keys used on behalf of services. */
export const keyUse: Activity = {
  name: 'kms by services',
  share: 255,
  act: (world, atMs) => {
    const { random } = world;
    const account = world.anyAccount();
    const service = random.pick(KEY_USERS);
    const region = world.anyRegion();
    const keyArn = `arn:aws:kms:${region}:${account.id}:key/${KEY_ID}`;
    const decrypts = random.permille(600);
    const bucket = random.pick(account.buckets);
    return [
      record(random, serviceCaller(account, service), atMs, {
        service: 'kms',
        name: decrypts ? 'Decrypt' : 'GenerateDataKey',
        region,
        request: {
          encryptionContext: {
            'aws:s3:arn': `arn:aws:s3:::${bucket}/AWSLogs/${account.id}/CloudTrail/${region}/${random.hex(8)}.json.gz`,
            'aws:cloudtrail:arn': `arn:aws:cloudtrail:${region}:${account.id}:trail/organisation`,
          },
          ...(decrypts ? { encryptionAlgorithm: 'SYMMETRIC_DEFAULT' } : { keyId: keyArn, keySpec: 'AES_256' }),
        },
        additional: { keyMaterialId: KEY_MATERIAL_ID },
        resources: [{ accountId: account.id, type: 'AWS::KMS::Key', ARN: keyArn }],
        shared: true,
      }),
    ];
  },
};

/** Trails and log delivery look at their buckets before they write. */
export const bucketChecks: Activity = {
  name: 's3 by services',
  share: 150,
  act: (world, atMs) => {
    const { random } = world;
    const account = world.anyAccount();
    const bucket = random.pick(account.buckets);
    const service = random.pick(['cloudtrail.amazonaws.com', 'delivery.logs.amazonaws.com', 'config.amazonaws.com']);
    return [
      record(random, serviceCaller(account, service), atMs, {
        service: 's3',
        name: random.permille(850) ? 'GetBucketAcl' : 'GetBucketLocation',
        region: world.anyRegion(),
        request: { bucketName: bucket, Host: `${bucket}.s3.amazonaws.com`, acl: '' },
        additional: s3Transfer(random.hex(16)),
        resources: [{ accountId: account.id, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` }],
        shared: true,
      }),
    ];
  },
};

/** Events that no call caused: their identity has no type. */
export const serviceEvents: Activity = {
  name: 'service events',
  share: 4,
  act: (world, atMs) => {
    const { random } = world;
    const account = world.anyAccount();
    const caller = serviceCaller(account, 'kms.amazonaws.com');
    const identity = { accountId: account.id, invokedBy: 'AWS Internal' };
    return [
      record(
        random,
        { ...caller, userIdentity: identity, sourceIPAddress: 'AWS Internal', userAgent: 'AWS Internal' },
        atMs,
        {
          service: 'kms',
          name: 'RotateKey',
          type: 'AwsServiceEvent',
          resources: [
            { accountId: account.id, type: 'AWS::KMS::Key', ARN: `arn:aws:kms:us-east-1:${account.id}:key/${KEY_ID}` },
          ],
        },
      ),
    ];
  },
};

interface Assumption {
  readonly role: Role;
  readonly service: string;
  readonly sessionName: string;
}

/** The AssumeRole of a service, and the session that it yields. */
function assumption(world: World, { role, service, sessionName }: Assumption, atMs: number) {
  const { random } = world;
  const session = openSession(random, role, sessionName, atMs);
  const written = record(random, serviceCaller(role.account, service), atMs, {
    service: 'sts',
    name: 'AssumeRole',
    region: world.anyRegion(),
    request: { roleArn: roleArn(role), roleSessionName: sessionName, durationSeconds: 3600 },
    response: {
      credentials: {
        accessKeyId: session.accessKeyId,
        sessionToken: `IQoJb3JpZ2luX2VjEXAMPLE${random.code(40)}`,
        expiration: spelledInstant(atMs + 3_600_000),
      },
      assumedRoleUser: {
        assumedRoleId: `${role.id}:${sessionName}`,
        arn: `arn:aws:sts::${role.account.id}:assumed-role/${role.name}/${sessionName}`,
      },
    },
    resources: [{ accountId: role.account.id, type: 'AWS::IAM::Role', ARN: roleArn(role) }],
    shared: true,
  });
  return { session, record: written };
}

function serviceWork(world: World, atMs: number): readonly CloudTrailRecord[] {
  const { random } = world;
  const account = world.anyAccount();
  const linked = random.pick(serviceLinkedRoles);
  const service = linked.service;
  const linkedRole = role(account, `/aws-service-role/${service}/`, linked.name);
  const first = assumption(world, { role: linkedRole, service, sessionName: linked.name.slice(21) }, atMs);
  const caller = roleCaller(first.session, { address: service, agent: service }, { invokedBy: service });
  const region = world.anyRegion();
  const reads = Array.from({ length: random.between(3, 9) }, (_, step) => {
    const [readService, name] = random.pick(LINKED_READS);
    return record(random, caller, atMs + 1000 + step * 300, {
      service: readService,
      name,
      region,
      request: {
        maxResults: 100,
        filterSet: { items: [{ name: 'tag:service', valueSet: { items: [{ value: 'shop' }] } }] },
      },
    });
  });
  return [first.record, ...reads];
}

/** What S3 adds to its records. */
export function s3Transfer(id: string) {
  return {
    SignatureVersion: 'SigV4',
    CipherSuite: 'TLS_AES_128_GCM_SHA256',
    bytesTransferredIn: 0,
    bytesTransferredOut: 482,
    AuthenticationMethod: 'AuthHeader',
    'x-amz-id-2': `EXAMPLE${id}`,
  };
}

const KEY_MATERIAL_ID = '0123456789abcdef'.repeat(4);
const KEY_ID = '1234abcd-12ab-34cd-56ef-1234567890ab';
const KEY_USERS = ['s3.amazonaws.com', 'logs.amazonaws.com', 'secretsmanager.amazonaws.com', 'rds.amazonaws.com'];
const LINKED_READS = [
  ['ec2', 'DescribeInstances'],
  ['ec2', 'DescribeInstanceStatus'],
  ['ec2', 'DescribeVolumes'],
  ['elasticloadbalancing', 'DescribeTargetHealth'],
  ['autoscaling', 'DescribeAutoScalingGroups'],
  ['rds', 'DescribeDBInstances'],
  ['s3', 'GetBucketPolicyStatus'],
  ['config', 'DescribeConfigurationRecorders'],
] as const;
