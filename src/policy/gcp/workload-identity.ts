/**
 * Whom a provider of a workload identity pool lets in, as calls carry it (`request.workloadIdentityPoolProvider`).
 * Semantics: IAM documentation, "Workload Identity Federation" and "Best practices for using Workload Identity
 * Federation"; IAM API, `WorkloadIdentityPoolProvider`.
 */
import { isArray, isObject, property, stringAt, type Json } from '../../std/json.ts';
import { isMultiTenantIssuer } from '../oidc-issuer.ts';
import type { Verdict } from '../verdict.ts';
import { demandsLimit, type AskLimit, type ClaimTest } from './cel-limit.ts';

/** What else an update says: which fields it touches. Absent for a creation, which says all there is. */
export interface ProviderUpdate {
  /** `attributeCondition,oidc.issuerUri`, or a list below `paths`. */
  readonly updateMask?: Json | undefined;
}

/**
 * Whether a provider has no condition, or one that restricts nothing: `true`, `1 == 1`, the audience or the issuer only,
 * an empty beginning, a claim that every token has. `unknown` where an update leaves the condition alone, where the
 * provider cannot be read, and where the condition is not understood.
 */
export function lacksAttributeCondition(value: Json | undefined, update: ProviderUpdate = {}): Verdict {
  return judge(value, update, ({ claim, values, isWhole, isPresence }) => {
    if (isPresence === true) return EVERY_TOKENS.has(claim) ? false : undefined;
    // Every text begins with the empty one.
    return !SHARED_CLAIMS.has(claim) && (isWhole || values.some((prefix) => prefix !== ''));
  });
}

/**
 * Whether a provider lets strangers in: its issuer serves many customers with one URL and no condition names an owner,
 * repository, project or subject. `no` for issuers of one's own, AWS accounts and SAML: those are one tenant, if not a
 * foreign one. `unknown` as for {@link lacksAttributeCondition}, and where the issuer is not told.
 */
export function admitsStrangers(value: Json | undefined, update: ProviderUpdate = {}): Verdict {
  if (isObject(property(value, 'aws')) || isObject(property(value, 'saml'))) return 'no';
  const isShared = isMultiTenantIssuer(property(property(value, 'oidc'), 'issuerUri'));
  return isShared === 'yes' ? judge(value, update, namesTenant) : isShared;
}

/** The AWS account or the OpenID Connect issuer that a provider trusts; undefined for SAML and where it is not told. */
export function providerAuthority(value: Json | undefined): string | undefined {
  return stringAt(value, 'aws', 'accountId') ?? stringAt(value, 'oidc', 'issuerUri');
}

/** Claims that every token has (OpenID Connect Core, section 2). */
const EVERY_TOKENS: ReadonlySet<string> = new Set(['aud', 'exp', 'iat', 'iss', 'sub']);

/** Claims that say for whom or by whom a token was made out, not to whom it was given. */
const SHARED_CLAIMS: ReadonlySet<string> = new Set(['aud', 'iss']);

/** Claims that name a customer, or something that only one customer has. */
const TENANT_CLAIMS: ReadonlySet<string> = new Set([
  // GitHub Actions
  'enterprise',
  'enterprise_id',
  'job_workflow_ref',
  'repository',
  'repository_id',
  'repository_owner',
  'repository_owner_id',
  'workflow_ref',
  // GitLab
  'namespace_id',
  'namespace_path',
  'project_id',
  'project_path',
  'user_email',
  'user_id',
  // HCP Terraform
  'terraform_organization_id',
  'terraform_organization_name',
  'terraform_project_id',
  'terraform_workspace_id',
  // Buildkite
  'organization_id',
  'organization_slug',
  'pipeline_id',
  // Google and others
  'email',
  'hd',
  'owner_id',
  'sub',
]);

function namesTenant({ claim, values, isWhole }: ClaimTest): boolean {
  if (!TENANT_CLAIMS.has(claim) || values.length === 0) return false;
  return values.every((value) => (isWhole ? value !== '' : isClosedPrefix(value)));
}

/** A prefix counts only if it has the first name in full: `repo:octo-org/` does, `repo:octo` begins `repo:octopus-evil`. */
function isClosedPrefix(prefix: string): boolean {
  const names = prefix.split(/[:/]/u);
  const owner = prefix.includes(':') ? 1 : 0;
  return names.length > owner + 1 && names[owner] !== '';
}

function judge(value: Json | undefined, update: ProviderUpdate, isLimit: AskLimit): Verdict {
  if (!isObject(value) || property(value, 'omitted') === true) return 'unknown';
  const condition = property(value, 'attributeCondition') ?? '';
  if (typeof condition !== 'string') return 'unknown';
  if (condition.trim() === '') return touchesCondition(update.updateMask) ? 'yes' : 'unknown';
  const claimOf = readMapping(property(value, 'attributeMapping'));
  const demanded = demandsLimit(condition, (test) => {
    const claim = claimOf(test.claim);
    return claim === undefined ? undefined : isLimit({ ...test, claim });
  });
  if (demanded === undefined) return 'unknown';
  return demanded ? 'no' : 'yes';
}

function touchesCondition(mask: Json | undefined): boolean {
  if (mask === undefined || mask === null) return true;
  const paths = typeof mask === 'string' ? mask.split(',') : property(mask, 'paths');
  if (!isArray(paths)) return true;
  return paths.some((path) => path === '*' || path === 'attributeCondition' || path === 'attribute_condition');
}

/**
 * The name of the claim behind `assertion.x`, `google.subject` and `attribute.x`. A mapping that computes something is
 * no claim: what it yields is not known.
 */
function readMapping(mapping: Json | undefined): (written: string) => string | undefined {
  return (written) => {
    const source = written.startsWith('assertion.') ? written : (stringAt(mapping, written) ?? DEFAULTS.get(written));
    return /^assertion\.(?<claim>\w+)$/u.exec(source ?? '')?.groups?.claim;
  };
}

/** An OpenID Connect provider without a mapping cannot be made; where the call omits it, the subject is the subject. */
const DEFAULTS: ReadonlyMap<string, string> = new Map([['google.subject', 'assertion.sub']]);
