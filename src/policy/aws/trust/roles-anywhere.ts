/**
 * Whether a role may be assumed through IAM Roles Anywhere by any certificate that the account accepts.
 *
 * Semantics: IAM Roles Anywhere User Guide, "Trust model". A role trusts the service, not a trust anchor; unless its
 * trust policy names the anchor or demands something of the certificate, every anchor that anybody adds to the account
 * later opens the role too.
 */
import { parseArn } from '../../../identity/arn.ts';
import type { Json } from '../../../std/json.ts';
import type { ConditionTest } from '../document/condition.ts';
import { demandsText, isFixed } from '../document/restriction.ts';
import type { TrustPrincipal } from './trust-principal.ts';
import { judgeTrust } from './trust.ts';
import type { Verdict } from '../../verdict.ts';

/**
 * Whether a trust policy trusts Roles Anywhere, or services by wildcard, without naming a trust anchor in
 * `aws:SourceArn` and without demanding a subject, issuer or alternative name of the certificate. A source ARN with a
 * wildcard for the anchor names none.
 */
export function trustsRolesAnywhereOpenly(value: Json | undefined): Verdict {
  return judgeTrust(value, ({ principal, actions, condition }) => {
    const isAsked = actions.includes('sts:AssumeRole') && includesRolesAnywhere(principal);
    return isAsked && !condition.some((test) => namesAnchor(test) || namesCertificate(test)) ? 'yes' : 'no';
  });
}

function includesRolesAnywhere(principal: TrustPrincipal): boolean {
  if (principal.kind !== 'service') return false;
  return principal.text.includes('*') || principal.text.toLowerCase().startsWith('rolesanywhere.');
}

function namesAnchor(test: ConditionTest): boolean {
  return test.key === 'aws:sourcearn' && demandsText(test, isAnchor);
}

function isAnchor(value: string): boolean {
  const arn = parseArn(value);
  return arn?.service === 'rolesanywhere' && /^trust-anchor\/./u.test(arn.resource) && isFixed(arn.resource);
}

/** Roles Anywhere turns the parts of a certificate into session tags, which the caller cannot choose. */
function namesCertificate(test: ConditionTest): boolean {
  return /^aws:principaltag\/x509(?:subject|issuer|san)\/./u.test(test.key) && demandsText(test, isFixed);
}
