import { describe, expect, it } from 'vitest';
import { identityName, isDotted, pathOf } from './field-name.ts';

const SESSION = ['userIdentity', 'sessionContext'];

describe('where a field belongs', () => {
  it.each<[string, string, readonly string[]]>([
    ['its own name', 'sourceIPAddress', ['sourceIPAddress']],
    ['Athena, CloudTrail Lake: lower case', 'sourceipaddress', ['sourceIPAddress']],
    ['Fivetran and other loaders: snake case', 'source_ip_address', ['sourceIPAddress']],
    ['Event history: words', 'Source IP address', ['sourceIPAddress']],
    ['Event history: words', 'Read-only', ['readOnly']],
    ['Event history: words', 'AWS region', ['awsRegion']],
    ['Event history: who', 'User name', ['userIdentity', 'userName']],
    ['Event history: which key', 'AWS access key', ['userIdentity', 'accessKeyId']],
    ['log stores', '@timestamp', ['eventTime']],
    ['Sentinel', 'TimeGenerated', ['eventTime']],
    ['Sentinel', 'AwsEventId', ['eventID']],
    ['Sentinel', 'AwsRequestId_', ['requestID']],
    ['Sentinel', 'EventTypeName', ['eventType']],
    ['Sentinel', 'UserIdentityArn', ['userIdentity', 'arn']],
    ['Sentinel', 'UserIdentityPrincipalid', ['userIdentity', 'principalId']],
    ['Sentinel', 'SessionIssuerUserName', [...SESSION, 'sessionIssuer', 'userName']],
    ['Sentinel', 'SessionMfaAuthenticated', [...SESSION, 'attributes', 'mfaAuthenticated']],
    ['Sentinel', 'EC2RoleDelivery', [...SESSION, 'ec2RoleDelivery']],
    ['Splunk: paths', 'userIdentity.sessionContext.sessionIssuer.arn', [...SESSION, 'sessionIssuer', 'arn']],
    ['Splunk: paths', 'requestParameters.userName', ['requestParameters', 'userName']],
    ['Panther: lower-case paths', 'useridentity.accountid', ['userIdentity', 'accountId']],
  ])('%s: %s', (_, name, path) => {
    expect(pathOf(name)).toEqual(path);
  });

  it.each(['', '.', 'eventName.x', 'tags.Name', 'constructor', '__proto__', 'toString'])(
    '%j is none of its fields',
    (name) => {
      expect(pathOf(name)).toBeUndefined();
    },
  );

  it('paths are taken apart up to a length', () => {
    expect(pathOf(`requestParameters${'.a'.repeat(8)}`)).toHaveLength(9);
    expect(pathOf(`requestParameters${'.a'.repeat(9)}`)).toBeUndefined();
  });
});

it('paths are told from names', () => {
  expect(isDotted('userIdentity.arn')).toBe(true);
  expect(isDotted('userIdentity')).toBe(false);
  expect(isDotted('p_any.ip')).toBe(false);
});

it('names inside of an identity, in any case', () => {
  expect(identityName('mfaauthenticated')).toBe('mfaAuthenticated');
  expect(identityName('somethingNew')).toBe('somethingNew');
});
