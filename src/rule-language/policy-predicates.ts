/**
 * The predicates of the rule language: questions about policy documents, principals and addresses, answered by
 * `policy/` and by the organisation profile. Each answers `yes`, `no` or `unknown`; what cannot be read is unknown.
 */
import type { OrganisationProfile, ProfileList } from '../context/organisation-profile.ts';
import { hasSensitiveOperations, isSensitiveOperation } from '../context/sensitive-operation.ts';
import type { AuditEvent, EventView } from '../events/audit-event.ts';
import { parseArn } from '../identity/arn.ts';
import { principalNamed } from '../identity/gcp-principal.ts';
import { allowsByExclusion } from '../policy/aws/identity/allows-by-exclusion.ts';
import { grantsEscalation, grantsEscalationConditionally } from '../policy/aws/escalation/grants-escalation.ts';
import {
  isForeignPrincipal,
  isPublicPrincipal,
  isUnguardedService,
  type PermissionLimits,
} from '../policy/aws/resource/foreign-principal.ts';
import {
  isConsumerMember,
  isForeignMember,
  isPublicMember,
  isWholePoolMember,
  type OwnGcp,
} from '../policy/gcp/member.ts';
import { addsGcpEscalation } from '../policy/gcp/permission.ts';
import { isBasicRole, roleAdministers, roleEscalation, roleImpersonates } from '../policy/gcp/role.ts';
import { admitsStrangers, lacksAttributeCondition, type ProviderUpdate } from '../policy/gcp/workload-identity.ts';
import { grantsAdmin, grantsAdminConditionally } from '../policy/aws/identity/grants-admin.ts';
import {
  isManagedAdmin,
  managedEscalatesBroadly,
  managedGrantsEscalation,
} from '../policy/aws/managed/managed-policy.ts';
import { isMultiTenantIssuer, isWellKnownIssuer } from '../policy/oidc-issuer.ts';
import type { OwnAccounts } from '../policy/aws/document/own-accounts.ts';
import { isAccountId } from '../policy/aws/document/restriction.ts';
import { opensExternal, opensPublic, opensService, opensToNetwork } from '../policy/aws/resource/resource-policy.ts';
import { trustsByName, trustsUser, trustsWholeAccount } from '../policy/aws/trust/named-principal.ts';
import { trustsRolesAnywhereOpenly } from '../policy/aws/trust/roles-anywhere.ts';
import { trustsExternal, trustsFederatedWithoutSubject, trustsPublic } from '../policy/aws/trust/trust.ts';
import { at, property, type Json } from '../std/json.ts';
import { remember } from '../std/remember.ts';
import type { Verdict } from './detection.ts';
import type { Demand, Predicate, PredicateTable } from './predicate.ts';

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
  /** The same answer where the event does not matter. */
  readonly askAlone?: (value: Json, profile: OrganisationProfile) => Verdict;
  /** What must hold of another field wherever the answer is yes. */
  readonly demands?: Omit<Demand, 'holds'> & {
    readonly holds: (value: Json, profile: OrganisationProfile) => boolean;
  };
}

/** All predicates, in the order of the manual. */
export const policyPredicateList: readonly PolicyPredicate[] = [
  // Identity policies of AWS
  {
    name: 'grants_admin',
    about: 'an identity policy makes its holder administrator',
    ask: ofValue(grantsAdmin),
  },
  {
    name: 'grants_admin_conditionally',
    about: 'nothing but a condition keeps the holder of an identity policy from being administrator',
    ask: (value) => grantsAdminConditionally(value),
  },
  {
    name: 'grants_escalation',
    about: 'an identity policy opens a path by which its holder gets more rights',
    ask: ofValue(grantsEscalation),
  },
  {
    name: 'grants_escalation_conditionally',
    about:
      'nothing but a condition on who calls, from where or when keeps an identity policy from opening a path to more rights',
    ask: ofValue(grantsEscalationConditionally),
  },
  {
    name: 'allows_by_exclusion',
    about: 'a policy allows all but what it names (NotAction, NotResource, NotPrincipal)',
    ask: ofValue(allowsByExclusion),
  },
  {
    name: 'managed_policy_admin',
    about: 'the ARN of a policy that AWS manages makes its holder administrator; unknown for policies of customers',
    ask: onText((arn) => isManagedAdmin(arn)),
  },
  {
    name: 'managed_policy_escalation',
    about: 'the ARN of a policy that AWS manages opens a path of escalation; unknown for policies of customers',
    ask: onText((arn) => managedGrantsEscalation(arn)),
  },
  {
    name: 'managed_policy_broad',
    about:
      'the ARN of a policy that AWS manages opens paths of escalation by way of many services; unknown for policies of customers',
    ask: onText((arn) => managedEscalatesBroadly(arn)),
  },
  // Trust policies of AWS
  {
    name: 'trusts_external',
    about: 'a trust policy lets an account in that is not known to be yours',
    needs: 'accounts',
    ask: (value, asked) => trustsExternal(value, ownAccounts(asked)),
  },
  { name: 'trusts_public', about: 'a trust policy lets everybody in', ask: ofValue(trustsPublic) },
  {
    name: 'trusts_federated_without_subject',
    about: 'a trust policy lets a federated session in whoever its subject is',
    ask: ofValue(trustsFederatedWithoutSubject),
  },
  {
    name: 'trusts_roles_anywhere_openly',
    about: 'a trust policy lets IAM Roles Anywhere in without naming a trust anchor or a certificate',
    ask: ofValue(trustsRolesAnywhereOpenly),
  },
  {
    name: 'trusts_user',
    about: 'a trust policy lets an IAM user in by name',
    ask: ofValue(trustsUser),
  },
  {
    name: 'trusts_whole_account',
    about: 'a trust policy lets an account in as a whole',
    ask: ofValue(trustsWholeAccount),
  },
  {
    name: 'trusts_actor',
    about: 'a trust policy lets the principal in, by name, that makes the call',
    ask: (value, { event }) => trustsByName(value, namesOf(event.actor)),
  },
  // Resource policies of AWS
  {
    name: 'opens_external',
    about: 'a resource policy lets an account in that is not known to be yours',
    needs: 'accounts',
    ask: (value, asked) => opensExternal(value, ownAccounts(asked)),
  },
  { name: 'opens_public', about: 'a resource policy lets everybody in', ask: ofValue(opensPublic) },
  {
    name: 'opens_to_network',
    about: 'a resource policy lets anybody in who comes from a network that it names, whatever the account',
    ask: ofValue(opensToNetwork),
  },
  {
    name: 'opens_service',
    about: 'a resource policy lets a service in, for whomever it acts (confused deputy)',
    ask: ofValue(opensService),
  },
  {
    name: 'foreign_principal',
    about: 'a principal belongs to an account that is not known to be yours; limits beside it in the call count',
    needs: 'accounts',
    ask: (value, asked) => isForeignPrincipal(value, ownAccounts(asked), limitsOf(asked)),
  },
  {
    name: 'public_principal',
    about: 'a principal is everybody; limits beside it in the call count',
    ask: (value, asked) => isPublicPrincipal(value, limitsOf(asked)),
  },
  {
    name: 'unguarded_service',
    about: 'a principal is a service that acts for whomever asks it; limits beside it in the call count',
    ask: (value, asked) => isUnguardedService(value, limitsOf(asked)),
  },
  // Identity providers
  {
    name: 'multi_tenant_issuer',
    about: 'an OpenID Connect issuer signs for many customers with one URL',
    ask: ofValue(isMultiTenantIssuer),
  },
  {
    name: 'well_known_issuer',
    about: 'an OpenID Connect issuer belongs to a widely used service',
    ask: ofValue(isWellKnownIssuer),
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
  // GCP
  {
    name: 'foreign_member',
    about: 'a member of a binding belongs to a domain or project that is not known to be yours',
    needs: 'domains',
    ask: onText((text, { profile }) => isForeignMember(principalNamed(text), ownGcpOf(profile))),
    askAlone: onTextAlone((text, profile) => isForeignMember(principalNamed(text), ownGcpOf(profile))),
  },
  { name: 'public_member', about: 'a member of a binding is everybody', ask: ofValue(isPublicMember) },
  {
    name: 'consumer_member',
    about: 'a member of a binding is an account that anybody can open, such as one at gmail.com',
    ask: ofValue(isConsumerMember),
  },
  {
    name: 'whole_pool_member',
    about: 'a member of a binding is everybody whom an identity pool lets in',
    ask: ofValue(isWholePoolMember),
  },
  { name: 'basic_role', about: 'a role is owner, editor or viewer', ask: ofValue(isBasicRole) },
  {
    name: 'role_administers',
    about:
      'a role lets its holder change who may do what in a project, folder or organisation; unknown for custom roles',
    ask: ofValue(roleAdministers),
  },
  {
    name: 'role_impersonates',
    about: 'a role lets its holder act as service accounts or make credentials of them; unknown for custom roles',
    ask: ofValue(roleImpersonates),
  },
  {
    name: 'role_escalates',
    about: 'a role opens a way to more permissions than it says; unknown for custom roles',
    ask: ofValue(roleEscalation),
  },
  {
    name: 'permissions_escalate',
    about: 'the permissions that a custom role gained open a way to more; unknown where they are a part of one',
    ask: (_value, { event }) => addsGcpEscalation(event.gcp?.permissionsAdded),
  },
  {
    name: 'provider_without_condition',
    about: 'a provider of a workload identity pool has no condition, or one that restricts nothing',
    ask: (value, asked) => lacksAttributeCondition(value, updateOf(asked)),
  },
  {
    name: 'provider_admits_strangers',
    about: 'a provider of a workload identity pool lets customers of others in, because its issuer is shared',
    ask: (value, asked) => admitsStrangers(value, updateOf(asked)),
  },
  // The organisation profile
  {
    name: 'own_account',
    about:
      'an account id, or the account of an ARN, is that of the event or one that the profile names; unknown for text that tells no account',
    needs: 'accounts',
    ask: onText((text, asked) => ownAccount(text, asked)),
  },
  {
    name: 'iam_administrator',
    about: 'a canonical principal may change identities and permissions, by the profile',
    needs: 'IAM administrators',
    ask: onText((text, { profile }) => isAdministrator(text, profile)),
    askAlone: onTextAlone(isAdministrator),
  },
  {
    name: 'expected_network',
    about: 'an address lies in a network of the profile',
    needs: 'networks',
    ask: onText((text, { profile }) => profile.isExpectedNetwork(text)),
    askAlone: onTextAlone((text, profile) => profile.isExpectedNetwork(text)),
  },
  {
    name: 'sensitive_operation',
    about:
      'the action is a sensitive operation: a change of identities, permissions or credentials, as the profile amends it',
    ask: (_value, { event, profile }) => (isSensitiveOperation(event, profile) ? 'yes' : 'no'),
    demands: {
      product: 'aws',
      field: 'eventSource',
      holds: (value, profile) => typeof value !== 'string' || hasSensitiveOperations(value, profile),
    },
  },
];

/** Names of all predicates. */
export const policyPredicateNames: readonly string[] = policyPredicateList.map(({ name }) => name);

/** The predicates as one organisation answers them. */
export function policyPredicates(profile: OrganisationProfile): PredicateTable {
  return new Map(policyPredicateList.map((predicate) => [predicate.name, answeredFor(profile, predicate)]));
}

function answeredFor(profile: OrganisationProfile, { ask, askAlone, demands }: PolicyPredicate): Predicate {
  function answer(value: Json | undefined, view: EventView): Verdict {
    return ask(value, { event: view.audit(), view, profile });
  }
  return Object.assign(answer, {
    ...(askAlone === undefined ? {} : { alone: (value: Json) => askAlone(value, profile) }),
    ...(demands === undefined
      ? {}
      : { demands: { ...demands, holds: (value: Json) => demands.holds(value, profile) } }),
  });
}

/** The accounts that count as one's own for an event. */
export function ownAccounts({ event, profile }: Pick<Asked, 'event' | 'profile'>): OwnAccounts {
  return { account: event.account ?? '', ownAccounts: profile.accounts, ownOrganizations: profile.awsOrganizations };
}

/** As it is written, or as the principal that a request names by less. */
function isAdministrator(text: string, profile: OrganisationProfile): Verdict {
  const asWritten = profile.isAdministrator(text);
  return asWritten === 'no' ? profile.isAdministrator(principalNamed(text)) : asWritten;
}

/** The ARNs by which a policy can name an actor: of the principal, and of the session. */
function namesOf({ principal, arn }: AuditEvent['actor']): readonly string[] {
  return arn === undefined ? [principal] : [principal, arn];
}

/** A bare id, or an ARN that names its account. Nobody's account is told by a plain name or an ARN without one. */
function ownAccount(text: string, { event, profile }: Asked): Verdict {
  const account = parseArn(text)?.account ?? text;
  if (account === event.account || profile.accounts.includes(account)) return 'yes';
  if (!isAccountId(account)) return 'unknown';
  return profile.has('accounts') ? 'no' : 'unknown';
}

/** Ids of projects begin with a letter. */
const NUMBER = /^\d+$/;

/** Worked out once for a profile: an entry may hold many members. */
const ownGcpOf = remember((profile: OrganisationProfile): OwnGcp => {
  const projects = [...profile.projects];
  return {
    domains: [...profile.domains],
    organizations: profile.gcpOrganizations,
    projects: projects.filter((project) => !NUMBER.test(project)),
    projectNumbers: projects.filter((project) => NUMBER.test(project)),
  };
});

/** What stands beside the principal in lambda:AddPermission. */
function limitsOf({ view }: Asked): PermissionLimits {
  return {
    sourceAccount: at(view.raw, 'requestParameters', 'sourceAccount'),
    sourceArn: at(view.raw, 'requestParameters', 'sourceArn'),
    principalOrgID: at(view.raw, 'requestParameters', 'principalOrgID') ?? organisationOfBus(view),
  };
}

/** EventBridge writes the one limit that it knows as a condition. API reference, `PutPermission`. */
function organisationOfBus(view: EventView): Json | undefined {
  const condition = at(view.raw, 'requestParameters', 'condition');
  const isOrganisation = property(condition, 'key') === 'aws:PrincipalOrgID';
  return isOrganisation && property(condition, 'type') === 'StringEquals' ? property(condition, 'value') : undefined;
}

function updateOf({ view }: Asked): ProviderUpdate {
  return { updateMask: at(view.raw, 'protoPayload', 'request', 'updateMask') };
}

/** A question about a document alone. Several clauses and rules ask it about the same one. */
function ofValue(ask: (value: Json | undefined) => Verdict): PolicyPredicate['ask'] {
  return remember(ask);
}

function onText(ask: (text: string, asked: Asked) => Verdict): PolicyPredicate['ask'] {
  return (value, asked) => (typeof value === 'string' ? ask(value, asked) : 'unknown');
}

function onTextAlone(
  ask: (text: string, profile: OrganisationProfile) => Verdict,
): NonNullable<PolicyPredicate['askAlone']> {
  return (value, profile) => (typeof value === 'string' ? ask(value, profile) : 'unknown');
}
