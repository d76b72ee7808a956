import { expect, it } from 'vitest';
import { changeClassOf } from './change-class.ts';

it.each([
  ['iam', 'google.iam.admin.v1.CreateServiceAccountKey', 'credential'],
  ['iam', 'google.iam.admin.v1.EnableServiceAccountKey', 'credential'],
  ['iam', 'google.iam.v1.WorkloadIdentityPools.UpdateWorkloadIdentityPoolProvider', 'credential'],
  ['iam', 'google.iam.admin.v1.OauthClients.CreateOauthClientCredential', 'credential'],
  ['iam', 'google.iam.admin.v1.CreateServiceAccount', 'account'],
  ['iam', 'google.iam.v1.WorkloadIdentityPools.CreateWorkloadIdentityPool', 'account'],
  ['iam', 'google.iam.admin.v1.SetIAMPolicy', 'permission'],
  ['iam', 'google.iam.admin.v1.UpdateRole', 'permission'],
  ['iam', 'google.iam.v2.Policies.DeletePolicy', 'permission'],
  ['cloudresourcemanager', 'SetIamPolicy', 'permission'],
  ['cloudresourcemanager', 'InsertProjectOwnershipInvite', 'permission'],
  ['cloudresourcemanager', 'google.cloud.resourcemanager.v3.Projects.MoveProject', 'account'],
  ['orgpolicy', 'google.cloud.orgpolicy.v2.OrgPolicy.UpdatePolicy', 'permission'],
  ['storage', 'storage.setIamPermissions', 'permission'],
  ['storage', 'storage.hmacKeys.create', 'credential'],
  ['compute', 'v1.compute.disks.setIamPolicy', 'permission'],
  ['run', 'google.cloud.run.v1.Services.SetIamPolicy', 'permission'],
  ['apikeys', 'google.api.apikeys.v2.ApiKeys.CreateKey', 'credential'],
  ['admin', 'google.admin.AdminService.changePassword', 'credential'],
  ['admin', 'google.admin.AdminService.enforceStrongAuthentication', 'credential'],
  ['admin', 'google.admin.AdminService.assignRole', 'permission'],
  ['admin', 'google.admin.AdminService.addGroupMember', 'permission'],
  ['admin', 'google.admin.AdminService.authorizeApiClientAccess', 'permission'],
  ['admin', 'google.admin.AdminService.createUser', 'account'],
  ['login', 'google.login.LoginService.2svDisable', 'credential'],
])('%s %s changes a %s', (service, method, kind) => {
  expect(changeClassOf(service, method)).toBe(kind);
});

it.each([
  ['iam', 'google.iam.admin.v1.ListServiceAccountKeys'],
  ['iam', 'google.iam.admin.v1.QueryGrantableRoles'],
  ['cloudresourcemanager', 'GetIamPolicy'],
  ['iamcredentials', 'GenerateAccessToken'],
  ['storage', 'storage.buckets.create'],
  ['login', 'google.login.LoginService.loginSuccess'],
  ['constructor', 'CreateUser'],
  [undefined, 'CreateRole'],
  ['iam', undefined],
])('%s %s is no change of identities', (service, method) => {
  expect(changeClassOf(service, method)).toBeUndefined();
});
