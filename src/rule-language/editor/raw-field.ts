/**
 * Raw fields that rules name most, with what they hold and the modifiers that fit them, for completion in editors. Any
 * other name may be used: nobody can know all of them.
 */

/** A field of the raw record. */
export interface RawField {
  readonly name: string;
  /** What it holds. */
  readonly about: string;
  /** Modifiers and predicates worth offering with it. */
  readonly with: readonly string[];
}

const POLICY = [
  'exists',
  'grants_admin',
  'grants_admin_conditionally',
  'grants_escalation',
  'grants_escalation_conditionally',
  'allows_by_exclusion',
];
const TRUST = [
  'exists',
  'trusts_external',
  'trusts_public',
  'trusts_federated_without_subject',
  'trusts_roles_anywhere_openly',
  'trusts_user',
  'trusts_whole_account',
  'trusts_actor',
];
const TEXT = ['contains', 'startswith', 'endswith', 'exists', 'neq', 're'];

/** The fields, those of AWS first. */
export const rawFields: readonly RawField[] = [
  { name: 'eventName', about: 'CloudTrail: the action, such as `CreateAccessKey`', with: TEXT },
  {
    name: 'eventSource',
    about: 'CloudTrail: the service, such as `iam.amazonaws.com`. Pair `eventName` with it',
    with: TEXT,
  },
  { name: 'errorCode', about: 'CloudTrail: why the call failed; absent where it succeeded', with: TEXT },
  { name: 'awsRegion', about: 'CloudTrail: region in which the call was made', with: ['neq'] },
  {
    name: 'sourceIPAddress',
    about: 'CloudTrail: address of the caller, or the name of a service',
    with: ['cidr', 'expected_network', ...TEXT],
  },
  {
    name: 'recipientAccountId',
    about: 'CloudTrail: account in whose trail the record stands',
    with: ['neq', 'own_account'],
  },
  {
    name: 'userIdentity.type',
    about: 'CloudTrail: how the caller came: `IAMUser`, `AssumedRole`, `Root`, `AWSService`, …',
    with: ['neq'],
  },
  {
    name: 'userIdentity.arn',
    about: 'CloudTrail: ARN of the caller, session included. `iamwatch.actor.principal` is the canonical one',
    with: TEXT,
  },
  {
    name: 'userIdentity.invokedBy',
    about: "CloudTrail: service that made the call on the caller's behalf",
    with: TEXT,
  },
  {
    name: 'requestParameters.userName',
    about: 'CloudTrail: user that the call acts on; absent for oneself',
    with: TEXT,
  },
  { name: 'requestParameters.roleName', about: 'CloudTrail: role that the call acts on', with: TEXT },
  { name: 'requestParameters.groupName', about: 'CloudTrail: group that the call acts on', with: TEXT },
  {
    name: 'requestParameters.policyArn',
    about: 'CloudTrail: managed policy that the call names',
    with: ['managed_policy_admin', 'managed_policy_escalation', 'managed_policy_broad', ...TEXT],
  },
  {
    name: 'requestParameters.policyDocument',
    about: 'CloudTrail: policy document as text',
    with: [...POLICY, ...TRUST.slice(1)],
  },
  {
    name: 'requestParameters.assumeRolePolicyDocument',
    about: 'CloudTrail: trust policy of a new role as text',
    with: TRUST,
  },
  {
    name: 'requestParameters.policy',
    about: 'CloudTrail: policy of a resource as text',
    with: ['exists', 'opens_external', 'opens_public', 'opens_to_network', 'opens_service'],
  },
  {
    name: 'requestParameters.principal',
    about: 'CloudTrail: principal that is let in',
    with: ['exists', 'foreign_principal', 'public_principal', 'unguarded_service'],
  },
  {
    name: 'responseElements',
    about: 'CloudTrail: what the call returned; null where it returned nothing or failed',
    with: ['exists'],
  },
  {
    name: 'additionalEventData.MFAUsed',
    about: 'CloudTrail: whether a console login used a second factor: `Yes`, `No`',
    with: ['exists'],
  },
  { name: 'protoPayload.methodName', about: 'Cloud Audit Logs: the method, with or without its package', with: TEXT },
  {
    name: 'protoPayload.serviceName',
    about: 'Cloud Audit Logs: the service, such as `iam.googleapis.com`',
    with: TEXT,
  },
  { name: 'protoPayload.resourceName', about: 'Cloud Audit Logs: the resource that the call acts on', with: TEXT },
  {
    name: 'protoPayload.authenticationInfo.principalEmail',
    about: 'Cloud Audit Logs: who called. `iamwatch.actor.principal` is the canonical form',
    with: TEXT,
  },
  {
    name: 'protoPayload.requestMetadata.callerIp',
    about: 'Cloud Audit Logs: address of the caller',
    with: ['cidr', 'expected_network', 'exists'],
  },
  {
    name: 'protoPayload.status.code',
    about: 'Cloud Audit Logs: 0 or absent where the call succeeded',
    with: ['exists'],
  },
  {
    name: 'protoPayload.request',
    about: 'Cloud Audit Logs: what was asked; absent where the log leaves it out',
    with: ['exists'],
  },
  { name: 'protoPayload.response', about: 'Cloud Audit Logs: what was answered', with: ['exists'] },
  {
    name: 'resource.type',
    about: 'Cloud Logging: kind of resource that wrote the entry, such as `service_account`',
    with: ['neq'],
  },
  {
    name: 'logName',
    about: 'Cloud Logging: the log, such as `projects/p/logs/cloudaudit.googleapis.com%2Factivity`',
    with: TEXT,
  },
];
