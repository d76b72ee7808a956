/**
 * What calls to services that run code act on, and the role or instance profile that they hand to it (`iam:PassRole`
 * writes no record of its own). Shapes: the parameters of each action, in the spelling of CloudTrail; EC2 wraps those of
 * its newer actions in an object of the name of the request.
 */
import { request, response, type NamedBy } from './named-by.ts';

/** By the short name of the service; the thing comes before the role. */
export const WORKLOAD_TARGETS: readonly (readonly [string, readonly NamedBy[]])[] = [
  ['apprunner', [...request('service', 'serviceName', 'serviceArn'), ...role('instanceConfiguration.instanceRoleArn')]],
  ['autoscaling', [...request('launch-configuration', 'launchConfigurationName'), ...profile('iamInstanceProfile')]],
  ['batch', [...request('job-definition', 'jobDefinitionName'), ...role('containerProperties.jobRoleArn')]],
  [
    'bedrock-agentcore',
    [...request('code-interpreter', 'name', 'codeInterpreterIdentifier'), ...role('executionRoleArn', 'roleArn')],
  ],
  [
    'cloudformation',
    [
      ...request('stack', 'stackName'),
      ...request('stack-set', 'stackSetName'),
      ...role('roleARN', 'administrationRoleARN'),
    ],
  ],
  [
    'codebuild',
    [
      ...request('project', 'projectName', 'name'),
      ...role('serviceRole', 'serviceRoleOverride'),
      ...response('role', 'project', 'serviceRole'),
    ],
  ],
  ['datapipeline', request('pipeline', 'pipelineId', 'name')],
  [
    'ec2',
    [
      ...request('instance', 'instanceId', 'AssociateIamInstanceProfileRequest.InstanceId'),
      ...request(
        'launch-template',
        ...nameOrId('CreateLaunchTemplateRequest'),
        ...nameOrId('CreateLaunchTemplateVersionRequest'),
        ...nameOrId('ModifyLaunchTemplateRequest'),
      ),
      ...profile(
        ...arnOrName('iamInstanceProfile', 'arn', 'name'),
        ...arnOrName('launchSpecification.iamInstanceProfile', 'arn', 'name'),
        ...arnOrName('AssociateIamInstanceProfileRequest.IamInstanceProfile', 'Arn', 'Name'),
        ...arnOrName('ReplaceIamInstanceProfileAssociationRequest.IamInstanceProfile', 'Arn', 'Name'),
        ...arnOrName('CreateLaunchTemplateRequest.LaunchTemplateData.IamInstanceProfile', 'Arn', 'Name'),
        ...arnOrName('CreateLaunchTemplateVersionRequest.LaunchTemplateData.IamInstanceProfile', 'Arn', 'Name'),
      ),
    ],
  ],
  ['ec2-instance-connect', request('instance', 'instanceId')],
  [
    'ecs',
    [
      ...request('task-definition', 'family', 'taskDefinition'),
      ...request('task', 'task'),
      ...role('taskRoleArn', 'overrides.taskRoleArn'),
    ],
  ],
  // Where there is a target role, the pods get its credentials and never see those of the first.
  ['eks', [...request('cluster', 'name', 'clusterName'), ...role('targetRoleArn', 'roleArn', 'serviceAccountRoleArn')]],
  ['elasticmapreduce', [...request('cluster', 'name'), ...profile('jobFlowRole'), ...role('serviceRole')]],
  [
    'glue',
    [
      ...request('dev-endpoint', 'endpointName'),
      ...request('job', 'jobName', 'name'),
      ...role('role', 'roleArn', 'jobUpdate.role'),
    ],
  ],
  ['lambda', [...request('function', 'functionName'), ...role('role')]],
  ['rds', [...request('database', 'dBInstanceIdentifier', 'dBClusterIdentifier'), ...role('roleArn')]],
  [
    'sagemaker',
    [
      ...request('notebook-instance', 'notebookInstanceName'),
      ...request('training-job', 'trainingJobName'),
      ...request('processing-job', 'processingJobName'),
      ...role('roleArn'),
    ],
  ],
  ['scheduler', [...request('schedule', 'name'), ...role('target.roleArn')]],
  ['ssm', [...request('instance', 'target', 'instanceId'), ...request('document', 'documentName', 'name')]],
  ['states', [...request('state-machine', 'stateMachineArn', 'name'), ...role('roleArn')]],
];

function role(...keys: readonly string[]): readonly NamedBy[] {
  return request('role', ...keys);
}

function profile(...keys: readonly string[]): readonly NamedBy[] {
  return request('instance-profile', ...keys);
}

function nameOrId(wrapper: string): readonly string[] {
  return [`${wrapper}.LaunchTemplateName`, `${wrapper}.LaunchTemplateId`];
}

function arnOrName(path: string, arn: string, name: string): readonly string[] {
  return [`${path}.${arn}`, `${path}.${name}`];
}
