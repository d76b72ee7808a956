/**
 * Whether a single principal, as the parameter of a call carries it, is foreign or public: `granteePrincipal` of
 * kms:CreateGrant, `principal` of lambda:AddPermission.
 */
import type { Json } from '../../../std/json.ts';
import type { ConditionTest } from '../document/condition.ts';
import { judgeForeign, type OwnAccounts } from '../document/own-accounts.ts';
import { grantsExternal, grantsPublic, grantsServiceUnguarded, type ResourceGrant } from './resource-policy.ts';
import { readPrincipalText } from './resource-principal.ts';
import type { Verdict } from '../../verdict.ts';

/** What stands beside `principal` in lambda:AddPermission; Lambda makes a condition of each. */
export interface PermissionLimits {
  readonly sourceAccount?: Json | undefined;
  readonly sourceArn?: Json | undefined;
  readonly principalOrgID?: Json | undefined;
}

/**
 * Whether a principal belongs to a foreign account. `*` does, unless a limit beside it says otherwise; behind an
 * organisation it is `unknown`. A service is nobody's: `no`, but a limit may let it act for a foreign account: `yes`.
 * `unknown` for ids that do not tell their account, and where there is no text.
 */
export function isForeignPrincipal(value: Json | undefined, own: OwnAccounts, limits: PermissionLimits = {}): Verdict {
  const foreign = judgeForeign(own);
  return ask(value, limits, (grant) => grantsExternal(grant, foreign));
}

/** Whether a principal is everybody: `*` without a limit beside it. `unknown` where there is no text. */
export function isPublicPrincipal(value: Json | undefined, limits: PermissionLimits = {}): Verdict {
  return ask(value, limits, grantsPublic);
}

/** Whether a principal is a service that acts for whoever asks it: no source ARN and no source account beside it. */
export function isUnguardedService(value: Json | undefined, limits: PermissionLimits = {}): Verdict {
  return ask(value, limits, grantsServiceUnguarded);
}

function ask(value: Json | undefined, limits: PermissionLimits, judge: (grant: ResourceGrant) => Verdict): Verdict {
  if (typeof value !== 'string' || value === '') return 'unknown';
  return judge({ principal: readPrincipalText(value), condition: conditionOf(limits) });
}

/** The condition that Lambda writes: AWS Lambda Developer Guide, "Using resource-based policies". */
function conditionOf(limits: PermissionLimits): readonly ConditionTest[] {
  return [
    ...testOn('aws:sourceaccount', 'stringequals', limits.sourceAccount),
    ...testOn('aws:sourcearn', 'arnlike', limits.sourceArn),
    ...testOn('aws:principalorgid', 'stringequals', limits.principalOrgID),
  ];
}

function testOn(key: string, operator: string, value: Json | undefined): readonly ConditionTest[] {
  if (typeof value !== 'string') return [];
  return [{ key, operator, needsKey: true, qualifier: undefined, isIfExists: false, values: [value] }];
}
