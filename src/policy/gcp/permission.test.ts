import { describe, expect, test } from 'vitest';
import type { Json } from '../../std/json.ts';
import type { Verdict } from '../verdict.ts';
import { ESCALATION_PATHS, RHINO_PATHS, type EscalationPath } from './escalation-path.ts';
import { addsGcpEscalation, escalationPaths, grantsGcpEscalation, permissionsMax } from './permission.ts';

/** Reading, and what every role of a service holds besides. */
const HARMLESS = [
  'cloudbuild.builds.get',
  'compute.instances.list',
  'iam.roles.get',
  'iam.serviceAccountKeys.list',
  'iam.serviceAccounts.getIamPolicy',
  'iam.serviceAccounts.list',
  'resourcemanager.projects.getIamPolicy',
  'storage.objects.get',
];

function ids(permissions: readonly string[]): readonly string[] {
  return escalationPaths(permissions).map(({ id }) => id);
}

/** What a method needs, with the first permission that will do each time. */
function required(method: EscalationPath): readonly string[] {
  return method.needs.flatMap((need) => need.slice(0, 1));
}

test('Rhino’s seventeen methods are there, and every id is there once', () => {
  expect(RHINO_PATHS).toHaveLength(17);
  expect(new Set(ESCALATION_PATHS.map(({ id }) => id)).size).toBe(ESCALATION_PATHS.length);
});

describe.each(ESCALATION_PATHS.map((method) => [method.id, method] as const))('%s', (id, method) => {
  test('its permissions suffice, among others too', () => {
    expect(ids(required(method))).toContain(id);
    expect(ids([...HARMLESS, ...required(method)])).toContain(id);
    expect(grantsGcpEscalation([...required(method)])).toBe('yes');
    expect(addsGcpEscalation([...required(method)])).toBe('yes');
  });

  test('any one that will do does', () => {
    method.needs.forEach((need, i) => {
      for (const permission of need)
        expect(ids(required(method).map((first, j) => (i === j ? permission : first)))).toContain(id);
    });
  });

  test('without one of them it is out of reach', () => {
    required(method).forEach((_, i) => {
      expect(ids(HARMLESS.concat(required(method).filter((_one, j) => i !== j)))).not.toContain(id);
    });
  });

  test('it is told where it comes from', () => {
    expect(method.link).toMatch(/^https:\/\//u);
    expect(method.title).not.toBe('');
    expect(method.needs.every((need) => need.length > 0)).toBe(true);
  });
});

test('reading is no escalation', () => {
  expect(ids(HARMLESS)).toEqual([]);
  expect(grantsGcpEscalation(HARMLESS)).toBe('no');
  expect(addsGcpEscalation(HARMLESS)).toBe('no');
});

describe('the forms of deny policies are understood', () => {
  test.each([
    'iam.googleapis.com/roles.update',
    'iam.googleapis.com/roles.*',
    'iam.googleapis.com/*',
    'cloudresourcemanager.googleapis.com/projects.setIamPolicy',
    'iam.googleapis.com/workloadIdentityPoolProviders.update',
    'iam.serviceAccounts.*',
    '*',
  ])('%s', (permission) => {
    expect(grantsGcpEscalation([permission])).toBe('yes');
  });

  test.each(['iam.googleapis.com/roles.get', 'storage.googleapis.com/objects.*', 'evil.example/iam.roles.update'])(
    'but not %s',
    (permission) => {
      expect(grantsGcpEscalation([permission])).toBe('no');
    },
  );
});

describe('permissions that are added to a role', () => {
  test.each<[readonly string[], Verdict]>([
    [['iam.serviceAccounts.actAs'], 'unknown'],
    [['cloudfunctions.functions.create'], 'unknown'],
    [['compute.subnetworks.use'], 'no'],
    [['iam.roles.update'], 'yes'],
  ])('%j: %s', (permissions, verdict) => {
    expect(addsGcpEscalation([...permissions])).toBe(verdict);
  });
});

test.each<[string, Json | undefined, Verdict]>([
  ['absent', undefined, 'unknown'],
  ['null', null, 'unknown'],
  ['omitted', { omitted: true }, 'unknown'],
  ['one permission', 'iam.roles.update', 'yes'],
  ['none', [], 'no'],
  ['something unreadable beside nothing', ['storage.objects.get', 7], 'unknown'],
  ['something unreadable beside enough', ['iam.roles.update', 7], 'yes'],
  ['more than is read', Array.from({ length: permissionsMax + 1 }, () => 'iam.roles.update'), 'unknown'],
])('%s', (_, value, verdict) => {
  expect(grantsGcpEscalation(value)).toBe(verdict);
  expect(addsGcpEscalation(value)).toBe(verdict);
});
