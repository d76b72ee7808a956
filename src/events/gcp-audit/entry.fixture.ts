/** Entries of Cloud Audit Logs for tests: one base in the shape of real ones, and patches that show only what matters. */
import type { Json, JsonObject } from '../../std/json.ts';
import { edited } from '../../std/json-edit.ts';

export const PROJECT = 'shop-prod';
export const ORGANIZATION = 'organizations/123456789012';
export const SERVICE_ACCOUNT = `deployer@${PROJECT}.iam.gserviceaccount.com`;

/** One `authenticationInfo` for each way of acting (catalogue: who is the actor). */
export const CALLERS = {
  user: { principalEmail: 'ann@example.com', principalSubject: 'user:ann@example.com' },
  serviceAccount: { principalEmail: SERVICE_ACCOUNT, principalSubject: `serviceAccount:${SERVICE_ACCOUNT}` },
  key: {
    principalEmail: SERVICE_ACCOUNT,
    principalSubject: `serviceAccount:${SERVICE_ACCOUNT}`,
    serviceAccountKeyName: `//iam.googleapis.com/projects/${PROJECT}/serviceAccounts/${SERVICE_ACCOUNT}/keys/0123456789abcdef`,
  },
  federated: {
    principalSubject:
      'principal://iam.googleapis.com/projects/123456789/locations/global/workloadIdentityPools/ci/subject/repo:Shop/app',
  },
  agent: { principalEmail: 'service-123456789@gcp-sa-pubsub.iam.gserviceaccount.com' },
  impersonated: {
    principalEmail: SERVICE_ACCOUNT,
    principalSubject: `serviceAccount:${SERVICE_ACCOUNT}`,
    serviceAccountDelegationInfo: [{ firstPartyPrincipal: { principalEmail: 'Ann@example.com' } }],
  },
} satisfies Record<string, JsonObject>;

const ENTRY: JsonObject = {
  protoPayload: {
    '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
    status: {},
    authenticationInfo: CALLERS.user,
    requestMetadata: {
      callerIp: '203.0.113.7',
      callerSuppliedUserAgent:
        'google-cloud-sdk gcloud/501.0.0 command/gcloud.iam.roles.list interactive/True from-script/False,gzip(gfe)',
      requestAttributes: { time: '2026-03-02T09:00:00.123456Z', auth: {} },
      destinationAttributes: {},
    },
    serviceName: 'iam.googleapis.com',
    methodName: 'google.iam.admin.v1.ListRoles',
    authorizationInfo: [
      { resource: `projects/${PROJECT}`, permission: 'iam.roles.list', granted: true, resourceAttributes: {} },
    ],
    resourceName: `projects/${PROJECT}`,
    request: { '@type': 'type.googleapis.com/google.iam.admin.v1.ListRolesRequest', parent: `projects/${PROJECT}` },
  },
  insertId: '1a2b3c4d5e6f',
  resource: {
    type: 'api',
    labels: { project_id: PROJECT, service: 'iam.googleapis.com', method: 'google.iam.admin.v1.ListRoles' },
  },
  timestamp: '2026-03-02T09:00:00.123456789Z',
  severity: 'NOTICE',
  logName: `projects/${PROJECT}/logs/cloudaudit.googleapis.com%2Factivity`,
  receiveTimestamp: '2026-03-02T09:00:01.5Z',
};

/** A call by a person, with the given values at their dotted paths; undefined takes a field away. */
export function entry(patch: Readonly<Record<string, Json | undefined>> = {}): JsonObject {
  return edited(
    ENTRY,
    Object.entries(patch).map(([path, set]) => ({ path, set })),
  );
}

/** The same with the patch below `protoPayload`, where nearly everything is. */
export function call(patch: Readonly<Record<string, Json | undefined>> = {}): JsonObject {
  return entry(Object.fromEntries(Object.entries(patch).map(([path, set]) => [`protoPayload.${path}`, set])));
}

/** A change of the IAM policy of a project, with the differences that it shows. */
export function policyChange(...bindingDeltas: readonly JsonObject[]): JsonObject {
  return entry({
    'protoPayload.serviceName': 'cloudresourcemanager.googleapis.com',
    'protoPayload.methodName': 'SetIamPolicy',
    'protoPayload.serviceData': {
      '@type': 'type.googleapis.com/google.iam.v1.logging.AuditData',
      policyDelta: { bindingDeltas },
    },
    'resource.type': 'project',
  });
}
