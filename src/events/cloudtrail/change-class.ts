/**
 * Which kind of IAM change an action makes (R175). By name pattern over whole services, so that an action AWS adds
 * tomorrow is classed too; the order of the patterns is their precedence.
 */
import type { ChangeClass } from '../audit-event.ts';

const WRITES =
  /^(?:Add|Attach|Accept|Associate|Change|Create|Deactivate|Delete|Detach|Disable|Enable|Import|Put|Register|Remove|Reset|Resync|Set|Tag|Untag|Update|Upload|Leave|Move|Invite|Close|Deregister|Disassociate|Provision|Start)/;

const IAM: readonly (readonly [RegExp, ChangeClass])[] = [
  // Whether the organisation holds the root credentials of its accounts, and may act as their root.
  [/OrganizationsRootCredentials/, 'credential'],
  [/OrganizationsRootSessions/, 'permission'],
  [
    /AccessKey|LoginProfile|Password|MFADevice|ServiceSpecificCredential|SSHPublicKey|SigningCertificate|ServerCertificate|SAMLProvider|OpenIDConnectProvider|ClientID/,
    'credential',
  ],
  [/Policy|PermissionsBoundary|UserToGroup|UserFromGroup|RoleToInstanceProfile|RoleFromInstanceProfile/, 'permission'],
  [/User|Role|Group|InstanceProfile|AccountAlias/, 'account'],
];

const BY_SERVICE: ReadonlyMap<string, readonly (readonly [RegExp, ChangeClass])[]> = new Map([
  ['iam', IAM],
  [
    'rolesanywhere',
    [
      [/TrustAnchor|Crl|Session/, 'credential'],
      [/Profile|AttributeMapping/, 'permission'],
    ],
  ],
  [
    'organizations',
    [
      [/Polic|Delegated|ServiceAccess/, 'permission'],
      [/Account|Organization|Handshake/, 'account'],
    ],
  ],
  // The mail address of root is where its password is set anew.
  ['account', [[/PrimaryEmail/, 'credential']]],
  [
    'sso',
    [
      [/TrustedTokenIssuer|ExternalIdP|Directory|AuthenticationMethod|ProvisioningTenant/, 'credential'],
      [/PermissionSet|Assignment|Polic|Boundary|AccessScope|Grant/, 'permission'],
      [/Instance|SSO|SsoConfiguration/, 'account'],
    ],
  ],
  [
    'sso-directory',
    [
      [/Mfa|Password|IdP|BearerToken|ProvisioningTenant/, 'credential'],
      [/Member/, 'permission'],
      [/User|Group/, 'account'],
    ],
  ],
  [
    'identitystore',
    [
      [/ProvisioningTenant/, 'credential'],
      [/Membership/, 'permission'],
      [/User|Group/, 'account'],
    ],
  ],
]);

/** Whether any action of a service is a change of IAM. */
export function changesIam(service: string): boolean {
  return BY_SERVICE.has(service);
}

/** The class of change, or undefined for reads and for services without identities. */
export function changeClassOf(service: string | undefined, action: string | undefined): ChangeClass | undefined {
  if (service === undefined || action === undefined || !WRITES.test(action)) return undefined;
  return BY_SERVICE.get(service)?.find(([pattern]) => pattern.test(action))?.[1];
}
