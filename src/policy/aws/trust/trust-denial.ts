/**
 * What the Deny statements of a trust policy provably take away.
 *
 * Only an unconditioned Deny with Principal counts. One with NotPrincipal does not: what it leaves depends on the exact
 * session, and erring here means an alert too many.
 */
import { speaksOf, type PrincipalSelection, type ReadableStatement } from '../document/statement.ts';
import { readPrincipal, wholeAccount, type TrustPrincipal } from './trust-principal.ts';

/** Who is denied one action. Collected first, so that many Allows against many Denies stay linear. */
export interface Denial {
  readonly everyone: boolean;
  readonly accounts: ReadonlySet<string>;
  /** Denied principals as written. */
  readonly texts: ReadonlySet<string>;
}

/** Collects who is denied an action. */
export function denialOf(
  action: string,
  statements: readonly (ReadableStatement & { readonly principals: PrincipalSelection })[],
): Denial {
  const accounts = new Set<string>();
  const texts = new Set<string>();
  let everyone = false;
  for (const statement of statements) {
    if (statement.effect !== 'Deny' || statement.condition.length > 0) continue;
    if (statement.principals.kind !== 'only' || !speaksOf(statement, action)) continue;
    for (const principal of statement.principals.entries.map(readPrincipal)) {
      const account = wholeAccount(principal);
      if (principal.kind === 'everyone') everyone = true;
      else texts.add(keyOf(principal));
      if (account !== undefined) accounts.add(account);
    }
  }
  return { everyone, accounts, texts };
}

/** Whether a denial provably holds for a principal. */
export function denies(denial: Denial, principal: TrustPrincipal): boolean {
  if (denial.everyone) return true;
  if (principal.kind === 'everyone') return false;
  return denial.texts.has(keyOf(principal)) || (principal.kind === 'account' && denial.accounts.has(principal.account));
}

function keyOf(principal: Exclude<TrustPrincipal, { readonly kind: 'everyone' }>): string {
  return `${principal.kind} ${principal.text}`;
}
