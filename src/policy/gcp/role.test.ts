import { describe, expect, test } from 'vitest';
import type { Json } from '../../std/json.ts';
import type { Verdict } from '../verdict.ts';
import { addsGcpEscalation } from './permission.ts';
import { PREDEFINED_ROLES } from './predefined-role.ts';
import { isBasicRole, isServiceAgentRole, roleAdministers, roleEscalation, roleImpersonates } from './role.ts';

type Row = readonly [role: Json | undefined, escalation: Verdict, administers: Verdict, impersonates: Verdict];

describe('what the holder of a role can do', () => {
  test.each<Row>([
    ['roles/owner', 'yes', 'yes', 'yes'],
    ['roles/admin', 'yes', 'yes', 'yes'],
    ['roles/editor', 'yes', 'no', 'yes'],
    ['roles/viewer', 'no', 'no', 'no'],
    ['roles/browser', 'no', 'no', 'no'],
    ['roles/iam.securityAdmin', 'yes', 'yes', 'yes'],
    ['roles/iam.securityReviewer', 'no', 'no', 'no'],
    ['roles/iam.organizationRoleAdmin', 'yes', 'yes', 'no'],
    ['roles/iam.roleAdmin', 'yes', 'yes', 'no'],
    ['roles/iam.roleViewer', 'no', 'no', 'no'],
    ['roles/iam.denyAdmin', 'yes', 'yes', 'no'],
    ['roles/resourcemanager.organizationAdmin', 'yes', 'yes', 'no'],
    ['roles/resourcemanager.projectIamAdmin', 'yes', 'yes', 'no'],
    ['roles/resourcemanager.folderAdmin', 'yes', 'yes', 'no'],
    ['roles/orgpolicy.policyAdmin', 'yes', 'yes', 'no'],
    ['roles/iam.serviceAccountTokenCreator', 'yes', 'no', 'yes'],
    ['roles/iam.serviceAccountUser', 'yes', 'no', 'yes'],
    ['roles/iam.serviceAccountOpenIdTokenCreator', 'yes', 'no', 'yes'],
    ['roles/iam.workloadIdentityUser', 'yes', 'no', 'yes'],
    ['roles/iam.serviceAccountKeyAdmin', 'yes', 'no', 'yes'],
    ['roles/iam.serviceAccountAdmin', 'yes', 'no', 'yes'],
    ['roles/iam.serviceAccountViewer', 'no', 'no', 'no'],
    ['roles/storage.hmacKeyAdmin', 'yes', 'no', 'yes'],
    ['roles/serviceusage.apiKeysAdmin', 'yes', 'no', 'no'],
    ['roles/compute.instanceAdmin.v1', 'yes', 'no', 'no'],
    ['roles/cloudbuild.builds.editor', 'yes', 'no', 'no'],
    ['roles/cloudbuild.builds.viewer', 'no', 'no', 'no'],
    ['roles/deploymentmanager.editor', 'yes', 'no', 'no'],
    ['roles/secretmanager.admin', 'yes', 'no', 'no'],
    ['roles/secretmanager.viewer', 'no', 'no', 'no'],
    ['roles/storage.objectViewer', 'no', 'no', 'no'],
    ['roles/container.admin', 'yes', 'no', 'no'],
    ['roles/container.clusterAdmin', 'yes', 'no', 'no'],
    ['roles/container.developer', 'no', 'no', 'no'],
    ['roles/container.viewer', 'no', 'no', 'no'],
    ['roles/compute.osAdminLogin', 'yes', 'no', 'no'],
    ['roles/compute.osLogin', 'no', 'no', 'no'],
    ['roles/logging.admin', 'yes', 'no', 'no'],
    ['roles/logging.configWriter', 'yes', 'no', 'no'],
    ['roles/logging.logWriter', 'no', 'no', 'no'],
    ['roles/logging.privateLogViewer', 'no', 'no', 'no'],
    ['roles/accesscontextmanager.policyAdmin', 'yes', 'no', 'no'],
    ['roles/accesscontextmanager.policyEditor', 'yes', 'no', 'no'],
    ['roles/accesscontextmanager.policyReader', 'no', 'no', 'no'],
    ['roles/resourcemanager.tagAdmin', 'yes', 'no', 'no'],
    ['roles/resourcemanager.tagViewer', 'no', 'no', 'no'],
    ['roles/iam.oauthClientAdmin', 'yes', 'no', 'no'],
    ['roles/iam.oauthClientViewer', 'no', 'no', 'no'],
    ['roles/pubsub.serviceAgent', 'unknown', 'unknown', 'unknown'],
    ['roles/composer.ServiceAgentV2Ext', 'unknown', 'unknown', 'unknown'],
    ['projects/app/roles/deployer', 'unknown', 'unknown', 'unknown'],
    ['organizations/1/roles/owner', 'unknown', 'unknown', 'unknown'],
    ['owner', 'unknown', 'unknown', 'unknown'],
    ['', 'unknown', 'unknown', 'unknown'],
    [undefined, 'unknown', 'unknown', 'unknown'],
    [['roles/owner'], 'unknown', 'unknown', 'unknown'],
  ])('%j: more permissions %s, administers %s, impersonates %s', (role, escalation, administers, impersonates) => {
    expect(roleEscalation(role)).toBe(escalation);
    expect(roleAdministers(role)).toBe(administers);
    expect(roleImpersonates(role)).toBe(impersonates);
  });
});

test('basic roles and those of service agents are told apart', () => {
  expect(
    ['owner', 'editor', 'viewer', 'admin', 'writer', 'reader'].map((role) => isBasicRole(`roles/${role}`)),
  ).toEqual(Array<Verdict>(6).fill('yes'));
  expect(isBasicRole('roles/iam.securityAdmin')).toBe('no');
  expect(isBasicRole('projects/app/roles/owner')).toBe('unknown');
  expect(isServiceAgentRole('roles/pubsub.serviceAgent')).toBe('yes');
  expect(isServiceAgentRole('roles/owner')).toBe('no');
  expect(isServiceAgentRole('projects/app/roles/serviceAgent')).toBe('no');
});

test.each([...PREDEFINED_ROLES])('%s is in the table for permissions that tell', (role, permissions) => {
  expect(addsGcpEscalation([...permissions])).not.toBe('no');
  expect(role).toMatch(/^[A-Za-z\d.]+$/u);
});
