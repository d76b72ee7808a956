import { describe, expect, test } from 'vitest';
import { ESCALATION_PATHS } from '../escalation/paths.ts';
import {
  isManagedAdmin,
  managedGrantsEscalation,
  managedPolicyName,
  managedPolicyPrivilege,
  managedEscalatesBroadly,
} from './managed-policy.ts';
import type { Verdict } from '../../verdict.ts';
import { MANAGED_POLICY_TABLE } from '../data/managed-policy-table.ts';

const names = MANAGED_POLICY_TABLE.trim()
  .split('\n')
  .flatMap((line) => (line.split(': ')[1] ?? '').split(' '));

describe('policies managed by AWS', () => {
  test.each([
    ['AdministratorAccess', 'admin', 'yes', 'yes'],
    ['IAMFullAccess', 'admin', 'yes', 'yes'],
    ['AdministratorAccess-Amplify', 'escalation', 'no', 'yes'],
    ['PowerUserAccess', 'escalation', 'no', 'yes'],
    ['AWSLambda_FullAccess', 'escalation', 'no', 'yes'],
    ['job-function/SystemAdministrator', 'escalation', 'no', 'yes'],
    ['AWSCodeStarFullAccess', 'permissions-management', 'no', 'no'],
    ['AmazonS3FullAccess', 'permissions-management', 'no', 'no'],
    ['AmazonPollyFullAccess', 'write', 'no', 'no'],
    ['job-function/ViewOnlyAccess', 'read', 'no', 'no'],
    ['SecurityAudit', 'read', 'no', 'no'],
    // It may open sessions on directory buckets, and those may write.
    ['ReadOnlyAccess', 'write', 'no', 'no'],
    ['AWSDenyAll', 'read', 'no', 'no'],
  ])('%s: %s', (name, privilege, admin, escalation) => {
    for (const partition of ['aws', 'aws-cn', 'aws-us-gov']) {
      const arn = `arn:${partition}:iam::aws:policy/${name}`;
      expect(managedPolicyPrivilege(arn)).toMatchObject({ privilege });
      expect([isManagedAdmin(arn), managedGrantsEscalation(arn)]).toEqual([admin, escalation]);
    }
  });
  test('say by which paths', () => {
    expect(managedPolicyPrivilege('arn:aws:iam::aws:policy/AWSLambda_FullAccess')).toEqual({
      privilege: 'escalation',
      pathIds: ['lambda-001', 'lambda-002', 'lambda-003', 'lambda-004', 'lambda-005', 'lambda-006', 'rhino-26'],
    });
  });
});

describe('the table', () => {
  test('has each policy once, and every policy is found in it', () => {
    expect([names.length, new Set(names).size]).toEqual([1594, 1594]);
    for (const name of names) expect(managedPolicyPrivilege(`arn:aws:iam::aws:policy/${name}`)).not.toBe('unknown');
  });
  test('has only the two administrators that were reviewed by hand', () => {
    expect(names.filter((name) => isManagedAdmin(`arn:aws:iam::aws:policy/${name}`) === 'yes')).toEqual([
      'AdministratorAccess',
      'IAMFullAccess',
    ]);
  });
  test('names paths that exist', () => {
    const known = new Set(ESCALATION_PATHS.map(({ id }) => id));
    for (const name of names) {
      const found = managedPolicyPrivilege(`arn:aws:iam::aws:policy/${name}`);
      for (const id of found === 'unknown' ? [] : found.pathIds) expect(known).toContain(id);
    }
  });
});

describe('what is not in the table is unknown, save that it is no administrator', () => {
  test.each([
    ['arn:aws:iam::aws:policy/AWSPolicyOfTomorrow', 'no'],
    ['arn:aws:iam::aws:policy/job-function/AdministratorAccess', 'no'],
    ['arn:aws:iam::aws:policy/administratoraccess', 'no'],
    ['arn:aws:iam::111122223333:policy/AdministratorAccess', 'unknown'],
    ['arn:aws:iam::aws:role/AdministratorAccess', 'unknown'],
    ['AdministratorAccess', 'unknown'],
    ['', 'unknown'],
  ])('%j', (arn, admin) => {
    expect([managedPolicyPrivilege(arn), managedGrantsEscalation(arn)]).toEqual(['unknown', 'unknown']);
    expect(isManagedAdmin(arn)).toBe(admin);
  });
  test('only an ARN of AWS’s own has a name', () => {
    expect(managedPolicyName('arn:aws:iam::aws:policy/job-function/Billing')).toBe('job-function/Billing');
    expect(managedPolicyName('arn:aws:iam::111122223333:policy/Billing')).toBeUndefined();
  });
});

test.each<[arn: string, verdict: Verdict]>([
  ['arn:aws:iam::aws:policy/AdministratorAccess', 'yes'],
  ['arn:aws-cn:iam::aws:policy/PowerUserAccess', 'yes'],
  ['arn:aws:iam::aws:policy/AdministratorAccess-Amplify', 'no'],
  ['arn:aws:iam::aws:policy/AWSLambda_FullAccess', 'no'],
  ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'no'],
  ['arn:aws:iam::111122223333:policy/PowerUserAccess', 'unknown'],
])('%s leads to more rights by way of many services: %s', (arn, verdict) => {
  expect(managedEscalatesBroadly(arn)).toBe(verdict);
});
