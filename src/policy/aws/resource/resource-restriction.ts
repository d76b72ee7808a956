/**
 * Which conditions of a resource policy are proven to limit a `*` principal or a service.
 *
 * The burden of proof is on the condition, as in `restriction.ts`. Beside the global keys, services have their own:
 * SNS writes `AWS:SourceOwner` into its default policies, KMS has `kms:CallerAccount`, S3 `s3:DataAccessPointAccount`.
 * `kms:ViaService` limits the way in, not who comes: alone it proves nothing. The same holds for `aws:SecureTransport`,
 * `s3:x-amz-acl` and all that describe the request.
 */
import { parseArn } from '../../../identity/arn.ts';
import type { ConditionTest } from '../document/condition.ts';
import {
  demandedAccounts,
  demandsText,
  hasFixedAccount,
  isAccountId,
  isFixed,
  keepsStrangersOut,
} from '../document/restriction.ts';

/** Whether a condition is proven to keep the general public out of a `*` principal. */
export function keepsPublicOut(condition: readonly ConditionTest[]): boolean {
  return (
    keepsStrangersOut(condition) || condition.some((test) => limitedAccounts(test) !== undefined || isOneSource(test))
  );
}

/** The accounts to which a condition limits a `*` principal; undefined where it names none. */
export function accountsUnder(condition: readonly ConditionTest[]): readonly string[] | undefined {
  return commonOf(condition.map(limitedAccounts));
}

/**
 * Whether nothing but addresses limits a `*` principal: whoever comes from one of these networks is let in. Who that is
 * the document does not tell; strangers may share an address, and an intruder may have named its own.
 */
export function limitsToNetwork(condition: readonly ConditionTest[]): boolean {
  const limits = condition.filter((test) => keepsPublicOut([test]));
  return limits.length > 0 && limits.every(({ key }) => key === 'aws:sourceip');
}

/**
 * Whether a condition ties a service to those for whom it may act: by resource, account or organisation. Without one,
 * the service acts for whoever asks it to (IAM User Guide, "The confused deputy problem").
 */
export function guardsService(condition: readonly ConditionTest[]): boolean {
  return condition.some(
    (test) =>
      sourceAccounts(test) !== undefined ||
      isOneSource(test) ||
      (test.key === 'aws:sourceorgid' && demandsText(test, isFixed)) ||
      (test.key === 'aws:sourceorgpaths' && demandsText(test, (path) => isFixed(path.split('/')[0] ?? ''))),
  );
}

/**
 * The accounts that a condition names when it says for whom a service may act; none where it names none. Of a list that
 * also has buckets, the accounts that are named: nobody hides one among buckets.
 */
export function accountsServed(condition: readonly ConditionTest[]): readonly string[] {
  return commonOf(condition.map(servedAccounts)) ?? [];
}

const ACCOUNT_KEYS: ReadonlySet<string> = new Set(['kms:calleraccount', 's3:dataaccesspointaccount']);
const SOURCE_ACCOUNT_KEYS: ReadonlySet<string> = new Set(['aws:sourceaccount', 'aws:sourceowner']);

function limitedAccounts(test: ConditionTest): readonly string[] | undefined {
  if (ACCOUNT_KEYS.has(test.key) && demandsText(test, isAccountId)) return test.values;
  if (test.key === 's3:dataaccesspointarn') return accountsOfArns(test);
  return demandedAccounts(test) ?? sourceAccounts(test);
}

/** CloudTrail and CloudWatch Logs name the resource that they encrypt for in the encryption context. */
function sourceAccounts(test: ConditionTest): readonly string[] | undefined {
  if (SOURCE_ACCOUNT_KEYS.has(test.key)) return demandsText(test, isAccountId) ? test.values : undefined;
  const isSource = test.key === 'aws:sourcearn' || /^kms:encryptioncontext:aws:.+:arn$/u.test(test.key);
  return isSource ? accountsOfArns(test) : undefined;
}

function servedAccounts(test: ConditionTest): readonly string[] | undefined {
  if (!isOneSource(test)) return sourceAccounts(test);
  const named = test.values.filter(hasFixedAccount).map((value) => parseArn(value)?.account ?? '');
  return named.length === 0 ? undefined : named;
}

/** What all limits have in common; undefined where there is no limit. */
function commonOf(limits: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const [first, ...others] = limits.filter((accounts) => accounts !== undefined).map((accounts) => new Set(accounts));
  return first === undefined ? undefined : [...first].filter((account) => others.every((set) => set.has(account)));
}

function accountsOfArns(test: ConditionTest): readonly string[] | undefined {
  if (!demandsText(test, hasFixedAccount)) return undefined;
  return test.values.map((value) => parseArn(value)?.account ?? '');
}

/** ARNs of S3 buckets carry no account; one that is named in full is still only one. */
function isOneSource(test: ConditionTest): boolean {
  return test.key === 'aws:sourcearn' && demandsText(test, (value) => isOneBucket(value) || hasFixedAccount(value));
}

function isOneBucket(value: string): boolean {
  const arn = parseArn(value);
  return arn?.service === 's3' && arn.account === '' && isFixed(arn.resource);
}
