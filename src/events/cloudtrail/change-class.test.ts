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
  ['iam', 'EnableOrganizationsRootCredentialsManagement', 'credential'],
  ['iam', 'DisableOrganizationsRootCredentialsManagement', 'credential'],
  ['iam', 'EnableOrganizationsRootSessions', 'permission'],
  ['iam', 'DisableOrganizationsRootSessions', 'permission'],
  ['account', 'StartPrimaryEmailUpdate', 'credential'],
  ['account', 'AcceptPrimaryEmailUpdate', 'credential'],
  ['organizations', 'AcceptHandshake', 'account'],
  ['sso-directory', 'CreateProvisioningTenant', 'credential'],
  ['sso', 'CreateProvisioningTenant', 'credential'],
  ['identitystore', 'CreateProvisioningTenant', 'credential'],
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
  ['iam', 'ListOrganizationsFeatures'],
  ['account', 'GetPrimaryEmail'],
  ['account', 'PutAlternateContact'],
  ['account', 'EnableRegion'],
  ['organizations', 'DescribeHandshake'],
  ['sts', 'AssumeRole'],
  ['s3', 'PutBucketPolicy'],
  ['constructor', 'CreateUser'],
  ['__proto__', 'CreateUser'],
  [undefined, 'CreateUser'],
  ['iam', undefined],
])('%s %s is no change of identities', (service, action) => {
  expect(changeClassOf(service, action)).toBeUndefined();
});
