/**
 * Whether the Resource of a statement takes in all resources of a kind in an account: all roles, all functions.
 *
 * A kind is the shape of its ARN. A Resource is asked for the whole shape, so `role/*` and `*` are all roles,
 * `role/app/*` and one named role are not. Shapes: Service Authorization Reference, "Resource types defined by …" of
 * each service.
 */
import type { Selection } from '../document/statement.ts';
import { covers } from '../document/wildcard.ts';

/** The shape of the ARNs of a kind of resource. */
export interface ResourceShape {
  readonly kind: 'shape';
  readonly service: string;
  /** Whether the ARN names a region; those of IAM do not. */
  readonly inRegion: boolean;
  /**
   * What the account in the ARN is, where it is not just that of the document: `none` is named (Identity Center), or
   * there is one such resource in `each` account, so that one account is one of them (root users).
   */
  readonly account?: 'none' | 'each';
  /** What follows the account, as a pattern. A name has at least one character, so `role/?*` and not `role/*`. */
  readonly resource: string;
}

/** A kind of resource. `everything`: actions without resource-level permissions, which only a bare `*` allows. */
export type ResourceKind = ResourceShape | { readonly kind: 'everything' };

/**
 * How to read an account id or region in a resource, since the document does not say where it applies. `own`: it is
 * that of the document (for grants: suspicious until proven otherwise). `any`: it may be a foreign one, so only a
 * pattern for every account counts (for what is taken away: a Deny on somebody else's account removes nothing).
 */
export type AccountReading = 'own' | 'any';

/**
 * Whether a Resource or NotResource element takes in every resource of a kind. A NotResource leaves a kind open unless
 * it excludes all of it: sparing one role is no limit. Several resources that only together cover a kind
 * (`role/a*`, `role/b*`, …) are not recognised. AWS accepts only ARNs of its own partition, so any partition will do.
 */
export function takesInAll(resources: Selection | undefined, kind: ResourceKind, accounts: AccountReading): boolean {
  if (resources === undefined) return false;
  if (resources.kind === 'only') return resources.patterns.some((one) => patternCovers(one, kind, accounts));
  return !resources.patterns.some((one) => patternExcludes(one, kind, accounts));
}

const PARTITIONS = ['aws', 'aws-cn', 'aws-us-gov', 'aws-iso', 'aws-iso-b', 'aws-iso-e', 'aws-iso-f', 'aws-eusc'];

/** Stands for an account id that no document names; as a pattern it is every account. */
const EVERY_ACCOUNT = '????????????';
/** Stands for a region that no document names. */
const EVERY_REGION = '?*';
/** Longest pattern that can cover a kind, once its runs of stars are one: what the shapes and their fields can hold. */
const patternCharsMax = 256;

/** Whether one pattern takes in every resource of a kind. */
export function patternCovers(pattern: string, kind: ResourceKind, accounts: AccountReading): boolean {
  if (pattern === '*') return true;
  // Names are open-ended, so whatever covers them all ends in a wildcard. Spares most patterns the walk below.
  if (!/[*?]$/u.test(pattern) && !(endsFixed(pattern) && isEachAccounts(kind))) return false;
  if (kind.kind === 'everything') return /^\*+$/u.test(pattern);
  const own = withoutInstance(pattern, accounts)
    .replace(/\$\{aws:PrincipalAccount\}/giu, EVERY_ACCOUNT)
    .replace(/\*{2,}/gu, '*');
  if (own.length > patternCharsMax || !mayTouch(own, kind)) return false;
  const owners = ownersIn(own, kind, accounts);
  const regions = !kind.inRegion ? [''] : accounts === 'any' ? [EVERY_REGION] : [EVERY_REGION, ...regionsIn(own)];
  return partitionsIn(own).some((partition) =>
    regions.some((region) =>
      owners.some((owner) => covers(own, `arn:${partition}:${kind.service}:${region}:${owner}:${kind.resource}`)),
    ),
  );
}

/** Whether a pattern ends like the one kind whose names are not open-ended: `arn:aws:iam::*:root`. */
export function endsFixed(pattern: string): boolean {
  return pattern.endsWith(':root');
}

function isEachAccounts(kind: ResourceKind): boolean {
  return kind.kind === 'shape' && kind.account === 'each';
}

/** An organisation has one instance of Identity Center, so naming it is no limit. */
function withoutInstance(pattern: string, accounts: AccountReading): string {
  return accounts === 'any' ? pattern : pattern.replace(/\/ssoins-[\da-z]+(?=\/)/u, '/?*');
}

function ownersIn(pattern: string, kind: ResourceShape, accounts: AccountReading): readonly string[] {
  if (kind.account === 'none') return [''];
  if (kind.account === 'each' || accounts === 'any') return [EVERY_ACCOUNT];
  return [EVERY_ACCOUNT, ...accountsIn(pattern)];
}

/** Whether one pattern of a NotResource keeps it from taking in every resource of a kind. */
export function patternExcludes(pattern: string, kind: ResourceKind, accounts: AccountReading): boolean {
  return accounts === 'own' ? patternCovers(pattern, kind, 'any') : mayTouch(pattern, kind);
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

/** The region field as it stands: a pattern covers itself. */
function regionsIn(pattern: string): readonly string[] {
  const field = pattern.split(':', 4)[3] ?? '';
  return /^[a-z\d?*-]{1,30}$/u.test(field) ? [field] : [];
}

/** Only a pattern that plainly names another service spares a kind. */
function mayTouch(pattern: string, kind: ResourceKind): boolean {
  if (kind.kind === 'everything') return /^\*+$/u.test(pattern);
  const [scheme = '', partition = '', service = '', rest] = pattern.split(':', 4);
  return rest === undefined || service === kind.service || /[*?$]/u.test(scheme + partition + service);
}
