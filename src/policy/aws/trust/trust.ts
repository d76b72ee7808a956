/**
 * Who may assume a role, from its trust policy.
 *
 * One list of grants: every Allow that speaks of an AssumeRole action, per principal, less what an unconditioned Deny
 * provably takes away. The questions below are asked of that list. Semantics: IAM User Guide, "AWS JSON policy
 * elements: Principal" and "… NotPrincipal"; AWS STS API Reference for the three ways to assume a role.
 */
import type { Json } from '../../../std/json.ts';
import type { ConditionTest } from '../document/condition.ts';
import { readPolicy, type ReadPolicy } from '../document/document.ts';
import { limitsSamlSubject, limitsWebSubject } from './federated-subject.ts';
import { judgeForeign, type OwnAccounts } from '../document/own-accounts.ts';
import { demandedAccounts, keepsStrangersOut, limitsToOrganisation } from '../document/restriction.ts';
import { speaksOf, type PrincipalSelection, type ReadableStatement, type Statement } from '../document/statement.ts';
import { denialOf, denies, type Denial } from './trust-denial.ts';
import { readPrincipal, type TrustPrincipal } from './trust-principal.ts';
import { anyOf, type Verdict } from '../../verdict.ts';

/** The three ways into a role. */
export type AssumeAction = 'sts:AssumeRole' | 'sts:AssumeRoleWithSAML' | 'sts:AssumeRoleWithWebIdentity';

/** One principal with the ways that are open to it under a condition. */
export interface TrustGrant {
  readonly principal: TrustPrincipal;
  /** At least one. */
  readonly actions: readonly AssumeAction[];
  readonly condition: readonly ConditionTest[];
}

/** What came of reading a trust policy. `complete` is false where a statement could not be read. */
export type ReadTrust =
  | { readonly kind: 'trust'; readonly grants: readonly TrustGrant[]; readonly complete: boolean }
  | Exclude<ReadPolicy, { readonly kind: 'document' }>;

/** Reads a trust policy (text or object, limits as for {@link readPolicy}) into who may assume the role. */
export function readTrust(value: Json | undefined): ReadTrust {
  const policy = readPolicy(value);
  if (policy.kind !== 'document') return policy;
  const statements = policy.statements.filter(isOfTrustPolicy);
  const denials = ASSUME_ACTIONS.map((action) => ({ action, denial: denialOf(action, statements) }));
  const grants = statements.filter(({ effect }) => effect === 'Allow').flatMap((allow) => grantsOf(allow, denials));
  return { kind: 'trust', grants, complete: statements.length === policy.statements.length };
}

/**
 * Whether an AWS principal of a foreign account may assume the role; `own` says which accounts are not. A condition on
 * a named principal changes nothing: an external id makes the trust orderly, not internal. `*` is foreign unless
 * `aws:PrincipalAccount` or `aws:PrincipalArn` names accounts, which are then judged; behind an organisation it is
 * `unknown`, because the document does not list the members. `unknown` also for unreadable or absent documents,
 * canonical and unique ids.
 */
export function trustsExternal(value: Json | undefined, own: OwnAccounts): Verdict {
  const foreign = judgeForeign(own);
  return judgeTrust(value, ({ principal, actions, condition }) => {
    if (!actions.includes('sts:AssumeRole')) return 'no';
    if (principal.kind === 'unidentified') return 'unknown';
    const accounts = accountsOf(principal, condition);
    if (accounts !== undefined) return anyOf(accounts.map(foreign));
    return limitsToOrganisation(condition) ? 'unknown' : 'yes';
  });
}

/**
 * The accounts that a trust policy names and that are not known as one's own, sorted, each once. Empty does not mean
 * that nobody foreign is trusted: `*` names no account, an unreadable document shows none; ask {@link trustsExternal}.
 */
export function externalAccounts(value: Json | undefined, own: OwnAccounts): readonly string[] {
  const trust = readTrust(value);
  if (trust.kind !== 'trust') return [];
  const foreign = judgeForeign(own);
  const named = trust.grants
    .filter(({ actions }) => actions.includes('sts:AssumeRole'))
    .flatMap(({ principal, condition }) => accountsOf(principal, condition) ?? []);
  return [...new Set(named)].filter((account) => foreign(account) !== 'no').sort();
}

/**
 * Whether anybody in the world may assume the role: `*`, `{"AWS": "*"}` or NotPrincipal in an Allow, under no condition
 * that provably keeps strangers out. `sts:ExternalId` alone does not.
 */
export function trustsPublic(value: Json | undefined): Verdict {
  return judgeTrust(value, ({ principal, condition }) =>
    principal.kind === 'everyone' && !keepsStrangersOut(condition) ? 'yes' : 'no',
  );
}

/**
 * Whether a federated session may assume the role whoever its subject is: a web identity without a closed `…:sub`, or a
 * SAML session without audience and subject.
 */
export function trustsFederatedWithoutSubject(value: Json | undefined): Verdict {
  return judgeTrust(value, ({ principal, actions, condition }) => {
    if (principal.kind === 'everyone' && keepsStrangersOut(condition)) return 'no';
    const kinds = federationOf(principal);
    const openToWeb = kinds.web && actions.includes('sts:AssumeRoleWithWebIdentity') && !limitsWebSubject(condition);
    const openToSaml = kinds.saml && actions.includes('sts:AssumeRoleWithSAML') && !limitsSamlSubject(condition);
    return openToWeb || openToSaml ? 'yes' : 'no';
  });
}

/** The federated providers (ARN or host name) that a trust policy lets in, sorted, each once; none if unreadable. */
export function trustedFederatedProviders(value: Json | undefined): readonly string[] {
  const trust = readTrust(value);
  if (trust.kind !== 'trust') return [];
  const named = trust.grants.flatMap(({ principal }) => (principal.kind === 'federated' ? [principal.text] : []));
  return [...new Set(named)].sort();
}

/** The worst answer of all grants of a trust policy; what could not be read leaves a `no` open. */
export function judgeTrust(value: Json | undefined, ask: (grant: TrustGrant) => Verdict): Verdict {
  const trust = readTrust(value);
  if (trust.kind !== 'trust') return 'unknown';
  return anyOf([...trust.grants.map(ask), trust.complete ? 'no' : 'unknown']);
}

const ASSUME_ACTIONS: readonly AssumeAction[] = [
  'sts:AssumeRole',
  'sts:AssumeRoleWithSAML',
  'sts:AssumeRoleWithWebIdentity',
];

type TrustStatement = ReadableStatement & { readonly principals: PrincipalSelection };

/** IAM refuses trust statements without a principal, so one that lacks it decides nothing here. */
function isOfTrustPolicy(statement: Statement): statement is TrustStatement {
  return statement.kind === 'statement' && statement.principals !== undefined;
}

interface ActionDenial {
  readonly action: AssumeAction;
  readonly denial: Denial;
}

function grantsOf(allow: TrustStatement, denials: readonly ActionDenial[]): readonly TrustGrant[] {
  const spoken = denials.filter(({ action }) => speaksOf(allow, action));
  if (spoken.length === 0) return [];
  const principals: readonly TrustPrincipal[] =
    allow.principals.kind === 'only' ? allow.principals.entries.map(readPrincipal) : [{ kind: 'everyone' }];
  return principals.flatMap((principal) => {
    const actions = spoken.filter(({ denial }) => !denies(denial, principal)).map(({ action }) => action);
    return actions.length === 0 ? [] : [{ principal, actions, condition: allow.condition }];
  });
}

/** The accounts that a grant comes down to; undefined where it is open to accounts that are not named. */
function accountsOf(principal: TrustPrincipal, condition: readonly ConditionTest[]): readonly string[] | undefined {
  if (principal.kind === 'account') return [principal.account];
  if (principal.kind !== 'everyone') return [];
  const limits = condition.map(demandedAccounts).filter((accounts) => accounts !== undefined);
  const [first, ...others] = limits;
  return first?.filter((account) => others.every((accounts) => accounts.includes(account)));
}

function federationOf(principal: TrustPrincipal): { readonly web: boolean; readonly saml: boolean } {
  if (principal.kind === 'everyone') return { web: true, saml: true };
  if (principal.kind !== 'federated') return { web: false, saml: false };
  const saml = principal.text.includes(':saml-provider/');
  return principal.text.includes('*') ? { web: true, saml: true } : { web: !saml, saml };
}
