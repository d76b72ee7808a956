/** Which AWS accounts are one's own. */
import { not, type Verdict } from '../../verdict.ts';

/**
 * The accounts that count as one's own: `account` is where the event happened, `ownAccounts` are its known siblings,
 * `isOwn` is asked for every other account. Without `isOwn`, any other account is foreign; with it, `unknown` stays
 * `unknown`: a profile that lists a part of an organisation says so.
 */
export interface OwnAccounts {
  readonly account: string;
  readonly ownAccounts?: readonly string[];
  readonly isOwn?: (account: string) => Verdict;
}

/** The question whether an account is foreign. */
export function judgeForeign(own: OwnAccounts): (account: string) => Verdict {
  const known = new Set([own.account, ...(own.ownAccounts ?? [])]);
  return (account) => (known.has(account) ? 'no' : not(own.isOwn?.(account) ?? 'no'));
}
