/**
 * Policy documents of AWS. Law: every predicate answers yes, no or unknown about any JSON and any text, without an exception;
 * and a document means the same as an object, as text, with other white space, and URL-encoded; cut off, it is unknown.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { organisationProfile } from '../../src/context/organisation-profile.ts';
import { externalAccounts, trustedFederatedProviders } from '../../src/policy/aws/trust/trust.ts';
import { accountsLetIn } from '../../src/policy/aws/resource/resource-policy.ts';
import { effectiveEscalation, effectiveGrantsAdmin } from '../../src/policy/aws/identity/permissions-boundary.ts';
import { policyPredicateList } from '../../src/rule-language/policy-predicates.ts';
import { eventView } from '../../src/rule-language/event-view.fixture.ts';
import { isObject, type Json, type JsonObject } from '../../src/std/json.ts';
import { mutatedJson } from '../generate/mutate-json.ts';
import { mutatedText } from '../generate/mutate-text.ts';
import { policySeeds } from '../generate/seeds.ts';
import { target } from '../target.ts';

/** A document, or a text that is none any more. */
interface Input {
  readonly document: Json;
  readonly isKnown: boolean;
}

const WORDS = [
  ...[
    'Version',
    '2012-10-17',
    'Statement',
    'Sid',
    'Effect',
    'Allow',
    'Deny',
    'allow',
    'Action',
    'NotAction',
    'Resource',
    'NotResource',
  ],
  ...[
    'Principal',
    'NotPrincipal',
    'AWS',
    'Service',
    'Federated',
    'CanonicalUser',
    'Condition',
    'omitted',
    '*',
    'iam:*',
    'iam:PassRole',
  ],
  ...[
    'sts:AssumeRole',
    'sts:AssumeRoleWithWebIdentity',
    'iam:?ass*',
    'IAM:PASSROLE',
    's3:GetObject',
    '${aws:username}',
    '${*}',
    '${?}',
  ],
  ...[
    'arn:aws:iam::111122223333:root',
    'arn:aws:iam::444455556666:role/x',
    '111122223333',
    'arn:*:iam::*:role/*',
    'arn:aws:iam::aws:policy/*',
  ],
  ...[
    'StringEquals',
    'StringLike',
    'StringNotEquals',
    'ForAllValues:StringEquals',
    'ForAnyValue:StringLike',
    'StringEqualsIfExists',
    'Null',
  ],
  ...[
    'Bool',
    'IpAddress',
    'NotIpAddress',
    'DateGreaterThan',
    'NumericLessThan',
    'ArnLike',
    'BinaryEquals',
    'aws:PrincipalOrgID',
    'aws:SourceIp',
  ],
  ...[
    'aws:SourceAccount',
    'sts:ExternalId',
    'aws:PrincipalArn',
    'aws:MultiFactorAuthPresent',
    'token.actions.githubusercontent.com:sub',
  ],
  ...[
    'true',
    'false',
    '0.0.0.0/0',
    '10.0.0.0/8',
    'o-exampleorgid',
    'o-*',
    'lambda.amazonaws.com',
    'rolesanywhere.amazonaws.com',
    'cognito-identity.amazonaws.com',
  ],
];
const PIECES = [
  ...WORDS.map((word) => JSON.stringify(word)),
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '%7B',
  '%22',
  '%',
  '+',
  '\\u002a',
  ' ',
  '\n',
  '\\',
];
const documents = policySeeds.map(parsed);
const texts = documents.flatMap((one) => [JSON.stringify(one), encodeURIComponent(JSON.stringify(one))]);

const profiles = [
  organisationProfile(),
  organisationProfile({ version: 1, aws: { accounts: [{ id: '111122223333' }], organizations: ['o-exampleorgid'] } }),
] as const;

export const awsPolicies = target<Input>({
  name: 'aws-policies',
  law: 'every question about any policy document is answered, alike in every writing of it',
  inputs: fc.oneof(
    { weight: 3, arbitrary: fc.record({ document: mutatedJson(documents, WORDS), isKnown: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ document: mutatedText(texts, PIECES), isKnown: fc.boolean() }) },
  ),
  runsInTest: 900,
  check({ document, isKnown }) {
    const answers = answersAbout(document, isKnown);
    if (!isObject(document)) return;
    const text = JSON.stringify(document);
    if (text.includes('HIDDEN_DUE_TO') || text.length > 1e6) return; // an object is never hidden, nor cut by its text
    assert.deepEqual(answersAbout(text, isKnown), answers, 'as text');
    assert.deepEqual(
      answersAbout(` \n${JSON.stringify(document, undefined, 2)}\t`, isKnown),
      answers,
      'with white space',
    );
    // A lone half of a surrogate pair cannot be URL-encoded.
    if (!/\p{Cs}/u.test(text))
      assert.deepEqual(answersAbout(encodeURIComponent(text), isKnown), answers, 'URL-encoded');
    const cut = answersAbout(text.slice(0, -1), isKnown);
    for (const name of DOCUMENT_PREDICATES) assert.equal(cut[name], 'unknown', `${name} of a document that is cut off`);
  },
  growth: [
    {
      name: 'statements',
      size: 2000,
      make: (size) => many(Array.from({ length: size }, (_, index) => allow(`iam:*${index}*`))),
    },
    {
      name: 'actions',
      size: 2000,
      make: (size) => many([allow(Array.from({ length: size }, (_, index) => `*a*b*c*${index}*`))]),
    },
    { name: 'one long action', size: 20_000, make: (size) => many([allow(`iam:${'*a'.repeat(size)}`)]) },
    {
      name: 'denials of allowances',
      size: 500,
      make: (size) =>
        many(
          Array.from({ length: size }, (_, index) => ({
            ...allow(`iam:*${index}`),
            Effect: index % 2 === 0 ? 'Allow' : 'Deny',
          })),
        ),
    },
    {
      name: 'principals',
      size: 2000,
      make: (size) =>
        many([
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { AWS: Array.from({ length: size }, (_, index) => String(100_000_000_000 + index)) },
          },
        ]),
    },
    {
      name: 'trust denials',
      size: 300,
      make: (size) =>
        many(
          Array.from({ length: size }, (_, index) => ({
            Effect: index % 2 === 0 ? 'Allow' : 'Deny',
            Action: 'sts:*',
            Principal: { AWS: String(100_000_000_000 + index) },
          })),
        ),
    },
    {
      name: 'condition values',
      size: 3000,
      make: (size) =>
        many([
          {
            ...allow('*'),
            Condition: { StringLike: { 'aws:PrincipalArn': Array.from({ length: size }, (_, index) => `*${index}*`) } },
          },
        ]),
    },
    {
      name: 'condition keys',
      size: 3000,
      make: (size) =>
        many([
          {
            ...allow('*'),
            Condition: {
              StringLike: Object.fromEntries(Array.from({ length: size }, (_, index) => [`aws:k${index}`, 'x'])),
            },
          },
        ]),
    },
    { name: 'percent signs', size: 50_000, make: (size) => ({ document: `%7B${'%25'.repeat(size)}`, isKnown: true }) },
  ],
});

/** Predicates that read their value as a document: what is cut off is unknown to each of them. */
const DOCUMENT_PREDICATES = [
  ...[
    'grants_admin',
    'grants_admin_conditionally',
    'grants_escalation',
    'grants_escalation_conditionally',
    'allows_by_exclusion',
    'trusts_external',
    'trusts_public',
  ],
  ...[
    'trusts_federated_without_subject',
    'trusts_roles_anywhere_openly',
    'trusts_user',
    'trusts_whole_account',
    'trusts_actor',
    'opens_external',
    'opens_public',
    'opens_service',
  ],
];

function answersAbout(document: Json, isKnown: boolean): Readonly<Record<string, unknown>> {
  const profile = profiles[isKnown ? 1 : 0];
  const view = eventView({ requestParameters: { policyDocument: document } });
  const own = { account: '111122223333', ownAccounts: profile.accounts, ownOrganizations: profile.awsOrganizations };
  const answers: Record<string, unknown> = {};
  for (const { name, ask } of policyPredicateList) {
    const answer: unknown = ask(document, { event: view.audit(), view, profile });
    assert.ok(answer === 'yes' || answer === 'no' || answer === 'unknown', `${name}: ${String(answer)}`);
    if (DOCUMENT_PREDICATES.includes(name)) answers[name] = answer;
  }
  const boundary = { kind: 'document', document } as const;
  answers.externalAccounts = externalAccounts(document, own);
  answers.accountsLetIn = accountsLetIn(document, own);
  answers.providers = trustedFederatedProviders(document);
  answers.bounded = effectiveGrantsAdmin([document], boundary);
  answers.boundedEscalation = effectiveEscalation([document], boundary);
  return answers;
}

function many(statements: readonly Json[]): Input {
  return { document: { Version: '2012-10-17', Statement: statements }, isKnown: true };
}

function allow(action: Json): JsonObject {
  return { Effect: 'Allow', Action: action, Resource: '*' };
}

function parsed(seed: Json): Json {
  if (typeof seed !== 'string') return seed;
  try {
    return JSON.parse(seed.startsWith('%') ? decodeURIComponent(seed) : seed) as Json; // JSON.parse yields nothing else
  } catch {
    return seed;
  }
}
