/** The bundled sample says what examples/README.md promises, and nothing else above low. */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { alertsOf, iamwatch } from './program.fixture.ts';

function told(folder: string): readonly (readonly [string, string, string])[] {
  const ran = iamwatch([
    'scan',
    '--output',
    'ndjson',
    fileURLToPath(new URL(`../examples/${folder}`, import.meta.url)),
  ]);
  expect(ran.code).toBe(0);
  return alertsOf(ran).map(({ first_seen, rule, level }) => [first_seen?.slice(11, 19) ?? '', rule.name, level]);
}

it('on AWS', () => {
  expect(told('AWSLogs')).toEqual([
    ['09:41:17', 'aws-iam-access-key-for-another-user', 'high'],
    ['09:41:17', 'aws-iam-administrator-policy-attached-to-user', 'high'],
    ['09:41:17', 'aws-iam-lookalike-name', 'low'],
    ['10:04:30', 'aws-iam-access-key-for-another-user', 'high'],
    ['10:08:13', 'aws-compute-function-code-replaced', 'low'],
    ['10:26:11', 'aws-iam-role-trusts-external-account', 'high'],
    ['10:56:06', 'aws-compute-function-code-replaced', 'low'],
    ['11:15:40', 'aws-roles-anywhere-trust-anchor-external-ca', 'high'],
    ['11:17:15', 'aws-roles-anywhere-profile-created', 'medium'],
    ['12:32:54', 'aws-compute-function-code-replaced', 'low'],
    ['13:52:09', 'aws-sign-in-console-login-without-mfa', 'medium'],
    ['14:05:21', 'aws-compute-function-code-replaced', 'low'],
    ['20:06:57', 'aws-compute-function-code-replaced', 'low'],
  ]);
});

it('on Google Cloud', () => {
  expect(told('cloudaudit.googleapis.com')).toEqual([
    ['14:12:05', 'gcp-iam-service-account-created', 'low'],
    ['14:12:09', 'gcp-iam-owner-or-editor-granted', 'high'],
    ['14:12:14', 'gcp-iam-service-account-key-created', 'high'],
    ['14:40:31', 'gcp-iam-foreign-member-granted', 'high'],
    ['14:40:31', 'gcp-iam-impersonation-granted', 'high'],
    ['15:05:12', 'gcp-iam-workload-identity-provider-changed', 'critical'],
    ['15:30:44', 'gcp-org-policy-weakened', 'critical'],
    ['15:31:06', 'gcp-logging-sink-changed', 'high'],
    ['16:20:09', 'workspace-two-step-verification-removed', 'high'],
  ]);
});
