import { describe, expect, it } from 'vitest';
import type { Json } from '../std/json.ts';
import type { Actor } from './actor.ts';
import { readGcpActor, type GcpActorContext } from './gcp-actor.ts';

const ADDRESS = 'x@p-1.iam.gserviceaccount.com';

function actor(authentication: Json | undefined, context: Partial<GcpActorContext> = {}): Actor {
  return readGcpActor(authentication, {
    callerIp: '203.0.113.7',
    isTokenExchange: false,
    mappedPrincipal: undefined,
    ...context,
  });
}

describe('who acted', () => {
  it.each<[string, Json | undefined, string, string]>([
    ['a person', { principalEmail: 'Ann@example.com' }, 'user', 'user:ann@example.com'],
    ['a service account', { principalEmail: ADDRESS }, 'service-account', `serviceAccount:${ADDRESS}`],
    [
      'a federated identity, which has no address',
      { principalSubject: 'principal://iam.googleapis.com/pool/subject/Repo' },
      'federated',
      'principal://iam.googleapis.com/pool/subject/Repo',
    ],
    [
      'the address where the subject is that of the identity before it',
      { principalEmail: ADDRESS, principalSubject: 'principal://iam.googleapis.com/pool/subject/Repo' },
      'service-account',
      `serviceAccount:${ADDRESS}`,
    ],
    [
      'an identity of another provider',
      { thirdPartyPrincipal: { thirdPartyClaims: { sub: 'abc' } } },
      'federated',
      'third-party:abc',
    ],
    ['nobody signed in', { authoritySelector: 'system:anonymous' }, 'unknown', 'system:anonymous'],
    ['redacted: only the address of the caller is left', {}, 'unknown', 'unknown:203.0.113.7'],
    ['no identity at all', undefined, 'unknown', 'unknown:203.0.113.7'],
    ['something redacted in place of an address', { principalEmail: '<redacted>' }, 'unknown', 'unknown:<redacted>'],
  ])('%s', (_, authentication, kind, principal) => {
    expect(actor(authentication)).toMatchObject({ kind, principal });
  });

  it('the project of a service account is its account', () => {
    expect(actor({ principalEmail: ADDRESS }).account).toBe('p-1');
    expect(actor({ principalEmail: 'ann@example.com' }).account).toBeUndefined();
  });

  it('the name is as logged', () => {
    expect(actor({ principalEmail: 'Ann@example.com' }).name).toBe('Ann@example.com');
  });
});

describe('a token of another provider', () => {
  it('is whom it was taken for', () => {
    const mappedPrincipal = 'principal://iam.googleapis.com/pool/subject/Repo';
    const read = actor({ principalSubject: 'b6112abb' }, { isTokenExchange: true, mappedPrincipal });
    expect(read).toMatchObject({ kind: 'federated', principal: mappedPrincipal });
  });
  it('is nobody of ours, though its subject reads like that', () => {
    const read = actor({ principalSubject: 'user:ann@example.com' }, { isTokenExchange: true });
    expect(read).toMatchObject({ kind: 'federated', principal: 'third-party:user:ann@example.com' });
  });
});

describe('what stands behind a service account', () => {
  it('the id of the key that signed', () => {
    const serviceAccountKeyName = `//iam.googleapis.com/projects/p-1/serviceAccounts/${ADDRESS}/keys/0123abcd`;
    expect(actor({ principalEmail: ADDRESS, serviceAccountKeyName }).accessKeyId).toBe('0123abcd');
  });

  it('who impersonates it: the last link asked for the token, the first is who began', () => {
    const serviceAccountDelegationInfo = [
      { firstPartyPrincipal: { principalEmail: 'Ann@example.com' } },
      { principalSubject: 'serviceAccount:hop@p-1.iam.gserviceaccount.com' },
    ];
    expect(actor({ principalEmail: ADDRESS, serviceAccountDelegationInfo }).session).toMatchObject({
      issuedBy: 'serviceAccount:hop@p-1.iam.gserviceaccount.com',
      sourceIdentity: 'user:ann@example.com',
    });
  });

  it('somebody, where the log withholds who', () => {
    const { session } = actor({ principalEmail: ADDRESS, serviceAccountDelegationInfo: [{}] });
    expect(session).toMatchObject({ issuedBy: undefined, sourceIdentity: undefined });
  });
});
