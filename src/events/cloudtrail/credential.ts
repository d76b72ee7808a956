/** Credentials that a call handed out. Secrets are never read, only the public identifiers beside them. */
import { stringAt } from '../../std/json.ts';
import type { IssuedCredential } from '../audit-event.ts';
import type { Call } from './call.ts';

interface Issues {
  readonly kind: string;
  /** Path of the credential's public id below `responseElements`; none for passwords. */
  readonly id: readonly string[] | undefined;
  /** Paths, below the record, of whom it authenticates; the first present wins. */
  readonly principal: readonly (readonly string[])[];
}

const USER_NAME = ['requestParameters', 'userName'] as const;
const SESSION: Issues = {
  kind: 'session',
  id: ['credentials', 'accessKeyId'],
  principal: [
    ['responseElements', 'assumedRoleUser', 'arn'],
    ['responseElements', 'federatedUser', 'arn'],
    ['requestParameters', 'roleArn'],
  ],
};
const PASSWORD: Issues = { kind: 'password', id: undefined, principal: [USER_NAME] };

const ISSUERS: ReadonlyMap<string, Issues> = new Map<string, Issues>([
  [
    'iam/CreateAccessKey',
    {
      kind: 'access-key',
      id: ['accessKey', 'accessKeyId'],
      principal: [['responseElements', 'accessKey', 'userName'], USER_NAME],
    },
  ],
  ['iam/CreateLoginProfile', PASSWORD],
  ['iam/UpdateLoginProfile', PASSWORD],
  ['iam/ChangePassword', PASSWORD],
  [
    'iam/CreateServiceSpecificCredential',
    {
      kind: 'service-specific-credential',
      id: ['serviceSpecificCredential', 'serviceSpecificCredentialId'],
      principal: [USER_NAME],
    },
  ],
  [
    'iam/ResetServiceSpecificCredential',
    {
      kind: 'service-specific-credential',
      id: ['serviceSpecificCredential', 'serviceSpecificCredentialId'],
      principal: [USER_NAME],
    },
  ],
  ['iam/UploadSSHPublicKey', { kind: 'ssh-key', id: ['sSHPublicKey', 'sSHPublicKeyId'], principal: [USER_NAME] }],
  [
    'iam/UploadSigningCertificate',
    { kind: 'certificate', id: ['certificate', 'certificateId'], principal: [USER_NAME] },
  ],
  ...[
    'AssumeRole',
    'AssumeRoleWithSAML',
    'AssumeRoleWithWebIdentity',
    'AssumeRoot',
    'GetSessionToken',
    'GetFederationToken',
  ].map((action): [string, Issues] => [`sts/${action}`, SESSION]),
  ['rolesanywhere/CreateSession', SESSION],
]);

/** What a successful call issued; empty for all others. */
export function credentialsIssued(call: Call): readonly IssuedCredential[] {
  const issues = ISSUERS.get(`${call.service ?? ''}/${call.action ?? ''}`);
  if (issues === undefined) return [];
  const named = issues.principal.map((path) => stringAt(call.raw, ...path)).find((name) => name !== undefined);
  return [
    {
      kind: issues.kind,
      id: issues.id === undefined ? undefined : stringAt(call.raw, 'responseElements', ...issues.id),
      principal: named ?? call.actor.principal,
    },
  ];
}
