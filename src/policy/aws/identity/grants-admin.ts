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
import { demandsMcpAction } from '../document/restriction.ts';
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
 * Whether nothing but a condition keeps the holder of a policy document from being administrator-equivalent. Who writes
 * a policy also writes the condition, and may well write the own address or tag: to whoever meets it, it is all of iam.
 * `no` where the holder is administrator anyway, and for ARNs; `unknown` where the document cannot be read.
 */
export function grantsAdminConditionally(value: Json | undefined): Verdict {
  if (typeof value === 'string' && value.startsWith('arn:')) return 'no';
  const statements = identityStatements(readPolicy(value));
  if (statements === undefined) return 'unknown';
  if (statementsGrantAdmin(statements) === 'yes') return 'no';
  return statementsGrantAdmin({ ...statements, readable: statements.readable.map(withoutLimit) });
}

/** An Allow as it is to whoever meets its condition; one that admits no action of iam stays as it is. */
function withoutLimit(statement: ReadableStatement): ReadableStatement {
  const { effect, condition } = statement;
  return effect === 'Deny' || condition.some(demandsMcpAction) ? statement : { ...statement, condition: [] };
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
