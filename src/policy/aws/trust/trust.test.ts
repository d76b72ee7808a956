import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../std/json.ts';
import { statementsMax } from '../document/document.ts';
import {
  externalAccounts,
  readTrust,
  trustedFederatedProviders,
  trustsExternal,
  trustsFederatedWithoutSubject,
  trustsPublic,
} from './trust.ts';
import type { Verdict } from '../../verdict.ts';

type Case = readonly [what: string, statement: Json];

const OWN = '111122223333';
const SIBLING = '222233334444';
const FOREIGN = '444455556666';
const GITHUB = `arn:aws:iam::${OWN}:oidc-provider/token.actions.githubusercontent.com`;
const SAML = `arn:aws:iam::${OWN}:saml-provider/idp`;

function trust(statement: Json): Json {
  return { Version: '2012-10-17', Statement: statement };
}

function allow(principal: Json, patch: JsonObject = {}): JsonObject {
  return { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...patch };
}

function aws(principal: Json, patch: JsonObject = {}): JsonObject {
  return allow({ AWS: principal }, patch);
}

function deny(principal: Json, patch: JsonObject = {}): JsonObject {
  return { Effect: 'Deny', Principal: principal, Action: 'sts:*', ...patch };
}

function web(condition: JsonObject, provider = GITHUB): JsonObject {
  return allow({ Federated: provider }, { Action: 'sts:AssumeRoleWithWebIdentity', Condition: condition });
}

function github(operator: string, subject: Json): JsonObject {
  return web({
    StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
    [operator]: { 'token.actions.githubusercontent.com:sub': subject },
  });
}

function saml(condition: JsonObject): JsonObject {
  return allow({ Federated: SAML }, { Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'], Condition: condition });
}

function under(operator: string, key: string, value: Json): JsonObject {
  return { Condition: { [operator]: { [key]: value } } };
}

function external(statement: Json): Verdict {
  return trustsExternal(trust(statement), { account: OWN, ownAccounts: [SIBLING] });
}

function answers(question: (statement: Json) => Verdict, verdict: Verdict, cases: readonly Case[]): void {
  test.each(cases)('%s', (_, statement) => {
    expect(question(statement)).toBe(verdict);
  });
}

describe('a foreign account is trusted', () => {
  answers(external, 'yes', [
    ['by account id', aws(FOREIGN)],
    ['by its root', aws(`arn:aws:iam::${FOREIGN}:root`)],
    ['by a user', aws(`arn:aws:iam::${FOREIGN}:user/mallory`)],
    ['by a role of another partition', aws(`arn:aws-us-gov:iam::${FOREIGN}:role/ops`)],
    ['by a session', aws(`arn:aws:sts::${FOREIGN}:assumed-role/ops/session`)],
    ['by a federated user', aws(`arn:aws:sts::${FOREIGN}:federated-user/mallory`)],
    ['among own ones', aws([OWN, `arn:aws:iam::${FOREIGN}:root`])],
    ['in one of several statements', [aws(OWN), aws(FOREIGN)]],
    ['with an external id', aws(FOREIGN, under('StringEquals', 'sts:ExternalId', 'secret'))],
    ['with MFA', aws(FOREIGN, under('Bool', 'aws:MultiFactorAuthPresent', 'true'))],
    ['within the organisation', aws(FOREIGN, under('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5'))],
    ['by any sts action', aws(FOREIGN, { Action: 'sts:*' })],
    ['by an action in another case', aws(FOREIGN, { Action: 'STS:assumerole' })],
    ['by NotAction', { Effect: 'Allow', Principal: { AWS: FOREIGN }, NotAction: 'sts:TagSession' }],
    ['by being anybody', allow('*')],
    ['by being anybody on a network', aws('*', under('IpAddress', 'aws:SourceIp', '203.0.113.0/24'))],
    ['by being anybody of that account', aws('*', under('StringEquals', 'aws:PrincipalAccount', FOREIGN))],
    ['by a pattern of principals', aws('*', under('ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${FOREIGN}:role/*`))],
    ['by being all but one', { Effect: 'Allow', NotPrincipal: { AWS: OWN }, Action: 'sts:AssumeRole' }],
    ['by a wildcard for the account', aws('arn:aws:iam::*:root')],
  ]);
});

describe('no foreign account is trusted', () => {
  answers(external, 'no', [
    ['the own account', aws([OWN, `arn:aws:iam::${OWN}:role/ops`])],
    ['a sibling account', aws(`arn:aws:iam::${SIBLING}:root`)],
    ['a service', allow({ Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] })],
    ['anybody of the own account', aws('*', under('StringEquals', 'aws:PrincipalAccount', OWN))],
    ['a foreign account that may only tag', aws(FOREIGN, { Action: ['sts:TagSession', 'sts:SetSourceIdentity'] })],
    ['a foreign account that is denied', [aws(FOREIGN), deny({ AWS: FOREIGN })]],
    [
      'a foreign user whose account is denied',
      [aws(`arn:aws:iam::${FOREIGN}:user/a`), deny({ AWS: `arn:aws:iam::${FOREIGN}:root` })],
    ],
    ['a foreign account where everybody is denied', [deny('*'), aws(FOREIGN)]],
    ['nobody', []],
  ]);
});

describe('a Deny that does not provably cover changes nothing', () => {
  answers(external, 'yes', [
    ['another account', [aws(FOREIGN), deny({ AWS: '777788889999' })]],
    ['one user of the account', [aws(FOREIGN), deny({ AWS: `arn:aws:iam::${FOREIGN}:user/a` })]],
    ['conditioned', [aws(FOREIGN), deny('*', under('Bool', 'aws:SecureTransport', 'false'))]],
    ['another action', [aws(FOREIGN), deny('*', { Action: 'sts:AssumeRoleWithSAML' })]],
    ['all but one', [aws(FOREIGN), { Effect: 'Deny', NotPrincipal: { AWS: OWN }, Action: '*' }]],
  ]);
});

describe('whether a foreign account is trusted is unknown', () => {
  answers(external, 'unknown', [
    [
      'anybody of an organisation, whose members the document does not list',
      aws('*', under('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5')),
    ],
    ['a canonical id, which does not tell its account', allow({ CanonicalUser: '0123456789abcdef'.repeat(4) })],
    ['a unique id, which IAM resolves in whatever account it lives', aws(['AROAEXAMPLEEXAMPLE123', OWN])],
    ['a statement that cannot be read', [aws(OWN), '?']],
    ['a statement without principal', { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }],
  ]);
});

test('foreign accounts are listed once, sorted, without own and denied ones and unique ids', () => {
  const value = trust([
    aws(['777788889999', `arn:aws:iam::${FOREIGN}:root`, OWN, SIBLING, 'AROAEXAMPLEEXAMPLE123']),
    aws(`arn:aws:iam::${FOREIGN}:user/mallory`),
    aws('123456789012'),
    deny({ AWS: '123456789012' }),
    aws('*'),
  ]);
  expect(externalAccounts(value, { account: OWN, ownAccounts: [SIBLING] })).toEqual([FOREIGN, '777788889999']);
  expect(externalAccounts('{"Statement"', { account: OWN })).toEqual([]);
});

describe('whose an account is may be asked', () => {
  const value = trust([aws(FOREIGN), aws(OWN)]);
  test.each<[answer: Verdict, verdict: Verdict]>([
    ['yes', 'no'],
    ['no', 'yes'],
    ['unknown', 'unknown'],
  ])('own: %s, so external: %s', (answer, verdict) => {
    expect(trustsExternal(value, { account: OWN, isOwn: () => answer })).toBe(verdict);
  });

  test('the own account and its siblings are not asked about', () => {
    const isOwn = (): Verdict => 'no';
    expect(trustsExternal(trust(aws([OWN, SIBLING])), { account: OWN, ownAccounts: [SIBLING], isOwn })).toBe('no');
  });

  test('accounts that are not known as own are listed', () => {
    const isOwn = (account: string): Verdict => (account === SIBLING ? 'yes' : 'unknown');
    expect(externalAccounts(trust(aws([OWN, SIBLING, FOREIGN])), { account: OWN, isOwn })).toEqual([FOREIGN]);
  });
});

test('federated providers are listed once, sorted, without denied ones', () => {
  const denied = `arn:aws:iam::${OWN}:saml-provider/old`;
  const value = trust([
    allow({ Federated: [SAML, denied] }, { Action: 'sts:AssumeRoleWithSAML' }),
    web({}),
    web({ StringEquals: { a: 'b' } }),
    web({}, 'accounts.google.com'),
    deny({ Federated: denied }),
    aws(OWN),
  ]);
  expect(trustedFederatedProviders(value)).toEqual(['accounts.google.com', GITHUB, SAML]);
  expect(trustedFederatedProviders({ omitted: true })).toEqual([]);
});

describe('the public is trusted', () => {
  answers((statement) => trustsPublic(trust(statement)), 'yes', [
    ['a star', allow('*')],
    ['a star among AWS principals', aws(['*', OWN])],
    [
      'a star with an external id only, which is a shared secret',
      aws('*', under('StringEquals', 'sts:ExternalId', 'secret')),
    ],
    ['a star with MFA, which strangers have as well', aws('*', under('Bool', 'aws:MultiFactorAuthPresent', 'true'))],
    ['a star with a tag, which strangers set', aws('*', under('StringEquals', 'aws:PrincipalTag/team', 'x'))],
    ['a star with a session name', aws('*', under('StringLike', 'sts:RoleSessionName', 'x'))],
    ['a star with any organisation', aws('*', under('StringLike', 'aws:PrincipalOrgID', 'o-*'))],
    [
      'a star with an organisation if there is one',
      aws('*', under('StringEqualsIfExists', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5')),
    ],
    [
      'a star with a role name in any account',
      aws('*', under('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/ops')),
    ],
    ['a star with the whole internet', aws('*', under('IpAddress', 'aws:SourceIp', '0.0.0.0/0'))],
    ['all but one', { Effect: 'Allow', NotPrincipal: { AWS: FOREIGN }, Action: 'sts:AssumeRole' }],
    ['a star for web identities', allow('*', { Action: 'sts:AssumeRoleWithWebIdentity' })],
    ['a star of which one account is denied', [allow('*'), deny({ AWS: FOREIGN })]],
  ]);
});

describe('the public is not trusted', () => {
  answers((statement) => trustsPublic(trust(statement)), 'no', [
    ['a foreign account is not the public', aws(FOREIGN)],
    ['a service', allow({ Service: 'ec2.amazonaws.com' })],
    ['within an organisation', aws('*', under('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5'))],
    [
      'within an organisational unit',
      aws('*', under('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-a1b2c3d4e5/*')),
    ],
    ['within an account', aws('*', under('StringEquals', 'aws:PrincipalAccount', FOREIGN))],
    ['principals of an account', aws('*', under('ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${OWN}:role/*`))],
    ['one role by its unique id', aws('*', under('StringLike', 'aws:userid', 'AROAEXAMPLEEXAMPLE123:*'))],
    ['a service for an account', allow('*', under('StringEquals', 'aws:SourceAccount', OWN))],
    ['a network', aws('*', under('IpAddress', 'aws:SourceIp', '203.0.113.0/24'))],
    ['a star that is denied', [allow('*'), deny({ AWS: '*' })]],
    ['a star that may only tag', allow('*', { Action: 'sts:TagSession' })],
  ]);
});

describe('a federated session needs no subject', () => {
  answers((statement) => trustsFederatedWithoutSubject(trust(statement)), 'yes', [
    ['no condition', web({})],
    ['audience only', web({ StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } })],
    ['any subject', github('StringLike', '*')],
    ['any repository', github('StringLike', 'repo:*')],
    ['an open organisation name', github('StringLike', 'repo:octo*')],
    ['any organisation, one repository', github('StringLike', 'repo:*/infra:ref:refs/heads/main')],
    ['one closed and one open subject', github('StringLike', ['repo:octo-org/infra:*', 'repo:*'])],
    ['ForAllValues, true of nothing', github('ForAllValues:StringLike', 'repo:octo-org/infra:*')],
    ['if the subject exists', github('StringLikeIfExists', 'repo:octo-org/infra:*')],
    ['all subjects but one', github('StringNotLike', 'repo:octo-org/infra:*')],
    ['any service account of a cluster', web({ StringLike: { 'oidc.example:sub': 'system:serviceaccount:*' } })],
    ['any group', web({ StringLike: { 'gitlab.example:sub': 'project_path:*' } })],
    ['application id only', web({ StringEquals: { 'graph.facebook.com:app_id': '1' } }, 'graph.facebook.com')],
    [
      'any Cognito pool',
      web(
        { 'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' } },
        'cognito-identity.amazonaws.com',
      ),
    ],
    ['a star of web identities', allow('*', { Action: 'sts:AssumeRoleWithWebIdentity' })],
    ['SAML without audience', saml({})],
    ['SAML with any audience', saml({ StringLike: { 'SAML:aud': '*' } })],
  ]);
});

describe('a federated session is tied to a subject', () => {
  answers((statement) => trustsFederatedWithoutSubject(trust(statement)), 'no', [
    ['one repository and branch', github('StringEquals', 'repo:octo-org/infra:ref:refs/heads/main')],
    ['one repository', github('StringLike', 'repo:octo-org/infra:*')],
    ['one organisation', github('StringLike', 'repo:octo-org/*')],
    ['several organisations', github('ForAnyValue:StringLike', ['repo:octo-org/*', 'repo:octo-labs/*'])],
    ['one service account', web({ StringEquals: { 'oidc.example:sub': 'system:serviceaccount:payments:api' } })],
    [
      'service accounts of one namespace',
      web({ StringLike: { 'oidc.example:sub': 'system:serviceaccount:payments:*' } }),
    ],
    [
      'one Cognito pool',
      web(
        { StringEquals: { 'cognito-identity.amazonaws.com:aud': 'eu-west-1:00000000-0000-0000-0000-000000000000' } },
        'cognito-identity.amazonaws.com',
      ),
    ],
    ['SAML with its audience', saml({ StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } })],
    ['SAML with a subject', saml({ StringEquals: { 'saml:sub': 'ann' } })],
    ['a provider that is denied', [web({}), deny({ Federated: GITHUB })]],
    ['a provider that may only tag', allow({ Federated: GITHUB }, { Action: 'sts:TagSession' })],
    ['a SAML provider is no web identity', allow({ Federated: SAML }, { Action: 'sts:AssumeRoleWithWebIdentity' })],
    ['an account', aws(FOREIGN)],
  ]);
});

describe('a trust policy that cannot be read is unknown to every question', () => {
  test.each<[string, Json | undefined]>([
    ['absent', undefined],
    ['omitted', { omitted: true }],
    ['cut', '{"Version":"2012-10-17","Statement":[{'],
    ['ten megabytes', ' '.repeat(10_000_000)],
    ['one statement more than is read', trust(Array.from({ length: statementsMax + 1 }, () => allow('*')))],
  ])('%s', (_, value) => {
    expect(trustsExternal(value, { account: OWN })).toBe('unknown');
    expect(trustsPublic(value)).toBe('unknown');
    expect(trustsFederatedWithoutSubject(value)).toBe('unknown');
  });
});

function nthAccount(i: number): string {
  return String(100_000_000_000 + i);
}

// Denies are collected once, so Allows times Denies is never walked.
test('ten thousand Allows against ten thousand Denies get an answer', () => {
  const numbers = Array.from({ length: 10_000 }, (_, i) => i);
  const value = trust(numbers.flatMap((i) => [aws(nthAccount(i)), deny({ AWS: nthAccount(i + 1) })]));
  expect(externalAccounts(value, { account: OWN })).toEqual([nthAccount(0)]);
});

test('text and URL-encoded text are read like the object', () => {
  const value = trust([aws(FOREIGN), web({})]);
  const text = JSON.stringify(value, undefined, 4);
  expect(readTrust(text)).toEqual(readTrust(value));
  expect(readTrust(encodeURIComponent(text))).toEqual(readTrust(value));
});
