/** The accounts of others that a record lets in, for the sentence of an alert and for what folds. */
import type { OrganisationProfile } from '../context/organisation-profile.ts';
import type { EventView } from '../events/audit-event.ts';
import { accountOfPrincipal } from '../policy/aws/resource/foreign-principal.ts';
import { accountsLetIn } from '../policy/aws/resource/resource-policy.ts';
import { externalAccounts } from '../policy/aws/trust/trust.ts';
import { ownAccounts } from './policy-predicates.ts';
import { at, isArray, type Json } from '../std/json.ts';

/** Where records carry a role's trust policy. */
const TRUST_POLICIES = [
  ['requestParameters', 'assumeRolePolicyDocument'],
  ['requestParameters', 'policyDocument'],
  ['responseElements', 'role', 'assumeRolePolicyDocument'],
] as const;

/** Accounts named on one sentence. */
const ACCOUNTS_MAX = 5;

/** Where records carry the policy of a resource: KMS, S3, ECR, Secrets Manager, SQS, SNS, Glue, OpenSearch, CloudWatch Logs. */
const RESOURCE_POLICIES = [
  ['requestParameters', 'policy'],
  ['requestParameters', 'bucketPolicy'],
  ['requestParameters', 'policyText'],
  ['requestParameters', 'resourcePolicy'],
  ['requestParameters', 'attributes', 'Policy'],
  ['requestParameters', 'attributeValue'],
  ['requestParameters', 'policyInJson'],
  ['requestParameters', 'accessPolicies'],
  ['requestParameters', 'accessPolicy'],
  ['requestParameters', 'policyDocument'],
  ['requestParameters', 'PutAccessPointPolicyRequest', 'Policy'],
] as const;

/** Where records name somebody who is let in: KMS grants, permissions on functions, queues, topics and buses, shares. */
const PRINCIPALS = [
  ['requestParameters', 'granteePrincipal'],
  ['requestParameters', 'retiringPrincipal'],
  ['requestParameters', 'principal'],
  ['requestParameters', 'principals'],
  ['requestParameters', 'aWSAccountId'],
  ['requestParameters', 'aWSAccountIds'],
  ['requestParameters', 'accountWithRestoreAccess'],
] as const;

/** The accounts of AWS that a record lets in and that are not known to be one's own, each once. */
export function foreignAccountsLetIn(view: EventView, profile: OrganisationProfile): readonly string[] {
  if (view.cloud !== 'aws') return [];
  const own = ownAccounts({ event: view.audit(), profile });
  const found = new Set([
    ...TRUST_POLICIES.flatMap((path) => externalAccounts(at(view.raw, ...path), own)),
    ...RESOURCE_POLICIES.flatMap((path) => accountsLetIn(at(view.raw, ...path), own)),
    ...PRINCIPALS.flatMap((path) => listed(at(view.raw, ...path)).flatMap((one) => accountOfPrincipal(one, own))),
  ]);
  return [...found];
}

/** `account 444455556666`, or `another account` where the record names none. */
export function foreignAccounts(view: EventView, profile: OrganisationProfile): string {
  const found = foreignAccountsLetIn(view, profile);
  const names = found.slice(0, ACCOUNTS_MAX).join(', ');
  if (found.length === 0) return 'another account';
  return `account${found.length === 1 ? '' : 's'} ${names}${found.length > ACCOUNTS_MAX ? ' and more' : ''}`;
}

function listed(value: Json | undefined): readonly (Json | undefined)[] {
  return isArray(value) ? value : [value];
}
