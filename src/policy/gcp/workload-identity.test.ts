import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../std/json.ts';
import { conditionCharsMax, conditionNestingMax } from './cel-limit.ts';
import { admitsStrangers, lacksAttributeCondition, providerAuthority } from './workload-identity.ts';

const GITHUB = 'https://token.actions.githubusercontent.com';

function provider(attributeCondition: string | undefined, patch: JsonObject = {}): JsonObject {
  return {
    oidc: { issuerUri: GITHUB },
    attributeMapping: {
      'google.subject': 'assertion.sub',
      'attribute.owner': 'assertion.repository_owner',
      'attribute.audience': 'assertion.aud',
      'attribute.computed': "assertion.repository.split('/')[0]",
    },
    ...(attributeCondition === undefined ? {} : { attributeCondition }),
    ...patch,
  };
}

/** A condition that restricts, within so many parentheses that each hold an "or". */
function nested(depth: number): string {
  const limit = "assertion.repository_owner == 'a'";
  return `${`${limit}||(`.repeat(depth)}${limit}${')'.repeat(depth)}`;
}

describe('no condition, or none that restricts, lets strangers in', () => {
  test.each<[string, string | undefined]>([
    ['none', undefined],
    ['empty', ''],
    ['blank', '  '],
    ['true', 'true'],
    ['true in parentheses', '((true))'],
    ['the audience', "assertion.aud == 'https://example.com'"],
    ['the issuer', `assertion.iss == '${GITHUB}'`],
    ['the audience by another name', "attribute.audience == 'a'"],
    ['an empty beginning, which every text has', "assertion.sub.startsWith('')"],
    ['a limit or true', "assertion.repository_owner == 'octo-org' || true"],
    ['true or a limit', "true || assertion.repository_owner == 'octo-org'"],
    ['a comparison of numbers', '1==1'],
    ['a comparison of texts', "'a' == 'a'"],
    ['a comparison of texts in either quotes', `'a' == "a"`],
    ['a comparison that never fails', "1 < 2 && 'b' >= 'a' && 2.5 != 3"],
    ['a denial of what never holds', '!false && !!true && !(1 == 2)'],
    ['a limit or a comparison that always holds', "assertion.repository_owner == 'octo-org' || 1 == 1"],
    ['a limit or something odd', "assertion.repository_owner == 'octo-org' || !(true == false)"],
    ['a claim that is there', 'has(assertion.sub)'],
    ['a claim that is there, by its key', "'sub' in assertion"],
    ['a claim that is not empty', "assertion.sub != ''"],
    ['a claim that is not empty, the other way round', '"" != assertion.sub'],
    ['a claim that is not one of its values', "assertion.sub != 'nobody'"],
    ['the subject that is there', 'has(google.subject)'],
    ['a claim that equals itself', "assertion.sub == assertion['sub']"],
    ['a claim of some length', 'size(assertion.sub) > 0 && assertion.sub.size() >= 1'],
    ['a claim that holds nothing', `assertion.sub.contains('') && assertion.sub.endsWith("")`],
    ['a claim of any letters', "assertion.sub.matches('^.*$')"],
    ['a limit or the audience', "assertion.repository_owner == 'octo-org' || (assertion.aud == 'a')"],
  ])('%s', (_, condition) => {
    expect(lacksAttributeCondition(provider(condition))).toBe('yes');
    expect(admitsStrangers(provider(condition))).toBe('yes');
  });
});

describe('a condition on something that strangers have as well lets them in', () => {
  test.each([
    "assertion.ref == 'refs/heads/main'",
    "assertion.actor == 'ann' && assertion.aud == 'a'",
    "assertion.sub.startsWith('repo:')",
    "assertion.sub.startsWith('repo:octo')",
    "assertion.repository.startsWith('octo')",
    "assertion.repository.startsWith('/')",
    "assertion.repository_owner == ''",
    "assertion.repository_owner in ['octo-org', '']",
    "assertion.ref == 'refs/heads/main' || false",
  ])('%s', (condition) => {
    expect(admitsStrangers(provider(condition))).toBe('yes');
    expect(lacksAttributeCondition(provider(condition))).toBe('no');
  });
});

describe('a claim that other customers have too lets strangers in, and may still be a limit', () => {
  test.each([
    'has(assertion.repository_owner)',
    "assertion.repository_owner != 'evil'",
    'assertion.repository_owner == assertion.repository_owner',
    "'enterprise' in assertion",
    'size(assertion.repository) > 0',
  ])('%s', (condition) => {
    expect(admitsStrangers(provider(condition))).toBe('yes');
    expect(lacksAttributeCondition(provider(condition))).toBe('unknown');
  });
});

describe('a condition that names whom it means keeps strangers out', () => {
  test.each([
    "assertion.repository_owner == 'octo-org'",
    'assertion.repository_owner=="octo-org"',
    "'octo-org' == assertion.repository_owner",
    "assertion['repository_owner_id'] == '123'",
    "attribute.owner == 'octo-org'",
    "google.subject == 'repo:octo-org/infra:ref:refs/heads/main'",
    "assertion.repository in ['octo-org/infra', 'octo-org/app']",
    "assertion.repository.startsWith('octo-org/')",
    "assertion.repository.startsWith('octo-org/infra')",
    "assertion.sub.startsWith('repo:octo-org/')",
    "assertion.ref == 'refs/heads/main' && assertion.repository_id == '1'",
    "(assertion.repository_owner == 'a' || assertion.repository_owner == 'b') && assertion.ref == 'x'",
    "assertion.repository_owner == 'a || true'",
    "assertion.ref.matches('^refs/') && assertion.repository_owner == 'octo-org'",
    "has(assertion.sub) && assertion.repository_owner == 'octo-org'",
    "1 == 1 && assertion.repository_owner == 'octo-org'",
    "1 == 2 || assertion.repository_owner == 'octo-org'",
    "!true || assertion.repository_owner == 'octo-org'",
    'false',
  ])('%s', (condition) => {
    expect(admitsStrangers(provider(condition))).toBe('no');
    expect(lacksAttributeCondition(provider(condition))).toBe('no');
  });
});

describe('what is not understood is unknown, never a limit', () => {
  test.each([
    "assertion.repository_owner.matches('octo-.*')",
    "!(assertion.repository_owner == 'octo-org')",
    "assertion.repository_owner == 'octo-org' ? true : true",
    "true // && assertion.repository_owner == 'octo-org'",
    "attribute.computed == 'octo-org'",
    "attribute.unmapped == 'octo-org'",
    'has(attribute.unmapped)',
    "1 == '1'",
    '1 == 1 == 1',
    "!assertion.repository_owner == 'octo-org'",
    "assertion.repository_owner.contains('octo')",
    'size(assertion.sub) > 10',
    "assertion.sub != 'a' != 'b'",
    "!(1 == 1 || assertion.sub == '')",
    String.raw`r'\' == r'\' || assertion.repository_owner == 'octo-org'`,
    "'''' == '''' || assertion.repository_owner == 'octo-org'",
    "assertion.repository_owner == 'octo-org",
    "(assertion.repository_owner == 'octo-org'",
    "assertion.repository_owner == 'octo-org')",
    nested(conditionNestingMax / 2 + 1),
    `assertion.repository_owner == '${'a'.repeat(conditionCharsMax)}'`,
  ])('%s', (condition) => {
    expect(admitsStrangers(provider(condition))).toBe('unknown');
    expect(lacksAttributeCondition(provider(condition))).toBe('unknown');
  });
});

test('nesting is read up to the limit', () => {
  expect(admitsStrangers(provider(nested(conditionNestingMax / 2 - 1)))).toBe('no');
});

describe('issuers of one customer need no condition against strangers', () => {
  test.each<[string, JsonObject]>([
    ['an AWS account', { aws: { accountId: '111122223333' } }],
    ['SAML', { saml: { idpMetadataXml: '<a/>' } }],
    ['an issuer of one’s own', { oidc: { issuerUri: 'https://idp.example.com' } }],
    ['an enterprise at GitHub', { oidc: { issuerUri: `${GITHUB}/octo-enterprise` } }],
  ])('%s', (_, value) => {
    expect(admitsStrangers(value)).toBe('no');
    expect(lacksAttributeCondition(value)).toBe('yes');
  });
});

describe('an update says only what it touches', () => {
  test.each<[Json, 'yes' | 'unknown']>([
    ['disabled', 'unknown'],
    [{ paths: ['oidc.issuer_uri'] }, 'unknown'],
    ['attributeCondition,oidc.issuerUri', 'yes'],
    [{ paths: ['attribute_condition'] }, 'yes'],
    ['*', 'yes'],
    [7, 'yes'],
  ])('%j', (updateMask, verdict) => {
    expect(lacksAttributeCondition(provider(undefined), { updateMask })).toBe(verdict);
    expect(admitsStrangers(provider(undefined), { updateMask })).toBe(verdict);
  });
});

test.each<[string, Json | undefined]>([
  ['absent', undefined],
  ['text', 'provider'],
  ['omitted', { omitted: true }],
  ['a condition that is no text', { oidc: { issuerUri: GITHUB }, attributeCondition: { a: 1 } }],
])('a provider that cannot be read is unknown: %s', (_, value) => {
  expect(admitsStrangers(value)).toBe('unknown');
  expect(lacksAttributeCondition(value)).toBe('unknown');
});

test('the authority is the account or the issuer', () => {
  expect(providerAuthority(provider('true'))).toBe(GITHUB);
  expect(providerAuthority({ aws: { accountId: '111122223333' } })).toBe('111122223333');
  expect(providerAuthority({ saml: {} })).toBeUndefined();
});
