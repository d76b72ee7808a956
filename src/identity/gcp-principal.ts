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
import { parseGcpMember, type GcpMember } from './gcp-member.ts';

/** Members whose name is an address, with what stands before it. */
const ADDRESSED = /^(?:user|serviceAccount|group|domain):/;
/** Google's machinery under addresses that look like people's. */
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

/**
 * A principal as requests name it: by its address alone, or a service account by its resource name
 * (`projects/-/serviceAccounts/x@p.iam.gserviceaccount.com`). Any other text stays as it is.
 */
export function principalNamed(text: string): string {
  const address = /(?:^|\/serviceAccounts\/)(?<address>[^\s/:@]+@[^\s/:@]+)$/u.exec(text)?.groups?.address;
  return address === undefined ? text : canonicalPrincipal(address);
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
  const member = serviceAccount(address.toLowerCase());
  if (member === undefined || (member.kind === 'service-account' && member.isServiceAgent)) return undefined;
  if (member.project === undefined) return undefined;
  return member.project.kind === 'id' ? member.project.id : member.project.number;
}

/** The service account of an address; undefined where the address is somebody else's. */
function serviceAccount(address: string): ServiceAccount | undefined {
  const member = parseGcpMember(`serviceAccount:${address}`);
  if (member.kind === 'kubernetes') return member;
  return member.kind === 'service-account' && /(?:^|\.)gserviceaccount\.com$/.test(member.domain) ? member : undefined;
}

type ServiceAccount = Extract<GcpMember, { readonly kind: 'service-account' | 'kubernetes' }>;

function isServiceAddress(address: string): boolean {
  return GOOGLE_SYSTEMS.has(address) || serviceAccount(address) !== undefined;
}

function isServiceAgent(address: string): boolean {
  const member = serviceAccount(address);
  return GOOGLE_SYSTEMS.has(address) || (member?.kind === 'service-account' && member.isServiceAgent);
}
