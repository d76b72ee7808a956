import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseGcpMember, type GcpProject } from './gcp-member.ts';

const POOL = 'projects/123/locations/global/workloadIdentityPools/ci';
const WORKFORCE = 'locations/global/workforcePools/staff';

function id(text: string): GcpProject {
  return { kind: 'id', id: text };
}

function number(text: string): GcpProject {
  return { kind: 'number', number: text };
}

test('people, groups, domains and the public', () => {
  expect(parseGcpMember('user:Ann@Example.com')).toEqual({
    kind: 'user',
    text: 'user:Ann@Example.com',
    name: 'Ann@Example.com',
    domain: 'example.com',
    isDeleted: false,
  });
  expect(parseGcpMember('group:ops@example.com')).toMatchObject({ kind: 'group', domain: 'example.com' });
  expect(parseGcpMember('domain:Example.com')).toMatchObject({ kind: 'domain', domain: 'example.com' });
  expect(parseGcpMember('allUsers')).toMatchObject({ kind: 'public', name: 'allUsers' });
  expect(parseGcpMember('allAuthenticatedUsers')).toMatchObject({ kind: 'public' });
  expect(parseGcpMember('projectOwner:app')).toMatchObject({ kind: 'project-role', project: id('app') });
});

test('what was deleted keeps its name without the number', () => {
  const member = parseGcpMember('deleted:serviceAccount:a@app.iam.gserviceaccount.com?uid=123456789012345678901');
  expect(member).toMatchObject({ kind: 'service-account', name: 'a@app.iam.gserviceaccount.com', isDeleted: true });
  expect(parseGcpMember('deleted:user:ann@example.com?uid=1')).toMatchObject({ domain: 'example.com' });
});

describe('a service account tells its project', () => {
  test.each<[string, GcpProject]>([
    ['deploy@app.iam.gserviceaccount.com', id('app')],
    ['deploy@app.example.com.iam.gserviceaccount.com', id('example.com:app')],
    ['123456789012-compute@developer.gserviceaccount.com', number('123456789012')],
    ['app@appspot.gserviceaccount.com', id('app')],
    ['app.example.com@appspot.gserviceaccount.com', id('example.com:app')],
    ['123456789012@cloudservices.gserviceaccount.com', number('123456789012')],
    ['123456789012@cloudbuild.gserviceaccount.com', number('123456789012')],
    ['service-123456789012@app.iam.gserviceaccount.com', id('app')],
  ])('%s', (name, project) => {
    expect(parseGcpMember(`serviceAccount:${name}`)).toMatchObject({ project, isServiceAgent: false });
  });
});

describe('a service agent is known by its domain', () => {
  test.each<[string, GcpProject | undefined]>([
    ['service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com', number('123456789012')],
    ['service-123456789012@container-engine-robot.iam.gserviceaccount.com', number('123456789012')],
    ['service-123456789012@gae-api-prod.google.com.iam.gserviceaccount.com', number('123456789012')],
    ['bq-123456789012@bigquery-encryption.iam.gserviceaccount.com', number('123456789012')],
    ['p123456789012-765432@gcp-sa-logging.iam.gserviceaccount.com', number('123456789012')],
    ['service-org-987@gcp-sa-logging.iam.gserviceaccount.com', undefined],
    ['cloud-logs@system.gserviceaccount.com', undefined],
  ])('%s', (name, project) => {
    expect(parseGcpMember(`serviceAccount:${name}`)).toMatchObject({ isServiceAgent: true });
    expect(parseGcpMember(`serviceAccount:${name}`)).toHaveProperty('project', project);
  });

  test.each([
    'a@app.iam.gserviceaccount.com.evil.example',
    'service-123456789012@compute-system.evil.example',
    'a@gcp-sa-pubsub.evil.example',
    'gcp-sa-pubsub.iam.gserviceaccount.com@evil.example',
  ])('but not %s', (name) => {
    expect(parseGcpMember(`serviceAccount:${name}`)).toMatchObject({ isServiceAgent: false, project: undefined });
  });
});

test('Kubernetes service accounts belong to the project of their pool', () => {
  const member = parseGcpMember('serviceAccount:app.svc.id.goog[payments/api]');
  expect(member).toMatchObject({ kind: 'kubernetes', project: id('app') });
  const set = `principalSet://iam.googleapis.com/${POOL.replace('ci', 'app.svc.id.goog')}/namespace/payments`;
  expect(parseGcpMember(set)).toMatchObject({ kind: 'kubernetes', project: number('123') });
});

describe('a federated member is a subject, a set or everybody of a pool', () => {
  test.each<[string, string]>([
    [`principal://iam.googleapis.com/${POOL}/subject/repo:octo-org/infra:ref:refs/heads/main`, 'subject'],
    [`principalSet://iam.googleapis.com/${POOL}/group/admins`, 'group'],
    [`principalSet://iam.googleapis.com/${POOL}/attribute.repository/octo-org/infra`, 'attribute'],
    [`principalSet://iam.googleapis.com/${POOL}/*`, 'pool'],
    [`principalSet://iam.googleapis.com/${POOL}/attribute.repository/*`, 'pool'],
    [`principalSet://iam.googleapis.com/${POOL}/something.new/x`, 'pool'],
  ])('%s', (text, scope) => {
    expect(parseGcpMember(text)).toMatchObject({ kind: 'federated', scope, pool: POOL, project: number('123') });
  });

  test('workforce pools belong to no project', () => {
    const member = parseGcpMember(`principalSet://iam.googleapis.com/${WORKFORCE}/*`);
    expect(member).toMatchObject({ kind: 'federated', scope: 'pool', pool: WORKFORCE });
    expect(member).toHaveProperty('project', undefined);
  });
});

test('members of deny and boundary policies are the same principals', () => {
  expect(parseGcpMember('principalSet://goog/public:all')).toMatchObject({ kind: 'public' });
  expect(parseGcpMember('principal://goog/subject/ann@example.com')).toMatchObject({
    kind: 'user',
    domain: 'example.com',
  });
  expect(parseGcpMember('principalSet://goog/group/ops@example.com')).toMatchObject({ kind: 'group' });
  expect(
    parseGcpMember('principal://iam.googleapis.com/projects/-/serviceAccounts/a@app.iam.gserviceaccount.com'),
  ).toMatchObject({ kind: 'service-account', project: id('app') });
  expect(parseGcpMember('principalSet://cloudresourcemanager.googleapis.com/projects/123')).toMatchObject({
    kind: 'hierarchy',
    name: 'projects/123',
  });
});

test.each(['', 'user:', 'ann@example.com', 'robot:a@example.com', 'principal://', 'principalSet://goog/x', 'ALLUSERS'])(
  '"%s" is no form that is known',
  (text) => {
    expect(parseGcpMember(text).kind).toBe('unknown');
  },
);

test('no text whatsoever makes it throw, and the text is kept', () => {
  const prefix = fc.constantFrom(
    '',
    'deleted:',
    'user:',
    'serviceAccount:',
    'principalSet://iam.googleapis.com/',
    '?uid=',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(prefix, fc.string())), (parts) => {
      const text = parts.join('');
      expect(parseGcpMember(text).text).toBe(text);
    }),
  );
});
