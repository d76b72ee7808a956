/**
 * Which conditions are proven to keep callers out.
 *
 * The burden of proof is on the condition: a test counts only if it fails when its key is absent (no `IfExists`, no
 * `ForAllValues:`, no negation), every one of its values is fixed, and its key is in a table below. A policy variable
 * (`${…}`) is never fixed: `"aws:PrincipalTag/team": "${aws:PrincipalTag/team}"` is always true. Unknown keys prove
 * nothing. Keys: IAM User Guide, "AWS global condition context keys".
 */
import { parseArn } from '../../../identity/arn.ts';
import type { ConditionTest } from './condition.ts';
import { areNarrowNetworks } from './network.ts';

/**
 * Whether a condition on an Allow of an identity policy is proven restrictive: MFA, source network, organisation, or
 * tags of the principal; or it admits no action of iam at all.
 *
 * `BoolIfExists aws:MultiFactorAuthPresent true` is not: long-term access keys do not carry the key. Tags on the
 * request or on the resource are not: the caller writes those. `tagsOfCallerAreFixed` says whether `aws:PrincipalTag`
 * may be believed; the caller of this function knows what else the policy allows.
 */
export function keepsHolderOut(
  condition: readonly ConditionTest[],
  options: { readonly tagsOfCallerAreFixed: boolean },
): boolean {
  return condition.some(
    (test) =>
      demandsMfa(test) ||
      demandsMcpAction(test) ||
      demandsNetwork(test) ||
      demandsOrganisation(test) ||
      (options.tagsOfCallerAreFixed && test.key.startsWith('aws:principaltag/') && demandsText(test, isFixed)),
  );
}

/**
 * Whether a condition in a trust policy is proven to keep the general public out of a `*` principal: organisation,
 * account, principal, source network or an AWS service. MFA, tags and session names are not: a stranger sets those in
 * an account of their own. `sts:ExternalId` is not: it is a secret shared with whoever knows it, not an identity.
 */
export function keepsStrangersOut(condition: readonly ConditionTest[]): boolean {
  return condition.some(
    (test) =>
      demandsNetwork(test) ||
      demandsOrganisation(test) ||
      demandedAccounts(test) !== undefined ||
      (test.key === 'aws:sourcearn' && demandsText(test, hasFixedAccount)) ||
      (test.key === 'aws:userid' && demandsText(test, (value) => isFixed(value.split(':')[0] ?? ''))) ||
      (test.key === 'aws:principalisawsservice' && test.operator === 'bool' && demands(test, isTrue)),
  );
}

/** Whether a condition limits callers to an organisation, without saying which accounts are in it. */
export function limitsToOrganisation(condition: readonly ConditionTest[]): boolean {
  return condition.some(demandsOrganisation);
}

/**
 * Whether a condition limits callers to organisations of the given ids. Only keys of the caller count: a source
 * organisation says for whom a service acts.
 */
export function limitsToOrganisations(condition: readonly ConditionTest[], ids: readonly string[]): boolean {
  return condition.some((test) => {
    if (test.key === 'aws:principalorgid') return demandsText(test, (value) => ids.includes(value));
    return test.key === 'aws:principalorgpaths' && demandsText(test, (path) => ids.includes(path.split('/')[0] ?? ''));
  });
}

/**
 * The accounts that a test on `aws:PrincipalAccount` or `aws:PrincipalArn` limits callers to, or undefined where the
 * test is no such limit.
 */
export function demandedAccounts(test: ConditionTest): readonly string[] | undefined {
  if (test.key === 'aws:principalaccount' && demandsText(test, isAccountId)) return test.values;
  if (test.key === 'aws:principalarn' && demandsText(test, hasFixedAccount))
    return test.values.map((value) => parseArn(value)?.account ?? '');
  return undefined;
}

/**
 * Whether a test demands text from its key (String* or Arn* operators) and every value it accepts passes. Wildcards
 * count as such under every operator, although StringEquals would take them literally: an author who writes `*` is not
 * believed to mean an asterisk.
 */
export function demandsText(test: ConditionTest, accepts: (value: string) => boolean): boolean {
  return TEXT_OPERATORS.has(test.operator) && demands(test, accepts);
}

/** Whether a value has neither wildcard nor policy variable, and is not empty. */
export function isFixed(value: string): boolean {
  return value.trim() !== '' && !/[*?]|\$\{/u.test(value);
}

/** Whether a text is an account id: twelve digits. */
export function isAccountId(value: string): boolean {
  return /^\d{12}$/u.test(value);
}

/** Whether a text is an ARN, possibly with wildcards, that names its account in full. */
export function hasFixedAccount(value: string): boolean {
  const arn = parseArn(value);
  return arn !== undefined && isAccountId(arn.account);
}

const TEXT_OPERATORS: ReadonlySet<string> = new Set([
  'stringequals',
  'stringequalsignorecase',
  'stringlike',
  'arnequals',
  'arnlike',
]);

/** Keys that pin the organisation or account which a request comes from. */
const ORGANISATION_KEYS: ReadonlySet<string> = new Set([
  'aws:principalorgid',
  'aws:sourceorgid',
  'aws:sourceaccount',
  'aws:vpceaccount',
  'aws:vpceorgid',
]);

/** Keys that pin the private network. */
const PRIVATE_NETWORK_KEYS: ReadonlySet<string> = new Set(['aws:sourcevpc', 'aws:sourcevpce', 'aws:sourcevpcarn']);

/** Keys whose values are paths that start with the organisation: `o-a1b2c3d4e5/r-ab12/*` is a limit, `o-*` is none. */
const ORGANISATION_PATH_KEYS: ReadonlySet<string> = new Set([
  'aws:principalorgpaths',
  'aws:sourceorgpaths',
  'aws:vpceorgpaths',
]);

function demands(test: ConditionTest, accepts: (value: string) => boolean): boolean {
  return test.needsKey && test.values.length > 0 && test.values.every(accepts);
}

/** `aws:MultiFactorAuthAge` exists only in sessions opened with MFA, so any demand on it is a demand for MFA. */
function demandsMfa(test: ConditionTest): boolean {
  if (test.key === 'aws:multifactorauthpresent') return test.operator === 'bool' && demands(test, isTrue);
  return test.key === 'aws:multifactorauthage' && demands(test, (value) => value !== '');
}

/**
 * `AWSMcpServiceActionsFullAccess` is `*` on `*` under this key; AWS Managed Policy Reference: it "does not grant access
 * to the actions taken by the MCP, only the MCP actions themselves".
 */
export function demandsMcpAction(test: ConditionTest): boolean {
  return test.key === 'aws:ismcpserviceaction' && test.operator === 'bool' && demands(test, isTrue);
}

/**
 * `aws:VpcSourceIp` is none: everybody has the private ranges in a VPC of their own, so it says something only beside the
 * keys of the private network, which count by themselves.
 */
function demandsNetwork(test: ConditionTest): boolean {
  if (PRIVATE_NETWORK_KEYS.has(test.key)) return demandsText(test, isFixed);
  return (
    test.key === 'aws:sourceip' && test.operator === 'ipaddress' && test.needsKey && areNarrowNetworks(test.values)
  );
}

function demandsOrganisation(test: ConditionTest): boolean {
  if (ORGANISATION_KEYS.has(test.key)) return demandsText(test, isFixed);
  return ORGANISATION_PATH_KEYS.has(test.key) && demandsText(test, (path) => isFixed(path.split('/')[0] ?? ''));
}

function isTrue(value: string): boolean {
  return value.toLowerCase() === 'true';
}
