/**
 * What a call acted on. IAM names things by parameter, so the parameters decide; the first target found is the
 * primary one (the identity before the policy that it is given).
 */
import { at, isArray, stringAt, type Json } from '../../std/json.ts';
import type { AuditEvent, Target } from '../audit-event.ts';
import type { Call } from './call.ts';
import { request, response, type NamedBy } from './named-by.ts';
import { hasStrippedParameters } from './stripped-parameters.ts';
import { WORKLOAD_TARGETS } from './workload-target.ts';

/** Order is precedence: the first that is present is the primary target. One target a type. */
const IAM: readonly NamedBy[] = [
  ...response('user', 'user', 'arn'),
  ...response('role', 'role', 'arn'),
  ...response('group', 'group', 'arn'),
  ...request('user', 'userName'),
  ...response('user', 'accessKey', 'userName'),
  ...request('role', 'roleName'),
  ...request('group', 'groupName'),
  ...response('policy', 'policy', 'arn'),
  ...request('instance-profile', 'instanceProfileName'),
  ...request('saml-provider', 'sAMLProviderArn', 'SAMLProviderArn'),
  ...response('saml-provider', 'sAMLProviderArn'),
  ...response('oidc-provider', 'openIDConnectProviderArn'),
  ...request('oidc-provider', 'openIDConnectProviderArn'),
  ...request('policy', 'policyArn', 'policyName'),
  ...request('mfa-device', 'serialNumber', 'virtualMFADeviceName'),
  ...request('access-key', 'accessKeyId'),
  ...response('access-key', 'accessKey', 'accessKeyId'),
];

/** A map, because a service may be called like a method of objects. */
const BY_SERVICE: ReadonlyMap<string, readonly NamedBy[]> = new Map<string, readonly NamedBy[]>([
  ['iam', IAM],
  [
    'sts',
    [
      ...request('role', 'roleArn'),
      ...request('account', 'targetPrincipal'),
      ...response('session', 'federatedUser', 'arn'),
    ],
  ],
  [
    'rolesanywhere',
    [
      {
        type: 'profile',
        path: ['responseElements', 'profile', 'profileArn'],
        name: ['responseElements', 'profile', 'name'],
      },
      {
        type: 'trust-anchor',
        path: ['responseElements', 'trustAnchor', 'trustAnchorArn'],
        name: ['responseElements', 'trustAnchor', 'name'],
      },
      ...request('profile', 'profileId'),
      ...request('trust-anchor', 'trustAnchorId', 'name'),
    ],
  ],
  [
    'organizations',
    [
      ...request('account', 'accountId', 'targetId'),
      ...request('policy', 'policyId'),
      ...request('service', 'servicePrincipal'),
    ],
  ],
  ['kms', [...request('key', 'keyId'), ...response('key', 'keyMetadata', 'arn'), ...response('key', 'keyId')]],
  [
    'sso',
    [
      ...request('permission-set', 'permissionSetArn'),
      ...response('permission-set', 'permissionSet', 'permissionSetArn'),
      ...request('account', 'targetId'),
    ],
  ],
  ['s3', [...request('bucket', 'bucketName'), ...request('access-point', 'name')]],
  ['secretsmanager', request('secret', 'secretId')],
  ['sqs', request('queue', 'queueUrl', 'queueName')],
  ['sns', request('topic', 'topicArn', 'name')],
  ['ecr', request('repository', 'repositoryName')],
  ['es', request('domain', 'domainName')],
  ['events', request('event-bus', 'eventBusName')],
  ['logs', [...request('destination', 'destinationName'), ...request('policy', 'policyName')]],
  [
    'ram',
    [
      ...request('resource-share', 'resourceShareArn'),
      ...response('resource-share', 'resourceShare', 'resourceShareArn'),
    ],
  ],
  ...WORKLOAD_TARGETS,
]);

/** Actions on one's own user where the request names none. */
const SELF_WITHOUT_USER_NAME: ReadonlySet<string> = new Set([
  'CreateAccessKey',
  'UpdateAccessKey',
  'DeleteAccessKey',
  'CreateLoginProfile',
  'UpdateLoginProfile',
  'DeleteLoginProfile',
  'ChangePassword',
  'CreateServiceSpecificCredential',
  'ResetServiceSpecificCredential',
  'UpdateServiceSpecificCredential',
  'UploadSigningCertificate',
  'UpdateSigningCertificate',
  'DeactivateMFADevice',
  'EnableMFADevice',
  'ResyncMFADevice',
]);

const ROOT_USER_NAME = 'aws root user';

/** Targets of a call, the primary one first. Empty where the record names none. */
export function targetsOf(call: Call): readonly Target[] {
  const found: Target[] = [];
  for (const { path, type, name } of BY_SERVICE.get(call.service ?? '') ?? []) {
    const id = stringAt(call.raw, ...path);
    if (id === undefined || found.some((target) => target.type === type)) continue;
    const target = targetNamed(id, type, call);
    found.push(name === undefined ? target : { ...target, name: stringAt(call.raw, ...name) ?? target.name });
  }
  if (actsOnItself(call, found)) return [selfOf(call), ...found.filter(({ type }) => type !== 'user')];
  return found.length > 0 ? found : resourcesOf(call);
}

/**
 * Whether the primary target is the actor. Names count only between users of one account: a role session is never the
 * user of the same name.
 */
export function actorIsTarget(call: Call, target: Target | undefined): AuditEvent['actorIsTarget'] {
  if (target === undefined) return 'unknown';
  const { actor } = call;
  if (actor.principal === target.id) return 'yes';
  if (target.id.startsWith('arn:') && actor.principal.startsWith('arn:')) return 'no';
  if (actor.kind !== target.type || actor.account !== target.account) return 'no';
  const actorName = actor.kind === 'role' ? actor.principal.split('/').at(-1) : actor.name;
  return actorName?.toLowerCase() === target.name?.toLowerCase() ? 'yes' : 'no';
}

function actsOnItself(call: Call, found: readonly Target[]): boolean {
  if (call.service === 'signin') return call.action === 'ConsoleLogin';
  if (call.service === 'organizations') return call.action === 'LeaveOrganization';
  const namesUser = found.some(({ type, name }) => type === 'user' && !isRootItself(call, name));
  if (call.service !== 'iam' || namesUser || !SELF_WITHOUT_USER_NAME.has(call.action ?? '')) return false;
  return !hasStrippedParameters(call.raw); // without its parameters a call may have been for anyone
}

/**
 * Root is no user, and is called by a user name all the same: "Root" in answers about its own credentials, "AWS ROOT
 * USER" in requests about its second factor. No user can have the latter name, because of its spaces.
 */
function isRootItself(call: Call, name: string | undefined): boolean {
  if (call.actor.kind !== 'root') return false;
  const requested = stringAt(call.raw, 'requestParameters', 'userName');
  return requested === undefined ? name?.toLowerCase() === 'root' : requested.toLowerCase() === ROOT_USER_NAME;
}

function selfOf(call: Call): Target {
  if (call.action === 'LeaveOrganization') {
    return { type: 'account', id: call.account ?? 'unknown', name: call.account, account: call.account };
  }
  const { principal, kind, name, account } = call.actor;
  return { type: kind === 'root' ? 'root' : kind, id: principal, name, account: account ?? call.account };
}

function targetNamed(text: string, type: string, call: Call): Target {
  if (!text.startsWith('arn:')) return { type, id: text, name: text, account: call.account };
  const account = text.split(':')[4];
  return { type, id: text, name: text.split(/[/:]/).at(-1), account: account === '' ? undefined : account };
}

/** The record's own list of resources, for services without a table above. */
function resourcesOf(call: Call): readonly Target[] {
  const resources = at(call.raw, 'resources');
  if (!isArray(resources)) return [];
  return resources.flatMap((resource: Json) => {
    const arn = stringAt(resource, 'ARN') ?? stringAt(resource, 'arn');
    const type = stringAt(resource, 'type')?.replace(/^AWS::/, '') ?? 'resource';
    return arn === undefined ? [] : [targetNamed(arn, type, call)];
  });
}
