/** Programs of the organisation: functions and instances that read parameters, secrets, queues and tables. */
import { roleCaller } from '../caller.ts';
import { functionRoles, instanceRoles, role } from '../organisation.ts';
import { record } from '../record.ts';
import type { Activity } from './activity.ts';

export const workloads: Activity = {
  name: 'functions and instances at work',
  share: 275,
  act: (world, atMs) => {
    const { random } = world;
    const account = world.anyAccount();
    const isFunction = random.permille(550);
    const name = random.pick<string>(isFunction ? functionRoles : instanceRoles);
    const sessionName = isFunction ? name : random.pick(account.instances);
    const region = world.anyRegion();
    const session = world.lastingSession(role(account, '/service/', name), sessionName, atMs);
    const address = isFunction ? `192.0.2.${random.between(64, 95)}` : `192.0.2.${random.between(96, 99)}`;
    const agent = isFunction
      ? 'aws-sdk-js/3.980.0 ua/2.1 os/linux#5.10.245-266.970.amzn2.x86_64 lang/js md/nodejs#24.9.0 api/client#3.980.0 exec-env/AWS_Lambda_nodejs24.x m/E,N'
      : 'aws-sdk-go-v2/1.39.2 ua/2.1 os/linux lang/go#1.25.1 md/GOOS#linux md/GOARCH#amd64 api/client#1.60.1 exec-env/EC2 m/E,C,g (amazon-ssm-agent/3.3.3270.0)';
    const context = isFunction ? {} : { context: { ec2RoleDelivery: '2.0' } };
    const caller = roleCaller(session, { address, agent }, context);
    return Array.from({ length: random.between(1, 4) }, (_, step) => {
      const [service, callName, parameter] = random.pick(CALLS);
      const failure = random.permille(20) ? random.pick(FAILURES) : undefined;
      return record(random, caller, atMs + step * 400, {
        service,
        name: callName,
        region,
        request: { [parameter]: `shop/${random.pick(THINGS)}/${random.below(40)}` },
        ...(failure && { error: { code: failure[0], message: failure[1] } }),
        resources: [{ accountId: account.id, ARN: `arn:aws:${service}:${region}:${account.id}:shop/${name}` }],
      });
    });
  },
};

const CALLS = [
  ['ssm', 'GetParameter', 'name'],
  ['ssm', 'UpdateInstanceInformation', 'instanceId'],
  ['secretsmanager', 'GetSecretValue', 'secretId'],
  ['kms', 'Decrypt', 'keyId'],
  ['kms', 'GenerateDataKey', 'keyId'],
  ['s3', 'ListBuckets', 'prefix'],
  ['s3', 'GetBucketLocation', 'bucketName'],
  ['dynamodb', 'DescribeTable', 'tableName'],
  ['logs', 'CreateLogStream', 'logGroupName'],
  ['ecr', 'GetAuthorizationToken', 'registryId'],
  ['ec2', 'DescribeInstances', 'instanceId'],
  ['ec2', 'DescribeTags', 'resourceId'],
  ['rds', 'DescribeDBInstances', 'dBInstanceIdentifier'],
  ['monitoring', 'DescribeAlarms', 'alarmName'],
  ['lambda', 'GetFunction20150331v2', 'functionName'],
  ['sqs', 'GetQueueAttributes', 'queueUrl'],
] as const;
const FAILURES = [
  ['ThrottlingException', 'Rate exceeded'],
  ['ResourceNotFoundException', 'Requested resource not found'],
  ['AccessDenied', 'User is not authorized to perform this action because no identity-based policy allows it'],
  ['Client.UnauthorizedOperation', 'You are not authorized to perform this operation.'],
] as const;
const THINGS = ['orders', 'prices', 'stock', 'mail', 'images'];
