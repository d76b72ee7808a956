/**
 * The 56 rules that every rule set holds, shaped as public cloud rules are: most name a service and its actions, some add a
 * condition, two match the beginning of a versioned action, four name no action at all.
 */
export interface Selection {
  readonly title: string;
  readonly level: string;
  /** Sigma search identifiers; the condition is all of `selection*` and none of `filter*`. */
  readonly detection: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export const sharedRules: readonly Selection[] = [
  ...actions('iam', [
    'CreateUser',
    'DeleteUser',
    'CreateLoginProfile',
    'UpdateLoginProfile',
    'DeleteLoginProfile',
    'AttachUserPolicy',
    'DetachUserPolicy',
    'PutUserPolicy',
    'DeleteUserPolicy',
    'CreateGroup',
    'DeleteGroup',
    'AddUserToGroup',
    'PutGroupPolicy',
    'AttachGroupPolicy',
    'CreatePolicyVersion',
    'SetDefaultPolicyVersion',
    'UpdateAssumeRolePolicy',
    'CreateInstanceProfile',
    'AddRoleToInstanceProfile',
    'DeactivateMFADevice',
    'CreateVirtualMFADevice',
    'CreateSAMLProvider',
    'UpdateSAMLProvider',
    'DeleteAccountPasswordPolicy',
  ]),
  ...actions('cloudtrail', ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors']),
  ...actions('guardduty', ['DeleteDetector', 'UpdateDetector', 'CreateIPSet']),
  ...actions('ec2', [
    'ModifySnapshotAttribute',
    'ModifyImageAttribute',
    'CreateKeyPair',
    'AuthorizeSecurityGroupIngress',
  ]),
  ...actions('rds', ['ModifyDBSnapshotAttribute', 'RestoreDBInstanceFromDBSnapshot', 'DeleteDBCluster']),
  ...actions('s3', ['PutBucketPolicy', 'DeleteBucketPolicy', 'PutBucketAcl']),
  ...actions('kms', ['ScheduleKeyDeletion', 'DisableKey']),
  rule('Role with a policy of its own by a pipeline', {
    selection: { eventSource: 'iam.amazonaws.com', eventName: ['PutRolePolicy', 'AttachRolePolicy'] },
    filter_service: { 'userIdentity.invokedBy|endswith': '.amazonaws.com' },
  }),
  rule('Access key created by a person', {
    selection: { eventSource: 'iam.amazonaws.com', eventName: 'CreateAccessKey', errorCode: null },
  }),
  rule('Console sign-in without a second factor', {
    selection: { eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin', 'additionalEventData.MFAUsed': 'No' },
    filter_single_sign_on: { 'userIdentity.arn|contains': ':assumed-role/AWSReservedSSO_' },
  }),
  rule('Role taken by web identity from an unknown repository', {
    selection: { eventSource: 'sts.amazonaws.com', eventName: 'AssumeRoleWithWebIdentity' },
    filter_known: { 'userIdentity.userName|startswith': 'repo:example-org/' },
  }),
  rule('Secret read by a person', {
    selection: { eventSource: 'secretsmanager.amazonaws.com', eventName: ['GetSecretValue', 'BatchGetSecretValue'] },
    selection_person: { 'userIdentity.arn|contains': '/AWSReservedSSO_' },
  }),
  rule('Function code replaced outside of the pipeline', {
    selection: { eventSource: 'lambda.amazonaws.com', 'eventName|startswith': 'UpdateFunctionCode' },
    filter_pipeline: { 'userIdentity.sessionContext.sessionIssuer.userName': 'github-deployer' },
  }),
  rule('Function opened to others', {
    selection: {
      eventSource: 'lambda.amazonaws.com',
      'eventName|startswith': ['AddPermission', 'AddLayerVersionPermission'],
    },
  }),
  rule('Service replaced in a cluster', {
    selection: { eventSource: 'ecs.amazonaws.com', eventName: ['RegisterTaskDefinition', 'UpdateService'] },
    filter_pipeline: { 'userIdentity.arn|contains': 'github-deployer' },
  }),
  rule('Many identities listed', {
    selection: {
      eventSource: 'iam.amazonaws.com',
      eventName: ['ListUsers', 'ListRoles', 'GetAccountAuthorizationDetails'],
    },
    filter_single_sign_on: { 'userIdentity.arn|contains': 'AWSReservedSSO_' },
  }),
  rule('Any call by the owner of the account', {
    selection: { 'userIdentity.type': 'Root' },
    filter_service: { 'userIdentity.invokedBy|exists': true },
  }),
  rule('Session that a service named', { selection: { 'userIdentity.arn|re': '.+:assumed-role/aws:.+' } }),
  rule('Tool of an attacker', {
    selection: { 'userAgent|contains': ['kali', 'parrot', 'pacu', 'cloudfox', 'trufflehog'] },
  }),
  rule('Call from an anonymous network', {
    selection: { 'sourceIPAddress|cidr': ['203.0.113.64/27', '2001:db8:dead::/48'] },
  }),
];

/** One rule for each action of a service. */
function actions(service: string, names: readonly string[]): Selection[] {
  return names.map((name) =>
    rule(`${service} ${name}`, { selection: { eventSource: `${service}.amazonaws.com`, eventName: name } }),
  );
}

function rule(title: string, detection: Selection['detection']): Selection {
  return { title, level: 'medium', detection };
}
