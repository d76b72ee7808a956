/**
 * Whom a resource policy lets in: of a KMS key, bucket, queue, topic, repository, function, secret and the like.
 *
 * As for trust policies, one list of grants is read (every Allow, per principal, less what an unconditioned Deny
 * provably takes away) and the questions are asked of that list. Which actions are allowed does not matter here: a
 * stranger who may read a secret needs no second one. Semantics: IAM User Guide, "Identity-based policies and
 * resource-based policies" and "AWS JSON policy elements: Principal".
 */
import type { Json } from '../../../std/json.ts';
import type { ConditionTest } from '../document/condition.ts';
import { readPolicy } from '../document/document.ts';
import { judgeForeign, type OwnAccounts } from '../document/own-accounts.ts';
import { limitsToOrganisations } from '../document/restriction.ts';
import { isDenied, readDenials } from './resource-denial.ts';
import { readResourcePrincipal, type ResourcePrincipal } from './resource-principal.ts';
import {
  accountsServed,
  accountsUnder,
  guardsService,
  keepsPublicOut,
  limitsToNetwork,
} from './resource-restriction.ts';
import type { PrincipalSelection, ReadableStatement, Statement } from '../document/statement.ts';
import { anyOf, type Verdict } from '../../verdict.ts';

/** One principal that is let in under a condition. */
export interface ResourceGrant {
  readonly principal: ResourcePrincipal;
  readonly condition: readonly ConditionTest[];
}

/**
 * Whether a resource policy lets a principal of a foreign account in. A condition on a named principal changes nothing
 * (unless it is one's own organisation: nobody in it is an outsider).
 * `*` is foreign unless a condition names accounts, which are then judged; behind an organisation, a network, addresses
 * or a bucket it is `unknown`, because the document does not tell whose those are. A service is foreign where a condition
 * lets it act for a foreign account. `unknown` also for unreadable documents, canonical and unique ids.
 */
export function opensExternal(value: Json | undefined, own: OwnAccounts): Verdict {
  return judge(value, judgeExternal(own));
}

/** The question whether one grant is to a foreign account; see {@link opensExternal}. */
export function judgeExternal(own: OwnAccounts): (grant: ResourceGrant) => Verdict {
  const foreign = judgeForeign(own);
  const organisations = own.ownOrganizations ?? [];
  return (grant) => {
    if (limitsToOrganisations(grant.condition, organisations)) return 'no';
    if (grant.principal.kind === 'organisation') return organisations.includes(grant.principal.id) ? 'no' : 'unknown';
    return grantsExternal(grant, foreign);
  };
}

/**
 * The foreign accounts that a resource policy names, sorted, each once. Empty does not mean that nobody foreign is let
 * in; ask {@link opensExternal}.
 */
export function accountsLetIn(value: Json | undefined, own: OwnAccounts): readonly string[] {
  const policy = readPolicy(value);
  if (policy.kind !== 'document') return [];
  return foreignAccountsOf(grantsOf(policy.statements.filter(isOfResourcePolicy)), own);
}

/** The foreign accounts that grants name, sorted, each once. */
export function foreignAccountsOf(grants: readonly ResourceGrant[], own: OwnAccounts): readonly string[] {
  const [foreign, external] = [judgeForeign(own), judgeExternal(own)];
  const named = grants.filter((grant) => external(grant) !== 'no').flatMap(accountsOf);
  return [...new Set(named)].filter((account) => foreign(account) !== 'no').sort();
}

function accountsOf({ principal, condition }: ResourceGrant): readonly string[] {
  if (principal.kind === 'account') return [principal.account];
  if (principal.kind === 'service') return accountsServed(condition);
  return principal.kind === 'everyone' ? (accountsUnder(condition) ?? []) : [];
}

/**
 * Whether a resource policy lets everybody in: `*`, `{"AWS": "*"}` or NotPrincipal in an Allow, under no condition that
 * provably keeps the public out.
 */
export function opensPublic(value: Json | undefined): Verdict {
  return judge(value, grantsPublic);
}

/**
 * Whether a resource policy lets anybody in who comes from a network that it names: `*` under a condition on addresses
 * that is a real limit, and under no other limit.
 */
export function opensToNetwork(value: Json | undefined): Verdict {
  return judge(value, ({ principal, condition }) =>
    principal.kind === 'everyone' && limitsToNetwork(condition) ? 'yes' : 'no',
  );
}

/**
 * Whether a resource policy lets a service in for whoever asks that service: a service principal without a condition on
 * source ARN, source account or source organisation, or a wildcard of services.
 */
export function opensService(value: Json | undefined): Verdict {
  return judge(value, grantsServiceUnguarded);
}

function grantsExternal({ principal, condition }: ResourceGrant, foreign: (account: string) => Verdict): Verdict {
  switch (principal.kind) {
    case 'account':
      return foreign(principal.account);
    case 'organisation':
    case 'unidentified':
      return 'unknown';
    case 'service':
      return anyOf(accountsServed(condition).map(foreign));
    case 'everyone': {
      const accounts = accountsUnder(condition);
      if (accounts !== undefined) return anyOf(accounts.map(foreign));
      return keepsPublicOut(condition) ? 'unknown' : 'yes';
    }
  }
}

/** Whether one grant is to everybody; see {@link opensPublic}. */
export function grantsPublic({ principal, condition }: ResourceGrant): Verdict {
  return principal.kind === 'everyone' && !keepsPublicOut(condition) ? 'yes' : 'no';
}

/** Whether one grant is to a service on anybody's behalf; see {@link opensService}. */
export function grantsServiceUnguarded({ principal, condition }: ResourceGrant): Verdict {
  if (principal.kind !== 'service') return 'no';
  return principal.text.includes('*') || !guardsService(condition) ? 'yes' : 'no';
}

type ResourceStatement = ReadableStatement & { readonly principals: PrincipalSelection };

function judge(value: Json | undefined, ask: (grant: ResourceGrant) => Verdict): Verdict {
  const policy = readPolicy(value);
  if (policy.kind !== 'document') return 'unknown';
  const statements = policy.statements.filter(isOfResourcePolicy);
  const isComplete = statements.length === policy.statements.length;
  return anyOf([...grantsOf(statements).map(ask), isComplete ? 'no' : 'unknown']);
}

/** A resource policy without a principal is refused by every service, so such a statement decides nothing. */
function isOfResourcePolicy(statement: Statement): statement is ResourceStatement {
  return statement.kind === 'statement' && statement.principals !== undefined;
}

function grantsOf(statements: readonly ResourceStatement[]): readonly ResourceGrant[] {
  const denials = readDenials(statements);
  const allows = statements.filter(({ effect }) => effect === 'Allow');
  return allows.flatMap((allow) => {
    const covering = denials.filter((denial) => denial.covers(allow));
    const principals: readonly ResourcePrincipal[] =
      allow.principals.kind === 'only' ? allow.principals.entries.map(readResourcePrincipal) : [{ kind: 'everyone' }];
    return principals
      .filter((principal) => !covering.some((denial) => isDenied(denial, principal)))
      .map((principal) => ({ principal, condition: allow.condition }));
  });
}
