/** The posture scanner: it comes in from the security account and lists everything there is. */
import { openSession, roleCaller } from '../caller.ts';
import { production, role, roleArn, security, staging } from '../organisation.ts';
import { record, spelledInstant } from '../record.ts';
import type { Activity } from './activity.ts';

export const scanner: Activity = {
  name: 'posture scanner',
  share: 70,
  act: (world, atMs) => {
    const { random } = world;
    const account = random.pick([production, staging]);
    const home = world.lastingSession(role(security, '/service/', 'posture-scanner'), 'posture-scanner', atMs);
    const from = {
      address: '198.51.100.200',
      agent: 'Boto3/1.41.0 md/Botocore#1.41.0 ua/2.1 os/linux lang/python#3.14.0',
    };
    const target = role(account, '/security/', 'PostureAudit');
    const session = openSession(random, target, 'sweep', atMs);
    const caller = roleCaller(session, from);
    const arrival = record(random, roleCaller(home, from), atMs, {
      service: 'sts',
      name: 'AssumeRole',
      request: {
        roleArn: roleArn(target),
        roleSessionName: 'sweep',
        externalId: 'example-posture',
        durationSeconds: 3600,
      },
      response: {
        credentials: {
          accessKeyId: session.accessKeyId,
          sessionToken: `IQoJb3JpZ2luX2VjEXAMPLE${random.code(40)}`,
          expiration: spelledInstant(atMs + 3_600_000),
        },
        assumedRoleUser: {
          assumedRoleId: `${target.id}:sweep`,
          arn: `arn:aws:sts::${account.id}:assumed-role/PostureAudit/sweep`,
        },
      },
      resources: [{ accountId: account.id, type: 'AWS::IAM::Role', ARN: roleArn(target) }],
      shared: true,
    });
    const sweep = Array.from({ length: random.between(120, 260) }, (_, step) => {
      const [service, name, parameter] = random.pick(READS);
      const failure = random.permille(60) ? random.pick(FAILURES) : undefined;
      return record(random, caller, atMs + 1000 + step * 180, {
        service,
        name,
        request: failure ? null : { [parameter]: random.pick(NAMES) },
        ...(failure && { error: { code: failure[0], message: failure[1] } }),
      });
    });
    return [arrival, ...sweep];
  },
};

const READS = [
  ['iam', 'GetUser', 'userName'],
  ['iam', 'ListAccessKeys', 'userName'],
  ['iam', 'GetRole', 'roleName'],
  ['ec2', 'DescribeNetworkAcls', 'networkAclId'],
  ['ec2', 'DescribeImages', 'ownerId'],
  ['s3', 'GetBucketPolicy', 'bucketName'],
  ['s3', 'GetBucketEncryption', 'bucketName'],
  ['s3', 'GetBucketPublicAccessBlock', 'bucketName'],
  ['s3', 'GetBucketLogging', 'bucketName'],
  ['ec2', 'DescribeSecurityGroups', 'groupId'],
  ['ec2', 'DescribeSnapshots', 'ownerId'],
  ['ec2', 'DescribeVpcs', 'vpcId'],
  ['ec2', 'DescribeFlowLogs', 'flowLogId'],
  ['rds', 'DescribeDBInstances', 'dBInstanceIdentifier'],
  ['rds', 'DescribeDBSnapshots', 'dBInstanceIdentifier'],
  ['kms', 'GetKeyRotationStatus', 'keyId'],
  ['lambda', 'GetPolicy20150331v2', 'functionName'],
  ['cloudtrail', 'GetTrailStatus', 'name'],
  ['guardduty', 'ListDetectors', 'maxResults'],
  ['secretsmanager', 'DescribeSecret', 'secretId'],
] as const;
const FAILURES = [
  ['ThrottlingException', 'Rate exceeded'],
  ['NoSuchBucketPolicy', 'The bucket policy does not exist'],
  ['NoSuchEntityException', 'The entity cannot be found.'],
  ['TrailNotFoundException', 'Unknown trail'],
] as const;
const NAMES = ['shop', 'orders', 'prices', 'stock', 'mail', 'backup', 'example-shop-orders', 'web-server'];
