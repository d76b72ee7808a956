/**
 * Which operations are sensitive (R70): every change of identities, permissions and credentials, tried or done, and root
 * sessions of other accounts, plus what the profile adds and less what it takes away.
 */
import type { AuditEvent } from '../events/audit-event.ts';
import { changesIam } from '../events/cloudtrail/change-class.ts';
import { serviceOf } from '../events/cloudtrail/service-name.ts';
import type { OrganisationProfile } from './organisation-profile.ts';

/** The name under which a profile lists an operation: `iam:CreateUser`, `iam:google.iam.admin.v1.CreateRole`. */
function operationName({ service, action }: Pick<AuditEvent, 'service' | 'action'>): string {
  return `${service ?? ''}:${action ?? ''}`;
}

/**
 * Sensitive without being a change: a root session of a member account is a credential that stands above all its
 * identities. Contacts of an account are not: who is written to about it has no rights in it.
 */
const HANDED_OUT: ReadonlySet<string> = new Set(['sts:assumeroot']);

/** Whether an event tries or does something sensitive. */
export function isSensitiveOperation(event: AuditEvent, profile: OrganisationProfile): boolean {
  const name = operationName(event).toLowerCase();
  if (profile.sensitiveRemoved.has(name)) return false;
  return event.changeClass !== undefined || HANDED_OUT.has(name) || profile.sensitiveAdded.has(name);
}

/** Whether an event source of CloudTrail has sensitive operations at all: no other can have one. */
export function hasSensitiveOperations(eventSource: string, profile: OrganisationProfile): boolean {
  const service = serviceOf(eventSource);
  const prefix = operationName({ service, action: '' }).toLowerCase();
  return changesIam(service) || [...HANDED_OUT, ...profile.sensitiveAdded].some((name) => name.startsWith(prefix));
}
