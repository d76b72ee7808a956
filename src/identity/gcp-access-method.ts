/**
 * By which path a call to Google Cloud came (R15). But for Google's own services all of it rests on the agent, which
 * is a claim: the result describes, it never exonerates.
 */
import type { AccessMethod, ActorKind } from './actor.ts';

/** What the classification needs of an entry. */
export interface GcpCallPath {
  readonly actorKind: ActorKind;
  readonly userAgent: string | undefined;
  /** `authenticationInfo.oauthInfo.oauthClientId`: which program asked for the token. */
  readonly oauthClientId: string | undefined;
}

const IAC_AGENTS =
  /terraform|opentofu|pulumi|deployment[-_ ]?manager|infrastructure-?manager|config-?connector|\bcnrm\b|crossplane|ansible/i;
const CLI_AGENTS = /google-cloud-sdk|\bgcloud\/|\bgsutil\/|\bbq\/|^kubectl\//i;
const SDK_AGENTS =
  /google-api-|google-cloud-|gcloud-(?:python|golang|go|java|node|ruby|php|dotnet)|\bgl-[a-z]+\/|\bgccl\/|\bgax\/|grpc-|google-auth|google-http-|apitools/i;
const BROWSER_AGENTS = /^Mozilla\/\d/;

/** The client of `gcloud auth login`. Others may borrow it, so it counts only where the agent says nothing. */
const GCLOUD_CLIENT = '32555940559.apps.googleusercontent.com';

/** Classifies a call. A browser is the console only for those who can sign in to it. */
export function gcpAccessMethod(path: GcpCallPath): AccessMethod {
  if (path.actorKind === 'service') return 'service';
  const agent = path.userAgent ?? '';
  if (IAC_AGENTS.test(agent)) return 'iac';
  if (CLI_AGENTS.test(agent)) return 'cli';
  if (SDK_AGENTS.test(agent)) return 'sdk';
  if (BROWSER_AGENTS.test(agent) && (path.actorKind === 'user' || path.actorKind === 'federated')) return 'console';
  return path.oauthClientId === GCLOUD_CLIENT ? 'cli' : 'unknown';
}
