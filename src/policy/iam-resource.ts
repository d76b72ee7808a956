/** Whether the Resource of a statement takes in all users, groups, roles or policies of an account. */
import { covers } from './wildcard.ts';
import type { Selection } from './statement.ts';

/** Kinds of IAM resource that rights hang on. */
export type IamKind = 'user' | 'group' | 'role' | 'policy';

/**
 * How to read an account id in a resource, since the document does not say which account it lies in. `own`: it is the
 * account of the document (for grants: suspicious until proven otherwise). `any`: it may be a foreign one, so only a
 * pattern for every account counts (for what is taken away: a Deny on somebody else's account removes nothing).
 */
export type AccountReading = 'own' | 'any';

/**
 * Whether a Resource or NotResource element takes in every resource of a kind. A NotResource leaves a kind open unless
 * it excludes all of it: sparing one role is no limit. Several resources that only together cover a kind
 * (`role/a*`, `role/b*`, …) are not recognised. IAM accepts only ARNs of its own partition, so any partition will do.
 */
export function resourceCovers(resources: Selection | undefined, kind: IamKind, accounts: AccountReading): boolean {
  if (resources === undefined) return false;
  if (resources.kind === 'only') return resources.patterns.some((pattern) => patternCovers(pattern, kind, accounts));
  if (accounts === 'own') return !resources.patterns.some((pattern) => patternCovers(pattern, kind, 'any'));
  return !resources.patterns.some(mayTouchIam);
}

const PARTITIONS = ['aws', 'aws-cn', 'aws-us-gov', 'aws-iso', 'aws-iso-b', 'aws-iso-e', 'aws-iso-f', 'aws-eusc'];

/** Stands for an account id that no document names; as a pattern it is every account. */
const EVERY_ACCOUNT = '????????????';

function patternCovers(pattern: string, kind: IamKind, accounts: AccountReading): boolean {
  if (pattern === '*') return true;
  // Names are open-ended, so whatever covers them all ends in a wildcard. Spares most patterns the walk below.
  if (!/[*?]$/u.test(pattern)) return false;
  const own = pattern.replace(/\$\{aws:PrincipalAccount\}/giu, EVERY_ACCOUNT);
  const candidates = accounts === 'any' ? [EVERY_ACCOUNT] : [EVERY_ACCOUNT, ...accountsIn(own)];
  return partitionsIn(own).some((partition) =>
    // A name has at least one character, so `role/?*` is as good as `role/*`.
    candidates.some((account) => covers(own, `arn:${partition}:iam::${account}:${kind}/?*`)),
  );
}

/** The partitions that a pattern may stand for: the one it names, or all, since a `*` reaches across colons. */
function partitionsIn(pattern: string): readonly string[] {
  const [scheme = '', partition = ''] = pattern.split(':', 2);
  const isNamed = scheme === 'arn' && !/[*?]/u.test(partition);
  return isNamed ? [partition] : PARTITIONS;
}

/** The account field as an id: a given one, or one that a pattern such as `1111*` stands for. */
function accountsIn(pattern: string): readonly string[] {
  const field = pattern.split(':', 5)[4] ?? '';
  if (!/^[\d?*]{1,24}$/u.test(field)) return [];
  const fixed = field.replaceAll('?', '0');
  const missing = 12 - fixed.replaceAll('*', '').length;
  if (missing < 0 || (missing > 0 && !fixed.includes('*'))) return [];
  return [fixed.replace('*', '0'.repeat(missing)).replaceAll('*', '')];
}

/** Only a pattern that plainly names another service spares iam. */
function mayTouchIam(pattern: string): boolean {
  const [scheme = '', partition = '', service = '', rest] = pattern.split(':', 4);
  return rest === undefined || service === 'iam' || /[*?$]/u.test(scheme + partition + service);
}
