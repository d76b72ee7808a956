/**
 * What somebody's policies come to within their permissions boundary.
 *
 * A boundary allows nothing; it takes away what it does not allow as well. So it never raises a verdict, and where it
 * is not known, a `yes` becomes `unknown` while a `no` stays. IAM User Guide, "Permissions boundaries for IAM
 * entities".
 */
import type { Json } from '../../../std/json.ts';
import { readPolicy } from '../document/document.ts';
import { escalationOf, type Escalation } from '../escalation/grants-escalation.ts';
import { statementsGrantAdmin } from './grants-admin.ts';
import { identityStatements, type IdentityStatements } from './identity-statement.ts';
import type { ReadableStatement } from '../document/statement.ts';
import type { Verdict } from '../../verdict.ts';

/** The boundary of a user or role, as far as it is known. */
export type PermissionsBoundary =
  { readonly kind: 'none' } | { readonly kind: 'document'; readonly document: Json } | { readonly kind: 'unknown' };

/** Whether the policies that one principal holds make it administrator-equivalent within its boundary. */
export function effectiveGrantsAdmin(policies: readonly Json[], boundary: PermissionsBoundary): Verdict {
  const identity = unionOf(policies);
  if (boundary.kind === 'none') return statementsGrantAdmin(identity);
  const limits = boundary.kind === 'document' ? identityStatements(readPolicy(boundary.document)) : undefined;
  if (limits !== undefined) return lower(statementsGrantAdmin(identity), statementsGrantAdmin(identity, limits));
  return lower(statementsGrantAdmin(identity), 'unknown');
}

/** The escalation paths that the policies which one principal holds open within its boundary. */
export function effectiveEscalation(policies: readonly Json[], boundary: PermissionsBoundary): Escalation {
  const identity = unionOf(policies);
  const unlimited = escalationOf(identity);
  if (boundary.kind === 'none' || unlimited.verdict === 'no') return unlimited;
  const limits = boundary.kind === 'document' ? identityStatements(readPolicy(boundary.document)) : undefined;
  return limits === undefined ? { verdict: 'unknown', paths: [] } : escalationOf(identity, limits);
}

/** All statements of several documents; not complete where one of them cannot be read. */
function unionOf(policies: readonly Json[]): IdentityStatements {
  const readable: ReadableStatement[] = [];
  let isComplete = true;
  for (const policy of policies) {
    const statements = identityStatements(readPolicy(policy));
    for (const statement of statements?.readable ?? []) readable.push(statement);
    isComplete &&= statements?.isComplete ?? false;
  }
  return { readable, isComplete };
}

const RANK: Readonly<Record<Verdict, number>> = { no: 0, unknown: 1, yes: 2 };

function lower(one: Verdict, other: Verdict): Verdict {
  return RANK[one] < RANK[other] ? one : other;
}
