/** Whom a trust policy names. */
import { parseArn } from '../../../identity/arn.ts';
import type { PrincipalEntry } from '../document/statement.ts';

/** Who is trusted. `text` is what the document says. */
export type TrustPrincipal =
  /** Anybody: `*`, or an Allow with NotPrincipal, which trusts everybody but a few. */
  | { readonly kind: 'everyone' }
  /** An account, or a root, user, role or session in it. */
  | { readonly kind: 'account'; readonly account: string; readonly text: string }
  /** A SAML or OpenID Connect provider, by ARN or host name. */
  | { readonly kind: 'federated'; readonly text: string }
  | { readonly kind: 'service'; readonly text: string }
  /**
   * A principal whose account the text does not tell: a canonical user id, or a unique id (`AIDA…`, `AROA…`). A stored
   * policy shows a unique id where the principal was deleted; but IAM accepts one in a call only while its principal
   * lives, in whatever account, and then stores the ARN. So in a call it is a way to name somebody without saying whose.
   */
  | { readonly kind: 'unidentified'; readonly text: string };

/**
 * Reads one entry of a Principal element. Forms: IAM User Guide, "AWS JSON policy elements: Principal". IAM refuses a
 * wildcard within an ARN here; should one occur in the place of the account, it is read as everyone.
 */
export function readPrincipal(entry: PrincipalEntry): TrustPrincipal {
  const text = entry.value;
  switch (entry.type) {
    case 'Federated':
      return { kind: 'federated', text };
    case 'Service':
      return { kind: 'service', text };
    case '*':
    case 'AWS':
      return readAwsPrincipal(text);
    default:
      return { kind: 'unidentified', text };
  }
}

/** The account that a principal is the whole of: an account id or the ARN of its root. Undefined for anything less. */
export function wholeAccount(principal: TrustPrincipal): string | undefined {
  if (principal.kind !== 'account') return undefined;
  const isWhole = principal.text === principal.account || parseArn(principal.text)?.resource === 'root';
  return isWhole ? principal.account : undefined;
}

function readAwsPrincipal(text: string): TrustPrincipal {
  if (text === '*') return { kind: 'everyone' };
  const account = ACCOUNT_ID.test(text) ? text : parseArn(text)?.account;
  if (account !== undefined && ACCOUNT_ID.test(account)) return { kind: 'account', account, text };
  if (/[*?]/u.test(account ?? text)) return { kind: 'everyone' };
  return { kind: 'unidentified', text };
}

const ACCOUNT_ID = /^\d{12}$/u;
