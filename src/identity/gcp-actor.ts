/**
 * Who acted, from `authenticationInfo` of Cloud Audit Logs: the canonical principal, the key or the chain of
 * impersonation behind it. Fields: https://cloud.google.com/logging/docs/reference/audit/auditlog/rest/Shared.Types/AuditLog
 */
import { at, isArray, stringAt, type Json } from '../std/json.ts';
import type { Actor, Session } from './actor.ts';
import { canonicalPrincipal, nameOf, principalKind, projectOfServiceAccount } from './gcp-principal.ts';

/** What the entry says beside `authenticationInfo` and that belongs to the actor. */
export interface GcpActorContext {
  /** `requestMetadata.callerIp`, the last thing to tell callers apart by where the identity is redacted. */
  readonly callerIp: string | undefined;
  /** A token of another identity provider is exchanged: the subject is what that token claims, in any form. */
  readonly isTokenExchange: boolean;
  /** `metadata.mapped_principal` of a token exchange: who the foreign token was taken for. */
  readonly mappedPrincipal: string | undefined;
}

/** Stands in a chain of impersonation for an identity that the log withholds. */
const UNKNOWN_PRINCIPAL = 'unknown';

/** The actor of an audit entry. Never throws: an identity that says nothing is `unknown`. */
export function readGcpActor(authentication: Json | undefined, context: GcpActorContext): Actor {
  const principal = principalOf(authentication, context);
  return {
    principal,
    kind: principalKind(principal),
    account: principal.startsWith('serviceAccount:') ? projectOfServiceAccount(nameOf(principal)) : undefined,
    name: stringAt(authentication, 'principalEmail') ?? nameOf(principal),
    arn: undefined,
    accessKeyId: keyIdOf(stringAt(authentication, 'serviceAccountKeyName')),
    session: sessionOf(delegationOf(authentication)),
    instance: undefined,
    invokedBy: undefined,
  };
}

/** Who acted through whom, the first identity first: the order of `serviceAccountDelegationInfo`. */
export function delegationOf(authentication: Json | undefined): readonly string[] {
  const chain = at(authentication, 'serviceAccountDelegationInfo');
  if (!isArray(chain)) return [];
  return chain.map((link) => {
    const named =
      stringAt(link, 'firstPartyPrincipal', 'principalEmail') ??
      stringAt(link, 'principalSubject') ??
      stringAt(link, 'principalEmail');
    return named === undefined ? (thirdPartyOf(link) ?? UNKNOWN_PRINCIPAL) : canonicalPrincipal(named);
  });
}

/** The address comes first: of an impersonated account the subject may be that of the foreign identity before it. */
function principalOf(authentication: Json | undefined, context: GcpActorContext): string {
  const email = stringAt(authentication, 'principalEmail');
  if (email !== undefined) return canonicalOfEmail(email);
  if (context.mappedPrincipal !== undefined) return canonicalPrincipal(context.mappedPrincipal);
  const subject = stringAt(authentication, 'principalSubject');
  // A foreign token may call its subject `user:ann@example.com`; that makes it nobody of ours.
  if (subject !== undefined) return context.isTokenExchange ? `third-party:${subject}` : canonicalPrincipal(subject);
  const third = thirdPartyOf(authentication);
  if (third !== undefined) return third;
  const selector = stringAt(authentication, 'authoritySelector');
  if (selector?.startsWith('system:') === true) return selector;
  return `unknown:${context.callerIp ?? stringAt(authentication, 'oauthInfo', 'oauthClientId') ?? 'unidentified'}`;
}

/** What stands there without being an address, `<redacted>` or the like, tells nobody. */
function canonicalOfEmail(email: string): string {
  return email.includes('@') || email.startsWith('system:') ? canonicalPrincipal(email) : `unknown:${email}`;
}

/** Claims of an identity provider other than Google. */
function thirdPartyOf(value: Json | undefined): string | undefined {
  const claims = at(value, 'thirdPartyPrincipal', 'thirdPartyClaims');
  const subject = stringAt(claims, 'sub') ?? stringAt(claims, 'email') ?? stringAt(claims, 'principal');
  return subject === undefined ? undefined : `third-party:${subject}`;
}

/** `…/serviceAccounts/x@p.iam.gserviceaccount.com/keys/0123` ends with the id of the key. */
function keyIdOf(keyName: string | undefined): string | undefined {
  const id = keyName?.split('/keys/')[1];
  return id === '' ? undefined : id;
}

/** Credentials got by impersonation: issued at the request of the last link, for whoever stands at the first. */
function sessionOf(delegation: readonly string[]): Session | undefined {
  if (delegation.length === 0) return undefined;
  return {
    name: undefined,
    issuedBy: known(delegation.at(-1)),
    sourceIdentity: known(delegation[0]),
    createdMs: undefined,
    fromConsole: false,
  };
}

function known(principal: string | undefined): string | undefined {
  return principal === UNKNOWN_PRINCIPAL ? undefined : principal;
}
