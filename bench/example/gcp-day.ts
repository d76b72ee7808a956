/** The bundled sample of GCP: one day of a project, with the stories of an intruder laid into it. */
import { stringAt, type JsonObject } from '../../src/std/json.ts';
import { ordinaryDay, policyDelta } from '../gcp-audit/activity.ts';
import { entry, ORGANIZATION, PROJECT, PROJECT_NUMBER, type GcpCaller } from '../gcp-audit/entry.ts';
import { Random } from '../cloudtrail/random.ts';

const SEED = 20260302;
const MIDNIGHT_MS = Date.UTC(2026, 2, 2);
const ACTIVITIES = 420;

/** A file of the sample: JSON lines, as a sink writes them into a bucket. */
export interface GcpLogFile {
  readonly path: string;
  readonly entries: readonly JsonObject[];
}

/** A key of the backup account fell into wrong hands. */
const STOLEN: GcpCaller = {
  email: `backup@${PROJECT}.iam.gserviceaccount.com`,
  keyName: `//iam.googleapis.com/projects/${PROJECT}/serviceAccounts/backup@${PROJECT}.iam.gserviceaccount.com/keys/0123456789abcdef0123456789abcdef01234567`,
  address: '198.51.100.77',
  agent: 'google-api-python-client/2.150.0 (gzip),gzip(gfe)',
};
const NEW_ACCOUNT = `metrics-sync@${PROJECT}.iam.gserviceaccount.com`;

/** The files of the sample; the same every time. */
export function gcpExampleDay(): readonly GcpLogFile[] {
  const random = new Random(SEED);
  const entries = [...ordinaryDay(random, MIDNIGHT_MS, ACTIVITIES), ...stories(random)];
  const byFile = new Map<string, JsonObject[]>();
  for (const one of entries) {
    const path = pathOf(one);
    byFile.set(path, [...(byFile.get(path) ?? []), one]);
  }
  return [...byFile]
    .map(([path, list]) => ({ path, entries: random.shuffle([...list]) }))
    .sort((left, right) => left.path.localeCompare(right.path));
}

/** What a file holds, decompressed. */
export function gcpFileText({ entries }: GcpLogFile): string {
  return entries.map((one) => `${JSON.stringify(one)}\n`).join('');
}

/** As a sink lays it out, but for the colons of the hours, which not every file system takes; four files a day. */
function pathOf(one: JsonObject): string {
  const log = stringAt(one, 'logName')?.split('%2F').at(-1) ?? '';
  const quarter = Math.floor(new Date(stringAt(one, 'timestamp') ?? '').getUTCHours() / 6) * 6;
  const hours = `${two(quarter)}-00-00_${two(quarter + 5)}-59-59`;
  return `cloudaudit.googleapis.com/${log}/2026/03/02/${hours}_S0.json.gz`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

function stories(random: Random): readonly JsonObject[] {
  function at(time: string): number {
    return MIDNIGHT_MS + Date.parse(`1970-01-01T${time}Z`);
  }
  return [
    ...newOwner(random, at('14:12:05')),
    ...outsider(random, at('14:40:31')),
    ...federation(random, at('15:05:12')),
    ...guardrails(random, at('15:30:44')),
    ...secondStep(random, at('16:20:09')),
  ];
}

/** A service account is created, made owner of the project and given a key. */
function newOwner(random: Random, atMs: number): readonly JsonObject[] {
  const account = `projects/${PROJECT}/serviceAccounts/${NEW_ACCOUNT}`;
  const monitored = { type: 'service_account', labels: { project_id: PROJECT, email_id: NEW_ACCOUNT } };
  return [
    entry(random, STOLEN, atMs, {
      service: 'iam.googleapis.com',
      method: 'google.iam.admin.v1.CreateServiceAccount',
      resource: `projects/${PROJECT}`,
      monitored,
      permission: 'iam.serviceAccounts.create',
      request: {
        '@type': 'type.googleapis.com/google.iam.admin.v1.CreateServiceAccountRequest',
        account_id: 'metrics-sync',
      },
      response: {
        '@type': 'type.googleapis.com/google.iam.admin.v1.ServiceAccount',
        name: account,
        email: NEW_ACCOUNT,
      },
    }),
    entry(random, STOLEN, atMs + 4000, {
      service: 'cloudresourcemanager.googleapis.com',
      method: 'SetIamPolicy',
      resource: `projects/${PROJECT}`,
      permission: 'resourcemanager.projects.setIamPolicy',
      serviceData: policyDelta([{ action: 'ADD', role: 'roles/owner', member: `serviceAccount:${NEW_ACCOUNT}` }]),
    }),
    entry(random, STOLEN, atMs + 9000, {
      service: 'iam.googleapis.com',
      method: 'google.iam.admin.v1.CreateServiceAccountKey',
      resource: `projects/-/serviceAccounts/${NEW_ACCOUNT}`,
      monitored,
      permission: 'iam.serviceAccountKeys.create',
      request: { '@type': 'type.googleapis.com/google.iam.admin.v1.CreateServiceAccountKeyRequest', name: account },
      response: {
        '@type': 'type.googleapis.com/google.iam.admin.v1.ServiceAccountKey',
        name: `${account}/keys/89abcdef0123456789abcdef0123456789abcdef`,
        key_type: 1,
      },
    }),
  ];
}

/** An account that anybody can open becomes a member. */
function outsider(random: Random, atMs: number): readonly JsonObject[] {
  return [
    entry(random, STOLEN, atMs, {
      service: 'cloudresourcemanager.googleapis.com',
      method: 'SetIamPolicy',
      resource: `projects/${PROJECT}`,
      permission: 'resourcemanager.projects.setIamPolicy',
      serviceData: policyDelta([
        { action: 'ADD', role: 'roles/iam.serviceAccountTokenCreator', member: 'user:shop.helper@gmail.com' },
      ]),
    }),
  ];
}

/** The provider that lets the code host in loses the condition that named the owner. */
function federation(random: Random, atMs: number): readonly JsonObject[] {
  const name = `projects/${PROJECT_NUMBER}/locations/global/workloadIdentityPools/ci/providers/github`;
  return [
    entry(random, STOLEN, atMs, {
      service: 'iam.googleapis.com',
      method: 'google.iam.v1.WorkloadIdentityPools.UpdateWorkloadIdentityPoolProvider',
      resource: name,
      monitored: { type: 'audited_resource', labels: { project_id: PROJECT, service: 'iam.googleapis.com' } },
      permission: 'iam.workloadIdentityPoolProviders.update',
      request: {
        '@type': 'type.googleapis.com/google.iam.v1.UpdateWorkloadIdentityPoolProviderRequest',
        updateMask: 'attributeCondition',
        workloadIdentityPoolProvider: {
          name,
          oidc: { issuerUri: 'https://token.actions.githubusercontent.com' },
          attributeCondition: '',
        },
      },
      operation: { id: `${name}/operations/example1`, producer: 'iam.googleapis.com', first: true },
    }),
  ];
}

/** The rule against keys goes, then the copy of the logs. */
function guardrails(random: Random, atMs: number): readonly JsonObject[] {
  const policy = `projects/${PROJECT_NUMBER}/policies/iam.disableServiceAccountKeyCreation`;
  return [
    entry(random, STOLEN, atMs, {
      service: 'orgpolicy.googleapis.com',
      method: 'google.cloud.orgpolicy.v2.OrgPolicy.DeletePolicy',
      resource: policy,
      monitored: { type: 'audited_resource', labels: { project_id: PROJECT, service: 'orgpolicy.googleapis.com' } },
      permission: 'orgpolicy.policy.set',
      request: { '@type': 'type.googleapis.com/google.cloud.orgpolicy.v2.DeletePolicyRequest', name: policy },
    }),
    entry(random, STOLEN, atMs + 22_000, {
      service: 'logging.googleapis.com',
      method: 'google.logging.v2.ConfigServiceV2.DeleteSink',
      resource: `projects/${PROJECT}/sinks/to-security`,
      monitored: { type: 'logging_sink', labels: { project_id: PROJECT, name: 'to-security' } },
      permission: 'logging.sinks.delete',
      request: {
        '@type': 'type.googleapis.com/google.logging.v2.DeleteSinkRequest',
        sinkName: `projects/${PROJECT}/sinks/to-security`,
      },
    }),
  ];
}

/** In Cloud Identity an administrator's account loses its second step. */
function secondStep(random: Random, atMs: number): readonly JsonObject[] {
  const caller = { email: 'bob@example.com', address: '198.51.100.77' };
  return [
    entry(random, caller, atMs, {
      service: 'admin.googleapis.com',
      method: 'google.admin.AdminService.unenrollUserFromStrongAuth',
      resource: `${ORGANIZATION}/userSettings`,
      container: ORGANIZATION,
      monitored: {
        type: 'audited_resource',
        labels: { service: 'admin.googleapis.com', method: 'google.admin.AdminService.unenrollUserFromStrongAuth' },
      },
      metadata: {
        '@type': 'type.googleapis.com/ccc_hosted_reporting.ActivityProto',
        activityId: { timeUsec: String(atMs * 1000), uniqQualifier: '-1234567890123456789' },
        event: [
          {
            eventName: 'UNENROLL_USER_FROM_STRONG_AUTH',
            eventType: 'USER_SETTINGS',
            parameter: [
              { name: 'USER_EMAIL', type: 'TYPE_STRING', label: 'LABEL_OPTIONAL', value: 'carol@example.com' },
            ],
          },
        ],
      },
    }),
  ];
}
