/** What is documented of fields: which hold one value and never a list, and which have values that can be listed. */
import { auditFields } from '../../rule-language/audit-fields.ts';
import type { Logsource } from '../../rule-language/rule.ts';
import type { FieldFacts } from './conflict.ts';
import type { FieldKey } from './formula.ts';

/** Lists of the normalised event: what stands below them has many values. */
const LISTS: readonly string[] = [
  'targets',
  'targetRoles',
  'credentialsIssued',
  'gcp.bindings',
  'gcp.auditConfigs',
  'gcp.permissionsAdded',
  'gcp.permissionsRemoved',
  'gcp.permissionsUsed',
  'gcp.delegation',
  'gcp.workspace',
];

/** Fields of records that are one value, by AWS's "CloudTrail record contents" and Google's `LogEntry` and `AuditLog`. */
const SINGLE_FIELDS: ReadonlySet<string> = new Set(
  ['eventVersion', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress', 'userAgent'].concat(
    ['errorCode', 'errorMessage', 'requestID', 'eventID', 'eventType', 'apiVersion', 'managementEvent', 'readOnly'],
    ['recipientAccountId', 'sharedEventID', 'vpcEndpointId', 'vpcEndpointAccountId', 'eventCategory'],
    ['sessionCredentialFromConsole', 'userIdentity.type', 'userIdentity.principalId', 'userIdentity.arn'],
    ['userIdentity.accountId', 'userIdentity.accessKeyId', 'userIdentity.userName', 'userIdentity.invokedBy'],
    ['userIdentity.identityProvider', 'userIdentity.sessionContext.sessionIssuer.type'],
    ['userIdentity.sessionContext.sessionIssuer.arn', 'userIdentity.sessionContext.sessionIssuer.userName'],
    ['userIdentity.sessionContext.attributes.mfaAuthenticated', 'additionalEventData.MFAUsed'],
    ['responseElements.ConsoleLogin', 'insertId', 'logName', 'severity', 'timestamp', 'resource.type'],
    ['protoPayload.@type', 'protoPayload.serviceName', 'protoPayload.methodName', 'protoPayload.resourceName'],
    ['protoPayload.status.code', 'protoPayload.authenticationInfo.principalEmail'],
    ['protoPayload.authenticationInfo.principalSubject', 'protoPayload.requestMetadata.callerIp'],
  ),
);

const YES_OR_NO = ['true', 'false'];

const VALUES: ReadonlyMap<string, readonly string[]> = new Map([
  ['cloud', ['aws', 'gcp']],
  ['outcome', ['success', 'failure', 'denied']],
  ['changeClass', ['account', 'credential', 'permission']],
  [
    'actor.kind',
    ['root', 'user', 'role', 'federated', 'saml', 'web-identity', 'identity-center', 'directory'].concat([
      'account',
      'service-account',
      'service',
      'unknown',
    ]),
  ],
  ['actor.instance.evidence', ['delivered', 'claimed']],
  ['actor.session.fromConsole', YES_OR_NO],
  ['actorIsTarget', ['yes', 'no', 'unknown']],
  ['readOnly', YES_OR_NO],
  ['auth.mfa', YES_OR_NO],
  ['parametersStripped', YES_OR_NO],
  ['source.accessMethod', ['console', 'cli', 'sdk', 'iac', 'service', 'unknown']],
  ['gcp.level', ['organization', 'folder', 'project', 'resource']],
  ['gcp.bindingsUnknown', YES_OR_NO],
  ['gcp.operation.phase', ['first', 'last', 'only', 'middle']],
  ['gcp.bindings.change', ['added', 'removed', 'condition-changed']],
  ['gcp.bindings.isActor', YES_OR_NO],
  ['gcp.auditConfigs.change', ['added', 'removed']],
]);

/** The facts that hold for the records of a log source. */
export function fieldFacts({ product }: Pick<Logsource, 'product'>): FieldFacts {
  return {
    isSingle({ field, list }) {
      if (list !== undefined) return list.origin === 'audit' && list.text !== 'iamwatch.gcp.workspace';
      if (field.origin === 'raw') return SINGLE_FIELDS.has(field.text);
      const path = field.segments.join('.');
      return auditFields.has(path) && !LISTS.some((name) => path === name || path.startsWith(`${name}.`));
    },
    valuesOf(at) {
      const path = auditPath(at);
      if (path === 'cloud' && (product === 'aws' || product === 'gcp')) return [product];
      return path === undefined ? undefined : VALUES.get(path);
    },
  };
}

/** The path of a field of the normalised event, also from inside one of its lists. */
function auditPath({ field, list }: FieldKey): string | undefined {
  if (field.origin === 'audit') return field.segments.join('.');
  return list?.origin === 'audit' ? [...list.segments, ...field.segments].join('.') : undefined;
}
