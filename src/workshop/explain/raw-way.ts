/**
 * Edits of a raw record that change what a normalised field says. Like those that silence an alert
 * (`alerts/counterfactual.ts`) they are tried, never assumed; what is not here is looked for in the rule's own tests.
 */
import type { AuditEvent } from '../../events/audit-event.ts';
import type { Json } from '../../std/json.ts';
import type { EditSet } from './record-edit.ts';

/** Edits that are worth a try for a normalised field. */
export function rawWays(field: string, event: AuditEvent): readonly EditSet[] {
  return (event.cloud === 'gcp' ? GCP : AWS)[field]?.(event) ?? [];
}

type Ways = Readonly<Record<string, (event: AuditEvent) => readonly EditSet[]>>;

function set(path: string, value: Json | undefined): EditSet {
  return [{ path: path.split('.'), set: value }];
}

function each(path: string, values: readonly (Json | undefined)[]): readonly EditSet[] {
  return values.map((value) => set(path, value));
}

const AWS: Ways = {
  'iamwatch.outcome': () => [
    ...each('errorCode', [undefined, 'AccessDenied', 'ValidationException']),
    ...each('responseElements.ConsoleLogin', ['Success', 'Failure']),
    [...set('errorCode', undefined), ...set('responseElements.ConsoleLogin', 'Success')],
  ],
  'iamwatch.errorCode': () => each('errorCode', [undefined, 'AccessDenied']),
  'iamwatch.readOnly': () => each('readOnly', [true, false, undefined]),
  'iamwatch.parametersStripped': () => [
    ...each('requestParameters.omitted', [true, undefined]),
    ...each('requestParameters', [{ omitted: true }, undefined]),
  ],
  'iamwatch.actorIsTarget': ({ actor }) =>
    each('requestParameters.userName', [actor.name, `${actor.name}-2`, undefined]),
  'iamwatch.actor.kind': () => [
    ...each('userIdentity.type', ['IAMUser', 'Root', 'AssumedRole', 'AWSService', 'AWSAccount', 'WebIdentityUser']),
    ...each('userIdentity.type', ['SAMLUser', 'FederatedUser', 'IdentityCenterUser', 'Directory', 'Unknown']),
  ],
  'iamwatch.actor.invokedBy': () => each('userIdentity.invokedBy', [undefined, 'cloudformation.amazonaws.com']),
  'iamwatch.actor.accessKeyId': () => each('userIdentity.accessKeyId', [undefined, 'AKIAEXAMPLE000000001']),
  'iamwatch.actor.instance': () => each('userIdentity.sessionContext.ec2RoleDelivery', ['2.0', '1.0', undefined]),
  'iamwatch.actor.instance.evidence': () =>
    each('userIdentity.sessionContext.ec2RoleDelivery', ['2.0', '1.0', undefined]),
  'iamwatch.actor.session.sourceIdentity': () =>
    each('userIdentity.sessionContext.sourceIdentity', [undefined, 'example']),
  'iamwatch.actor.session.fromConsole': () => each('sessionCredentialFromConsole', ['true', undefined]),
  'iamwatch.auth.mfa': () => [
    ...each('additionalEventData.MFAUsed', ['Yes', 'No', undefined]),
    ...each('userIdentity.sessionContext.attributes.mfaAuthenticated', ['true', 'false', undefined]),
  ],
  'iamwatch.source.ip': () => each('sourceIPAddress', ['203.0.113.7', 'cloudformation.amazonaws.com', undefined]),
  'iamwatch.region': () => each('awsRegion', ['us-east-1', 'eu-central-1', undefined]),
};

const GCP: Ways = {
  'iamwatch.outcome': () => [
    ...each('protoPayload.status', [undefined, { code: 7 }, { code: 3 }]),
    ...each('protoPayload.status.code', [undefined, 7, 3]),
  ],
  'iamwatch.errorCode': () => each('protoPayload.status', [undefined, { code: 7 }]),
  'iamwatch.gcp.bindings': () => [
    set('protoPayload.serviceData.policyDelta', undefined),
    set('protoPayload.metadata', undefined),
  ],
  'iamwatch.gcp.bindingsUnknown': () => [
    ...each('protoPayload.request', [undefined]),
    ...each('protoPayload.serviceData.policyDelta', [undefined]),
    ...each('protoPayload.serviceData', [undefined]),
  ],
  'iamwatch.gcp.auditConfigs': () => each('protoPayload.serviceData.policyDelta', [undefined]),
  'iamwatch.gcp.permissionsAdded': () => each('protoPayload.serviceData.permissionDelta', [undefined]),
  'iamwatch.gcp.permissionsUsed': () => each('protoPayload.authorizationInfo', [undefined]),
  'iamwatch.gcp.delegation': () => each('protoPayload.authenticationInfo.serviceAccountDelegationInfo', [undefined]),
  'iamwatch.gcp.workspace': () => each('protoPayload.metadata', [undefined]),
  'iamwatch.gcp.level': () =>
    each('resource.type', ['organization', 'folder', 'project', 'bigquery_resource', 'service_account']),
  'iamwatch.gcp.operation.phase': () =>
    each('operation', [undefined, { id: 'op-1', first: true }, { id: 'op-1', last: true }]),
  'iamwatch.actor.kind': () =>
    each('protoPayload.authenticationInfo.principalEmail', [
      'ann@example.com',
      'build@shop-prod.iam.gserviceaccount.com',
      'service-agent-manager@system.gserviceaccount.com',
    ]),
  'iamwatch.actor.principal': () =>
    each('protoPayload.authenticationInfo.principalEmail', [
      'ann@example.com',
      'build@shop-prod.iam.gserviceaccount.com',
      'service-agent-manager@system.gserviceaccount.com',
    ]),
};
