import { describe, expect, it } from 'vitest';
import type { Json } from '../../std/json.ts';
import type { IssuedCredential } from '../audit-event.ts';
import { cloudTrailView } from './event-view.ts';
import { IDENTITIES, record } from './record.fixture.ts';

function issuedBy(patch: Readonly<Record<string, Json>>): readonly IssuedCredential[] {
  return cloudTrailView(record(patch)).audit().credentialsIssued;
}

describe('a call that hands out a credential names it and whom it authenticates', () => {
  it.each<[string, Readonly<Record<string, Json>>, IssuedCredential]>([
    [
      'a key for another user',
      {
        eventName: 'CreateAccessKey',
        responseElements: { accessKey: { accessKeyId: 'AKIAEXAMPLE000000002', userName: 'bob' } },
      },
      { kind: 'access-key', id: 'AKIAEXAMPLE000000002', principal: 'bob' },
    ],
    [
      "a key for oneself, without parameters: the actor's",
      {
        eventName: 'CreateAccessKey',
        requestParameters: null,
        responseElements: { accessKey: { accessKeyId: 'AKIAX' } },
      },
      { kind: 'access-key', id: 'AKIAX', principal: IDENTITIES.user.arn },
    ],
    [
      'a password, which has no public id',
      { eventName: 'CreateLoginProfile', requestParameters: { userName: 'bob' } },
      { kind: 'password', id: undefined, principal: 'bob' },
    ],
    [
      'a session of a role',
      {
        eventSource: 'sts.amazonaws.com',
        eventName: 'AssumeRole',
        requestParameters: { roleArn: 'arn:aws:iam::111122223333:role/r' },
        responseElements: { credentials: { accessKeyId: 'ASIAX', sessionToken: 'secret' } },
      },
      { kind: 'session', id: 'ASIAX', principal: 'arn:aws:iam::111122223333:role/r' },
    ],
  ])('%s', (_, patch, credential) => {
    expect(issuedBy(patch)).toEqual([credential]);
  });

  it('never the secret itself', () => {
    const secret = { accessKeyId: 'ASIAX', secretAccessKey: 'wJalr-not-real', sessionToken: 'FwoG-not-real' };
    const issued = issuedBy({
      eventSource: 'sts.amazonaws.com',
      eventName: 'GetSessionToken',
      responseElements: { credentials: secret },
    });
    expect(issued).toHaveLength(1);
    expect(JSON.stringify(issued)).not.toContain('not-real');
  });
});

describe('nothing is issued', () => {
  it.each<[string, Readonly<Record<string, Json>>]>([
    ['by a call that failed', { eventName: 'CreateAccessKey', errorCode: 'AccessDenied' }],
    ['by a read', { eventName: 'ListAccessKeys' }],
    [
      'by the action of the same name of another service',
      { eventSource: 'iot.amazonaws.com', eventName: 'CreateAccessKey' },
    ],
  ])('%s', (_, patch) => {
    expect(issuedBy(patch)).toEqual([]);
  });
});
