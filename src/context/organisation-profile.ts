/**
 * What the organisation calls its own. A list that the profile does not hold answers `unknown`: an account that nobody
 * named is "not known to be yours", which is a state of its own and never silently external (R140, R70, R71).
 */
import { globTest } from '../std/glob.ts';
import { isInNetwork, parseNetwork, type IpNetwork } from '../std/ip-network.ts';
import type { ProfileDocument } from './profile-document.ts';

/** An answer of a list that may be missing. */
export type Known = 'yes' | 'no' | 'unknown';

/** The lists of a profile, by what a reader calls them. */
export type ProfileList =
  | 'accounts'
  | 'domains'
  | 'projects'
  | 'identity providers'
  | 'IAM administrators'
  | 'networks'
  | 'countries'
  | 'certificate authorities';

/** A profile, ready to be asked. */
export interface OrganisationProfile {
  /** Whether a list was given: then what is not in it is known to be outside. */
  has(list: ProfileList): boolean;
  /** AWS accounts of the organisation and those trusted on purpose. */
  readonly accounts: readonly string[];
  readonly awsOrganizations: readonly string[];
  readonly domains: ReadonlySet<string>;
  /** Ids and numbers of projects. */
  readonly projects: ReadonlySet<string>;
  /** Numbers of organisations of Google Cloud. */
  readonly gcpOrganizations: readonly string[];
  readonly customers: ReadonlySet<string>;
  isAdministrator(principal: string): Known;
  isIdentityProvider(issuer: string): Known;
  isCertificateAuthority(id: string): Known;
  isExpectedNetwork(address: string): Known;
  /** Name of an account or project for people. */
  nameOf(id: string): string | undefined;
  /** What was added to and removed from the built-in list, as `service:Action` in lower case. */
  readonly sensitiveAdded: ReadonlySet<string>;
  readonly sensitiveRemoved: ReadonlySet<string>;
}

/** The profile of a checked document; without one, of an organisation that nobody described. */
export function organisationProfile(document: ProfileDocument = { version: 1 }): OrganisationProfile {
  const { aws = {}, gcp = {} } = document;
  const accounts = [...(aws.accounts ?? []), ...(aws.trusted_accounts ?? [])];
  const projects = gcp.projects ?? [];
  const networks = (document.networks ?? []).map(({ cidr }) => parseNetwork(cidr)).filter((one) => one !== undefined);
  const names = new Map([...accounts, ...projects].map(({ id, name }) => [id, name]));
  const lists: Readonly<Record<ProfileList, readonly unknown[] | undefined>> = {
    accounts: aws.accounts,
    domains: document.domains,
    projects: gcp.projects,
    'identity providers': document.identity_providers,
    'IAM administrators': document.iam_administrators,
    networks: document.networks,
    countries: document.countries,
    'certificate authorities': aws.certificate_authorities,
  };
  return {
    has: (list) => lists[list] !== undefined,
    accounts: accounts.map(({ id }) => id),
    awsOrganizations: aws.organizations ?? [],
    domains: lowerCased(document.domains),
    projects: new Set(projects.flatMap(({ id, number }) => (number === undefined ? [id] : [id, number]))),
    gcpOrganizations: gcp.organizations ?? [],
    customers: new Set(gcp.customers),
    isAdministrator: matcher(document.iam_administrators),
    isIdentityProvider: identityProviders(document.identity_providers?.map(withoutScheme)),
    isCertificateAuthority: matcher(aws.certificate_authorities),
    isExpectedNetwork: (address) => expected(document.networks === undefined ? undefined : networks, address),
    nameOf: (id) => names.get(id),
    sensitiveAdded: lowerCased(document.sensitive_operations?.add),
    sensitiveRemoved: lowerCased(document.sensitive_operations?.remove),
  };
}

function lowerCased(texts: readonly string[] = []): ReadonlySet<string> {
  return new Set(texts.map((text) => text.toLowerCase()));
}

/** Asks a list of patterns; without regard to case, because mail addresses and issuers have none. */
function matcher(
  patterns: readonly string[] | undefined,
  prepare: (text: string) => string = (text) => text,
): (text: string) => Known {
  if (patterns === undefined) return () => 'unknown';
  const tests = patterns.map((pattern) => globTest(pattern.toLowerCase()));
  return (text) => (tests.some((test) => test(prepare(text).toLowerCase())) ? 'yes' : 'no');
}

/** Providers of Google Cloud's identity pools; a log of sign-ins names these and not the issuer behind them. */
const POOL_PROVIDER = /(?:workloadIdentityPools|workforcePools)\//i;

/** A list of issuers alone says nothing about the providers of pools. */
function identityProviders(patterns: readonly string[] | undefined): (provider: string) => Known {
  const known = matcher(patterns, withoutScheme);
  const namesPools = patterns?.some((pattern) => POOL_PROVIDER.test(pattern)) === true;
  return (provider) => {
    const answer = known(provider);
    return answer === 'no' && !namesPools && POOL_PROVIDER.test(provider) ? 'unknown' : answer;
  };
}

/** `https://token.example.com/` and `token.example.com` are one issuer. */
function withoutScheme(issuer: string): string {
  return issuer.replace(/^https?:\/\//i, '').replace(/\/$/, '');
}

/** Names of services stand where an address could, and lie in no network. */
function expected(networks: readonly IpNetwork[] | undefined, address: string): Known {
  if (networks === undefined || parseNetwork(address) === undefined) return 'unknown';
  return networks.some((network) => isInNetwork(address, network)) ? 'yes' : 'no';
}
