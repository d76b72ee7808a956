/** The posture scanner: every night it comes in from the security account and lists everything there is, in every region. */
import { openSession, roleCaller } from '../../cloudtrail/caller.ts';
import type { Random } from '../../cloudtrail/random.ts';
import { assumeRole } from '../aws/session.ts';
import { HOUR_MS } from '../calendar.ts';
import { aws, type Emitted } from '../event.ts';
import { firstOf, serviceRole, type OrgAccount, type Organisation } from '../organisation.ts';
import type { Routine } from '../routine.ts';

export const REGIONS =
  'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-north-1 ap-south-1 ap-southeast-1 ap-southeast-2 ap-northeast-1 sa-east-1'.split(
    ' ',
  );

export const scanner: Routine = {
  name: 'posture scanner',
  *plan({ organisation, day, random }) {
    for (const [at, account] of organisation.accounts.entries()) {
      const atMs = day.startMs + HOUR_MS + at * 6 * 60_000 + random.below(60_000);
      yield { atMs, events: () => sweep(random, organisation, account, atMs) };
    }
  },
};

function* sweep(random: Random, organisation: Organisation, account: OrgAccount, startMs: number): Generator<Emitted> {
  const home = serviceRole(firstOf(organisation, 'security'), 'posture-scanner');
  const session = openSession(random, home, 'posture-scanner', startMs - 40_000);
  const caller = roleCaller(session, { address: '198.51.100.200', agent: AGENT });
  const into = {
    role: serviceRole(account, 'PostureAudit'),
    name: 'sweep',
    request: { externalId: 'example-posture' },
  };
  const { events, caller: inside } = assumeRole(random, caller, into, startMs);
  yield* events;
  let atMs = startMs + 1000;
  for (const region of REGIONS) {
    for (const [service, name] of REGIONAL) {
      atMs += random.between(20, 120);
      const isDenied = random.permille(12);
      yield aws(random, inside, atMs, {
        service,
        name,
        region,
        request: null,
        ...(isDenied && { error: { code: 'ThrottlingException', message: 'Rate exceeded' } }),
      });
    }
  }
  for (const roleName of [...account.functions, ...account.services]) {
    for (const name of ['GetRole', 'ListRolePolicies', 'ListAttachedRolePolicies']) {
      atMs += random.between(20, 120);
      yield aws(random, inside, atMs, { service: 'iam', name, request: { roleName } });
    }
  }
  for (const name of GLOBAL) {
    atMs += random.between(20, 120);
    yield aws(random, inside, atMs, { service: 'iam', name, request: null });
  }
  for (const bucketName of account.buckets) {
    for (const name of ['GetBucketPolicy', 'GetBucketEncryption', 'GetBucketPublicAccessBlock', 'GetBucketLogging']) {
      atMs += random.between(20, 120);
      const isMissing = name === 'GetBucketPolicy' && random.permille(400);
      yield aws(random, inside, atMs, {
        service: 's3',
        name,
        request: { bucketName, Host: `${bucketName}.s3.amazonaws.com` },
        ...(isMissing && { error: { code: 'NoSuchBucketPolicy', message: 'The bucket policy does not exist' } }),
      });
    }
  }
}

const AGENT = 'Boto3/1.41.0 md/Botocore#1.41.0 ua/2.1 os/linux lang/python#3.14.0';
const GLOBAL =
  'ListUsers ListRoles ListPolicies ListGroups GetAccountSummary GetAccountPasswordPolicy GenerateCredentialReport GetCredentialReport ListVirtualMFADevices ListSAMLProviders ListOpenIDConnectProviders GetAccountAuthorizationDetails'.split(
    ' ',
  );
const REGIONAL: readonly (readonly [service: string, name: string])[] = (
  'ec2:DescribeInstances ec2:DescribeVolumes ec2:DescribeSnapshots ec2:DescribeImages ec2:DescribeSecurityGroups ' +
  'ec2:DescribeNetworkAcls ec2:DescribeVpcs ec2:DescribeFlowLogs rds:DescribeDBInstances rds:DescribeDBSnapshots ' +
  'kms:ListKeys lambda:ListFunctions20150331 cloudtrail:DescribeTrails guardduty:ListDetectors secretsmanager:ListSecrets ' +
  'sqs:ListQueues sns:ListTopics ecs:ListClusters eks:ListClusters elasticloadbalancing:DescribeLoadBalancers ' +
  'config:DescribeConfigurationRecorders access-analyzer:ListAnalyzers'
)
  .split(' ')
  .map((call) => {
    const [service = '', name = ''] = call.split(':');
    return [service, name];
  });
