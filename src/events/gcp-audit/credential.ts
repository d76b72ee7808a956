/** Credentials that a call handed out. Secrets are never read, only the public identifiers beside them. */
import { at, isArray, stringAt, type Json } from '../../std/json.ts';
import type { IssuedCredential, Target } from '../audit-event.ts';
import type { GcpCall } from './call.ts';

interface Issues {
  readonly kind: string;
  /** Paths below `protoPayload` of a name that ends with the credential's public id; the first present wins. */
  readonly id: readonly (readonly string[])[];
  /** Paths below `protoPayload` of whom it authenticates, before the primary target. */
  readonly principal?: readonly (readonly string[])[];
}

const RESPONSE_NAME = ['response', 'name'] as const;
const RESOURCE_NAME = ['resourceName'] as const;
const SERVICE_ACCOUNT_KEY: Issues = { kind: 'service-account-key', id: [RESPONSE_NAME] };

/** By service and telling part of the method. */
const ISSUERS: ReadonlyMap<string, Issues> = new Map<string, Issues>([
  ['iam/CreateServiceAccountKey', SERVICE_ACCOUNT_KEY],
  ['iam/UploadServiceAccountKey', SERVICE_ACCOUNT_KEY],
  ['iam/CreateOauthClientCredential', { kind: 'oauth-client-secret', id: [RESPONSE_NAME] }],
  ['iam/CreateWorkforcePoolProviderScimToken', { kind: 'scim-token', id: [RESPONSE_NAME] }],
  ['iamcredentials/GenerateAccessToken', { kind: 'session', id: [] }],
  ['iamcredentials/GenerateIdToken', { kind: 'id-token', id: [] }],
  ['sts/ExchangeToken', { kind: 'session', id: [], principal: [['metadata', 'mapped_principal']] }],
  [
    'storage/hmacKeys.create',
    {
      kind: 'hmac-key',
      id: [
        ['response', 'metadata', 'accessId'],
        ['response', 'accessId'],
      ],
      principal: [
        ['response', 'metadata', 'serviceAccountEmail'],
        ['request', 'serviceAccountEmail'],
      ],
    },
  ],
  ['apikeys/CreateKey', { kind: 'api-key', id: [['response', 'uid'], RESPONSE_NAME] }],
  ['apikeys/GetKeyString', { kind: 'api-key', id: [RESOURCE_NAME] }],
  ['oslogin/ImportSshPublicKey', { kind: 'ssh-key', id: [] }],
  ['admin/changePassword', { kind: 'password', id: [] }],
  ['admin/generate2svScratchCodes', { kind: 'backup-code', id: [] }],
]);

/** Keys of instance and project metadata that let in whoever holds an SSH key. */
const SSH_METADATA: ReadonlySet<Json> = new Set(['ssh-keys', 'sshKeys']);

/** What a successful call issued; empty for all others. */
export function credentialsIssued(call: GcpCall, targets: readonly Target[]): readonly IssuedCredential[] {
  const target = targets[0]?.id;
  if (setsSshKeys(call)) return [{ kind: 'ssh-key', id: undefined, principal: target }];
  const issues = ISSUERS.get(`${call.service ?? ''}/${call.method ?? ''}`);
  if (issues === undefined) return [];
  const named = firstText(call, issues.principal ?? []);
  const id = firstText(call, issues.id);
  return [{ kind: issues.kind, id: id?.split('/').at(-1), principal: named ?? target ?? call.actor.principal }];
}

/** A long-running operation answers with its own name first: that is no id of a credential. */
function firstText(call: GcpCall, paths: readonly (readonly string[])[]): string | undefined {
  return paths
    .map((path) => stringAt(call.payload, ...path))
    .find((text) => text !== undefined && !text.includes('operations/'));
}

/** Compute Engine says which keys of the metadata came or changed, not their content. */
function setsSshKeys(call: GcpCall): boolean {
  if (
    call.service !== 'compute' ||
    !/setMetadata$|setCommonInstanceMetadata$|instances\.insert$/.test(call.action ?? '')
  ) {
    return false;
  }
  return DELTAS.some((delta) =>
    CHANGED.some((changed) => {
      const keys = at(call.payload, 'metadata', delta, changed);
      return isArray(keys) && keys.some((key) => SSH_METADATA.has(key));
    }),
  );
}

const DELTAS = ['instanceMetadataDelta', 'projectMetadataDelta'] as const;
const CHANGED = ['addedMetadataKeys', 'modifiedMetadataKeys'] as const;
