import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../std/json.ts';
import type { AuditEvent } from '../audit-event.ts';
import { call, CALLERS, entry, PROJECT, SERVICE_ACCOUNT } from './entry.fixture.ts';
import { gcpAuditView } from './event-view.ts';

function audit(value: JsonObject): AuditEvent {
  return gcpAuditView(value).audit();
}

function targets(value: JsonObject): readonly string[] {
  return audit(value).targets.map(({ type, id }) => `${type} ${id}`);
}

const POOL = `projects/${PROJECT}/locations/global/workloadIdentityPools/ci`;

describe('the name of the resource tells, the innermost thing first', () => {
  it.each<[string, string, readonly string[]]>([
    ['a project', `projects/${PROJECT}`, [`project projects/${PROJECT}`]],
    ['a folder', 'folders/12', ['folder folders/12']],
    ['an organisation', 'organizations/34', ['organization organizations/34']],
    ['a role', `projects/${PROJECT}/roles/helper`, [`role projects/${PROJECT}/roles/helper`]],
    ['a role of an organisation', 'organizations/34/roles/helper', ['role organizations/34/roles/helper']],
    [
      'a service account',
      `projects/-/serviceAccounts/${SERVICE_ACCOUNT.toUpperCase()}`,
      [`service-account serviceAccount:${SERVICE_ACCOUNT}`],
    ],
    [
      'a key comes after whom it is for',
      `projects/${PROJECT}/serviceAccounts/${SERVICE_ACCOUNT}/keys/0123`,
      [
        `service-account serviceAccount:${SERVICE_ACCOUNT}`,
        `service-account-key projects/${PROJECT}/serviceAccounts/${SERVICE_ACCOUNT}/keys/0123`,
      ],
    ],
    [
      'a provider of a pool',
      `${POOL}/providers/github`,
      [`identity-provider ${POOL}/providers/github`, `workload-identity-pool ${POOL}`],
    ],
    [
      'a workforce pool',
      'locations/global/workforcePools/staff',
      ['workforce-pool locations/global/workforcePools/staff'],
    ],
    ['a sink', `projects/${PROJECT}/sinks/all`, [`log-sink projects/${PROJECT}/sinks/all`]],
    ['a bucket', 'projects/_/buckets/b', ['bucket projects/_/buckets/b']],
    [
      'a machine in its zone',
      `projects/${PROJECT}/zones/z/instances/vm`,
      [`instance projects/${PROJECT}/zones/z/instances/vm`],
    ],
    [
      'an object, whatever its owner called it',
      'projects/_/buckets/b/objects/x/serviceAccounts/y@z',
      ['object projects/_/buckets/b/objects/x/serviceAccounts/y@z', 'bucket projects/_/buckets/b'],
    ],
    [
      'something of Kubernetes',
      'core/v1/namespaces/shop/pods/web',
      ['pod core/v1/namespaces/shop/pods/web', 'namespace core/v1/namespaces/shop'],
    ],
    ['with the service before it', `//iam.googleapis.com/${POOL}`, [`workload-identity-pool ${POOL}`]],
    ['something of another form', 'vm', ['resource vm']],
  ])('%s', (_, resourceName, expected) => {
    expect(targets(call({ resourceName }))).toEqual(expected);
  });

  it('an organisation policy', () => {
    const resourceName = 'organizations/34/policies/iam.disableServiceAccountKeyCreation';
    expect(targets(call({ serviceName: 'orgpolicy.googleapis.com', resourceName }))).toEqual([
      `org-policy ${resourceName}`,
    ]);
  });

  it('belongs to the project in the name', () => {
    expect(audit(call({ resourceName: 'projects/other/roles/r' })).targets[0]?.account).toBe('other');
    expect(audit(call({ resourceName: 'projects/_/buckets/b' })).targets[0]?.account).toBe(PROJECT);
    expect(audit(call({ resourceName: 'projects/123456/roles/r' })).targets[0]?.account).toBe(PROJECT);
  });
});

describe('what is being created', () => {
  const created = (method: string, patch: JsonObject): JsonObject =>
    call({ methodName: `google.iam.admin.v1.${method}`, resourceName: `projects/${PROJECT}`, request: null, ...patch });
  it.each<[string, JsonObject, string]>([
    [
      'a service account, from the answer',
      created('CreateServiceAccount', { response: { email: SERVICE_ACCOUNT } }),
      `service-account serviceAccount:${SERVICE_ACCOUNT}`,
    ],
    [
      'a service account, from the request where it was refused',
      created('CreateServiceAccount', { request: { account_id: 'deployer' }, 'status.code': 7 }),
      `service-account serviceAccount:${SERVICE_ACCOUNT}`,
    ],
    [
      'a key',
      created('CreateServiceAccountKey', {
        response: { name: `projects/${PROJECT}/serviceAccounts/${SERVICE_ACCOUNT}/keys/0123` },
      }),
      `service-account serviceAccount:${SERVICE_ACCOUNT}`,
    ],
    [
      'a role, from the request',
      created('CreateRole', { request: { parent: `projects/${PROJECT}`, role_id: 'helper' } }),
      `role projects/${PROJECT}/roles/helper`,
    ],
    [
      'a provider, in the first entry of its operation',
      created('CreateWorkloadIdentityPoolProvider', {
        request: { parent: POOL, workloadIdentityPoolProviderId: 'github' },
        response: { name: `${POOL}/operations/op-1` },
      }),
      `identity-provider ${POOL}/providers/github`,
    ],
    [
      'a sink',
      created('CreateSink', { request: { parent: `projects/${PROJECT}`, sink: { name: 'all' } } }),
      `log-sink projects/${PROJECT}/sinks/all`,
    ],
  ])('%s', (_, value, expected) => {
    expect(targets(value)[0]).toBe(expected);
  });
});

describe('a service account known by its number', () => {
  const resourceName = 'projects/-/serviceAccounts/123456789012345678901';
  it('goes by its address where the labels tell it', () => {
    const value = entry({ 'protoPayload.resourceName': resourceName, 'resource.labels.email_id': SERVICE_ACCOUNT });
    expect(targets(value)).toEqual([`service-account serviceAccount:${SERVICE_ACCOUNT}`]);
  });
  it('else by the number, and then may or may not be the actor', () => {
    const value = call({ resourceName, authenticationInfo: CALLERS.serviceAccount });
    expect(targets(value)).toEqual(['service-account serviceAccount:123456789012345678901']);
    expect(audit(value).actorIsTarget).toBe('unknown');
  });
});

describe('the actor as the target', () => {
  const resourceName = `projects/-/serviceAccounts/${SERVICE_ACCOUNT}`;
  it.each<[string, JsonObject, AuditEvent['actorIsTarget']]>([
    ['itself', call({ resourceName, authenticationInfo: CALLERS.serviceAccount }), 'yes'],
    ['another', call({ resourceName }), 'no'],
    ['by nobody knows whom', call({ resourceName, authenticationInfo: {} }), 'unknown'],
    ['nothing', entry({ 'protoPayload.resourceName': undefined, 'protoPayload.authorizationInfo': [] }), 'unknown'],
  ])('%s', (_, value, expected) => {
    expect(audit(value).actorIsTarget).toBe(expected);
  });
});

it('an invitation names the project and who is invited', () => {
  const value = call({
    serviceName: 'cloudresourcemanager.googleapis.com',
    methodName: 'InsertProjectOwnershipInvite',
    request: { member: 'user:Eve@example.com', projectId: PROJECT },
  });
  expect(targets(value)).toEqual([`project projects/${PROJECT}`, 'user user:eve@example.com']);
});

it('a policy of a project is the project where only the labels tell', () => {
  const value = entry({
    'protoPayload.resourceName': undefined,
    'protoPayload.authorizationInfo': undefined,
    'resource.type': 'project',
  });
  expect(targets(value)).toEqual([`project projects/${PROJECT}`]);
});
