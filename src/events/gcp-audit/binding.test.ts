import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../std/json.ts';
import type { BindingChange, GcpDetails } from '../audit-event.ts';
import { call, entry, policyChange } from './entry.fixture.ts';
import { gcpAuditView } from './event-view.ts';

const ADD = { action: 'ADD', role: 'roles/owner', member: 'user:bob@example.com' };
const REMOVE = { ...ADD, action: 'REMOVE' };
const OFFICE_HOURS = { title: 'office', expression: 'request.time.getHours("UTC") < 18' };
const ALWAYS = { title: 'always', expression: 'true' };

function details(value: JsonObject): GcpDetails {
  const { gcp } = gcpAuditView(value).audit();
  if (gcp === undefined) throw new Error('expected details of Google Cloud');
  return gcp;
}

function changes(...deltas: readonly JsonObject[]): readonly string[] {
  return details(policyChange(...deltas)).bindings.map(({ change, role, member }) => `${change} ${role} ${member}`);
}

function memberOf(member: string): BindingChange | undefined {
  return details(policyChange({ ...ADD, member })).bindings[0];
}

describe('every difference is a change of its own', () => {
  it('added and removed', () => {
    const viewer = { ...REMOVE, role: 'roles/viewer' };
    expect(changes(ADD, viewer)).toEqual([
      'added roles/owner user:bob@example.com',
      'removed roles/viewer user:bob@example.com',
    ]);
  });
  it('with the condition it holds under', () => {
    expect(details(policyChange({ ...ADD, condition: OFFICE_HOURS })).bindings).toMatchObject([
      { change: 'added', condition: OFFICE_HOURS.expression, conditionBefore: undefined },
    ]);
  });
});

describe('a role that goes and comes in one change', () => {
  it.each<[string, JsonObject, JsonObject, string | undefined, string | undefined]>([
    ['lost its condition', { ...REMOVE, condition: OFFICE_HOURS }, ADD, OFFICE_HOURS.expression, undefined],
    ['got one', REMOVE, { ...ADD, condition: OFFICE_HOURS }, undefined, OFFICE_HOURS.expression],
    [
      'got another',
      { ...REMOVE, condition: OFFICE_HOURS },
      { ...ADD, condition: ALWAYS },
      OFFICE_HOURS.expression,
      ALWAYS.expression,
    ],
  ])('%s', (_, removed, added, conditionBefore, condition) => {
    for (const deltas of [
      [removed, added],
      [added, removed],
    ]) {
      expect(details(policyChange(...deltas)).bindings).toMatchObject([
        { change: 'condition-changed', conditionBefore, condition },
      ]);
    }
  });

  it('unchanged is no change', () => {
    const titled = { ...OFFICE_HOURS, title: 'another title' };
    expect(changes(REMOVE, ADD)).toEqual([]);
    expect(changes({ ...REMOVE, condition: OFFICE_HOURS }, { ...ADD, condition: titled })).toEqual([]);
  });

  it('unchanged is no change, however the address is spelled', () => {
    expect(changes(REMOVE, { ...ADD, member: 'user:Bob@Example.com' })).toEqual([]);
  });

  it('for a subject of an identity pool in another case is two changes', () => {
    const subject = 'principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/subject';
    expect(changes({ ...REMOVE, member: `${subject}/bob` }, { ...ADD, member: `${subject}/Bob` })).toHaveLength(2);
  });

  it('for another member is two changes', () => {
    expect(changes(REMOVE, { ...ADD, member: 'user:eve@example.com' })).toHaveLength(2);
  });
});

describe('members', () => {
  it.each<[string, Partial<BindingChange>]>([
    ['user:Bob@Example.com', { memberKind: 'user', memberName: 'Bob@Example.com', memberDomain: 'example.com' }],
    ['group:all@example.com', { memberKind: 'group', memberDomain: 'example.com' }],
    ['domain:example.com', { memberKind: 'domain', memberName: 'example.com', memberDomain: 'example.com' }],
    ['serviceAccount:x@p-2.iam.gserviceaccount.com', { memberKind: 'serviceAccount', memberProject: 'p-2' }],
    ['serviceAccount:p-2.svc.id.goog[shop/web]', { memberKind: 'serviceAccount', memberProject: 'p-2' }],
    [
      'deleted:serviceAccount:x@p-2.iam.gserviceaccount.com?uid=123',
      { memberKind: 'deleted', memberName: 'x@p-2.iam.gserviceaccount.com', memberProject: 'p-2' },
    ],
    ['deleted:user:bob@example.com?uid=1', { memberKind: 'deleted', memberName: 'bob@example.com' }],
    [
      'principalSet://iam.googleapis.com/pool/*',
      { memberKind: 'principalSet', memberName: 'iam.googleapis.com/pool/*' },
    ],
    ['principal://iam.googleapis.com/pool/subject/s', { memberKind: 'principal' }],
    ['projectOwner:p-2', { memberKind: 'projectOwner', memberName: 'p-2', memberDomain: undefined }],
    ['allUsers', { memberKind: 'allUsers', memberName: 'allUsers', memberDomain: undefined }],
    ['allAuthenticatedUsers', { memberKind: 'allAuthenticatedUsers' }],
    ['bob@example.com', { memberKind: 'unknown', memberName: 'bob@example.com', memberDomain: 'example.com' }],
  ])('%s', (member, expected) => {
    expect(memberOf(member)).toMatchObject({ member, ...expected });
  });

  it('who makes the change is told whatever the case', () => {
    expect(memberOf('user:ANN@example.com')?.isActor).toBe(true);
    expect(memberOf('user:bob@example.com')?.isActor).toBe(false);
    expect(memberOf('group:ann@example.com')?.isActor).toBe(false);
  });
});

describe('where services put the differences', () => {
  const bindingDeltas = [ADD];
  it.each<[string, JsonObject]>([
    ['IAM', call({ serviceData: { policyDelta: { bindingDeltas } } })],
    ['IAM, in metadata', call({ metadata: { policyDelta: { bindingDeltas } } })],
    ['a dataset of BigQuery', call({ metadata: { datasetChange: { bindingDeltas } } })],
    ['a table of BigQuery', call({ metadata: { tableChange: { bindingDeltas } } })],
    ['a list of one written as that one', call({ serviceData: { policyDelta: { bindingDeltas: ADD } } })],
    ['numbers for actions', call({ serviceData: { policyDelta: { bindingDeltas: [{ ...ADD, action: 1 }] } } })],
  ])('%s', (_, value) => {
    expect(details(value).bindings).toMatchObject([{ change: 'added', member: ADD.member }]);
  });
});

describe('a policy set without its differences is unknown, never read from the whole policy', () => {
  const policy = { bindings: [{ role: 'roles/owner', members: ['user:bob@example.com'] }] };
  const methods = [
    'google.cloud.run.v1.Services.SetIamPolicy',
    'storage.setIamPermissions',
    'v1.compute.disks.setIamPolicy',
  ];
  it.each(methods)('%s', (methodName) => {
    const set = details(call({ methodName, request: { policy }, response: policy }));
    expect(set).toMatchObject({ bindings: [], bindingsUnknown: true });
  });
  it('where a difference cannot be read', () => {
    expect(details(policyChange(ADD, { action: 'NOVEL', role: 'r', member: 'm' })).bindingsUnknown).toBe(true);
  });
  it('or is no difference', () => {
    const methodName = 'google.iam.v1.IAMPolicy.SetIamPolicy';
    const serviceData = { policyDelta: { bindingDeltas: 'ADD roles/owner user:bob@example.com' } };
    expect(details(call({ methodName, serviceData })).bindingsUnknown).toBe(true);
  });
  it('but known where the difference is empty', () => {
    const methodName = 'google.iam.v1.IAMPolicy.SetIamPolicy';
    expect(details(call({ methodName, serviceData: { policyDelta: {} } })).bindingsUnknown).toBe(false);
  });
  it('and no policy was set by a call that failed', () => {
    expect(details(call({ methodName: 'SetIamPolicy', 'status.code': 7 })).bindingsUnknown).toBe(false);
  });
  it('nor by another method', () => {
    expect(details(entry()).bindingsUnknown).toBe(false);
  });
});

it('what is logged is taken away and given back alike: no change', () => {
  const read = { service: 'allServices', logType: 'DATA_READ' };
  const auditConfigDeltas = [
    { action: 'REMOVE', ...read },
    { action: 'REMOVE', ...read, exemptedMember: 'user:ann@example.com' },
    { action: 'ADD', ...read },
  ];
  const set = details(call({ methodName: 'SetIamPolicy', serviceData: { policyDelta: { auditConfigDeltas } } }));
  expect(set.auditConfigs).toEqual([{ change: 'removed', ...read, exemptedMember: 'user:ann@example.com' }]);
});

it('changes of what is logged', () => {
  const auditConfigDeltas = [
    { action: 'REMOVE', service: 'allServices', logType: 'DATA_READ' },
    { action: 'ADD', service: 'iam.googleapis.com', logType: 'ADMIN_READ', exemptedMember: 'user:ann@example.com' },
  ];
  const set = details(call({ methodName: 'SetIamPolicy', serviceData: { policyDelta: { auditConfigDeltas } } }));
  expect(set.bindingsUnknown).toBe(false);
  expect(set.auditConfigs).toEqual([
    { change: 'removed', service: 'allServices', logType: 'DATA_READ', exemptedMember: undefined },
    { change: 'added', service: 'iam.googleapis.com', logType: 'ADMIN_READ', exemptedMember: 'user:ann@example.com' },
  ]);
});
