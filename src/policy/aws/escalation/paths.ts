/**
 * The escalation paths, as data.
 *
 * Ids, permissions and pages: pathfinding.cloud (Datadog Security Labs, Apache-2.0) and the 28 methods of Rhino
 * Security Labs, "AWS IAM Privilege Escalation Methods"; only these facts are taken, the titles are our own words. Those
 * whose ids begin with `docs-` neither lists: what their permissions do is read from the documentation of AWS.
 */
import type { EscalationNeed, EscalationPath } from './escalation-path.ts';
import { permissionFor, type Permission } from './permission.ts';

const DOCS = 'https://docs.aws.amazon.com';
const IDENTITY_CENTER = `${DOCS}/singlesignon/latest/APIReference`;
const DIRECTORY = `${DOCS}/service-authorization/latest/reference/list_awsiamidentitycenterdirectory.html`;
const RHINO = 'https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation';

/** The services that each path with `iam:PassRole` passes a role to, by the first part of its id. */
const PASSED_TO: Readonly<Record<string, readonly string[]>> = {
  apprunner: ['tasks.apprunner.amazonaws.com', 'apprunner.amazonaws.com'],
  bedrock: ['bedrock-agentcore.amazonaws.com'],
  cloudformation: ['cloudformation.amazonaws.com'],
  codebuild: ['codebuild.amazonaws.com'],
  rhino: ['codestar.amazonaws.com'],
  datapipeline: ['datapipeline.amazonaws.com', 'ec2.amazonaws.com'],
  ec2: ['ec2.amazonaws.com'],
  ecs: ['ecs-tasks.amazonaws.com'],
  eks: ['pods.eks.amazonaws.com', 'eks.amazonaws.com'],
  glue: ['glue.amazonaws.com'],
  lambda: ['lambda.amazonaws.com'],
  sagemaker: ['sagemaker.amazonaws.com'],
};

const PERMISSIONS = new Map<string, Permission>();

/** Every path that is known, in the order of the ids. */
export const ESCALATION_PATHS: readonly EscalationPath[] = [
  path(
    'apprunner-001',
    'passable-role',
    'Run a new App Runner service with a role',
    'iam:PassRole apprunner:CreateService',
  ),
  path('apprunner-002', 'running-resource', 'Change what an App Runner service runs', 'apprunner:UpdateService'),
  path(
    'bedrock-001',
    'passable-role',
    'Give a new AgentCore code interpreter a role and run code in it',
    `iam:PassRole bedrock-agentcore:CreateCodeInterpreter bedrock-agentcore:StartCodeInterpreterSession
     bedrock-agentcore:InvokeCodeInterpreter`,
  ),
  path(
    'bedrock-002',
    'running-resource',
    'Run code in an AgentCore code interpreter',
    'bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter',
  ),
  path(
    'cloudformation-001',
    'passable-role',
    'Have a new stack act with a role',
    'iam:PassRole cloudformation:CreateStack',
  ),
  path('cloudformation-002', 'running-resource', 'Change the template of a stack', 'cloudformation:UpdateStack'),
  path(
    'cloudformation-003',
    'passable-role',
    'Have a new stack set act with a role',
    'iam:PassRole cloudformation:CreateStackSet cloudformation:CreateStackInstances',
  ),
  path(
    'cloudformation-004',
    'passable-role',
    'Change the template of a stack set',
    'iam:PassRole cloudformation:UpdateStackSet',
  ),
  path(
    'cloudformation-005',
    'running-resource',
    'Change a stack by a change set',
    'cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet',
  ),
  path(
    'codebuild-001',
    'passable-role',
    'Build with a role in a new project',
    'iam:PassRole codebuild:CreateProject codebuild:StartBuild',
  ),
  path(
    'codebuild-002',
    'running-resource',
    'Start a build with a build specification of one’s own',
    'codebuild:StartBuild',
  ),
  path(
    'codebuild-003',
    'running-resource',
    'Start a batch of builds with a build specification of one’s own',
    'codebuild:StartBuildBatch',
  ),
  path(
    'codebuild-004',
    'passable-role',
    'Build with a role in a batch of a new project',
    'iam:PassRole codebuild:CreateProject codebuild:StartBuildBatch',
  ),
  path(
    'datapipeline-001',
    'passable-role',
    'Run commands with a role in a new data pipeline',
    'iam:PassRole datapipeline:CreatePipeline datapipeline:PutPipelineDefinition datapipeline:ActivatePipeline',
  ),
  documented(
    'docs-eks-01',
    'passable-role',
    'Give the pods of a cluster a role',
    'iam:PassRole eks:CreatePodIdentityAssociation',
    `${DOCS}/eks/latest/userguide/pod-id-association.html`,
  ),
  documented(
    'docs-eks-02',
    'passable-role',
    'Give pods that have a role another one',
    'iam:PassRole eks:UpdatePodIdentityAssociation',
    `${DOCS}/eks/latest/APIReference/API_UpdatePodIdentityAssociation.html`,
  ),
  documented(
    'docs-eks-03',
    'running-resource',
    'Make oneself administrator of a cluster, whose pods and nodes have roles',
    'eks:CreateAccessEntry eks:AssociateAccessPolicy',
    `${DOCS}/eks/latest/userguide/access-policies.html`,
  ),
  documented(
    'docs-sso-01',
    'principal',
    'Assign oneself a permission set in any account',
    'sso:CreateAccountAssignment',
    `${IDENTITY_CENTER}/API_CreateAccountAssignment.html`,
  ),
  documented(
    'docs-sso-02',
    'nothing',
    'Attach a policy that AWS manages to the permission set one works with',
    'sso:AttachManagedPolicyToPermissionSet sso:ProvisionPermissionSet',
    `${IDENTITY_CENTER}/API_AttachManagedPolicyToPermissionSet.html`,
  ),
  documented(
    'docs-sso-03',
    'nothing',
    'Write the inline policy of the permission set one works with',
    'sso:PutInlinePolicyToPermissionSet sso:ProvisionPermissionSet',
    `${IDENTITY_CENTER}/API_PutInlinePolicyToPermissionSet.html`,
  ),
  documented(
    'docs-sso-04',
    'principal',
    'Give the permission set one works with the strong policy of an account',
    'sso:AttachCustomerManagedPolicyReferenceToPermissionSet sso:ProvisionPermissionSet',
    `${IDENTITY_CENTER}/API_AttachCustomerManagedPolicyReferenceToPermissionSet.html`,
  ),
  documented(
    'docs-sso-05',
    'principal',
    'Join a group of Identity Center',
    'identitystore:CreateGroupMembership',
    `${DOCS}/singlesignon/latest/IdentityStoreAPIReference/API_CreateGroupMembership.html`,
  ),
  documented(
    'docs-sso-06',
    'principal',
    'Join a group of Identity Center by way of the console',
    'sso-directory:AddMemberToGroup',
    DIRECTORY,
  ),
  documented(
    'docs-sso-07',
    'principal',
    'Set the password of somebody in Identity Center',
    'sso-directory:UpdatePassword',
    DIRECTORY,
  ),
  documented(
    'docs-sso-08',
    'principal',
    'Issue a token with which people and groups of Identity Center are written',
    'sso-directory:CreateBearerToken',
    DIRECTORY,
  ),
  documented(
    'docs-sso-09',
    'principal',
    'Have an identity provider of one’s own vouch for everybody in Identity Center',
    'sso-directory:UpdateExternalIdPConfigurationForDirectory',
    DIRECTORY,
  ),
  documented(
    'docs-sso-10',
    'principal',
    'Sign for the identity provider of Identity Center with a certificate of one’s own',
    'sso-directory:ImportExternalIdPCertificate',
    DIRECTORY,
  ),
  documented(
    'docs-sts-01',
    'principal',
    'Take root sessions of member accounts',
    'sts:AssumeRoot',
    `${DOCS}/STS/latest/APIReference/API_AssumeRoot.html`,
  ),
  path('ec2-001', 'passable-role', 'Start an instance with a role', 'iam:PassRole ec2:RunInstances'),
  path(
    'ec2-002',
    'running-resource',
    'Change the start script of an instance and start it anew',
    'ec2:ModifyInstanceAttribute ec2:StopInstances ec2:StartInstances',
  ),
  path('ec2-003', 'passable-role', 'Request a spot instance with a role', 'iam:PassRole ec2:RequestSpotInstances'),
  path(
    'ec2-004',
    'running-resource',
    'Change the launch template that instances are started from',
    'ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate',
  ),
  path(
    'ec2instanceconnect-003',
    'running-resource',
    'Enter an instance with a key sent by Instance Connect',
    'ec2-instance-connect:SendSSHPublicKey',
  ),
  path(
    'ecs-001',
    'passable-role',
    'Run a service with a role in a new cluster',
    'iam:PassRole ecs:CreateCluster ecs:RegisterTaskDefinition ecs:CreateService',
  ),
  path(
    'ecs-002',
    'passable-role',
    'Run a task with a role in a new cluster',
    'iam:PassRole ecs:CreateCluster ecs:RegisterTaskDefinition ecs:RunTask',
  ),
  path(
    'ecs-003',
    'passable-role',
    'Run a service with a role in a cluster that exists',
    'iam:PassRole ecs:RegisterTaskDefinition ecs:CreateService',
  ),
  path(
    'ecs-004',
    'passable-role',
    'Run a task with a role in a cluster that exists',
    'iam:PassRole ecs:RegisterTaskDefinition ecs:RunTask',
  ),
  path(
    'ecs-005',
    'passable-role',
    'Start a task with a role on a container instance',
    'iam:PassRole ecs:RegisterTaskDefinition ecs:StartTask',
  ),
  path('ecs-006', 'running-resource', 'Run commands in a container', 'ecs:ExecuteCommand ecs:DescribeTasks'),
  path('glue-001', 'passable-role', 'Create a development endpoint with a role', 'iam:PassRole glue:CreateDevEndpoint'),
  path('glue-002', 'running-resource', 'Put one’s key on a development endpoint', 'glue:UpdateDevEndpoint'),
  path('glue-003', 'passable-role', 'Run a new job with a role', 'iam:PassRole glue:CreateJob glue:StartJobRun'),
  path('glue-004', 'passable-role', 'Trigger a new job with a role', 'iam:PassRole glue:CreateJob glue:CreateTrigger'),
  path('glue-005', 'passable-role', 'Change a job and run it', 'iam:PassRole glue:UpdateJob glue:StartJobRun'),
  path('glue-006', 'passable-role', 'Change a job and trigger it', 'iam:PassRole glue:UpdateJob glue:CreateTrigger'),
  path('iam-001', 'nothing', 'Write a new version of a policy one has', 'iam:CreatePolicyVersion'),
  path('iam-002', 'principal', 'Issue an access key for another user', 'iam:CreateAccessKey'),
  path(
    'iam-003',
    'principal',
    'Issue an access key for a user who has two, after deleting one',
    'iam:CreateAccessKey iam:DeleteAccessKey',
  ),
  path('iam-004', 'principal', 'Give another user a password', 'iam:CreateLoginProfile'),
  path('iam-005', 'nothing', 'Write an inline policy on one’s own role', 'iam:PutRolePolicy'),
  path('iam-006', 'principal', 'Change the password of another user', 'iam:UpdateLoginProfile'),
  path('iam-007', 'nothing', 'Write an inline policy on oneself', 'iam:PutUserPolicy'),
  path('iam-008', 'nothing', 'Attach a policy to oneself', 'iam:AttachUserPolicy'),
  path('iam-009', 'nothing', 'Attach a policy to one’s own role', 'iam:AttachRolePolicy'),
  path('iam-010', 'nothing', 'Attach a policy to one’s own group', 'iam:AttachGroupPolicy'),
  path('iam-011', 'nothing', 'Write an inline policy on one’s own group', 'iam:PutGroupPolicy'),
  path('iam-012', 'principal', 'Make a role trust oneself', 'iam:UpdateAssumeRolePolicy'),
  path('iam-013', 'principal', 'Join a group', 'iam:AddUserToGroup'),
  path('iam-014', 'principal', 'Attach a policy to a role and assume it', 'iam:AttachRolePolicy sts:AssumeRole'),
  path(
    'iam-015',
    'principal',
    'Attach a policy to another user and issue a key for them',
    'iam:AttachUserPolicy iam:CreateAccessKey',
  ),
  path(
    'iam-016',
    'principal',
    'Write a new version of a policy that a role has, and assume the role',
    'iam:CreatePolicyVersion sts:AssumeRole',
  ),
  path('iam-017', 'principal', 'Write an inline policy on a role and assume it', 'iam:PutRolePolicy sts:AssumeRole'),
  path(
    'iam-018',
    'principal',
    'Write an inline policy on another user and issue a key for them',
    'iam:PutUserPolicy iam:CreateAccessKey',
  ),
  path(
    'iam-019',
    'principal',
    'Attach a policy to a role and make it trust oneself',
    'iam:AttachRolePolicy iam:UpdateAssumeRolePolicy',
  ),
  path(
    'iam-020',
    'principal',
    'Write a new version of a policy that a role has, and make the role trust oneself',
    'iam:CreatePolicyVersion iam:UpdateAssumeRolePolicy',
  ),
  path(
    'iam-021',
    'principal',
    'Write an inline policy on a role and make it trust oneself',
    'iam:PutRolePolicy iam:UpdateAssumeRolePolicy',
  ),
  path(
    'lambda-001',
    'passable-role',
    'Invoke a new function with a role',
    'iam:PassRole lambda:CreateFunction lambda:InvokeFunction',
  ),
  path(
    'lambda-002',
    'passable-role',
    'Have events invoke a new function with a role',
    'iam:PassRole lambda:CreateFunction lambda:CreateEventSourceMapping',
  ),
  path('lambda-003', 'running-resource', 'Replace the code of a function', 'lambda:UpdateFunctionCode'),
  path(
    'lambda-004',
    'running-resource',
    'Replace the code of a function and invoke it',
    'lambda:UpdateFunctionCode lambda:InvokeFunction',
  ),
  path(
    'lambda-005',
    'running-resource',
    'Replace the code of a function and let oneself invoke it',
    'lambda:UpdateFunctionCode lambda:AddPermission',
  ),
  path(
    'lambda-006',
    'passable-role',
    'Let oneself invoke a new function with a role',
    'iam:PassRole lambda:CreateFunction lambda:AddPermission',
  ),
  rhinoPath('rhino-02', 'nothing', 'Go back to a wider version of a policy one has', 'iam:SetDefaultPolicyVersion'),
  retired(
    rhinoPath('rhino-23', 'nothing', 'Create a CodeStar project from a template', 'codestar:CreateProjectFromTemplate'),
  ),
  retired(
    rhinoPath('rhino-24', 'passable-role', 'Give a new CodeStar project a role', 'iam:PassRole codestar:CreateProject'),
  ),
  retired(
    rhinoPath(
      'rhino-25',
      'nothing',
      'Own a new CodeStar project as a member of its team',
      'codestar:CreateProject codestar:AssociateTeamMember',
    ),
  ),
  rhinoPath('rhino-26', 'running-resource', 'Put a layer under a function', 'lambda:UpdateFunctionConfiguration'),
  path(
    'sagemaker-001',
    'passable-role',
    'Open a new notebook with a role',
    'iam:PassRole sagemaker:CreateNotebookInstance',
  ),
  path('sagemaker-002', 'passable-role', 'Train with a role', 'iam:PassRole sagemaker:CreateTrainingJob'),
  path('sagemaker-003', 'passable-role', 'Process data with a role', 'iam:PassRole sagemaker:CreateProcessingJob'),
  path('sagemaker-004', 'running-resource', 'Open a notebook', 'sagemaker:CreatePresignedNotebookInstanceUrl'),
  path(
    'sagemaker-005',
    'running-resource',
    'Give a notebook a start script',
    `sagemaker:CreateNotebookInstanceLifecycleConfig sagemaker:StopNotebookInstance
     sagemaker:UpdateNotebookInstance sagemaker:StartNotebookInstance`,
  ),
  path('ssm-001', 'running-resource', 'Open a session on an instance', 'ssm:StartSession'),
  path('ssm-002', 'running-resource', 'Send commands to an instance', 'ssm:SendCommand'),
  path('sts-001', 'principal', 'Assume any role that lets one', 'sts:AssumeRole'),
];

function path(id: string, needs: EscalationNeed, title: string, actions: string): EscalationPath {
  const service = id.replace('docs-', '').split('-')[0] ?? '';
  const permissions = actions.split(/\s+/u).map((action) => shared(action, service));
  return { id, title, link: `https://pathfinding.cloud/paths/${id}`, needs, permissions, isRetired: false };
}

/** Paths share their permissions, so that each is looked for once. */
function shared(action: string, service: string): Permission {
  const passedTo = action === 'iam:PassRole' ? (PASSED_TO[service] ?? []) : [];
  const key = [action, ...passedTo].join(' ');
  const known = PERMISSIONS.get(key) ?? permissionFor(action, passedTo);
  PERMISSIONS.set(key, known);
  return known;
}

function rhinoPath(id: string, needs: EscalationNeed, title: string, actions: string): EscalationPath {
  return { ...path(id, needs, title, actions), link: RHINO };
}

function documented(
  id: `docs-${string}`,
  needs: EscalationNeed,
  title: string,
  actions: string,
  link: string,
): EscalationPath {
  return { ...path(id, needs, title, actions), link };
}

function retired(one: EscalationPath): EscalationPath {
  return { ...one, isRetired: true };
}
