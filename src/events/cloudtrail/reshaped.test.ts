import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../std/json.ts';
import { cloudTrailView } from './event-view.ts';
import { ACCOUNT, IDENTITIES, record } from './record.fixture.ts';
import { areRecordColumns, isWhole, restoreRecord } from './reshaped.ts';

const KEY = record({
  eventName: 'CreateAccessKey',
  userIdentity: IDENTITIES.role,
  requestParameters: { userName: 'bob' },
  readOnly: false,
});

function restored(row: JsonObject): JsonObject {
  const found = restoreRecord(row);
  if (found === undefined) throw new Error('no record');
  return found;
}

/** How Athena and CloudTrail Lake print a struct. */
function struct(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((one: Json) => struct(one)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).map(([key, inner]) => `${key.toLowerCase()}=${struct(inner)}`);
  return `{${fields.join(', ')}}`;
}

describe('a record comes back from', () => {
  it('a row of Athena: lower case, the identity as a struct, parameters as JSON', () => {
    const row = Object.fromEntries(
      Object.entries(KEY).map(([key, value]) => [
        key.toLowerCase(),
        key === 'userIdentity' ? struct(value) : typeof value === 'object' ? JSON.stringify(value) : String(value),
      ]),
    );
    expect(restored(row)).toEqual(Object.fromEntries(Object.entries(KEY).filter(([, value]) => value !== null)));
  });

  it('a row of CloudTrail Lake: maps as structs, nulls as text, another form of time', () => {
    const row = {
      eventversion: '1.11',
      useridentity: struct(IDENTITIES.role),
      eventtime: '2026-03-02 09:00:00.000',
      eventsource: 'iam.amazonaws.com',
      eventname: 'CreateAccessKey',
      awsregion: 'us-east-1',
      errorcode: 'null',
      requestparameters: '{userName=bob}',
      readonly: 'false',
      resources: '[{arn=arn:aws:iam::111122223333:user/bob, accountid=111122223333, type=AWS::IAM::User}]',
      eventid: KEY.eventID ?? '',
      recipientaccountid: ACCOUNT,
    };
    expect(restored(row)).toMatchObject({
      userIdentity: IDENTITIES.role,
      requestParameters: { userName: 'bob' },
      readOnly: false,
      resources: [{ ARN: 'arn:aws:iam::111122223333:user/bob', accountId: ACCOUNT, type: 'AWS::IAM::User' }],
    });
    const [there, here] = [cloudTrailView(restored(row)).audit(), cloudTrailView(KEY).audit()];
    for (const name of ['dedupKey', 'timeMs', 'outcome', 'actor', 'targets', 'readOnly'] as const)
      expect(there[name]).toEqual(here[name]);
  });

  it('a row of Sentinel: an identity in many columns', () => {
    const row = {
      TimeGenerated: '2026-03-02T09:00:00Z',
      AwsEventId: 'e-1',
      EventName: 'CreateAccessKey',
      EventSource: 'iam.amazonaws.com',
      UserIdentityType: 'AssumedRole',
      UserIdentityArn: IDENTITIES.role.arn,
      SessionIssuerUserName: 'deployer',
      SessionMfaAuthenticated: 'false',
      RequestParameters: '{"userName":"bob"}',
      ReadOnly: 'False',
      RecipientAccountId: ACCOUNT,
      SourceSystem: 'Azure',
    };
    expect(restored(row)).toEqual({
      eventTime: '2026-03-02T09:00:00Z',
      eventID: 'e-1',
      eventName: 'CreateAccessKey',
      eventSource: 'iam.amazonaws.com',
      userIdentity: {
        type: 'AssumedRole',
        arn: IDENTITIES.role.arn,
        sessionContext: { sessionIssuer: { userName: 'deployer' }, attributes: { mfaAuthenticated: 'false' } },
      },
      requestParameters: { userName: 'bob' },
      readOnly: false,
      recipientAccountId: ACCOUNT,
      SourceSystem: 'Azure',
    });
  });

  it('paths as names', () => {
    const row = { eventName: 'A', eventTime: 't', 'userIdentity.arn': 'x', 'requestParameters.userName': 'bob' };
    expect(restored(row)).toMatchObject({ userIdentity: { arn: 'x' }, requestParameters: { userName: 'bob' } });
    expect(isWhole(row)).toBe(false);
  });
});

describe('two fields for one place', () => {
  it('the whole comes before its parts, the first before the second, something before nothing', () => {
    const row = {
      useridentity_arn: 'part',
      eventname: '',
      eventName: 'A',
      event_name: 'B',
      eventtime: 't',
      userIdentity: '{"arn":"whole"}',
      'userIdentity.type': 'Root',
    };
    expect(restored(row)).toEqual({ eventName: 'A', eventTime: 't', userIdentity: { arn: 'whole', type: 'Root' } });
  });

  it('a part has no place in something that is no object', () => {
    const row = { eventname: 'A', eventtime: 't', awsregion: 'r', useridentity: 'words', useridentity_arn: 'x' };
    expect(restored(row)).toMatchObject({ userIdentity: 'words' });
  });
});

describe('a row is a record', () => {
  it.each<[boolean, readonly string[]]>([
    [true, ['eventname', 'eventtime', 'eventid']],
    [true, ['Event name', 'Event time', 'Event source']],
    [false, ['eventname', 'eventtime']],
    [false, ['eventsource', 'eventtime', 'eventid']],
    [false, []],
  ])('%s: %j', (isRecord, columns) => {
    expect(areRecordColumns(columns)).toBe(isRecord);
  });
});

describe('what a row may hold', () => {
  const base = { eventname: 'A', eventtime: 't', eventid: 'e' };

  it('never throws, and makes no object of another kind', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('useridentity', 'resources', '__proto__', 'requestparameters.__proto__', 'readonly', 'x'),
        (value, name) => {
          const found = restored(Object.fromEntries([...Object.entries(base), [name, value as Json]]));
          expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
        },
      ),
    );
  });

  it('text of any depth stays text: nothing behind it may run out of stack', () => {
    const deep = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;
    expect(restored({ ...base, useridentity: deep }).userIdentity).toBe(deep);
  });
});
