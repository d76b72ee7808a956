/**
 * Every known escalation path, walked once by somebody and once in daily work, against all shipped rules: the step that
 * the log shows is noticed by a rule for it, and its daily twin stays below medium.
 */
import { describe, expect, it } from 'vitest';
import { draftAlert } from '../src/alerts/draft.ts';
import { levelRank, type Level } from '../src/alerts/alert.ts';
import { organisationProfile } from '../src/context/organisation-profile.ts';
import { rawEventView } from '../src/events/event-view.ts';
import { ESCALATION_PATHS } from '../src/policy/aws/escalation/paths.ts';
import { pathOfRhinoMethod, rhinoMethodCount } from '../src/policy/aws/escalation/rhino-method.ts';
import { loadBases } from '../src/rule-language/base-event.ts';
import { applyPatch } from '../src/rule-language/event-patch.ts';
import { policyPredicates } from '../src/rule-language/policy-predicates.ts';
import { compileRuleSet } from '../src/rule-language/rule-set.ts';
import type { Json } from '../src/std/json.ts';
import { baseFiles, shippedRules } from './shipped-rules.fixture.ts';

const profile = organisationProfile();
const rules = shippedRules();
const engine = compileRuleSet(rules, { predicates: policyPredicates(profile) });
const { bases } = loadBases(baseFiles);

const ADMIN = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
const READ = '{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::example/*"}]}';
const ADMIN_ARN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const READ_ARN = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
const ROLE = 'arn:aws:iam::111122223333:role/service/app-worker';
const TRUST_STRANGER =
  '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"sts:AssumeRole"}]}';
const TRUST_SERVICE =
  '{"Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}';

type Parameters = Readonly<Record<string, Json>>;

/** One step of a path as the log shows it: who notices it (ids of the catalogue), the attacker's call, the daily twin. */
interface Step {
  readonly noticedBy: readonly string[];
  readonly call: string;
  readonly attack: Parameters;
  readonly daily: Parameters;
  /** Where daily work calls something else. */
  readonly dailyCall?: string;
  readonly dailyBase?: string;
}

function handsOver(call: string, parameters: Parameters): Step {
  return { noticedBy: ['A104'], call, attack: parameters, daily: parameters };
}

function takesOver(call: string, attack: Parameters, daily: Parameters = attack, dailyCall?: string): Step {
  return { noticedBy: ['A105'], call, attack, daily, ...(dailyCall === undefined ? {} : { dailyCall }) };
}

const RUNS_TASK = handsOver('ecs:RegisterTaskDefinition', { family: 'app', taskRoleArn: ROLE });
const CREATES_FUNCTION = handsOver('lambda:CreateFunction20150331', { functionName: 'app', role: ROLE });
const CREATES_PROJECT = handsOver('codebuild:CreateProject', { name: 'app', serviceRole: ROLE });
const CREATES_JOB = handsOver('glue:CreateJob', { name: 'app', role: ROLE });
const UPDATES_JOB = handsOver('glue:UpdateJob', { jobName: 'app', jobUpdate: { role: ROLE } });
const REPLACES_CODE = takesOver('lambda:UpdateFunctionCode20150331v2', { functionName: 'app' });
const ISSUES_KEY: Step = {
  noticedBy: ['A01'],
  call: 'iam:CreateAccessKey',
  attack: { userName: 'bob' },
  daily: {},
  dailyCall: 'iam:ListAccessKeys',
};
const WRITES_VERSION: Step = {
  noticedBy: ['A48'],
  call: 'iam:CreatePolicyVersion',
  attack: { policyArn: 'arn:aws:iam::111122223333:policy/app', policyDocument: ADMIN, setAsDefault: true },
  daily: { policyArn: 'arn:aws:iam::111122223333:policy/app', policyDocument: READ, setAsDefault: true },
};
const CHANGES_TRUST: Step = {
  noticedBy: ['A32', 'A29', 'A30', 'A31'],
  call: 'iam:UpdateAssumeRolePolicy',
  attack: { roleName: 'app', policyDocument: TRUST_STRANGER },
  daily: { roleName: 'app', policyDocument: TRUST_SERVICE },
};

function attaches(what: 'User' | 'Group' | 'Role'): Step {
  const name = { [`${what.toLowerCase()}Name`]: 'app' };
  return {
    noticedBy: ['A41', 'A42', 'A43', 'A44', 'A53'],
    call: `iam:Attach${what}Policy`,
    attack: { ...name, policyArn: ADMIN_ARN },
    daily: { ...name, policyArn: READ_ARN },
  };
}

function writesInline(what: 'User' | 'Group' | 'Role'): Step {
  const name = { [`${what.toLowerCase()}Name`]: 'app', policyName: 'p' };
  return {
    noticedBy: ['A45', 'A46'],
    call: `iam:Put${what}Policy`,
    attack: { ...name, policyDocument: ADMIN },
    daily: { ...name, policyDocument: READ },
  };
}

const INSTANCE = 'arn:aws:sso:::instance/ssoins-0123456789abcdef';
const PERMISSION_SET = {
  instanceArn: INSTANCE,
  permissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef',
};
const ASSIGNMENT = { ...PERMISSION_SET, principalType: 'USER', principalId: '0123', targetType: 'AWS_ACCOUNT' };

function inDirectory(id: string, call: string, parameters: Parameters, dailyCall?: string): Step {
  return {
    noticedBy: [id],
    call,
    attack: parameters,
    daily: parameters,
    ...(dailyCall === undefined ? {} : { dailyCall }),
  };
}

/** Paths that a single event cannot show, and what they wait for. */
const WAITING: Readonly<Record<string, string>> = {
  'sts-001': 'assuming a role is daily work; only who assumed it before tells',
};

const STEPS: Readonly<Record<string, Step>> = {
  'apprunner-001': handsOver('apprunner:CreateService', {
    serviceName: 'app',
    instanceConfiguration: { instanceRoleArn: ROLE },
  }),
  'apprunner-002': takesOver('apprunner:UpdateService', {
    serviceArn: 'arn:aws:apprunner:us-east-1:111122223333:service/app/1',
  }),
  'bedrock-001': handsOver('bedrock-agentcore:CreateCodeInterpreter', { name: 'app', executionRoleArn: ROLE }),
  'bedrock-002': takesOver('bedrock-agentcore:StartCodeInterpreterSession', { codeInterpreterIdentifier: 'app-1' }),
  'cloudformation-001': handsOver('cloudformation:CreateStack', { stackName: 'app', roleARN: ROLE }),
  'cloudformation-002': takesOver('cloudformation:UpdateStack', { stackName: 'app' }),
  'cloudformation-003': handsOver('cloudformation:CreateStackSet', {
    stackSetName: 'app',
    administrationRoleARN: ROLE,
  }),
  'cloudformation-004': takesOver('cloudformation:UpdateStackSet', { stackSetName: 'app' }),
  'cloudformation-005': takesOver('cloudformation:ExecuteChangeSet', { changeSetName: 'c', stackName: 'app' }),
  'codebuild-001': CREATES_PROJECT,
  'codebuild-002': takesOver(
    'codebuild:StartBuild',
    { projectName: 'app', buildspecOverride: 'version: 0.2' },
    { projectName: 'app' },
  ),
  'codebuild-003': takesOver(
    'codebuild:StartBuildBatch',
    { projectName: 'app', buildspecOverride: 'version: 0.2' },
    { projectName: 'app' },
  ),
  'codebuild-004': CREATES_PROJECT,
  'datapipeline-001': handsOver('datapipeline:PutPipelineDefinition', { pipelineId: 'df-1', pipelineObjects: [] }),
  'docs-eks-01': handsOver('eks:CreatePodIdentityAssociation', {
    name: 'app',
    namespace: 'default',
    serviceAccount: 'app',
    roleArn: ROLE,
  }),
  'docs-eks-02': handsOver('eks:UpdatePodIdentityAssociation', {
    name: 'app',
    associationId: 'a-0123456789abcdef0',
    roleArn: ROLE,
  }),
  'docs-eks-03': {
    noticedBy: ['A107'],
    call: 'eks:AssociateAccessPolicy',
    attack: {
      name: 'app',
      principalArn: ROLE,
      policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
      accessScope: { type: 'cluster' },
    },
    daily: {
      name: 'app',
      principalArn: ROLE,
      policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
      accessScope: { type: 'cluster' },
    },
  },
  'docs-sso-01': {
    noticedBy: ['A74'],
    call: 'sso:CreateAccountAssignment',
    attack: { ...ASSIGNMENT, targetId: '111122223333' },
    daily: { ...ASSIGNMENT, targetId: '444455556666' },
  },
  'docs-sso-02': {
    noticedBy: ['A73'],
    call: 'sso:AttachManagedPolicyToPermissionSet',
    attack: { ...PERMISSION_SET, managedPolicyArn: ADMIN_ARN },
    daily: { ...PERMISSION_SET, managedPolicyArn: READ_ARN },
  },
  'docs-sso-03': {
    noticedBy: ['A73'],
    call: 'sso:PutInlinePolicyToPermissionSet',
    attack: { ...PERMISSION_SET, inlinePolicy: ADMIN },
    daily: { ...PERMISSION_SET, inlinePolicy: READ },
  },
  'docs-sso-04': {
    noticedBy: ['A73'],
    call: 'sso:AttachCustomerManagedPolicyReferenceToPermissionSet',
    attack: { ...PERMISSION_SET, customerManagedPolicyReference: { name: 'app', path: '/' } },
    daily: PERMISSION_SET,
    dailyCall: 'sso:ListCustomerManagedPolicyReferencesInPermissionSet',
  },
  'docs-sso-05': inDirectory('A76', 'identitystore:CreateGroupMembership', {
    identityStoreId: 'd-0123456789',
    groupId: '0123',
    memberId: { userId: '4567' },
  }),
  'docs-sso-06': inDirectory('A76', 'sso-directory:AddMemberToGroup', { groupId: '0123' }),
  'docs-sso-07': inDirectory('A76', 'sso-directory:UpdatePassword', { userId: '4567' }, 'identitystore:UpdateUser'),
  'docs-sso-08': inDirectory('A78', 'sso-directory:CreateBearerToken', {}, 'sso-directory:ListBearerTokens'),
  'docs-sso-09': inDirectory(
    'A75',
    'sso-directory:UpdateExternalIdPConfigurationForDirectory',
    {},
    'sso-directory:ListExternalIdPConfigurationsForDirectory',
  ),
  'docs-sso-10': inDirectory(
    'A75',
    'sso-directory:ImportExternalIdPCertificate',
    {},
    'sso-directory:ListExternalIdPCertificates',
  ),
  'docs-sts-01': {
    noticedBy: ['A81', 'A82'],
    call: 'sts:AssumeRoot',
    attack: {
      targetPrincipal: '444455556666',
      taskPolicyArn: { arn: 'arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy' },
    },
    daily: {
      targetPrincipal: '444455556666',
      taskPolicyArn: { arn: 'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials' },
    },
  },
  'ec2-001': handsOver('ec2:RunInstances', { iamInstanceProfile: { name: 'app' } }),
  'ec2-002': takesOver(
    'ec2:ModifyInstanceAttribute',
    { instanceId: 'i-0123456789abcdef0', userData: '<sensitiveDataRemoved>' },
    { instanceId: 'i-0123456789abcdef0', instanceType: { value: 't3.micro' } },
  ),
  'ec2-003': handsOver('ec2:RequestSpotInstances', { launchSpecification: { iamInstanceProfile: { name: 'app' } } }),
  'ec2-004': takesOver('ec2:ModifyLaunchTemplate', {
    ModifyLaunchTemplateRequest: { LaunchTemplateId: 'lt-1', SetDefaultVersion: 2 },
  }),
  'ec2instanceconnect-003': takesOver(
    'ec2-instance-connect:SendSSHPublicKey',
    { instanceId: 'i-0123456789abcdef0', instanceOSUser: 'root' },
    { instanceConnectEndpointId: 'eice-1' },
    'ec2-instance-connect:OpenTunnel',
  ),
  'ecs-001': RUNS_TASK,
  'ecs-002': RUNS_TASK,
  'ecs-003': RUNS_TASK,
  'ecs-004': RUNS_TASK,
  'ecs-005': RUNS_TASK,
  'ecs-006': takesOver('ecs:ExecuteCommand', { cluster: 'app', task: '0123', interactive: true }),
  'glue-001': handsOver('glue:CreateDevEndpoint', { endpointName: 'app', roleArn: ROLE }),
  'glue-002': takesOver(
    'glue:UpdateDevEndpoint',
    { endpointName: 'app', publicKey: 'ssh-rsa AAAA' },
    { endpointName: 'app', updateEtlLibraries: true },
  ),
  'glue-003': CREATES_JOB,
  'glue-004': CREATES_JOB,
  'glue-005': UPDATES_JOB,
  'glue-006': UPDATES_JOB,
  'iam-001': WRITES_VERSION,
  'iam-002': ISSUES_KEY,
  'iam-003': ISSUES_KEY,
  'iam-004': {
    noticedBy: ['A08'],
    call: 'iam:CreateLoginProfile',
    attack: { userName: 'bob' },
    daily: { userName: 'bob' },
    dailyCall: 'iam:GetLoginProfile',
  },
  'iam-005': writesInline('Role'),
  'iam-006': {
    noticedBy: ['A10'],
    call: 'iam:UpdateLoginProfile',
    attack: { userName: 'bob' },
    daily: {},
    dailyCall: 'iam:ChangePassword',
    dailyBase: 'console-session-call',
  },
  'iam-007': writesInline('User'),
  'iam-008': attaches('User'),
  'iam-009': attaches('Role'),
  'iam-010': attaches('Group'),
  'iam-011': writesInline('Group'),
  'iam-012': CHANGES_TRUST,
  'iam-013': {
    noticedBy: ['A37', 'A38'],
    call: 'iam:AddUserToGroup',
    attack: { userName: 'alice', groupName: 'Administrators' },
    daily: { userName: 'bob', groupName: 'readers' },
  },
  'iam-014': attaches('Role'),
  'iam-015': attaches('User'),
  'iam-016': WRITES_VERSION,
  'iam-017': writesInline('Role'),
  'iam-018': writesInline('User'),
  'iam-019': attaches('Role'),
  'iam-020': WRITES_VERSION,
  'iam-021': writesInline('Role'),
  'lambda-001': CREATES_FUNCTION,
  'lambda-002': CREATES_FUNCTION,
  'lambda-003': REPLACES_CODE,
  'lambda-004': REPLACES_CODE,
  'lambda-005': REPLACES_CODE,
  'lambda-006': CREATES_FUNCTION,
  'rhino-02': {
    noticedBy: ['A49'],
    call: 'iam:SetDefaultPolicyVersion',
    attack: { policyArn: 'arn:aws:iam::111122223333:policy/app', versionId: 'v1' },
    daily: { policyArn: 'arn:aws:iam::111122223333:policy/app', policyDocument: READ, setAsDefault: true },
    dailyCall: 'iam:CreatePolicyVersion',
  },
  'rhino-26': takesOver(
    'lambda:UpdateFunctionConfiguration20150331v2',
    { functionName: 'app', layers: ['arn:aws:lambda:us-east-1:444455556666:layer:x:1'] },
    { functionName: 'app', memorySize: 512 },
  ),
  'sagemaker-001': handsOver('sagemaker:CreateNotebookInstance', { notebookInstanceName: 'app', roleArn: ROLE }),
  'sagemaker-002': handsOver('sagemaker:CreateTrainingJob', { trainingJobName: 'app', roleArn: ROLE }),
  'sagemaker-003': handsOver('sagemaker:CreateProcessingJob', { processingJobName: 'app', roleArn: ROLE }),
  'sagemaker-004': takesOver('sagemaker:CreatePresignedNotebookInstanceUrl', { notebookInstanceName: 'app' }),
  'sagemaker-005': takesOver('sagemaker:UpdateNotebookInstance', {
    notebookInstanceName: 'app',
    lifecycleConfigName: 'app',
  }),
  'ssm-001': takesOver('ssm:StartSession', { target: 'i-0123456789abcdef0' }),
  'ssm-002': takesOver(
    'ssm:SendCommand',
    { documentName: 'AWS-RunShellScript', instanceIds: ['i-0123456789abcdef0'] },
    { documentName: 'AWS-RunPatchBaseline', instanceIds: ['i-0123456789abcdef0'] },
  ),
};

const live = ESCALATION_PATHS.filter(({ isRetired }) => !isRetired);

function alertsOn(
  base: string,
  call: string,
  requestParameters: Parameters,
): { rule: string; ids: readonly string[]; level: Level }[] {
  const [service = '', eventName = ''] = call.split(':');
  const patch = { eventSource: `${service}.amazonaws.com`, eventName, requestParameters };
  const view = rawEventView(applyPatch(bases.get(base) ?? {}, { base, patch, without: [] }));
  return engine
    .match(view)
    .filter(({ rule }) => !engine.silentRules.has(rule))
    .map((match) => ({
      rule: match.rule.name,
      ids: match.rule.catalogue,
      level: draftAlert(match, view, { file: 'test', record: 1 }, { engine, profile }).level,
    }));
}

it('knows every path that is not retired, each once, and all of Rhino’s methods', () => {
  expect([...Object.keys(STEPS), ...Object.keys(WAITING)].sort()).toEqual(live.map(({ id }) => id).sort());
  const rhino = Array.from({ length: rhinoMethodCount }, (_, index) => pathOfRhinoMethod(index + 1) ?? 'unknown');
  const retired = new Set(ESCALATION_PATHS.filter(({ isRetired }) => isRetired).map(({ id }) => id));
  expect(rhino.filter((id) => STEPS[id] === undefined && !retired.has(id))).toEqual([]);
});

describe.each(Object.entries(STEPS))('%s', (_, step) => {
  const covered = rules.some(({ catalogue }) => catalogue.some((id) => step.noticedBy.includes(id)));

  it.skipIf(!covered)('is noticed by a rule for it', () => {
    const alerts = alertsOn('iam-user-call', step.call, step.attack);
    const ids = alerts.flatMap((alert) => alert.ids);
    expect(ids.filter((id) => step.noticedBy.includes(id))).not.toEqual([]);
  });

  it('stays below medium in daily work', () => {
    const alerts = alertsOn(step.dailyBase ?? 'role-session-call', step.dailyCall ?? step.call, step.daily);
    expect(alerts.filter(({ level }) => levelRank(level) >= levelRank('medium'))).toEqual([]);
  });
});
