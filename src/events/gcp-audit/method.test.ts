import { describe, expect, it } from 'vitest';
import { isReadOnly, lastSegment, setsIamPolicy, telling } from './method.ts';

it.each([
  ['google.iam.v1.IAMPolicy.SetIamPolicy', 'SetIamPolicy', 'SetIamPolicy'],
  ['SetIamPolicy', 'SetIamPolicy', 'SetIamPolicy'],
  ['storage.hmacKeys.create', 'create', 'hmacKeys.create'],
  ['google.admin.AdminService.changePassword', 'changePassword', 'changePassword'],
  ['', '', ''],
])('%s ends with %s and is told by %s', (methodName, last, told) => {
  expect(lastSegment(methodName)).toBe(last);
  expect(telling(methodName)).toBe(told);
});

describe('a method that sets a whole policy', () => {
  it.each([
    'SetIamPolicy',
    'google.iam.admin.v1.SetIAMPolicy',
    'google.cloud.run.v1.Services.SetIamPolicy',
    'v1.compute.disks.setIamPolicy',
    'storage.setIamPermissions',
  ])('%s', (methodName) => {
    expect(setsIamPolicy(methodName)).toBe(true);
  });
  it.each(['GetIamPolicy', 'ResetIamPolicy', 'google.iam.v1.TestIamPermissions', 'SetIamPolicy.get', undefined])(
    'not %s',
    (methodName) => {
      expect(setsIamPolicy(methodName)).toBe(false);
    },
  );
});

describe('whether a method only reads', () => {
  it.each<[string | undefined, string | undefined, boolean | undefined]>([
    ['google.iam.admin.v1.ListRoles', 'data_access', true],
    ['v1.compute.instances.aggregatedList', 'data_access', true],
    ['storage.objects.get', 'data_access', true],
    ['GetIamPolicy', 'activity', true],
    ['google.iam.admin.v1.CreateRole', 'activity', false],
    ['storage.objects.create', 'data_access', false],
    ['google.iam.admin.v1.CreateRole', 'policy', false],
    ['NovelThing', 'activity', false],
    ['GenerateAccessToken', 'data_access', undefined],
    ['Settle', undefined, undefined],
    ['Listen', undefined, undefined],
    [undefined, 'data_access', undefined],
  ])('%s in %s: %s', (methodName, log, expected) => {
    expect(isReadOnly(methodName, log)).toBe(expected);
  });
});
