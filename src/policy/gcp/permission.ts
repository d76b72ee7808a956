/** Whether permissions of GCP, as custom roles list them, lead to more permissions than they say. */
import { isArray, type Json } from '../../std/json.ts';
import type { Verdict } from '../verdict.ts';
import { matches } from '../aws/document/wildcard.ts';
import { ESCALATION_PATHS, type EscalationPath } from './escalation-path.ts';

/** Most permissions that are read. A custom role holds at most 3,000, a predefined one some 13,000. */
export const permissionsMax = 20_000;

/** The methods for which permissions suffice, in the order of the table. */
export function escalationPaths(permissions: readonly string[]): readonly EscalationPath[] {
  const holds = holderOf(permissions);
  return ESCALATION_PATHS.filter(({ needs }) => needs.every((need) => need.some(holds)));
}

/**
 * Whether a list of permissions suffices for some method of escalation. `unknown` where there is no list, where it has
 * more than {@link permissionsMax} entries, and where an entry is no text and the rest does not suffice.
 */
export function grantsGcpEscalation(value: Json | undefined): Verdict {
  const read = readPermissions(value);
  if (read === undefined) return 'unknown';
  if (escalationPaths(read.permissions).length > 0) return 'yes';
  return read.isComplete ? 'no' : 'unknown';
}

/**
 * Whether permissions that are added to a role (`permissionDelta.addedPermissions`) lead to an escalation: `yes` where
 * they suffice alone, `unknown` where they hold the deed of a method, or the right to act as service accounts, and what
 * is missing may have been in the role before.
 */
export function addsGcpEscalation(value: Json | undefined): Verdict {
  const alone = grantsGcpEscalation(value);
  const read = readPermissions(value);
  if (alone !== 'no' || read === undefined) return alone;
  const holds = holderOf(read.permissions);
  const isPart = holds(ACT_AS) || ESCALATION_PATHS.some(({ needs: [deed] }) => deed?.some(holds));
  return isPart ? 'unknown' : 'no';
}

const ACT_AS = 'iam.serviceAccounts.actAs';

interface ReadPermissions {
  readonly permissions: readonly string[];
  readonly isComplete: boolean;
}

function readPermissions(value: Json | undefined): ReadPermissions | undefined {
  const list = typeof value === 'string' ? [value] : value;
  if (!isArray(list) || list.length > permissionsMax) return undefined;
  const permissions = list.filter((one) => typeof one === 'string');
  return { permissions, isComplete: permissions.length === list.length };
}

/**
 * Answers whether a permission is among the given ones. Deny policies write `iam.googleapis.com/roles.update` for
 * `iam.roles.update` and allow wildcards, which custom roles do not; both are understood wherever they stand.
 */
function holderOf(permissions: readonly string[]): (permission: string) => boolean {
  const plain = permissions.map(withoutHost);
  const exact = new Set(plain);
  const patterns = plain.filter((permission) => permission.includes('*'));
  return (permission) => exact.has(permission) || patterns.some((pattern) => matches(pattern, permission));
}

function withoutHost(permission: string): string {
  const service = /^(?<service>[\w-]+)\.googleapis\.com\/(?=.)/u.exec(permission)?.groups?.service;
  if (service === undefined) return permission;
  const name = service === 'cloudresourcemanager' ? 'resourcemanager' : service;
  return `${name}.${permission.slice(permission.indexOf('/') + 1)}`;
}
