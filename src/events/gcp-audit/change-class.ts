/**
 * Which kind of IAM change a method makes (R175). By name pattern, so that a method Google adds tomorrow is classed
 * too; the order of the patterns is their precedence.
 */
import type { ChangeClass } from '../audit-event.ts';
import { lastSegment, setsIamPolicy, telling } from './method.ts';

type Classes = readonly (readonly [RegExp, ChangeClass])[];

const READS = /^(?:BatchGet|Get|List|Query|Search|Test|Lookup|Lint|Fetch|Check|Describe|View)/i;

const BY_SERVICE: ReadonlyMap<string, Classes> = new Map<string, Classes>([
  [
    'iam',
    [
      [/ServiceAccountKey|PoolProvider|ProviderKey|Scim|OauthClient|AttestationRule/i, 'credential'],
      [/Role|Polic/i, 'permission'],
      [/ServiceAccount|Pool|Namespace|ManagedIdentity|Subject/i, 'account'],
    ],
  ],
  [
    'cloudresourcemanager',
    [
      [/OwnershipInvite|OrgPolicy|TagBinding|TagValue|TagKey|Lien/i, 'permission'],
      [/(?:Create|Delete|Undelete|Move|Update)(?:Project|Folder|Organization)/i, 'account'],
    ],
  ],
  ['orgpolicy', [[/Policy|Constraint/i, 'permission']]],
  ['accesscontextmanager', [[/Polic|Perimeter|AccessLevel|Binding/i, 'permission']]],
  ['privilegedaccessmanager', [[/Grant|Entitlement/i, 'permission']]],
  ['apikeys', [[/Key/i, 'credential']]],
  ['oslogin', [[/SshPublicKey/i, 'credential']]],
  ['storage', [[/hmacKeys\./i, 'credential']]],
  [
    'cloudidentity',
    [
      [/Membership/i, 'permission'],
      [/Sso|Saml|Oidc|Device/i, 'credential'],
      [/Group|User/i, 'account'],
    ],
  ],
  [
    'admin',
    [
      [
        /password|2sv|strongAuth|titanium|twoStep|securityKey|scratchCodes|sso|saml|recovery|oauth2|accessToken|asp$|signInCookies/i,
        'credential',
      ],
      [
        /role|privilege|apiClient|groupMember|memberBulk|accessLevel|caa|trustedDomains|applicationSetting|apiAccess/i,
        'permission',
      ],
      [/user|group|domain|orgUnit/i, 'account'],
    ],
  ],
  ['login', [[/2sv|password|recovery|titanium/i, 'credential']]],
]);

/** The class of change, or undefined for reads and for services without identities. */
export function changeClassOf(service: string | undefined, methodName: string | undefined): ChangeClass | undefined {
  if (methodName === undefined) return undefined;
  if (setsIamPolicy(methodName)) return 'permission';
  if (READS.test(lastSegment(methodName))) return undefined;
  const name = telling(methodName);
  return BY_SERVICE.get(service ?? '')?.find(([pattern]) => pattern.test(name))?.[1];
}
