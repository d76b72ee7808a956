/**
 * In what capacity the Principal of a resource policy means somebody. It decides what else limits the grant: IAM User
 * Guide, "Policy evaluation logic", "Permissions boundaries for IAM entities" and "AWS JSON policy elements:
 * Principal".
 */
import type { PrincipalEntry, PrincipalSelection } from '../document/statement.ts';
import { verdictOf, type Verdict } from '../../verdict.ts';
import type { RequestPrincipal } from './request.ts';

/**
 * - `direct`: by the ARN of the user or session itself, by the service, or as everybody; in the same account nothing
 *   limits it but explicit denials;
 * - `role`: by the ARN of the role that the session is of (or of the user behind a federated one); a boundary and a
 *   session policy limit it;
 * - `account`: as somebody of the account, which leaves it to the account's own policies.
 */
export interface Capacities {
  readonly direct: Verdict;
  readonly role: Verdict;
  readonly account: Verdict;
}

/** The capacities in which a Principal or NotPrincipal means a principal; without either it means everybody. */
export function capacitiesOf(principals: PrincipalSelection | undefined, principal: RequestPrincipal): Capacities {
  if (principals === undefined) return { ...NONE, direct: 'yes' };
  if (principals.kind === 'all-but') return { ...NONE, direct: isLeftOut(principals.entries, principal) };
  const found: { direct: Verdict; role: Verdict; account: Verdict } = { ...NONE };
  for (const entry of principals.entries) {
    const capacity = capacityOf(entry, principal);
    if (capacity === 'unknown') found.direct = found.direct === 'yes' ? 'yes' : 'unknown';
    else if (capacity !== undefined) found[capacity] = 'yes';
  }
  return found;
}

const NONE: Capacities = { direct: 'no', role: 'no', account: 'no' };

function capacityOf(entry: PrincipalEntry, principal: RequestPrincipal): keyof Capacities | 'unknown' | undefined {
  const { type, value } = entry;
  if (type === '*' || (type === 'AWS' && value === '*')) return 'direct';
  if (type === 'Service') return principal.kind === 'service' && principal.name === value ? 'direct' : undefined;
  if (principal.kind === 'service' || principal.kind === 'anonymous') return undefined;
  if (type === 'CanonicalUser') return 'unknown';
  if (type !== 'AWS') return undefined;
  if (namesAccount(value, principal.account)) return 'account';
  if (principal.kind === 'root') return undefined;
  if (value === principal.arn) return 'direct';
  if (value === behind(principal)) return 'role';
  // Ids are not part of a request as it is described here.
  return UNIQUE_ID.test(value) ? 'unknown' : undefined;
}

const UNIQUE_ID = /^A[A-Z\d]{15,127}$/u;

function namesAccount(value: string, account: string): boolean {
  return value === account || /^arn:[^:]+:iam::(\d{12}):root$/u.exec(value)?.[1] === account;
}

function behind(principal: RequestPrincipal): string | undefined {
  if (principal.kind === 'role-session') return principal.roleArn;
  return principal.kind === 'federated-user' ? principal.userArn : undefined;
}

/**
 * Whether NotPrincipal leaves a principal to its statement. To be spared, a principal must be named in every capacity,
 * its account included; AWS says of less that it "might" be denied.
 */
function isLeftOut(entries: readonly PrincipalEntry[], principal: RequestPrincipal): Verdict {
  const capacities = new Set(entries.map((entry) => capacityOf(entry, principal)));
  if (entries.some(({ type, value }) => type === '*' || (type === 'AWS' && value === '*'))) return 'no';
  const named = capacitiesToName(principal).filter((capacity) => capacities.has(capacity)).length;
  if (capacities.has('unknown')) return 'unknown';
  if (named === 0) return 'yes';
  return named === capacitiesToName(principal).length ? verdictOf(false) : 'unknown';
}

function capacitiesToName(principal: RequestPrincipal): readonly (keyof Capacities)[] {
  switch (principal.kind) {
    case 'root':
      return ['account'];
    case 'user':
      return ['direct', 'account'];
    case 'role-session':
    case 'federated-user':
      return ['direct', 'role', 'account'];
    case 'service':
      return ['direct'];
    case 'anonymous':
      return [];
  }
}
