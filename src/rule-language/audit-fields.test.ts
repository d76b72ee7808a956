/** Law: the fields that rules may read below `iamwatch.` are those of the normalised event, no more and no fewer. */
import { expect, test } from 'vitest';
import type { AuditEvent } from '../events/audit-event.ts';
import { auditFields } from './audit-fields.ts';
import { auditEvent } from './event-view.fixture.ts';

const session = { name: 's', issuedBy: 'r', sourceIdentity: 'i', createdMs: 0, fromConsole: false };
const full: AuditEvent = auditEvent({
  actor: { ...auditEvent().actor, session, instance: { id: 'i-1', evidence: 'claimed' } },
  targets: [{ type: 'user', id: 'u', name: 'u', account: undefined }],
  credentialsIssued: [{ kind: 'password', id: undefined, principal: 'u' }],
});

test('the list is complete and names nothing else', () => {
  expect([...auditFields.keys()].sort()).toEqual([...new Set(pathsOf(full, ''))].sort());
});

function pathsOf(value: unknown, prefix: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((element) => pathsOf(element, prefix));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [prefix + key, ...pathsOf(child, `${prefix}${key}.`)]);
}
