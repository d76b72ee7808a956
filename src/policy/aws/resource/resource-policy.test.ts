import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../std/json.ts';
import { statementsMax } from '../document/document.ts';
import { denialsMax } from './resource-denial.ts';
import { opensExternal, opensPublic, opensService, opensToNetwork } from './resource-policy.ts';
import type { Verdict } from '../../verdict.ts';

type Case = readonly [what: string, statement: Json];

const OWN = '111122223333';
const SIBLING = '222233334444';
const FOREIGN = '444455556666';
const BUCKET = 'arn:aws:s3:::ledger';
const KEY_OF_FOREIGN = `arn:aws:kms:eu-west-1:${FOREIGN}:key/1`;

function policy(statement: Json): Json {
  return { Version: '2012-10-17', Statement: statement };
}

function allow(principal: Json, patch: JsonObject = {}): JsonObject {
  return { Effect: 'Allow', Principal: principal, Action: 's3:GetObject', Resource: `${BUCKET}/*`, ...patch };
}

function aws(principal: Json, patch: JsonObject = {}): JsonObject {
  return allow({ AWS: principal }, patch);
}

function service(name: Json, patch: JsonObject = {}): JsonObject {
  return allow({ Service: name }, patch);
}

function deny(principal: Json, patch: JsonObject = {}): JsonObject {
  return { Effect: 'Deny', Principal: principal, Action: '*', Resource: '*', ...patch };
}

function under(operator: string, key: string, value: Json): JsonObject {
  return { Condition: { [operator]: { [key]: value } } };
}

function external(statement: Json): Verdict {
  return opensExternal(policy(statement), { account: OWN, ownAccounts: [SIBLING] });
}

function answers(question: (statement: Json) => Verdict, verdict: Verdict, cases: readonly Case[]): void {
  test.each(cases)('%s', (_, statement) => {
    expect(question(statement)).toBe(verdict);
  });
}

describe('a foreign account is let in', () => {
  answers(external, 'yes', [
    ['by account id', aws(FOREIGN)],
    ['by its root', aws(`arn:aws:iam::${FOREIGN}:root`)],
    ['by a role of another partition', aws(`arn:aws-cn:iam::${FOREIGN}:role/ops`)],
    ['by a user of GovCloud', aws(`arn:aws-us-gov:iam::${FOREIGN}:user/mallory`)],
    ['by a session', aws(`arn:aws:sts::${FOREIGN}:assumed-role/ops/session`)],
    ['among own ones', aws([OWN, `arn:aws:iam::${FOREIGN}:root`])],
    ['in one of several statements', [aws(OWN), aws(FOREIGN)]],
    ['by one of its identity providers', allow({ Federated: `arn:aws:iam::${FOREIGN}:saml-provider/idp` })],
    [
      'within the organisation, as trust policies have it',
      aws(FOREIGN, under('StringEquals', 'aws:PrincipalOrgID', 'o-a')),
    ],
    ['by being anybody', allow('*')],
    ['by being anybody over TLS', allow('*', under('Bool', 'aws:SecureTransport', 'true'))],
    ['beside anybody on a network', [aws('*', under('IpAddress', 'aws:SourceIp', '203.0.113.0/24')), aws(FOREIGN)]],
    ['by being anybody on a very wide network', aws('*', under('IpAddress', 'aws:SourceIp', '0.0.0.0/0'))],
    [
      'by being anybody on a network, if there is an address',
      aws('*', under('IpAddressIfExists', 'aws:SourceIp', '203.0.113.0/24')),
    ],
    ['by being anybody who is not on a network', aws('*', under('NotIpAddress', 'aws:SourceIp', '203.0.113.0/24'))],
    ['by name, on a network', aws(FOREIGN, under('IpAddress', 'aws:SourceIp', '203.0.113.0/24'))],
    [
      'by being anybody of that account on a network',
      aws('*', {
        Condition: {
          IpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
          StringEquals: { 'aws:PrincipalAccount': FOREIGN },
        },
      }),
    ],
    ['by being anybody of that account', aws('*', under('StringEquals', 'aws:PrincipalAccount', FOREIGN))],
    [
      'by being anybody through a service',
      aws('*', under('StringEquals', 'kms:ViaService', 's3.eu-west-1.amazonaws.com')),
    ],
    ['by a caller account', aws('*', under('StringEquals', 'kms:CallerAccount', [OWN, FOREIGN]))],
    [
      'by an access point',
      aws('*', under('StringLike', 's3:DataAccessPointArn', `arn:aws:s3:*:${FOREIGN}:accesspoint/*`)),
    ],
    ['by being all but one', { Effect: 'Allow', NotPrincipal: { AWS: OWN }, Action: 's3:*', Resource: '*' }],
    ['by a wildcard for the account', aws('arn:aws:iam::*:root')],
    [
      'through a service that acts for it',
      service('sns.amazonaws.com', under('StringEquals', 'aws:SourceAccount', FOREIGN)),
    ],
    [
      'through a service that acts for one of its resources',
      service('events.amazonaws.com', under('ArnLike', 'aws:SourceArn', `arn:aws:events:*:${FOREIGN}:rule/*`)),
    ],
    [
      'through a service, among buckets',
      service('s3.amazonaws.com', under('ArnLike', 'aws:SourceArn', [BUCKET, KEY_OF_FOREIGN])),
    ],
  ]);
});

describe('no foreign account is let in', () => {
  answers(external, 'no', [
    [
      'the own account, as every key policy begins',
      aws(`arn:aws:iam::${OWN}:root`, { Action: 'kms:*', Resource: '*' }),
    ],
    ['a sibling account', aws(SIBLING)],
    ['a service', service(['cloudtrail.amazonaws.com', 'logs.eu-west-1.amazonaws.com'])],
    ['a service for the own account', service('sns.amazonaws.com', under('StringEquals', 'aws:SourceAccount', OWN))],
    [
      'anybody of the own account through a service, as keys made by AWS are',
      aws('*', {
        Condition: { StringEquals: { 'kms:CallerAccount': OWN, 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
      }),
    ],
    ['anybody of the own account, as topics begin', aws('*', under('StringEquals', 'AWS:SourceOwner', OWN))],
    ['the own access points', aws('*', under('StringEquals', 's3:DataAccessPointAccount', OWN))],
    [
      'two limits that exclude each other',
      aws('*', { Condition: { StringEquals: { 'aws:PrincipalAccount': FOREIGN, 'kms:CallerAccount': OWN } } }),
    ],
    ['a foreign account that is denied', [aws(FOREIGN), deny({ AWS: FOREIGN })]],
    ['a foreign user whose account is denied', [aws(`arn:aws:iam::${FOREIGN}:user/a`), deny({ AWS: FOREIGN })]],
    ['everybody denied on this service', [allow('*'), deny('*', { Action: 's3:*' })]],
    [
      'everybody denied in the same words',
      [allow('*'), deny('*', { Action: 's3:getobject', Resource: `${BUCKET}/*` })],
    ],
    ['nobody', []],
  ]);
});

describe('a Deny that does not provably cover changes nothing', () => {
  answers(external, 'yes', [
    ['conditioned', [allow('*'), deny('*', under('Bool', 'aws:SecureTransport', 'false'))]],
    ['another action', [aws(FOREIGN), deny({ AWS: FOREIGN }, { Action: 's3:PutBucketPolicy' })]],
    ['a resource in another case', [aws(FOREIGN), deny({ AWS: FOREIGN }, { Resource: `${BUCKET.toUpperCase()}/*` })]],
    ['another resource', [aws(FOREIGN), deny({ AWS: FOREIGN }, { Resource: BUCKET })]],
    ['some of the actions', [aws(FOREIGN, { Action: ['s3:*', 'kms:*'] }), deny('*', { Action: 's3:*' })]],
    ['another account', [aws(FOREIGN), deny({ AWS: '777788889999' })]],
    ['all but one', [aws(FOREIGN), { Effect: 'Deny', NotPrincipal: { AWS: OWN }, Action: '*', Resource: '*' }]],
    [
      'all actions but one',
      [aws(FOREIGN), { Effect: 'Deny', Principal: '*', NotAction: 's3:PutObject', Resource: '*' }],
    ],
    [
      'beyond those that are looked at',
      [...Array.from({ length: denialsMax }, () => deny({ AWS: OWN })), aws(FOREIGN), deny('*')],
    ],
  ]);
});

describe('whether a foreign account is let in is unknown', () => {
  answers(external, 'unknown', [
    ['anybody of an organisation', aws('*', under('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5'))],
    ['anybody behind an endpoint', aws('*', under('StringEquals', 'aws:SourceVpce', 'vpce-1a2b3c4d'))],
    ['one unique id among anybody', aws('*', under('StringLike', 'aws:userid', 'AROAEXAMPLEEXAMPLE123:*'))],
    ['anybody on a network', aws('*', under('IpAddress', 'aws:SourceIp', '203.0.113.0/24'))],
    ['any service', allow('*', under('Bool', 'aws:PrincipalIsAWSService', 'true'))],
    ['anybody for one bucket', aws('*', under('ArnEquals', 'aws:SourceArn', BUCKET))],
    ['a canonical id', allow({ CanonicalUser: '0123456789abcdef'.repeat(4) })],
    ['an origin access identity', aws('arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1')],
    ['a unique id, which a call resolves in whatever account it lives', aws('AROAEXAMPLEEXAMPLE123')],
    ['an identity provider by host name', allow({ Federated: 'cognito-identity.amazonaws.com' })],
    ['a statement that cannot be read', [aws(OWN), '?']],
    ['a statement without principal', { Effect: 'Allow', Action: 's3:*', Resource: '*' }],
  ]);
});

test('whose an account is may be asked', () => {
  const value = policy(aws(FOREIGN));
  expect(opensExternal(value, { account: OWN, isOwn: () => 'yes' })).toBe('no');
  expect(opensExternal(value, { account: OWN, isOwn: () => 'unknown' })).toBe('unknown');
});

describe('everybody is let in', () => {
  answers((statement) => opensPublic(policy(statement)), 'yes', [
    ['a star', allow('*')],
    ['a star among AWS principals', aws(['*', OWN])],
    ['all but one', { Effect: 'Allow', NotPrincipal: { AWS: OWN }, Action: 's3:*', Resource: '*' }],
    ['a star over TLS', allow('*', under('Bool', 'aws:SecureTransport', 'true'))],
    ['a star through a service', aws('*', under('StringEquals', 'kms:ViaService', 's3.eu-west-1.amazonaws.com'))],
    ['a star with an ACL', allow('*', under('StringEquals', 's3:x-amz-acl', 'private'))],
    ['a star with a referer', allow('*', under('StringLike', 'aws:Referer', 'https://example.com/*'))],
    ['a star with any organisation', aws('*', under('StringLike', 'aws:PrincipalOrgID', 'o-*'))],
    [
      'a star with an organisation if there is one',
      aws('*', under('StringEqualsIfExists', 'aws:PrincipalOrgID', 'o-a')),
    ],
    ['a star with any bucket', aws('*', under('ArnLike', 'aws:SourceArn', 'arn:aws:s3:::*'))],
    ['a star with a topic of any account', aws('*', under('ArnLike', 'aws:SourceArn', 'arn:aws:sns:*:*:alerts'))],
    ['a star with the whole internet', aws('*', under('IpAddress', 'aws:SourceIp', ['0.0.0.0/1', '128.0.0.0/1']))],
    ['a star with addresses that every VPC may have', aws('*', under('IpAddress', 'aws:VpcSourceIp', '10.1.0.0/16'))],
    ['a star with a variable', aws('*', under('StringEquals', 'aws:PrincipalAccount', '${aws:PrincipalAccount}'))],
  ]);
});

describe('whoever comes from a named network is let in', () => {
  answers((statement) => opensToNetwork(policy(statement)), 'yes', [
    ['by addresses', allow('*', under('IpAddress', 'aws:SourceIp', ['203.0.113.0/24', '2001:db8::/32']))],
    [
      'by addresses over TLS',
      allow('*', {
        Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.7' }, Bool: { 'aws:SecureTransport': 'true' } },
      }),
    ],
    ['beside a foreign account', [aws(FOREIGN), allow('*', under('IpAddress', 'aws:SourceIp', '203.0.113.7/32'))]],
    ['beside everybody', [allow('*'), allow('*', under('IpAddress', 'aws:SourceIp', '203.0.113.7/32'))]],
    [
      'all but one',
      {
        ...under('IpAddress', 'aws:SourceIp', '203.0.113.0/24'),
        Effect: 'Allow',
        NotPrincipal: { AWS: OWN },
        Action: '*',
        Resource: '*',
      },
    ],
  ]);
  answers((statement) => opensToNetwork(policy(statement)), 'no', [
    ['everybody', allow('*')],
    ['the whole internet', allow('*', under('IpAddress', 'aws:SourceIp', '0.0.0.0/0'))],
    ['a very wide network', allow('*', under('IpAddress', 'aws:SourceIp', '64.0.0.0/5'))],
    ['all but a network', allow('*', under('NotIpAddress', 'aws:SourceIp', '203.0.113.0/24'))],
    ['an account on a network', aws(FOREIGN, under('IpAddress', 'aws:SourceIp', '203.0.113.0/24'))],
    ['behind an endpoint', aws('*', under('StringEquals', 'aws:sourceVpce', 'vpce-1a2b3c4d'))],
    [
      'an organisation on a network',
      aws('*', {
        Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' }, StringEquals: { 'aws:PrincipalOrgID': 'o-a' } },
      }),
    ],
    ['a network that is denied', [allow('*', under('IpAddress', 'aws:SourceIp', '203.0.113.0/24')), deny('*')]],
  ]);
  answers((statement) => opensToNetwork(policy(statement)), 'unknown', [
    ['a statement that cannot be read', [aws(OWN), '?']],
  ]);
});

describe('not everybody is let in', () => {
  answers((statement) => opensPublic(policy(statement)), 'no', [
    ['a foreign account is not everybody', aws(FOREIGN)],
    ['a service', service('sns.amazonaws.com')],
    ['within an organisation', aws('*', under('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5'))],
    ['within an account', aws('*', under('StringEquals', 'kms:CallerAccount', FOREIGN))],
    ['as topics begin', aws('*', under('StringEquals', 'AWS:SourceOwner', OWN))],
    ['behind an endpoint', aws('*', under('StringEquals', 'aws:sourceVpce', 'vpce-1a2b3c4d'))],
    [
      'by addresses of one VPC',
      aws('*', {
        Condition: {
          IpAddress: { 'aws:VpcSourceIp': '10.1.0.0/16' },
          StringEquals: { 'aws:SourceVpc': 'vpc-0123456789abcdef0' },
        },
      }),
    ],
    ['for one bucket', aws('*', under('ArnEquals', 'aws:SourceArn', BUCKET))],
    ['for resources of an account', aws('*', under('ArnLike', 'aws:SourceArn', `arn:aws:sns:*:${OWN}:*`))],
    ['through access points of an account', aws('*', under('StringEquals', 's3:DataAccessPointAccount', OWN))],
    ['a star that is denied', [allow('*'), deny('*')]],
  ]);
});

describe('a service acts for whoever asks it', () => {
  answers((statement) => opensService(policy(statement)), 'yes', [
    ['no condition', service('sns.amazonaws.com')],
    [
      'one of two',
      [service('sns.amazonaws.com', under('StringEquals', 'aws:SourceAccount', OWN)), service('s3.amazonaws.com')],
    ],
    [
      'only an ACL',
      service('delivery.logs.amazonaws.com', under('StringEquals', 's3:x-amz-acl', 'bucket-owner-full-control')),
    ],
    ['any source', service('sns.amazonaws.com', under('ArnLike', 'aws:SourceArn', 'arn:aws:sns:*:*:*'))],
    [
      'an account if there is one',
      service('sns.amazonaws.com', under('StringEqualsIfExists', 'aws:SourceAccount', OWN)),
    ],
    [
      'the organisation of a principal, which a service is not in',
      service('sns.amazonaws.com', under('StringEquals', 'aws:PrincipalOrgID', 'o-a')),
    ],
    ['all services', service('*', under('StringEquals', 'aws:SourceAccount', OWN))],
    ['all services in a region', service('*.eu-west-1.amazonaws.com', under('StringEquals', 'aws:SourceAccount', OWN))],
  ]);
});

describe('a service acts only for some', () => {
  answers((statement) => opensService(policy(statement)), 'no', [
    ['by account', service('sns.amazonaws.com', under('StringEquals', 'aws:SourceAccount', OWN))],
    ['by resource', service('sns.amazonaws.com', under('ArnLike', 'aws:SourceArn', `arn:aws:sns:*:${OWN}:*`))],
    ['by bucket', service('s3.amazonaws.com', under('ArnLike', 'aws:SourceArn', BUCKET))],
    ['by organisation', service('sns.amazonaws.com', under('StringEquals', 'aws:SourceOrgID', 'o-a1b2c3d4e5'))],
    [
      'by unit',
      service('sns.amazonaws.com', under('ForAnyValue:StringLike', 'aws:SourceOrgPaths', 'o-a1b2c3d4e5/r-1/*')),
    ],
    [
      'by what is encrypted',
      service(
        'cloudtrail.amazonaws.com',
        under('StringLike', 'kms:EncryptionContext:aws:cloudtrail:arn', `arn:aws:cloudtrail:*:${OWN}:trail/*`),
      ),
    ],
    ['no service at all', [aws(FOREIGN), allow('*')]],
    ['a service that is denied', [service('sns.amazonaws.com'), deny({ Service: 'sns.amazonaws.com' })]],
  ]);
});

describe('a policy that cannot be read is unknown to every question', () => {
  test.each<[string, Json | undefined]>([
    ['absent', undefined],
    ['omitted', { omitted: true }],
    ['cut', '{"Version":"2012-10-17","Statement":[{'],
    ['hidden', 'HIDDEN_DUE_TO_SECURITY_REASONS'],
    ['ten megabytes', ' '.repeat(10_000_000)],
    ['one statement more than is read', policy(Array.from({ length: statementsMax + 1 }, () => allow('*')))],
  ])('%s', (_, value) => {
    expect(opensExternal(value, { account: OWN })).toBe('unknown');
    expect(opensPublic(value)).toBe('unknown');
    expect(opensService(value)).toBe('unknown');
  });
});

test('text and URL-encoded text are read like the object', () => {
  const value = policy([aws(KEY_OF_FOREIGN), service('sns.amazonaws.com')]);
  const text = JSON.stringify(value, undefined, 4);
  for (const form of [value, text, encodeURIComponent(text)]) {
    expect(opensExternal(form, { account: OWN })).toBe('yes');
    expect(opensService(form)).toBe('yes');
  }
});

// Only the first Denies are compared, so Allows times Denies is never walked.
test('ten thousand Allows against ten thousand Denies get an answer', () => {
  const numbers = Array.from({ length: 10_000 }, (_, i) => String(100_000_000_000 + i));
  const value = policy(numbers.flatMap((account) => [aws(account), deny({ AWS: account })]));
  expect(opensExternal(value, { account: OWN })).toBe('yes');
});

describe('an account of AWS that writes the logs of load balancers is a service', () => {
  const logs = aws('arn:aws:iam::127311923021:root', { Action: 's3:PutObject' });

  test('and nobody foreign', () => {
    expect(external(logs)).toBe('no');
    expect(external(aws('638102146993'))).toBe('no');
    expect(external([logs, aws(FOREIGN)])).toBe('yes');
  });

  test('that acts for whoever asks it', () => {
    expect(opensService(policy(logs))).toBe('yes');
    expect(opensPublic(policy(logs))).toBe('no');
  });
});
