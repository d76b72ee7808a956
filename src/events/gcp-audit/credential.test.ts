import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../std/json.ts';
import type { IssuedCredential } from '../audit-event.ts';
import { call, PROJECT, SERVICE_ACCOUNT } from './entry.fixture.ts';
import { gcpAuditView } from './event-view.ts';

const ACCOUNT_NAME = `projects/${PROJECT}/serviceAccounts/${SERVICE_ACCOUNT}`;
const PRINCIPAL = `serviceAccount:${SERVICE_ACCOUNT}`;

function issuedBy(service: string, methodName: string, patch: JsonObject): readonly IssuedCredential[] {
  const value = call({ serviceName: `${service}.googleapis.com`, methodName, request: {}, ...patch });
  return gcpAuditView(value).audit().credentialsIssued;
}

describe('a call that hands out a credential names it and whom it authenticates', () => {
  it.each<[string, readonly [string, string, JsonObject], IssuedCredential]>([
    [
      'a key of a service account',
      [
        'iam',
        'google.iam.admin.v1.CreateServiceAccountKey',
        { resourceName: ACCOUNT_NAME, response: { name: `${ACCOUNT_NAME}/keys/0123`, private_key_data: 'not-real' } },
      ],
      { kind: 'service-account-key', id: '0123', principal: PRINCIPAL },
    ],
    [
      'a token by impersonation',
      ['iamcredentials', 'GenerateAccessToken', { resourceName: `projects/-/serviceAccounts/${SERVICE_ACCOUNT}` }],
      { kind: 'session', id: undefined, principal: PRINCIPAL },
    ],
    [
      'an identity token',
      ['iamcredentials', 'GenerateIdToken', { resourceName: `projects/-/serviceAccounts/${SERVICE_ACCOUNT}` }],
      { kind: 'id-token', id: undefined, principal: PRINCIPAL },
    ],
    [
      'a token for a foreign one',
      [
        'sts',
        'google.identity.sts.v1.SecurityTokenService.ExchangeToken',
        { metadata: { mapped_principal: 'principal://iam.googleapis.com/pool/subject/s' } },
      ],
      { kind: 'session', id: undefined, principal: 'principal://iam.googleapis.com/pool/subject/s' },
    ],
    [
      'an HMAC key',
      [
        'storage',
        'storage.hmacKeys.create',
        {
          response: {
            metadata: { accessId: 'GOOG1EXAMPLE', serviceAccountEmail: SERVICE_ACCOUNT },
            secret: 'not-real',
          },
        },
      ],
      { kind: 'hmac-key', id: 'GOOG1EXAMPLE', principal: SERVICE_ACCOUNT },
    ],
    [
      'an API key, whose id the end of the operation tells',
      [
        'apikeys',
        'google.api.apikeys.v2.ApiKeys.CreateKey',
        { response: { name: `projects/1/locations/global/keys/k1`, keyString: 'not-real' } },
      ],
      { kind: 'api-key', id: 'k1', principal: `projects/1/locations/global/keys/k1` },
    ],
    [
      'an API key, before it is known',
      ['apikeys', 'google.api.apikeys.v2.ApiKeys.CreateKey', { response: { name: 'operations/akmf.1' } }],
      { kind: 'api-key', id: undefined, principal: `projects/${PROJECT}` },
    ],
    [
      'an SSH key in the metadata of a machine',
      [
        'compute',
        'v1.compute.instances.setMetadata',
        {
          resourceName: `projects/${PROJECT}/zones/z/instances/vm`,
          metadata: { instanceMetadataDelta: { addedMetadataKeys: ['ssh-keys'] } },
        },
      ],
      { kind: 'ssh-key', id: undefined, principal: `projects/${PROJECT}/zones/z/instances/vm` },
    ],
    [
      'an SSH key for all machines of a project',
      [
        'compute',
        'v1.compute.projects.setCommonInstanceMetadata',
        { metadata: { projectMetadataDelta: { modifiedMetadataKeys: ['sshKeys', 'x'] } } },
      ],
      { kind: 'ssh-key', id: undefined, principal: `projects/${PROJECT}` },
    ],
  ])('%s', (_, [service, method, patch], credential) => {
    const issued = issuedBy(service, method, patch);
    expect(issued).toEqual([credential]);
    expect(JSON.stringify(issued)).not.toContain('not-real');
  });
});

describe('nothing is issued', () => {
  it.each<[string, readonly [string, string, JsonObject]]>([
    ['by a call that failed', ['iam', 'google.iam.admin.v1.CreateServiceAccountKey', { status: { code: 7 } }]],
    ['by a read', ['iam', 'google.iam.admin.v1.ListServiceAccountKeys', {}]],
    ['by other metadata', ['compute', 'v1.compute.instances.setMetadata', { metadata: { instanceMetadataDelta: {} } }]],
    ['by the method of the same name of another service', ['cloudkms', 'CreateServiceAccountKey', {}]],
  ])('%s', (_, [service, method, patch]) => {
    expect(issuedBy(service, method, patch)).toEqual([]);
  });
});
