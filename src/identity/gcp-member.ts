/**
 * Members of GCP policy bindings, taken apart. Forms: IAM documentation, "Principal identifiers", "Service account
 * types" and "Service agents".
 *
 * Google owns what stands before `iam.gserviceaccount.com`, so a service agent is known by its domain, never by its
 * name alone: anybody may create `service-123456789012@their-project.iam.gserviceaccount.com`.
 */

/** A project, by the name that the text happens to carry. */
export type GcpProject =
  { readonly kind: 'id'; readonly id: string } | { readonly kind: 'number'; readonly number: string };

/** What every member has. */
interface MemberText {
  /** As the policy writes it. */
  readonly text: string;
  /** Whether it is marked `deleted:`; it can be undeleted for thirty days. */
  readonly isDeleted: boolean;
}

/** A member, by what kind of principal it names. `name` is what identifies it within its kind. */
export type GcpMember = MemberText &
  (
    | { readonly kind: 'public'; readonly name: 'allUsers' | 'allAuthenticatedUsers' }
    | { readonly kind: 'user' | 'group' | 'domain'; readonly name: string; readonly domain: string }
    | GcpServiceAccount
    /**
     * Kubernetes service accounts by the pool that Google keeps for each project's clusters, `PROJECT.svc.id.goog`:
     * `serviceAccount:PROJECT.svc.id.goog[NAMESPACE/NAME]`, or a principal of that pool.
     */
    | { readonly kind: 'kubernetes'; readonly name: string; readonly project: GcpProject }
    /** `projectOwner:PROJECT` and its like: whoever holds the basic role. */
    | { readonly kind: 'project-role'; readonly name: string; readonly project: GcpProject }
    | GcpFederated
    /** All principals below a project, folder or organisation: `projects/123`. */
    | { readonly kind: 'hierarchy'; readonly name: string }
    | { readonly kind: 'unknown'; readonly name: string }
  );

/** A service account by its address. */
export interface GcpServiceAccount {
  readonly kind: 'service-account';
  readonly name: string;
  readonly domain: string;
  /** Whose it is; undefined where the address does not tell. For a service agent, the project that it works for. */
  readonly project: GcpProject | undefined;
  /** Whether it is one of Google's own: a service agent. */
  readonly isServiceAgent: boolean;
}

/** Identities of a workload or workforce identity pool. */
export interface GcpFederated {
  readonly kind: 'federated';
  readonly name: string;
  /** `subject` is one identity, `group` and `attribute` are sets of it, `pool` is everybody whom the pool lets in. */
  readonly scope: 'subject' | 'group' | 'attribute' | 'pool';
  /** The pool's full name: `projects/123/locations/global/workloadIdentityPools/ci`. */
  readonly pool: string;
  /** Whose pool it is; undefined for workforce pools, which belong to an organisation. */
  readonly project: GcpProject | undefined;
}

/** Takes a member apart. Never throws: what has no known form is `unknown`. */
export function parseGcpMember(text: string): GcpMember {
  const isDeleted = text.startsWith('deleted:');
  const living = isDeleted ? text.slice('deleted:'.length).replace(/\?uid=[^?]*$/u, '') : text;
  return { text, isDeleted, ...readMember(living) };
}

type Read = GcpMember extends infer Member
  ? Member extends MemberText
    ? Omit<Member, keyof MemberText>
    : never
  : never;

function readMember(text: string): Read {
  if (text === 'allUsers' || text === 'allAuthenticatedUsers') return { kind: 'public', name: text };
  const federated = /^principal(?:Set)?:\/\/(?<rest>.+)$/u.exec(text)?.groups?.rest;
  if (federated !== undefined) return readUrl(federated) ?? { kind: 'unknown', name: text };
  const colon = text.indexOf(':');
  const name = text.slice(colon + 1);
  if (colon < 0 || name === '') return { kind: 'unknown', name: text };
  switch (text.slice(0, colon)) {
    case 'user':
      return { kind: 'user', name, domain: domainOf(name) };
    case 'group':
      return { kind: 'group', name, domain: domainOf(name) };
    case 'domain':
      return { kind: 'domain', name, domain: name.toLowerCase() };
    case 'serviceAccount':
      return readServiceAccount(name);
    case 'projectOwner':
    case 'projectEditor':
    case 'projectViewer':
      return { kind: 'project-role', name: text, project: projectOf(name) };
    default:
      return { kind: 'unknown', name: text };
  }
}

/** Members in the form of URLs: pools, and the principals of deny and boundary policies. */
function readUrl(rest: string): Read | undefined {
  const pool = POOL.exec(rest)?.groups;
  if (pool !== undefined) return readFederated(rest, pool.pool ?? '', pool.project, pool.selector ?? '');
  if (rest === 'goog/public:all') return { kind: 'public', name: 'allUsers' };
  const account = /^iam\.googleapis\.com\/projects\/-\/serviceAccounts\/(?<name>.+)$/u.exec(rest)?.groups?.name;
  if (account !== undefined) return readServiceAccount(account);
  const known = /^goog\/(?<kind>subject|group)\/(?<name>.+)$/u.exec(rest)?.groups;
  if (known?.name !== undefined)
    return { kind: known.kind === 'group' ? 'group' : 'user', name: known.name, domain: domainOf(known.name) };
  const below = /^cloudresourcemanager\.googleapis\.com\/(?<name>(?:projects|folders|organizations)\/.+)$/u.exec(rest);
  return below?.groups?.name === undefined ? undefined : { kind: 'hierarchy', name: below.groups.name };
}

const POOL =
  /^iam\.googleapis\.com\/(?<pool>(?:projects\/(?<project>[^/]+)\/)?locations\/[^/]+\/work(?:loadIdentity|force)Pools\/[^/]+)\/(?<selector>.+)$/u;

function readFederated(name: string, pool: string, project: string | undefined, selector: string): Read {
  const owner = project === undefined ? undefined : projectOf(project);
  if (owner !== undefined && pool.endsWith('.svc.id.goog')) return { kind: 'kubernetes', name, project: owner };
  return { kind: 'federated', name, scope: scopeOf(selector), pool, project: owner };
}

function scopeOf(selector: string): GcpFederated['scope'] {
  if (selector.startsWith('subject/')) return 'subject';
  if (selector.startsWith('group/')) return 'group';
  // An attribute with any value is as wide as the pool; so is whatever form is not known here.
  return /^attribute\.[^/]+\/.*[^*]/u.test(selector) ? 'attribute' : 'pool';
}

function readServiceAccount(name: string): Read {
  const kubernetes = /^(?<project>[^[\]]+)\.svc\.id\.goog\[.*\]$/u.exec(name)?.groups;
  if (kubernetes?.project !== undefined)
    return { kind: 'kubernetes', name, project: projectOf(unscoped(kubernetes.project)) };
  const domain = domainOf(name);
  const local = name.slice(0, Math.max(0, name.lastIndexOf('@')));
  return { kind: 'service-account', name, domain, ...ownerOf(local, domain) };
}

type Owner = Pick<GcpServiceAccount, 'project' | 'isServiceAgent'>;

function ownerOf(local: string, domain: string): Owner {
  const host = /^(?<host>.+)\.iam\.gserviceaccount\.com$/u.exec(domain)?.groups?.host;
  if (host !== undefined) return userManagedOf(local, host);
  switch (domain) {
    case 'developer.gserviceaccount.com':
      return { project: numbered(/^(?<number>\d+)-compute$/u.exec(local)?.groups?.number), isServiceAgent: false };
    case 'appspot.gserviceaccount.com':
      return { project: local === '' ? undefined : projectOf(unscoped(local)), isServiceAgent: false };
    // Cloud Build's and Google's API agents run with what the project's own policy grants: they are the project's.
    case 'cloudbuild.gserviceaccount.com':
    case 'cloudservices.gserviceaccount.com':
      return { project: numbered(/^(?<number>\d+)$/u.exec(local)?.groups?.number), isServiceAgent: false };
    case 'system.gserviceaccount.com':
      return { project: undefined, isServiceAgent: true };
    default:
      return { project: undefined, isServiceAgent: false };
  }
}

function userManagedOf(local: string, host: string): Owner {
  const isServiceAgent = host.startsWith('gcp-sa-') || host.endsWith('.google.com') || AGENT_HOSTS.has(host);
  if (!isServiceAgent) return { project: projectOf(unscoped(host)), isServiceAgent };
  return {
    project: numbered(/^(?:service-p?|bq-|p)(?<number>\d+)(?:-|$)/u.exec(local)?.groups?.number),
    isServiceAgent,
  };
}

/** Hosts of Google's agents that are older than the form `gcp-sa-…`. IAM documentation, "Service agents". */
const AGENT_HOSTS: ReadonlySet<string> = new Set([
  'bigquery-data-connectors',
  'bigquery-encryption',
  'binaryauthorization',
  'cloud-filer',
  'cloud-memcache-sa',
  'cloud-redis',
  'cloud-tpu',
  'cloudcomposer-accounts',
  'compute-system',
  'container-analysis',
  'container-engine-robot',
  'containerregistry',
  'dataflow-service-producer-prod',
  'dataproc-accounts',
  'dlp-api',
  'endpoints-portal',
  'firebase-rules',
  'gcf-admin-robot',
  'gcp-gae-service',
  'genomics-api',
  'gs-project-accounts',
  'remotebuildexecution',
  'security-center-api',
  'serverless-robot-prod',
  'service-consumer-management',
  'service-networking',
  'sourcerepo-service-accounts',
  'storage-transfer-service',
  'websecurityscanner',
]);

/** A project that belongs to a domain, `example.com:app`, appears in host names as `app.example.com`. */
function unscoped(host: string): string {
  const dot = host.indexOf('.');
  return dot < 0 ? host : `${host.slice(dot + 1)}:${host.slice(0, dot)}`;
}

function projectOf(text: string): GcpProject {
  return /^\d+$/u.test(text) ? { kind: 'number', number: text } : { kind: 'id', id: text };
}

function numbered(number: string | undefined): GcpProject | undefined {
  return number === undefined ? undefined : { kind: 'number', number };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
