/**
 * Which escalation paths a policy opens.
 *
 * A path is open if every permission of it is allowed on all resources of its kind, by whatever statements together,
 * and none is taken away by a Deny without conditions. A statement for one named role, function or instance opens no
 * path: who else may use that one is for the inventory. Conditions lower only if proven restrictive, as in
 * `grants-admin.ts`; one on `iam:PassedToService` closes the paths through other services. An administrator has them
 * all. Beyond {@link isWithinPatternsMax} nothing is said.
 *
 * Not considered, because other documents hold it: whether a role worth passing exists, boundaries, SCPs.
 */
import type { Json } from '../../../std/json.ts';
import { readPolicy } from '../document/document.ts';
import { statementsGrantAdmin } from '../identity/grants-admin.ts';
import {
  deniesAlways,
  effectiveAllows,
  identityStatements,
  type IdentityStatements,
} from '../identity/identity-statement.ts';
import type { ReadableStatement } from '../document/statement.ts';
import type { Verdict } from '../../verdict.ts';
import type { EscalationPath } from './escalation-path.ts';
import { ESCALATION_PATHS } from './paths.ts';
import { commonReach, isWithinPatternsMax, permissionReach, type PermissionReach } from './permission-reach.ts';
import type { Permission } from './permission.ts';

/**
 * What a policy opens. With `yes` more may hide in what could not be read; otherwise the paths are empty, but for those
 * through services that are switched off: they are named, and are no reason for a `yes`.
 */
export interface Escalation {
  readonly verdict: Verdict;
  readonly paths: readonly EscalationPath[];
}

/** The paths that a policy document (text or object) opens. Unreadable, hidden, absent or beyond a limit: unknown. */
export function escalationPaths(value: Json | undefined): Escalation {
  const statements = identityStatements(readPolicy(value));
  return statements === undefined ? UNKNOWN : escalationOf(statements);
}

/** Whether a policy document opens any path that still leads somewhere. */
export function grantsEscalation(value: Json | undefined): Verdict {
  return escalationPaths(value).verdict;
}

/**
 * Whether nothing but a condition on who calls, from where or when keeps a policy document from opening a path. Who
 * writes a policy writes the condition too, be it the own address. `no` where a path is open anyway.
 */
export function grantsEscalationConditionally(value: Json | undefined): Verdict {
  const statements = identityStatements(readPolicy(value));
  if (statements === undefined) return 'unknown';
  if (escalationOf(statements).verdict === 'yes') return 'no';
  return escalationOf({ ...statements, readable: statements.readable.map(toWhoeverMeetsIt) }).verdict;
}

/** What an Allow is to whoever meets its condition; what limits the action itself or its resource stays. */
function toWhoeverMeetsIt(statement: ReadableStatement): ReadableStatement {
  if (statement.effect === 'Deny') return statement;
  return { ...statement, condition: statement.condition.filter(({ key }) => !ABOUT_THE_CALL.test(key)) };
}

/** Keys of conditions that speak of the caller, its network, its sign-in or the time, in lower case. */
const ABOUT_THE_CALL =
  /^aws:(?:currenttime|epochtime|multifactorauth|principal|referer|requestedregion|securetransport|source(?:identity|ip|vpc)|tokenissuetime|user(?:agent|id|name)|vpcsourceip)/u;

/**
 * The paths that statements open, of one document or of several that one principal holds, within those of a permissions
 * boundary where there is one.
 */
export function escalationOf(identity: IdentityStatements, boundary?: IdentityStatements): Escalation {
  if (statementsGrantAdmin(identity, boundary) === 'yes') return { verdict: 'yes', paths: ESCALATION_PATHS };
  const parts = boundary === undefined ? [identity] : [identity, boundary];
  const denies = parts.flatMap(({ readable }) => readable.filter(deniesAlways));
  if (!isWithinPatternsMax(parts.flatMap(({ readable }) => readable))) return UNKNOWN;
  const allowed = parts
    .map(({ readable }) => permissionReach(effectiveAllows(readable), PERMISSIONS, 'own'))
    .reduce(commonReach);
  const denied = permissionReach(denies, PERMISSIONS, 'any');
  const paths = ESCALATION_PATHS.filter(({ permissions }) =>
    permissions.every((permission) => isHeld(permission, allowed, denied)),
  );
  if (paths.some(({ isRetired }) => !isRetired)) return { verdict: 'yes', paths };
  const isCertain = parts.every(({ isComplete }) => isComplete) || isEveryPathDenied(denied);
  return { verdict: isCertain ? 'no' : 'unknown', paths };
}

const UNKNOWN: Escalation = { verdict: 'unknown', paths: [] };

const PERMISSIONS: readonly Permission[] = distinct(ESCALATION_PATHS.flatMap(({ permissions }) => permissions));

function isHeld(permission: Permission, allowed: PermissionReach, denied: PermissionReach): boolean {
  if (denied.all.has(permission)) return false;
  if (allowed.all.has(permission)) return true;
  return permission.isEnoughOnSelf && allowed.self.has(permission) && !denied.self.has(permission);
}

/** Then nothing that the unreadable statements may say opens a path. */
function isEveryPathDenied(denied: PermissionReach): boolean {
  return ESCALATION_PATHS.every(({ permissions }) => permissions.some((permission) => denied.all.has(permission)));
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
