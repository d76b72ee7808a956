/**
 * OpenID Connect issuers: which are known, and which one issuer serves many customers.
 *
 * The issuer's URL is compared as host and path; a host that only begins like a known one is somebody else's. Lists:
 * the documentation of the services named. A customer's own issuer below a shared host (`…/id/EXAMPLE`,
 * `oidc.circleci.com/org/…`) is one tenant.
 */
import type { Json } from '../std/json.ts';
import type { Verdict } from './verdict.ts';

/**
 * Whether an issuer (`https://gitlab.com`, or without the scheme) signs for many customers with one URL, so that a trust
 * in it must say whom it means. `no` for all that is not listed: a private issuer, if not a known one. `unknown` where
 * there is no text.
 */
export function isMultiTenantIssuer(value: Json | undefined): Verdict {
  return ask(value, ({ host, path }) => MULTI_TENANT.has(host + path));
}

/** Whether an issuer belongs to a widely used service: shared ones, and the per-customer ones of clusters and CI. */
export function isWellKnownIssuer(value: Json | undefined): Verdict {
  return ask(value, ({ host, path }) => {
    if (MULTI_TENANT.has(host + path) || WELL_KNOWN_HOSTS.has(host)) return true;
    return WELL_KNOWN_FORMS.some((form) => form.test(host + path));
  });
}

const MULTI_TENANT: ReadonlySet<string> = new Set([
  'accounts.google.com',
  'agent.buildkite.com',
  'api.pulumi.com/oidc',
  'app.terraform.io',
  'appleid.apple.com',
  'cognito-identity.amazonaws.com',
  'gitlab.com',
  'graph.facebook.com',
  'login.microsoftonline.com/common/v2.0',
  'login.microsoftonline.com/organizations/v2.0',
  'oidc.codefresh.io',
  'oidc.vercel.com',
  'token.actions.githubusercontent.com',
  'www.amazon.com',
]);

/** Hosts below which every path is an issuer of the service: one per organisation, team or tenant. */
const WELL_KNOWN_HOSTS: ReadonlySet<string> = new Set([
  'login.microsoftonline.com',
  'oidc.circleci.com',
  'oidc.vercel.com',
  'securetoken.google.com',
  'sts.windows.net',
  'token.actions.githubusercontent.com',
  'vstoken.dev.azure.com',
]);

const WELL_KNOWN_FORMS: readonly RegExp[] = [
  /^oidc\.eks\.[a-z\d-]+\.amazonaws\.com(?:\.cn)?\/id\/[a-z\d]+$/iu,
  /^oidc-eks\.[a-z\d-]+\.api\.aws\/id\/[a-z\d]+$/iu,
  /^container\.googleapis\.com\/v1\/projects\/[^/]+\/locations\/[^/]+\/clusters\/[^/]+$/iu,
  /^[a-z\d-]+\.oic\.prod-aks\.azure\.com\/./iu,
  /^api\.bitbucket\.org\/2\.0\/workspaces\/[^/]+\/pipelines-config\/identity\/oidc$/iu,
  /^cognito-idp\.[a-z\d-]+\.amazonaws\.com(?:\.cn)?\/[\w-]+$/iu,
];

interface Issuer {
  readonly host: string;
  /** Empty, or from the first slash on, without a last one. */
  readonly path: string;
}

function ask(value: Json | undefined, question: (issuer: Issuer) => boolean): Verdict {
  if (typeof value !== 'string' || value === '') return 'unknown';
  const issuer = readIssuer(value);
  return issuer !== undefined && question(issuer) ? 'yes' : 'no';
}

/**
 * The ARN of a provider in IAM stands for its issuer. Undefined for what no OpenID Connect issuer may be: another scheme,
 * a user in front of the host, a query.
 */
function readIssuer(text: string): Issuer | undefined {
  const parts =
    /^(?:https:\/\/|arn:aws[a-z-]*:iam::\d{12}:oidc-provider\/)?(?<host>[\w.-]+)(?::443)?(?<path>\/[^?#]*)?$/iu.exec(
      text,
    )?.groups;
  if (parts?.host === undefined) return undefined;
  const path = parts.path ?? '';
  return { host: parts.host.toLowerCase(), path: path.endsWith('/') ? path.slice(0, -1) : path };
}
