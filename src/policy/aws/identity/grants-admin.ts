/**
 * Whether a policy makes its holder administrator-equivalent: able to give themselves any right.
 *
 * The union of all Allow statements is taken. What counts is
 * - all of iam by Action (`*`, `*:*`, `iam:*`, `i*:*`, or wildcards that together hold every elevating action), or a
 *   NotAction that leaves any elevating action open: excluding one of many ways is no exclusion;
 * - on all users, groups, roles or policies, by Resource or NotResource.
 * A Condition lowers it only if proven restrictive; a Deny only if nothing of it is left. Evaluation logic: IAM User
 * Guide, "Policy evaluation logic"; not considered are boundaries, SCPs and session policies, which other documents hold.
 *
 * Single actions of escalation (`iam:PassRole` with `lambda:*`, `iam:PutUserPolicy` alone) are `no` here: those are
 * rules of their own, and calling each of them administrator would bury the real ones.
 */
import type { Json } from '../../../std/json.ts';
import { readPolicy } from '../document/document.ts';
import { isAllOfIam, isEveryElevation, leavesElevation, reachOf, type Reach } from './iam-reach.ts';
import { deniesAlways, effectiveAllows, identityStatements, type IdentityStatements } from './identity-statement.ts';
import { isManagedAdmin } from '../managed/managed-policy.ts';
import type { ReadableStatement } from '../document/statement.ts';
import type { Verdict } from '../../verdict.ts';

/**
 * Judges a policy document (text or object) or the ARN of a managed policy.
 *
 * AWS-managed: by exact name, in every partition, as {@link isManagedAdmin} knows them; other AWS-managed ones are `no`.
 * `unknown`: customer-managed ARN (needs the inventory), unreadable document, undefined. What absence means depends on
 * the event, so callers decide it before they ask.
 */
export function grantsAdmin(value: Json | undefined): Verdict {
  if (typeof value === 'string' && value.startsWith('arn:')) return isManagedAdmin(value);
  const statements = identityStatements(readPolicy(value));
  return statements === undefined ? 'unknown' : statementsGrantAdmin(statements);
}

/**
 * Judges the statements of identity policies, of one document or of several that one principal holds, within those of a
 * permissions boundary where there is one: what the boundary does not allow too is not held.
 */
export function statementsGrantAdmin(identity: IdentityStatements, boundary?: IdentityStatements): Verdict {
  const parts = boundary === undefined ? [identity] : [identity, boundary];
  const denied = reachOf(
    parts.flatMap(({ readable }) => readable.filter(deniesAlways)),
    'any',
  );
  const broad = parts.map(({ readable }) => broadReach(effectiveAllows(readable)));
  if (leavesElevation(broad.reduce(common), denied)) return 'yes';
  // A Deny that leaves nothing wins over whatever the unreadable statements say.
  return parts.every(({ isComplete }) => isComplete) || isEveryElevation(denied) ? 'no' : 'unknown';
}

/** The reach that makes an administrator: all of iam, or what is left open by exclusion. */
function broadReach(allows: readonly ReadableStatement[]): Reach {
  const allowed = reachOf(allows, 'own');
  if (isAllOfIam(allowed)) return allowed;
  return reachOf(
    allows.filter((statement) => statement.actions.kind === 'all-but'),
    'own',
  );
}

function common(one: Reach, other: Reach): Reach {
  return new Set([...one].filter((name) => other.has(name)));
}
