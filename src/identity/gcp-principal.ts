/**
 * Principals of Google Cloud in one canonical form, the form of members in IAM policies, so that who acts can be
 * compared with who is granted something:
 *
 * - `user:ann@example.com`, `serviceAccount:x@p.iam.gserviceaccount.com`, in lower case: e-mail addresses of Google
 *   identities do not tell case apart. The domain decides between the two, whatever a record puts before the colon.
 * - `principal://iam.googleapis.com/…` for federated identities, as logged: their subjects do tell case apart.
 * - `system:serviceaccount:default:web` for identities of Kubernetes, as logged.
 */
import type { ActorKind } from './actor.ts';

/** Members whose name is an address, with what stands before it. */
const ADDRESSED = /^(?:user|serviceAccount|group|domain):/;
const SERVICE_ACCOUNT_DOMAIN = /@(?:[^@]+\.)?gserviceaccount\.com$/;
const PROJECT_DOMAIN = /@(?<project>[^@]+)\.iam\.gserviceaccount\.com$/;

/** Default service accounts that carry their project before the at sign: code of the customer runs as them. */
const DEFAULT_ACCOUNT =
  /^(?:(?<compute>\d+)-compute@developer|(?<build>\d+)@cloudbuild|(?<appengine>[^@]+)@appspot)\.gserviceaccount\.com$/;

/** Workload identities of GKE: `serviceAccount:p.svc.id.goog[namespace/name]`. */
const GKE_WORKLOAD = /^(?<project>[^[\]]+)\.svc\.id\.goog\[/;

/**
 * Google's own machinery outside customers' projects. Both parts count: anyone may name a service account
 * `service-123`, so the project it lives in decides, and it is one that only Google owns.
 */
const SERVICE_AGENT =
  /@(?:system|cloudservices)\.gserviceaccount\.com$|@(?:gcp-sa-[a-z0-9-]+|compute-system|container-engine-robot|containerregistry|container-analysis|gs-project-accounts|storage-transfer-service|serverless-robot-prod|gcf-admin-robot|gae-api-prod\.google\.com|dataflow-service-producer-prod|dataproc-accounts|cloudcomposer-accounts|cloud-filer|cloud-redis|cloud-tpu|cloud-ml\.google\.com|bigquery-encryption|bigquery-data-connectors|endpoints-portal|firebase-rules|sourcerepo-service-accounts|service-networking|service-consumer-management|remotebuildexecution|binaryauthorization|cloud-memcache-sa|genomics-api\.google\.com|websecurityscanner|appsheet-prod-service\.google\.com)\.iam\.gserviceaccount\.com$/;
const GOOGLE_SYSTEMS: ReadonlySet<string> = new Set(['system@google.com', 'cloud-support@google.com']);

/** The canonical form of an e-mail address, of a `principalSubject`, or of a member of a policy. */
export function canonicalPrincipal(text: string): string {
  if (text.includes('://') || text.startsWith('system:')) return text;
  const kind = ADDRESSED.exec(text)?.[0];
  if (kind === undefined && !text.includes('@')) return text;
  const address = text.slice(kind?.length ?? 0).toLowerCase();
  if (kind === 'group:' || kind === 'domain:') return `${kind}${address}`;
  return isServiceAddress(address) ? `serviceAccount:${address}` : `user:${address}`;
}

/** What kind of identity a canonical principal is. A text of no known form is a subject of another identity provider. */
export function principalKind(principal: string): ActorKind {
  if (principal.startsWith('serviceAccount:')) return isServiceAgent(nameOf(principal)) ? 'service' : 'service-account';
  if (principal.startsWith('user:')) return 'user';
  if (/^unknown(?::|$)/.test(principal) || principal === 'system:anonymous' || principal === 'system:unauthenticated') {
    return 'unknown';
  }
  if (principal.startsWith('system:serviceaccount:')) return 'service-account';
  return principal.startsWith('system:') ? 'service' : 'federated';
}

/** A principal without its kind: the address, or the whole where there is no kind. */
export function nameOf(principal: string): string {
  return principal.slice(ADDRESSED.exec(principal)?.[0].length ?? 0);
}

/**
 * The project that a service account belongs to, where its address tells: the id, or the number for the default
 * accounts of Compute Engine and Cloud Build. Undefined for Google's own, which live in projects of Google's.
 */
export function projectOfServiceAccount(address: string): string | undefined {
  const lower = address.toLowerCase();
  if (isServiceAgent(lower)) return undefined;
  const named = PROJECT_DOMAIN.exec(lower)?.groups?.project;
  if (named !== undefined) return domainScoped(named);
  const known = DEFAULT_ACCOUNT.exec(lower)?.groups;
  return known?.compute ?? known?.build ?? known?.appengine ?? GKE_WORKLOAD.exec(lower)?.groups?.project;
}

function isServiceAddress(address: string): boolean {
  return SERVICE_ACCOUNT_DOMAIN.test(address) || GKE_WORKLOAD.test(address) || GOOGLE_SYSTEMS.has(address);
}

function isServiceAgent(address: string): boolean {
  return SERVICE_AGENT.test(address) || GOOGLE_SYSTEMS.has(address);
}

/** `p.example.com` in an address is the project `example.com:p` of a domain. */
function domainScoped(named: string): string {
  const dot = named.indexOf('.');
  return dot === -1 ? named : `${named.slice(dot + 1)}:${named.slice(0, dot)}`;
}
