/**
 * How far a set of statements reaches into IAM, counted in the actions with which somebody gives somebody more rights.
 *
 * A closed list instead of pattern algebra: whether `["iam:A*", "iam:C*", …]` is "all of iam" is decided by what
 * matters about iam, and one left-out `iam:GetAccountSummary` does not make an administrator harmless.
 */
import { resourceCovers, type IamKind } from './iam-resource.ts';
import type { AccountReading } from './resource-kind.ts';
import { speaksOf, type ReadableStatement } from '../document/statement.ts';

/** An action that raises somebody's rights, and the kind of resource that it is authorised on. */
interface Elevation {
  readonly action: string;
  readonly on: IamKind;
}

/**
 * The elevating actions. Resource kinds: Service Authorization Reference, "Actions, resources, and condition keys for
 * AWS Identity and Access Management". PassRole stands on roles; the credential actions stand on users.
 */
const ELEVATIONS: readonly Elevation[] = [
  { action: 'iam:AttachUserPolicy', on: 'user' },
  { action: 'iam:PutUserPolicy', on: 'user' },
  { action: 'iam:CreateAccessKey', on: 'user' },
  { action: 'iam:CreateLoginProfile', on: 'user' },
  { action: 'iam:UpdateLoginProfile', on: 'user' },
  { action: 'iam:AddUserToGroup', on: 'group' },
  { action: 'iam:AttachGroupPolicy', on: 'group' },
  { action: 'iam:PutGroupPolicy', on: 'group' },
  { action: 'iam:AttachRolePolicy', on: 'role' },
  { action: 'iam:PutRolePolicy', on: 'role' },
  { action: 'iam:UpdateAssumeRolePolicy', on: 'role' },
  { action: 'iam:PassRole', on: 'role' },
  { action: 'iam:CreatePolicyVersion', on: 'policy' },
  { action: 'iam:SetDefaultPolicyVersion', on: 'policy' },
];

const KINDS: readonly IamKind[] = ['user', 'group', 'role', 'policy'];

/** The union of what statements speak of, as `action on kind`. */
export type Reach = ReadonlySet<string>;

/** The reach of statements; `accounts` says how an account id in a resource is read. One pass, order does not matter. */
export function reachOf(statements: readonly ReadableStatement[], accounts: AccountReading): Reach {
  const reach = new Set<string>();
  for (const statement of statements) {
    const spoken = ELEVATIONS.filter(({ action }) => speaksOf(statement, action));
    if (spoken.length === 0) continue;
    for (const kind of KINDS)
      if (resourceCovers(statement.resources, kind, accounts))
        for (const { action } of spoken) reach.add(nameOf(action, kind));
  }
  return reach;
}

/** Whether a reach is all of iam: every elevating action, each where it applies or all of them on one kind of resource. */
export function isAllOfIam(reach: Reach): boolean {
  return (
    isEveryElevation(reach) || KINDS.some((kind) => ELEVATIONS.every(({ action }) => reach.has(nameOf(action, kind))))
  );
}

/** Whether a reach holds every elevating action where it applies. */
export function isEveryElevation(reach: Reach): boolean {
  return ELEVATIONS.every(({ action, on }) => reach.has(nameOf(action, on)));
}

/** Whether any elevating action, where it applies, is in `reach` and not in `without`. */
export function leavesElevation(reach: Reach, without: Reach): boolean {
  return ELEVATIONS.some(({ action, on }) => reach.has(nameOf(action, on)) && !without.has(nameOf(action, on)));
}

function nameOf(action: string, kind: IamKind): string {
  return `${action} on ${kind}`;
}
