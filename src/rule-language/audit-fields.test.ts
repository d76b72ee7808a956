/** Law: the fields that rules may read below `iamwatch.` are those of the normalised event, no more and no fewer. */
import { expect, test } from 'vitest';
import type { AuditEvent, BindingChange, GcpDetails } from '../events/audit-event.ts';
import { auditFields } from './audit-fields.ts';
import { parseFieldPath } from './field-path.ts';
import { auditEvent } from './event-view.fixture.ts';

const session = { name: 's', issuedBy: 'r', sourceIdentity: 'i', createdMs: 0, fromConsole: false };
const binding: BindingChange = {
  change: 'added',
  role: 'roles/owner',
  member: 'user:ann@example.com',
  memberKind: 'user',
  memberName: 'ann@example.com',
  memberDomain: 'example.com',
  memberProject: undefined,
  condition: undefined,
  conditionBefore: undefined,
  isActor: false,
};
const gcp: GcpDetails = {
  log: 'activity',
  method: 'SetIamPolicy',
  container: 'projects/p',
  level: 'project',
  bindings: [binding],
  bindingsUnknown: false,
  auditConfigs: [{ change: 'removed', service: 'allServices', logType: 'DATA_READ', exemptedMember: undefined }],
  permissionsAdded: ['p'],
  permissionsRemoved: [],
  permissionsUsed: [],
  delegation: [],
  operation: { id: 'o', phase: 'first' },
  workspace: [{ name: 'n', type: 't', parameters: {} }],
};
const full: AuditEvent = auditEvent({
  actor: { ...auditEvent().actor, session, instance: { id: 'i-1', evidence: 'claimed' } },
  targets: [{ type: 'user', id: 'u', name: 'u', account: undefined }],
  gcp,
  credentialsIssued: [{ kind: 'password', id: undefined, principal: 'u' }],
});

test('the list is complete and names nothing else', () => {
  expect([...auditFields.keys()].sort()).toEqual([...new Set(pathsOf(full, ''))].sort());
});

test('parameters of Workspace events are read by their own names, other objects by ours alone', () => {
  expect(parseFieldPath('iamwatch.gcp.workspace.parameters.NEW_VALUE')).toMatchObject({ origin: 'audit' });
  expect(parseFieldPath('iamwatch.gcp.workspace.parameters.')).toMatchObject({ code: 'unknown-field' });
  expect(parseFieldPath('iamwatch.gcp.workspace.parametersX.Y')).toMatchObject({ code: 'unknown-field' });
  expect(parseFieldPath('iamwatch.gcp.operation.NEW_VALUE')).toMatchObject({ code: 'unknown-field' });
});

function pathsOf(value: unknown, prefix: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((element) => pathsOf(element, prefix));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [prefix + key, ...pathsOf(child, `${prefix}${key}.`)]);
}
