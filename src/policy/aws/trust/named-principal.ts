/** Whom of the accounts that a trust policy lets in it means: a user, the whole account, or somebody in particular. */
import { parseArn } from '../../../identity/arn.ts';
import type { Json } from '../../../std/json.ts';
import type { Verdict } from '../../verdict.ts';
import { wholeAccount, type TrustPrincipal } from './trust-principal.ts';
import { judgeTrust } from './trust.ts';

/** Whether a trust policy lets an IAM user in, by ARN or by unique id. */
export function trustsUser(value: Json | undefined): Verdict {
  return judgeTrust(value, ({ principal, actions }) => (actions.includes('sts:AssumeRole') ? isUser(principal) : 'no'));
}

/** Whether a trust policy lets an account in as a whole: whomever that account allows to assume the role. */
export function trustsWholeAccount(value: Json | undefined): Verdict {
  return judgeTrust(value, ({ principal, actions }) =>
    actions.includes('sts:AssumeRole') && wholeAccount(principal) !== undefined ? 'yes' : 'no',
  );
}

/** Whether a trust policy lets in, by name, a principal that goes by one of these ARNs. */
export function trustsByName(value: Json | undefined, arns: readonly string[]): Verdict {
  return judgeTrust(value, ({ principal, actions }) =>
    actions.includes('sts:AssumeRole') && principal.kind === 'account' && arns.includes(principal.text) ? 'yes' : 'no',
  );
}

function isUser(principal: TrustPrincipal): Verdict {
  if (principal.kind === 'account')
    return parseArn(principal.text)?.resource.startsWith('user/') === true ? 'yes' : 'no';
  if (principal.kind !== 'unidentified') return 'no';
  if (principal.text.startsWith('AIDA')) return 'yes';
  return principal.text.startsWith('AROA') ? 'no' : 'unknown';
}
