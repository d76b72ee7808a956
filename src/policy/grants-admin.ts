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
import { parseArn } from '../identity/arn.ts';
import type { Json } from '../std/json.ts';
import { readPolicy } from './document.ts';
import { isAllOfIam, isEveryElevation, leavesElevation, reachOf, type Reach } from './iam-reach.ts';
import { deniesAlways, effectiveAllows, identityStatements, type IdentityStatements } from './identity-statement.ts';
import { MANAGED_ADMIN } from './managed-admin.ts';
import type { ReadableStatement } from './statement.ts';
import type { Verdict } from './verdict.ts';

/**
 * Judges a policy document (text or object) or the ARN of a managed policy.
 *
 * AWS-managed: exactly the names in {@link MANAGED_ADMIN}, in every partition; other AWS-managed ones are `no`.
 * `unknown`: customer-managed ARN (needs the inventory), unreadable document, undefined. What absence means depends on
 * the event, so callers decide it before they ask.
 */
export function grantsAdmin(value: Json | undefined): Verdict {
  if (typeof value === 'string' && value.startsWith('arn:')) return judgeArn(value);
  const statements = identityStatements(readPolicy(value));
  return statements === undefined ? 'unknown' : statementsGrantAdmin(statements);
}

/** Judges the statements of identity policies, of one document or of several that one principal holds. */
export function statementsGrantAdmin({ readable, isComplete }: IdentityStatements): Verdict {
  const denied = reachOf(readable.filter(deniesAlways), 'any');
  if (isAdmin(effectiveAllows(readable), denied)) return 'yes';
  // A Deny that leaves nothing wins over whatever the unreadable statements say.
  return isComplete || isEveryElevation(denied) ? 'no' : 'unknown';
}

function judgeArn(text: string): Verdict {
  const arn = parseArn(text);
  if (arn?.service !== 'iam' || arn.account !== 'aws' || arn.region !== '') return 'unknown';
  if (!arn.resource.startsWith('policy/')) return 'unknown';
  return MANAGED_ADMIN.has(arn.resource.slice('policy/'.length)) ? 'yes' : 'no';
}

function isAdmin(allows: readonly ReadableStatement[], denied: Reach): boolean {
  const allowed = reachOf(allows, 'own');
  if (isAllOfIam(allowed) && leavesElevation(allowed, denied)) return true;
  const byExclusion = allows.filter((statement) => statement.actions.kind === 'all-but');
  return leavesElevation(reachOf(byExclusion, 'own'), denied);
}
