/**
 * What the Deny statements of a resource policy provably take away.
 *
 * Only an unconditioned Deny with Principal counts, and only for an Allow whose every action and resource it names in
 * the same words or by a whole wildcard. Comparing patterns in full would find more; erring here means an alert too many.
 */
import { parseArn } from '../../../identity/arn.ts';
import { readResourcePrincipal, type ResourcePrincipal } from './resource-principal.ts';
import type { PrincipalSelection, ReadableStatement, Selection } from '../document/statement.ts';

/** Most Deny statements that are looked at: each is compared with each Allow. The rest change nothing. */
export const denialsMax = 32;

/** One Deny, ready to be compared. */
export interface ResourceDenial {
  readonly everyone: boolean;
  /** Accounts denied as a whole. */
  readonly accounts: ReadonlySet<string>;
  /** Denied principals as written, each after its kind. */
  readonly texts: ReadonlySet<string>;
  /** Whether it denies all that an Allow allows. */
  readonly covers: (allow: ReadableStatement) => boolean;
}

/** The Deny statements that count. */
export function readDenials(
  statements: readonly (ReadableStatement & { readonly principals: PrincipalSelection })[],
): readonly ResourceDenial[] {
  return statements
    .filter(
      ({ effect, condition, principals }) => effect === 'Deny' && condition.length === 0 && principals.kind === 'only',
    )
    .slice(0, denialsMax)
    .map((statement) => readDenial(statement, statement.principals));
}

/** Whether a denial provably holds for a principal. */
export function isDenied(denial: ResourceDenial, principal: ResourcePrincipal): boolean {
  if (denial.everyone) return true;
  if (principal.kind === 'everyone') return false;
  if (denial.texts.has(keyOf(principal))) return true;
  return principal.kind === 'account' && denial.accounts.has(principal.account);
}

function readDenial(statement: ReadableStatement, denied: PrincipalSelection): ResourceDenial {
  const principals = denied.entries.map(readResourcePrincipal);
  const actions = new Set(patternsOf(statement.actions).map((action) => action.toLowerCase()));
  const resources = new Set(patternsOf(statement.resources ?? EVERYTHING));
  return {
    everyone: principals.some(({ kind }) => kind === 'everyone'),
    accounts: new Set(principals.map(wholeAccount).filter((account) => account !== undefined)),
    texts: new Set(principals.map((principal) => (principal.kind === 'everyone' ? '' : keyOf(principal)))),
    covers: (allow) =>
      names(allow.actions, actions, (action) => actions.has(action.toLowerCase()) || actions.has(serviceOf(action))) &&
      names(allow.resources ?? EVERYTHING, resources, (resource) => resources.has(resource)),
  };
}

/** Services whose policies name no resource mean the one that the policy is attached to. */
const EVERYTHING: Selection = { kind: 'only', patterns: ['*'] };

/** The patterns of a Deny; one that denies all but some proves nothing. */
function patternsOf(selection: Selection): readonly string[] {
  return selection.kind === 'only' ? selection.patterns : [];
}

function names(allowed: Selection, denied: ReadonlySet<string>, isNamed: (pattern: string) => boolean): boolean {
  return denied.has('*') || (allowed.kind === 'only' && allowed.patterns.every(isNamed));
}

/** `s3:*` for `s3:GetObject`; nothing where the service itself has a wildcard. */
function serviceOf(action: string): string {
  const service = action.slice(0, action.indexOf(':')).toLowerCase();
  return /^[\w-]+$/u.test(service) ? `${service}:*` : '';
}

function wholeAccount(principal: ResourcePrincipal): string | undefined {
  if (principal.kind !== 'account') return undefined;
  const isWhole = principal.text === principal.account || parseArn(principal.text)?.resource === 'root';
  return isWhole ? principal.account : undefined;
}

function keyOf(principal: Exclude<ResourcePrincipal, { readonly kind: 'everyone' }>): string {
  return `${principal.kind} ${principal.text}`;
}
