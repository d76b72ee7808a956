/**
 * The predicates of the rule language: questions about policy documents, principals and addresses, answered by
 * `policy/` and by the organisation profile. Each answers `yes`, `no` or `unknown`; what cannot be read is unknown.
 */
import { isSensitiveOperation } from '../context/sensitive-operation.ts';
import type { OrganisationProfile, ProfileList } from '../context/organisation-profile.ts';
import type { AuditEvent, EventView } from '../events/audit-event.ts';
import { grantsAdmin } from '../policy/grants-admin.ts';
import { trustsExternal, trustsFederatedWithoutSubject, trustsPublic, type OwnAccounts } from '../policy/trust.ts';
import type { Json } from '../std/json.ts';
import type { Verdict } from './detection.ts';
import type { PredicateTable } from './predicate.ts';

/** What an answer may draw on beside the value. */
interface Asked {
  readonly event: AuditEvent;
  readonly view: EventView;
  readonly profile: OrganisationProfile;
}

/** One question. */
export interface PolicyPredicate {
  readonly name: string;
  /** What is asked of the field's value, for the manual. */
  readonly about: string;
  /** The list of the profile without which the answer is less sure. */
  readonly needs?: ProfileList;
  readonly ask: (value: Json | undefined, asked: Asked) => Verdict;
}

/** All predicates, in the order of the manual. */
export const policyPredicateList: readonly PolicyPredicate[] = [
  {
    name: 'grants_admin',
    about: 'an identity policy makes its holder an administrator',
    ask: (value) => grantsAdmin(value),
  },
  {
    name: 'trusts_external',
    about: 'a trust policy lets an account in that is not known to be yours',
    needs: 'accounts',
    ask: (value, asked) => trustsExternal(value, ownAccounts(asked)),
  },
  { name: 'trusts_public', about: 'a trust policy lets everybody in', ask: (value) => trustsPublic(value) },
  {
    name: 'trusts_federated_without_subject',
    about: 'a trust policy lets a federated session in whoever its subject is',
    ask: (value) => trustsFederatedWithoutSubject(value),
  },
  {
    name: 'own_account',
    about: 'an account id is that of the event, or one that the profile names',
    needs: 'accounts',
    ask: (value, asked) => ownAccount(value, asked),
  },
  {
    name: 'iam_administrator',
    about: 'a canonical principal may change identities and permissions, by the profile',
    needs: 'IAM administrators',
    ask: onText((text, { profile }) => profile.isAdministrator(text)),
  },
  {
    name: 'known_identity_provider',
    about: 'an issuer or provider is one of those in the profile',
    needs: 'identity providers',
    ask: onText((text, { profile }) => profile.isIdentityProvider(text)),
  },
  {
    name: 'known_certificate_authority',
    about: 'a certificate authority is one of those in the profile',
    needs: 'certificate authorities',
    ask: onText((text, { profile }) => profile.isCertificateAuthority(text)),
  },
  {
    name: 'expected_network',
    about: 'an address lies in a network of the profile',
    needs: 'networks',
    ask: onText((text, { profile }) => profile.isExpectedNetwork(text)),
  },
  {
    name: 'sensitive_operation',
    about:
      'the action is a sensitive operation: a change of identities, permissions or credentials, as the profile amends it',
    ask: (_value, { event, profile }) => (isSensitiveOperation(event, profile) ? 'yes' : 'no'),
  },
];

/** Names of all predicates. */
export const policyPredicateNames: readonly string[] = policyPredicateList.map(({ name }) => name);

/** The predicates as one organisation answers them. */
export function policyPredicates(profile: OrganisationProfile): PredicateTable {
  return new Map(
    policyPredicateList.map(({ name, ask }) => [
      name,
      (value: Json | undefined, view: EventView) => ask(value, { event: view.audit(), view, profile }),
    ]),
  );
}

/** The accounts that count as one's own for an event. */
export function ownAccounts({ event, profile }: Pick<Asked, 'event' | 'profile'>): OwnAccounts {
  return { account: event.account ?? '', ownAccounts: profile.accounts };
}

function ownAccount(value: Json | undefined, { event, profile }: Asked): Verdict {
  const account = typeof value === 'number' ? String(value) : value;
  if (typeof account !== 'string') return 'unknown';
  if (account === event.account || profile.accounts.includes(account)) return 'yes';
  return profile.has('accounts') ? 'no' : 'unknown';
}

function onText(ask: (text: string, asked: Asked) => Verdict): PolicyPredicate['ask'] {
  return (value, asked) => (typeof value === 'string' ? ask(value, asked) : 'unknown');
}
