/**
 * Which operations are sensitive (R70): every change of identities, permissions and credentials, tried or done, plus
 * what the profile adds and less what it takes away.
 */
import type { AuditEvent } from '../events/audit-event.ts';
import type { OrganisationProfile } from './organisation-profile.ts';

/** The name under which a profile lists an operation: `iam:CreateUser`, `iam:google.iam.admin.v1.CreateRole`. */
function operationName({ service, action }: Pick<AuditEvent, 'service' | 'action'>): string {
  return `${service ?? ''}:${action ?? ''}`;
}

/** Whether an event tries or does something sensitive. */
export function isSensitiveOperation(event: AuditEvent, profile: OrganisationProfile): boolean {
  const name = operationName(event).toLowerCase();
  if (profile.sensitiveRemoved.has(name)) return false;
  return event.changeClass !== undefined || profile.sensitiveAdded.has(name);
}
