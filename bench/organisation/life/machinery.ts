/** Services talking to themselves and programs at work: most of every real log. It fills the day to its size. */
import { openSession, roleCaller, serviceCaller, userCaller, type Session } from '../../cloudtrail/caller.ts';
import { role, roleArn, serviceLinkedRoles, type Role } from '../../cloudtrail/organisation.ts';
import type { Random } from '../../cloudtrail/random.ts';
import type { Caller } from '../../cloudtrail/record.ts';
import { issued } from '../aws/session.ts';
import { DAY_MS, HOUR_MS } from '../calendar.ts';
import { aws, type Emitted } from '../event.ts';
import { accountsOf, serviceRole, type OrgAccount, type Organisation } from '../organisation.ts';
import type { Act, Routine, Scene } from '../routine.ts';
import { hash } from '../seed.ts';
import { denied } from './people.ts';

/** What people, pipelines and scanners do without being asked, roughly: the rest of a day is machinery. */
const OTHERS_PER_ACCOUNT = 560;
const SHARE_OF_AWS = 0.75;
/** Events that one act leaves on average. */
const EVENTS_PER_ACT = 3;

export const machinery: Routine = {
  name: 'machinery',
  *plan(scene: Scene): Generator<Act> {
    const { organisation, day, random } = scene;
    const { eventsPerDay, accounts } = organisation.size;
    const acts = Math.max(200, eventsPerDay * SHARE_OF_AWS - accounts * OTHERS_PER_ACCOUNT) / EVENTS_PER_ACT;
    for (let act = 0; act < acts; act += 1) {
      const account = weighted(random, organisation);
      const work = ofWeight(random);
      const atMs = day.startMs + random.below(DAY_MS);
      yield { atMs, events: () => work(random, account, atMs) };
    }
  },
};

type Work = (random: Random, account: OrgAccount, atMs: number) => Generator<Emitted>;

const WORK: readonly (readonly [weight: number, work: Work])[] = [
  [30, keyUse],
  [16, bucketCheck],
  [14, linkedRole],
  [26, workload],
  [4, credentials],
  [6, program],
  [1, keyTurns],
];
const WEIGHT = WORK.reduce((sum, [weight]) => sum + weight, 0);

function ofWeight(random: Random): Work {
  let at = random.below(WEIGHT);
  for (const [weight, work] of WORK) {
    if (at < weight) return work;
    at -= weight;
  }
  return keyUse;
}

function weighted(random: Random, organisation: Organisation): OrgAccount {
  return random.permille(700)
    ? random.pick(accountsOf(organisation, 'production', 'development'))
    : random.pick(organisation.accounts);
}

function region(random: Random, { regions }: OrgAccount): string {
  return random.permille(880) ? (regions[0] ?? 'us-east-1') : random.pick(regions);
}

function* keyUse(random: Random, account: OrgAccount, atMs: number): Generator<Emitted> {
  const caller = serviceCaller(account, random.pick(KEY_USERS));
  const place = region(random, account);
  const key = keyArn(account, place);
  for (let calls = random.between(1, 4); calls > 0; calls -= 1) {
    const decrypts = random.permille(600);
    yield aws(random, caller, atMs + calls * 900, {
      service: 'kms',
      name: decrypts ? 'Decrypt' : 'GenerateDataKey',
      region: place,
      request: {
        encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::${random.pick(account.buckets)}/${random.hex(8)}` },
        ...(decrypts ? { encryptionAlgorithm: 'SYMMETRIC_DEFAULT' } : { keyId: key, keySpec: 'AES_256' }),
      },
      resources: [{ accountId: account.id, type: 'AWS::KMS::Key', ARN: key }],
      shared: true,
    });
  }
}

function* bucketCheck(random: Random, account: OrgAccount, atMs: number): Generator<Emitted> {
  const caller = serviceCaller(account, random.pick(BUCKET_USERS));
  const place = region(random, account);
  for (let calls = random.between(1, 3); calls > 0; calls -= 1) {
    const bucket = random.pick(account.buckets);
    yield aws(random, caller, atMs + calls * 300, {
      service: 's3',
      name: random.permille(850) ? 'GetBucketAcl' : 'GetBucketLocation',
      region: place,
      request: { bucketName: bucket, Host: `${bucket}.s3.amazonaws.com`, acl: '' },
      resources: [{ accountId: account.id, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` }],
      shared: true,
    });
  }
}

/** An event that no call caused: its identity has no type. */
function* keyTurns(random: Random, account: OrgAccount, atMs: number): Generator<Emitted> {
  const internal = 'AWS Internal';
  const caller: Caller = {
    accountId: account.id,
    userIdentity: { accountId: account.id, invokedBy: internal },
    sourceIPAddress: internal,
    userAgent: internal,
  };
  const place = region(random, account);
  yield aws(random, caller, atMs, {
    service: 'kms',
    name: 'RotateKey',
    region: place,
    type: 'AwsServiceEvent',
    resources: [{ accountId: account.id, type: 'AWS::KMS::Key', ARN: keyArn(account, place) }],
  });
}

function keyArn({ id }: OrgAccount, place: string): string {
  return `arn:aws:kms:${place}:${id}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
}

function* linkedRole(random: Random, account: OrgAccount, atMs: number): Generator<Emitted> {
  const { name, service } = random.pick(serviceLinkedRoles);
  const linked = role(account, `/aws-service-role/${service}/`, name);
  const place = region(random, account);
  const session = openSession(random, linked, name.slice(21), atMs);
  yield serviceAssumes(random, service, session, { atMs, region: place });
  const caller = roleCaller(session, { address: service, agent: service }, { invokedBy: service });
  for (let reads = random.between(1, 5); reads > 0; reads -= 1) {
    const [readService, action] = random.pick(LINKED_READS);
    yield aws(random, caller, atMs + 1000 + reads * 300, {
      service: readService,
      name: action,
      region: place,
      request: null,
    });
  }
}

function* credentials(random: Random, account: OrgAccount, atMs: number): Generator<Emitted> {
  const isFunction = random.permille(700);
  const held = serviceRole(account, random.pick(isFunction ? account.functions : account.services));
  const name = isFunction ? held.name : random.pick(account.instances);
  const service = isFunction ? 'lambda.amazonaws.com' : 'ec2.amazonaws.com';
  yield serviceAssumes(random, service, sessionOf(held, name, atMs), { atMs, region: region(random, account) });
}

function* workload(random: Random, account: OrgAccount, atMs: number): Generator<Emitted> {
  const isFunction = random.permille(600);
  const name = random.pick(isFunction ? account.functions : account.services);
  const instance = isFunction ? name : (account.instances[hash(name) % account.instances.length] ?? name);
  const caller = isFunction
    ? functionCaller(account, name, atMs)
    : instanceCaller(account, { role: name, instance }, atMs);
  const place = region(random, account);
  for (let calls = random.between(1, 4); calls > 0; calls -= 1) {
    const [service, action, parameter] = random.pick(CALLS);
    const isDenied = random.permille(8);
    // A program reads its own few secrets again and again.
    const own = account.secrets[(hash(name) + random.below(2)) % account.secrets.length] ?? 'shop';
    yield aws(random, caller, atMs + calls * 400, {
      service,
      name: action,
      region: place,
      request: isDenied ? null : { [parameter]: service === 'secretsmanager' ? own : `shop/${name}` },
      ...(isDenied && { error: denied(caller, service, action) }),
    });
  }
}

/** Backups and builds with long-lived keys, always from the same machine. */
function* program(random: Random, account: OrgAccount, atMs: number): Generator<Emitted> {
  const { name, address, agent } = random.pick(account.programs);
  const caller = userCaller(account, name, { address, agent });
  const calls = PROGRAM_CALLS[hash(name) % PROGRAM_CALLS.length] ?? [];
  for (const [step, [service, action]] of calls.entries()) {
    yield aws(random, caller, atMs + step * 700, {
      service,
      name: action,
      region: account.regions[0] ?? 'us-east-1',
      request: service === 's3' && action !== 'ListBuckets' ? { bucketName: account.buckets[0] ?? '' } : null,
    });
  }
}

/** A function at work. */
export function functionCaller(account: OrgAccount, name: string, atMs: number): Caller {
  const session = sessionOf(serviceRole(account, name), name, atMs);
  return roleCaller(session, {
    address: `192.0.2.${160 + (hash(`${account.id}/${name}`) % 32)}`,
    agent: FUNCTION_AGENT,
  });
}

/** Credentials of an instance, used on the instance. */
export function instanceCaller(
  account: OrgAccount,
  { role: name, instance }: { readonly role: string; readonly instance: string },
  atMs: number,
): Caller {
  const session = sessionOf(serviceRole(account, name), instance, atMs);
  const from = { address: instanceAddress(account, instance), agent: INSTANCE_AGENT };
  return roleCaller(session, from, { context: { ec2RoleDelivery: '2.0' } });
}

export function instanceAddress(account: OrgAccount, instance: string): string {
  return `192.0.2.${200 + (hash(`${account.id}/${instance}`) % 50)}`;
}

/** Credentials are renewed every six hours: within them the key stays the same. */
export function sessionOf(held: Role, name: string, atMs: number): Session {
  const period = Math.floor(atMs / (6 * HOUR_MS));
  const key = hash(`${held.id}/${name}/${period}`).toString().padStart(10, '0').slice(-9);
  return { role: held, name, accessKeyId: `ASIAEXAMPLE${key}`, startedMs: period * 6 * HOUR_MS };
}

function serviceAssumes(
  random: Random,
  service: string,
  session: Session,
  { atMs, region: place }: { readonly atMs: number; readonly region: string },
): Emitted {
  const { role: assumed, name } = session;
  return aws(random, serviceCaller(assumed.account, service), atMs, {
    service: 'sts',
    name: 'AssumeRole',
    region: place,
    request: { roleArn: roleArn(assumed), roleSessionName: name, durationSeconds: 3600 },
    response: issued(random, session, atMs),
    resources: [{ accountId: assumed.account.id, type: 'AWS::IAM::Role', ARN: roleArn(assumed) }],
    shared: true,
  });
}

const KEY_USERS = ['s3.amazonaws.com', 'logs.amazonaws.com', 'secretsmanager.amazonaws.com', 'rds.amazonaws.com'];
const BUCKET_USERS = ['cloudtrail.amazonaws.com', 'delivery.logs.amazonaws.com', 'config.amazonaws.com'];
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
const CALLS = [
  ['ssm', 'GetParameter', 'name'],
  ['ssm', 'UpdateInstanceInformation', 'instanceId'],
  ['secretsmanager', 'GetSecretValue', 'secretId'],
  ['kms', 'Decrypt', 'keyId'],
  ['kms', 'GenerateDataKey', 'keyId'],
  ['s3', 'GetBucketLocation', 'bucketName'],
  ['dynamodb', 'DescribeTable', 'tableName'],
  ['logs', 'CreateLogStream', 'logGroupName'],
  ['ecr', 'GetAuthorizationToken', 'registryId'],
  ['ec2', 'DescribeTags', 'resourceId'],
  ['sqs', 'GetQueueAttributes', 'queueUrl'],
] as const;
type Calls = readonly (readonly [service: string, name: string])[];
const PROGRAM_CALLS: readonly Calls[] = [
  [
    ['s3', 'ListBuckets'],
    ['s3', 'GetBucketLocation'],
    ['s3', 'GetBucketVersioning'],
  ],
  [
    ['ecr', 'GetAuthorizationToken'],
    ['ecr', 'DescribeRepositories'],
  ],
  [
    ['monitoring', 'GetMetricData'],
    ['monitoring', 'DescribeAlarms'],
  ],
];
const FUNCTION_AGENT =
  'aws-sdk-js/3.980.0 ua/2.1 os/linux#5.10.245 lang/js md/nodejs#24.9.0 api/client#3.980.0 exec-env/AWS_Lambda_nodejs24.x';
const INSTANCE_AGENT = 'aws-sdk-go-v2/1.39.2 ua/2.1 os/linux lang/go#1.25.1 md/GOARCH#amd64 exec-env/EC2';
