import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../std/json.ts';
import type { AuditEvent } from '../audit-event.ts';
import { call, CALLERS, entry, ORGANIZATION, PROJECT, SERVICE_ACCOUNT } from './entry.fixture.ts';
import { entryDedupKey, entryId, entryTimeMs, gcpAuditView } from './event-view.ts';

function audit(value: JsonObject = entry()): AuditEvent {
  return gcpAuditView(value).audit();
}

function by(authenticationInfo: JsonObject): AuditEvent {
  return audit(call({ authenticationInfo }));
}

describe('the view', () => {
  it('holds the entry and the log source of Sigma', () => {
    const value = entry();
    expect(gcpAuditView(value)).toMatchObject({ cloud: 'gcp', service: 'gcp.audit' });
    expect(gcpAuditView(value).raw).toBe(value);
  });
  it('builds the event once', () => {
    const view = gcpAuditView(entry());
    expect(view.audit()).toBe(view.audit());
  });
  it('survives an entry without a payload', () => {
    expect(audit({ operation: { producer: 'k8s.io' } })).toMatchObject({
      action: undefined,
      outcome: 'success',
      actor: { kind: 'unknown', principal: 'unknown:unidentified' },
      targets: [],
    });
  });
});

describe('what tells entries apart', () => {
  it('the id, else the content', () => {
    expect(entryId(entry())).toBe('1a2b3c4d5e6f');
    const nameless = entry({ insertId: undefined });
    expect(entryId(nameless)).toBe(entryId({ ...nameless }));
    expect(entryId(nameless)).not.toBe(entryId(entry({ insertId: undefined, severity: 'INFO' })));
  });

  it('the time, with what is finer than milliseconds cut', () => {
    expect(entryTimeMs(entry())).toBe(Date.parse('2026-03-02T09:00:00.123Z'));
    expect(entryTimeMs(entry({ timestamp: '2026-03-02 09:00:00.123456 UTC' }))).toBe(entryTimeMs(entry()));
    expect(entryTimeMs(entry({ timestamp: undefined }))).toBe(Date.parse('2026-03-02T09:00:01.500Z'));
    expect(entryTimeMs({})).toBeUndefined();
  });

  it.each<[string, Readonly<Record<string, Json>>, boolean]>([
    ['a copy by way of BigQuery', { timestamp: '2026-03-02 09:00:00.123456 UTC' }, true],
    ['a copy with the slash decoded', { logName: `projects/${PROJECT}/logs/cloudaudit.googleapis.com/activity` }, true],
    ['another id', { insertId: 'other' }, false],
    ['another time', { timestamp: '2026-03-02T09:00:01Z' }, false],
    ['another log', { logName: `projects/${PROJECT}/logs/cloudaudit.googleapis.com%2Fpolicy` }, false],
  ])('%s', (_, patch, isSame) => {
    expect(entryDedupKey(entry(patch)) === entryDedupKey(entry())).toBe(isSame);
    expect(audit(entry(patch)).dedupKey).toBe(entryDedupKey(entry(patch)));
  });
});

describe('one action in several entries', () => {
  const operation = { id: 'op-1', producer: 'iam.googleapis.com' };
  it('begins and ends', () => {
    const first = audit(entry({ insertId: 'a', operation: { ...operation, first: true } }));
    const last = audit(entry({ insertId: 'b', operation: { ...operation, last: true } }));
    expect([first.gcp?.operation, last.gcp?.operation]).toEqual([
      { id: 'op-1', phase: 'first' },
      { id: 'op-1', phase: 'last' },
    ]);
    expect(first.actionKey).toBe(last.actionKey);
    expect(first.dedupKey).not.toBe(last.dedupKey);
  });
  it.each<[string, JsonObject]>([
    ['only', { ...operation, first: true, last: true }],
    ['middle', operation],
  ])('is %s', (phase, value) => {
    expect(audit(entry({ operation: value })).gcp?.operation?.phase).toBe(phase);
  });
  it('another producer may use the same id', () => {
    const other = { ...operation, producer: 'compute.googleapis.com' };
    expect(audit(entry({ operation })).actionKey).not.toBe(audit(entry({ operation: other })).actionKey);
  });
  it('too large for one: what was asked for lies in pieces', () => {
    const split = { uid: 's-1', index: 0, totalSplits: 2 };
    const [one, two] = [
      audit(entry({ insertId: 'a-0', split })),
      audit(entry({ insertId: 'a-1', split: { ...split, index: 1 } })),
    ];
    expect(one).toMatchObject({ actionKey: 's-1', parametersStripped: true });
    expect(two.actionKey).toBe(one.actionKey);
    expect(audit().parametersStripped).toBe(false);
  });
});

describe('where it happened', () => {
  it.each<[string, Readonly<Record<string, Json | undefined>>, string | undefined]>([
    ['the project of the resource', {}, PROJECT],
    ['the project of the log', { 'resource.labels.project_id': undefined }, PROJECT],
    [
      'an organisation',
      { 'resource.labels.project_id': '', logName: `${ORGANIZATION}/logs/cloudaudit.googleapis.com%2Factivity` },
      ORGANIZATION,
    ],
    [
      'a folder',
      { resource: undefined, logName: 'folders/12/logs/cloudaudit.googleapis.com%2Factivity' },
      'folders/12',
    ],
    ['the project of the name', { resource: undefined, logName: undefined }, PROJECT],
    ['nowhere', { resource: undefined, logName: undefined, 'protoPayload.resourceName': undefined }, undefined],
  ])('%s', (_, patch, account) => {
    expect(audit(entry(patch)).account).toBe(account);
  });

  it.each<[string, Readonly<Record<string, Json>>, string]>([
    ['a location', { 'resource.labels.location': 'europe-west1' }, 'europe-west1'],
    ['a zone', { 'resource.labels.zone': 'europe-west1-b' }, 'europe-west1-b'],
    ['where the resource is', { 'protoPayload.resourceLocation': { currentLocations: ['us'] } }, 'us'],
  ])('in %s', (_, patch, region) => {
    expect(audit(entry(patch)).region).toBe(region);
  });

  it.each<[string, Readonly<Record<string, Json | undefined>>, string | undefined]>([
    ['a project by its type', { 'resource.type': 'project', 'protoPayload.resourceName': 'x' }, 'project'],
    ['an organisation by its type', { 'resource.type': 'organization' }, 'organization'],
    [
      'a folder by its name',
      { 'resource.type': 'audited_resource', 'protoPayload.resourceName': 'folders/1' },
      'folder',
    ],
    [
      'an organisation, by a policy on it',
      { 'protoPayload.resourceName': 'organizations/1/policies/iam.x', 'resource.type': 'audited_resource' },
      'organization',
    ],
    ['an organisation, by a role of it', { 'protoPayload.resourceName': 'organizations/1/roles/r' }, 'organization'],
    ['a resource', { 'protoPayload.resourceName': 'projects/_/buckets/b', 'resource.type': 'gcs_bucket' }, 'resource'],
    ['a resource made in a project', { 'resource.type': 'service_account' }, 'resource'],
  ])('on %s', (_, patch, level) => {
    expect(audit(entry(patch)).gcp?.level).toBe(level);
  });
});

describe('how it ended', () => {
  it.each<[string, Json | undefined, string, string | undefined]>([
    ['no status', undefined, 'success', undefined],
    ['an empty status', {}, 'success', undefined],
    ['zero', { code: 0 }, 'success', undefined],
    ['no permission', { code: 7 }, 'denied', 'PERMISSION_DENIED'],
    ['no proof of identity', { code: 16 }, 'denied', 'UNAUTHENTICATED'],
    ['forbidden by a policy of the organisation', { code: 9 }, 'failure', 'FAILED_PRECONDITION'],
    ['text', { code: '5' }, 'failure', 'NOT_FOUND'],
    ['a name', { code: 'PERMISSION_DENIED' }, 'denied', 'PERMISSION_DENIED'],
    ['a code to come', { code: 99 }, 'failure', 'CODE_99'],
  ])('%s', (_, status, outcome, errorCode) => {
    expect(audit(call({ status }))).toMatchObject({ outcome, errorCode });
  });

  it('permissions are used where they were granted; only a refusal makes silence a no', () => {
    const authorizationInfo = [
      { permission: 'a.b.one', granted: true },
      { permission: 'a.b.two' },
      { permission: 'a.b.three', granted: false },
      { permission: 'a.b.one', granted: true },
    ];
    expect(audit(call({ authorizationInfo })).gcp?.permissionsUsed).toEqual(['a.b.one', 'a.b.two']);
    expect(audit(call({ authorizationInfo, 'status.code': 7 })).gcp?.permissionsUsed).toEqual(['a.b.one']);
  });
});

describe('where it came from', () => {
  it.each(['203.0.113.7', '2001:db8::1'])('the address %s', (callerIp) => {
    expect(audit(call({ 'requestMetadata.callerIp': callerIp })).source).toMatchObject({ ip: callerIp });
  });
  it.each(['private', 'gce-internal-ip', '203.0.113.007'])('%s is no address', (callerIp) => {
    expect(audit(call({ 'requestMetadata.callerIp': callerIp })).source).toMatchObject({
      ip: undefined,
      address: callerIp,
    });
  });
  it('the path, by the agent', () => {
    expect(audit().source.accessMethod).toBe('cli');
    expect(by(CALLERS.agent).source.accessMethod).toBe('service');
  });
  it('the kind of tool, by the agent', () => {
    expect(audit().source.agentFamily).toBe('gcloud');
  });
});

describe('who acted, and with what proof', () => {
  it.each<[string, JsonObject, string, string | undefined]>([
    ['a person', CALLERS.user, 'user', undefined],
    ['a service account', CALLERS.serviceAccount, 'service-account', undefined],
    ['with its key', CALLERS.key, 'service-account', 'access-key'],
    ['by impersonation', CALLERS.impersonated, 'service-account', 'session'],
    ['a federated identity', CALLERS.federated, 'federated', 'web-identity'],
    ['a service', CALLERS.agent, 'service', 'service'],
  ])('%s', (_, authenticationInfo, kind, method) => {
    expect(by(authenticationInfo)).toMatchObject({ actor: { kind }, auth: { method, mfa: undefined } });
  });

  it('the chain of impersonation in its order', () => {
    const serviceAccountDelegationInfo = [
      { firstPartyPrincipal: { principalEmail: 'Ann@example.com' } },
      {},
      { principalSubject: `serviceAccount:${SERVICE_ACCOUNT}` },
    ];
    expect(by({ ...CALLERS.serviceAccount, serviceAccountDelegationInfo }).gcp?.delegation).toEqual([
      'user:ann@example.com',
      'unknown',
      `serviceAccount:${SERVICE_ACCOUNT}`,
    ]);
    expect(audit().gcp?.delegation).toEqual([]);
  });
});

it.each(['included_permissions', 'includedPermissions'])('a new custom role gained all that it includes: %s', (key) => {
  const request = { role: { [key]: ['iam.roles.update', 'iam.roles.get'] } };
  const made = call({ methodName: 'google.iam.admin.v1.CreateRole', request });
  expect(audit(made).gcp?.permissionsAdded).toEqual(['iam.roles.update', 'iam.roles.get']);
  // Of a role that was there before, the request does not tell what is new.
  expect(audit(call({ methodName: 'google.iam.admin.v1.UpdateRole', request })).gcp?.permissionsAdded).toEqual([]);
});

it('what a custom role gained and lost', () => {
  const permissionDelta = { addedPermissions: ['iam.roles.update', 7], removedPermissions: ['iam.roles.get'] };
  const value = call({ methodName: 'google.iam.admin.v1.UpdateRole', serviceData: { permissionDelta } });
  expect(audit(value).gcp).toMatchObject({
    log: 'activity',
    method: 'UpdateRole',
    container: `projects/${PROJECT}`,
    permissionsAdded: ['iam.roles.update'],
    permissionsRemoved: ['iam.roles.get'],
  });
});
