/**
 * Whether a condition ties a federated session to a subject.
 *
 * Semantics: IAM User Guide, "Available keys for AWS web identity federation" and "… SAML-based federation". Without a
 * subject, everybody whom the provider serves may come in: for a shared provider such as GitHub Actions, everybody.
 */
import type { ConditionTest } from '../document/condition.ts';
import { demandsText, isFixed } from '../document/restriction.ts';

/**
 * Whether a condition limits the subject of a web identity: a `…:sub` key with values that are closed. Amazon Cognito
 * hides users behind one pool, so there the pool (`cognito-identity.amazonaws.com:aud`) is enough. Other audiences and
 * application ids are shared by all users of the application and do not count.
 */
export function limitsWebSubject(condition: readonly ConditionTest[]): boolean {
  return condition.some(
    (test) =>
      (test.key.endsWith(':sub') && demandsText(test, isClosedSubject)) ||
      (test.key === 'cognito-identity.amazonaws.com:aud' && demandsText(test, isFixed)),
  );
}

/** Whether a condition limits a SAML session: by audience (the normal form, the provider is one's own) or by subject. */
export function limitsSamlSubject(condition: readonly ConditionTest[]): boolean {
  return condition.some((test) => (test.key === 'saml:aud' || test.key === 'saml:sub') && demandsText(test, isFixed));
}

/**
 * Whether a subject pattern names at least one owner in full before its first wildcard: `repo:octo-org/*` and
 * `system:serviceaccount:payments:*` do; `*`, `repo:*`, `repo:octo*` (which also fits `repo:octopus-evil/…`) and
 * `system:serviceaccount:*` do not.
 */
function isClosedSubject(value: string): boolean {
  if (isFixed(value)) return true;
  if (value.includes('${')) return false;
  const literal = /^[^*?]*/u.exec(value)?.[0] ?? '';
  const closed = literal.slice(0, Math.max(literal.lastIndexOf(':'), literal.lastIndexOf('/')) + 1);
  const segments = closed.replace(/^system:serviceaccount:/u, 'serviceaccount:').split(/[:/]/u);
  return segments.filter((segment) => segment !== '').length >= 2;
}
