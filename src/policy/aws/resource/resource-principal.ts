/** Whom a resource policy names, or a call that grants access to one principal. */
import { parseArn } from '../../../identity/arn.ts';
import { isAccountId } from '../document/restriction.ts';
import { isLoadBalancingAccount } from './load-balancing-accounts.ts';
import type { PrincipalEntry } from '../document/statement.ts';

/** Who is let in. `text` is what the document says. */
export type ResourcePrincipal =
  /** Anybody: `*`, or an Allow with NotPrincipal. */
  | { readonly kind: 'everyone' }
  /** An account, or a root, user, role, session or identity provider in it. */
  | { readonly kind: 'account'; readonly account: string; readonly text: string }
  /** A service, by its principal or by an account of AWS from which it acts. */
  | { readonly kind: 'service'; readonly text: string }
  /** An organisation or a unit of one, as Resource Access Manager takes them; the ARN tells its management account. */
  | { readonly kind: 'organisation'; readonly id: string; readonly text: string }
  /**
   * A principal whose account the text does not tell: canonical ids, identity providers by host name, the origin access
   * identities of CloudFront, and unique ids (`AIDA…`, `AROA…`). A stored policy shows a unique id when its principal
   * was deleted; a call that is let through with one names a living principal of any account.
   */
  | { readonly kind: 'unidentified'; readonly text: string };

/** Reads one entry of a Principal element of a resource policy. */
export function readResourcePrincipal(entry: PrincipalEntry): ResourcePrincipal {
  const text = entry.value;
  if (entry.type === 'Service') return { kind: 'service', text };
  return entry.type === 'CanonicalUser' ? { kind: 'unidentified', text } : readAwsText(text);
}

/**
 * Reads a principal as the parameter of a call carries it (`granteePrincipal` of kms:CreateGrant, `principal` of
 * lambda:AddPermission), where services stand among accounts: a host name is a service, in any partition.
 */
export function readPrincipalText(text: string): ResourcePrincipal {
  if (HOST.test(text)) return { kind: 'service', text };
  const arn = parseArn(text);
  const id = arn?.service === 'organizations' ? ORGANISATION.exec(arn.resource)?.[1] : undefined;
  return id === undefined ? readAwsText(text) : { kind: 'organisation', id, text };
}

/** A wildcard in the place of the account is everyone, as for trust policies. */
function readAwsText(text: string): ResourcePrincipal {
  if (text === '*') return { kind: 'everyone' };
  const account = isAccountId(text) ? text : parseArn(text)?.account;
  if (account !== undefined && isLoadBalancingAccount(account)) return { kind: 'service', text };
  if (account !== undefined && isAccountId(account)) return { kind: 'account', account, text };
  return /[*?]/u.test(account ?? text) ? { kind: 'everyone' } : { kind: 'unidentified', text };
}

/** `*` may stand in a service's name: some services take wildcards. */
const HOST = /^[\w*-]+(?:\.[\w*-]+)+$/u;
/** What an organisation, or a unit of one, is called in an ARN. */
const ORGANISATION = /^(?:organization|ou)\/(o-[a-z0-9]+)/u;
