import { expect, it } from 'vitest';
import type { JsonObject } from '../../std/json.ts';
import { targetsOf } from './target.ts';
import { WORKLOAD_TARGETS } from './workload-target.ts';
import type { Call } from './call.ts';

const ROLE = 'arn:aws:iam::111122223333:role/service/worker';
const PROFILE = 'arn:aws:iam::111122223333:instance-profile/worker';

function targets(
  service: string,
  action: string,
  requestParameters: JsonObject,
  responseElements?: JsonObject,
): string[] {
  const raw = { requestParameters, responseElements: responseElements ?? null };
  const call = { raw, account: '111122223333', partition: 'aws', service, action, actor: {} } as unknown as Call;
  return targetsOf(call).map(({ type, name }) => `${type} ${name ?? ''}`);
}

it.each<[string, string, JsonObject, string[]]>([
  ['lambda', 'CreateFunction20150331', { functionName: 'f', role: ROLE }, ['function f', 'role worker']],
  ['cloudformation', 'CreateStack', { stackName: 's', roleARN: ROLE }, ['stack s', 'role worker']],
  [
    'cloudformation',
    'CreateStackSet',
    { stackSetName: 's', administrationRoleARN: ROLE },
    ['stack-set s', 'role worker'],
  ],
  ['glue', 'UpdateJob', { jobName: 'j', jobUpdate: { role: ROLE } }, ['job j', 'role worker']],
  ['glue', 'CreateDevEndpoint', { endpointName: 'd', roleArn: ROLE }, ['dev-endpoint d', 'role worker']],
  ['ecs', 'RegisterTaskDefinition', { family: 't', taskRoleArn: ROLE }, ['task-definition t', 'role worker']],
  ['ecs', 'RunTask', { taskDefinition: 't', overrides: { taskRoleArn: ROLE } }, ['task-definition t', 'role worker']],
  [
    'eks',
    'CreatePodIdentityAssociation',
    { name: 'c', namespace: 'n', serviceAccount: 's', roleArn: ROLE },
    ['cluster c', 'role worker'],
  ],
  [
    'eks',
    'CreatePodIdentityAssociation',
    { name: 'c', roleArn: 'arn:aws:iam::111122223333:role/first', targetRoleArn: ROLE },
    ['cluster c', 'role worker'],
  ],
  ['scheduler', 'CreateSchedule', { name: 'n', target: { roleArn: ROLE } }, ['schedule n', 'role worker']],
  [
    'apprunner',
    'CreateService',
    { serviceName: 'a', instanceConfiguration: { instanceRoleArn: ROLE } },
    ['service a', 'role worker'],
  ],
  ['ec2', 'RunInstances', { iamInstanceProfile: { arn: PROFILE } }, ['instance-profile worker']],
  ['ec2', 'RunInstances', { iamInstanceProfile: { name: 'worker' } }, ['instance-profile worker']],
  [
    'ec2',
    'RequestSpotInstances',
    { launchSpecification: { iamInstanceProfile: { name: 'worker' } } },
    ['instance-profile worker'],
  ],
  [
    'ec2',
    'AssociateIamInstanceProfile',
    {
      AssociateIamInstanceProfileRequest: { InstanceId: 'i-0123456789abcdef0', IamInstanceProfile: { Name: 'worker' } },
    },
    ['instance i-0123456789abcdef0', 'instance-profile worker'],
  ],
  [
    'ec2',
    'CreateLaunchTemplateVersion',
    {
      CreateLaunchTemplateVersionRequest: {
        LaunchTemplateId: 'lt-1',
        LaunchTemplateData: { IamInstanceProfile: { Arn: PROFILE } },
      },
    },
    ['launch-template lt-1', 'instance-profile worker'],
  ],
  ['ssm', 'StartSession', { target: 'i-0123456789abcdef0' }, ['instance i-0123456789abcdef0']],
  ['ssm', 'SendCommand', { documentName: 'AWS-RunShellScript', instanceIds: ['i-1'] }, ['document AWS-RunShellScript']],
])('%s %s names its thing before the role that it hands over', (service, action, parameters, named) => {
  expect(targets(service, action, parameters)).toEqual(named);
});

it('reads the role of a build project from the answer where the request does not name it', () => {
  expect(
    targets('codebuild', 'CreateProject', { awsActId: '111122223333' }, { project: { serviceRole: ROLE } }),
  ).toEqual(['role worker']);
});

it('lists every service once', () => {
  const services = WORKLOAD_TARGETS.map(([service]) => service);
  expect(new Set(services).size).toBe(services.length);
});
