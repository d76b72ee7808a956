/** The base events of Google Cloud are what their names say: tests inside rules build on that. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { AuditEvent } from '../src/events/audit-event.ts';
import { gcpAuditView } from '../src/events/gcp-audit/event-view.ts';
import { asLogEntry } from '../src/events/gcp-audit/log-entry.ts';
import { loadBases } from '../src/rule-language/base-event.ts';

const FILE = 'rules/gcp/base-events.yaml';
const { bases, diagnostics } = loadBases([
  { file: FILE, text: readFileSync(new URL(`../${FILE}`, import.meta.url), 'utf8') },
]);

function audit(name: string): AuditEvent {
  return gcpAuditView(bases.get(name) ?? {}).audit();
}

it('loads without complaint', () => {
  expect(diagnostics).toEqual([]);
});

it.each([...bases])('%s is a canonical entry', (_, event) => {
  expect(asLogEntry(event)).toBe(event);
});

it('every one has an id of its own', () => {
  const ids = [...bases.keys()].map((name) => audit(name).id);
  expect(new Set(ids).size).toBe(bases.size);
});

it.each([
  ['user-call', 'user', 'cli', 'project projects/shop-prod'],
  ['set-iam-policy-project', 'user', 'cli', 'project projects/shop-prod'],
  ['set-iam-policy-organization', 'user', 'cli', 'organization organizations/123456789012'],
  ['service-account-call', 'service-account', 'sdk', 'project projects/shop-prod'],
  ['federated-call', 'federated', 'cli', 'project projects/shop-prod'],
  ['service-agent-call', 'service', 'service', 'project projects/shop-prod'],
  ['impersonated-call', 'service-account', 'cli', 'project projects/shop-prod'],
  ['terraform-call', 'service-account', 'iac', 'project projects/shop-prod'],
  ['console-call', 'user', 'console', 'project projects/shop-prod'],
  ['workspace-admin-event', 'user', 'unknown', 'user user:bob@example.com'],
  ['workspace-login-event', 'user', 'unknown', 'user user:ann@example.com'],
  ['data-access-call', 'user', 'cli', 'service-account serviceAccount:deployer@shop-prod.iam.gserviceaccount.com'],
  [
    'operation-first',
    'user',
    'cli',
    'identity-provider projects/shop-prod/locations/global/workloadIdentityPools/ci/providers/github',
  ],
  [
    'operation-last',
    'user',
    'cli',
    'identity-provider projects/shop-prod/locations/global/workloadIdentityPools/ci/providers/github',
  ],
  [
    'org-policy-call',
    'user',
    'cli',
    'org-policy organizations/123456789012/policies/iam.disableServiceAccountKeyCreation',
  ],
])('%s: by a %s, path %s, on %s', (name, kind, accessMethod, target) => {
  const event = audit(name);
  expect(event).toMatchObject({ outcome: 'success', actor: { kind }, source: { accessMethod } });
  expect(`${event.targets[0]?.type ?? ''} ${event.targets[0]?.id ?? ''}`).toBe(target);
});

it('the difference of a policy is shown, not its whole', () => {
  expect(audit('set-iam-policy-project').gcp?.bindings).toMatchObject([
    { change: 'added', role: 'roles/viewer', member: 'user:bob@example.com' },
  ]);
});

it('both ends of an operation are one action', () => {
  expect(audit('operation-first').actionKey).toBe(audit('operation-last').actionKey);
});
