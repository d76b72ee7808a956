import { expect, it } from 'vitest';
import { changeClassOf } from './change-class.ts';

it.each([
  ['iam', 'CreateAccessKey', 'credential'],
  ['iam', 'UpdateLoginProfile', 'credential'],
  ['iam', 'DeactivateMFADevice', 'credential'],
  ['iam', 'UpdateSAMLProvider', 'credential'],
  ['iam', 'AttachUserPolicy', 'permission'],
  ['iam', 'UpdateAssumeRolePolicy', 'permission'],
  ['iam', 'DeleteRolePermissionsBoundary', 'permission'],
  ['iam', 'AddUserToGroup', 'permission'],
  ['iam', 'CreateUser', 'account'],
  ['iam', 'TagRole', 'account'],
  ['rolesanywhere', 'CreateTrustAnchor', 'credential'],
  ['rolesanywhere', 'UpdateProfile', 'permission'],
  ['organizations', 'AttachPolicy', 'permission'],
  ['organizations', 'LeaveOrganization', 'account'],
  ['sso', 'CreateAccountAssignment', 'permission'],
  ['sso', 'CreateTrustedTokenIssuer', 'credential'],
  ['sso', 'AssociateDirectory', 'credential'],
  ['sso', 'CreateInstance', 'account'],
  ['sso', 'PutPermissionsBoundaryToPermissionSet', 'permission'],
  ['sso-directory', 'UpdatePassword', 'credential'],
  ['identitystore', 'CreateGroupMembership', 'permission'],
])('%s %s changes a %s', (service, action, kind) => {
  expect(changeClassOf(service, action)).toBe(kind);
});

it.each([
  ['iam', 'ListUsers'],
  ['iam', 'GetAccountPasswordPolicy'],
  ['iam', 'SimulatePrincipalPolicy'],
  ['s3', 'PutBucketPolicy'],
  ['constructor', 'CreateUser'],
  ['__proto__', 'CreateUser'],
  [undefined, 'CreateUser'],
  ['iam', undefined],
])('%s %s is no change of identities', (service, action) => {
  expect(changeClassOf(service, action)).toBeUndefined();
});
