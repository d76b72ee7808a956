import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { renderDiagnostic } from '../document/diagnostic.ts';
import { loadProfile } from './load-profile.ts';
import { organisationProfile, type OrganisationProfile } from './organisation-profile.ts';
import { profileKeys } from './profile-document.ts';

const TEXT = `
version: 1
name: Example
aws:
  organizations: [o-exampleorgid]
  accounts:
    - '111122223333'
    - { id: '012345678901', name: production }
  trusted_accounts:
    - { id: '777788889999', name: a vendor }
  certificate_authorities: ['arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/*']
gcp:
  organizations: ['123456789012']
  customers: [C01abc234]
  projects: [example-prod, { id: example-dev, number: '555566667777', name: development }]
domains: [Example.com, example.org]
identity_providers: ['https://token.actions.githubusercontent.com', 'arn:aws:iam::*:saml-provider/Okta']
iam_administrators: ['arn:aws:iam::111122223333:role/identity-*', 'user:ann@example.com']
sensitive_operations: { add: ['kms:PutKeyPolicy'], remove: ['iam:TagUser'] }
networks: [203.0.113.0/24, { cidr: '2001:db8::/32', name: office }]
countries: [DE, CH]
`;

function profileOf(text: string): OrganisationProfile {
  const { profile, diagnostics } = loadProfile('p.yaml', text);
  expect(diagnostics).toEqual([]);
  if (profile === undefined) throw new Error('no profile');
  return profile;
}

function problemsOf(text: string): string {
  const { profile, diagnostics } = loadProfile('p.yaml', text);
  expect(profile).toBeUndefined();
  return diagnostics.map((one) => renderDiagnostic(one, text)).join('\n');
}

describe('a full profile', () => {
  const profile = profileOf(TEXT);

  test('names accounts, those trusted on purpose included', () => {
    expect(profile.accounts).toEqual(['111122223333', '012345678901', '777788889999']);
    expect(profile.nameOf('012345678901')).toBe('production');
    expect(profile.nameOf('111122223333')).toBeUndefined();
  });

  test('names projects by id and by number, and domains without regard to case', () => {
    expect([...profile.projects]).toEqual(['example-prod', 'example-dev', '555566667777']);
    expect([...profile.domains]).toEqual(['example.com', 'example.org']);
  });

  test.each([
    ['arn:aws:iam::111122223333:role/identity-admin', 'yes'],
    ['user:ANN@example.com', 'yes'],
    ['arn:aws:iam::111122223333:role/other', 'no'],
    ['arn:aws:iam::444455556666:role/identity-admin', 'no'],
  ])('administrator %s: %s', (principal, answer) => {
    expect(profile.isAdministrator(principal)).toBe(answer);
  });

  test.each([
    ['token.actions.githubusercontent.com', 'yes'],
    ['https://token.actions.githubusercontent.com/', 'yes'],
    ['arn:aws:iam::111122223333:saml-provider/Okta', 'yes'],
    ['https://token.actions.githubusercontent.com.example.com', 'no'],
    ['https://gitlab.com', 'no'],
  ])('identity provider %s: %s', (issuer, answer) => {
    expect(profile.isIdentityProvider(issuer)).toBe(answer);
  });

  test.each([
    ['projects/123456789/locations/global/workloadIdentityPools/ci/providers/github', 'unknown', 'yes'],
    ['projects/444455556666/locations/global/workloadIdentityPools/ci/providers/github', 'unknown', 'no'],
    ['locations/global/workforcePools/staff/providers/entra', 'unknown', 'no'],
    ['https://token.actions.githubusercontent.com', 'yes', 'no'],
  ])('a list of issuers says nothing about the provider of a pool: %s', (provider, byIssuers, byPools) => {
    const pools = ['projects/123456789/locations/global/workloadIdentityPools/*'];
    expect(profile.isIdentityProvider(provider)).toBe(byIssuers);
    expect(organisationProfile({ version: 1, identity_providers: pools }).isIdentityProvider(provider)).toBe(byPools);
  });

  test.each([
    ['203.0.113.7', 'yes'],
    ['2001:db8::7', 'yes'],
    ['198.51.100.7', 'no'],
    ['AWS Internal', 'unknown'],
    ['cloudformation.amazonaws.com', 'unknown'],
  ])('address %s: %s', (address, answer) => {
    expect(profile.isExpectedNetwork(address)).toBe(answer);
  });
});

test('the example of the manual is a profile', () => {
  const manual = readFileSync(new URL('../../docs/organisation-profile.md', import.meta.url), 'utf8');
  const example = /```yaml\n(?<text>[^`]*)```/.exec(manual)?.groups?.text ?? '';
  const profile = profileOf(example);
  expect(profile.accounts).toContain('777788889999');
  expect(profile.has('countries')).toBe(true);
});

test('every key of the format stands in the manual', () => {
  const manual = readFileSync(new URL('../../docs/organisation-profile.md', import.meta.url), 'utf8');
  for (const key of profileKeys) expect(manual).toContain(key);
});

test('a list that is not there answers unknown, and an empty one no', () => {
  const nothing = organisationProfile();
  const empty = profileOf('version: 1\niam_administrators: []\nnetworks: []\naws: { accounts: [] }\n');
  expect([nothing.isAdministrator('x'), empty.isAdministrator('x')]).toEqual(['unknown', 'no']);
  expect([nothing.isExpectedNetwork('203.0.113.7'), empty.isExpectedNetwork('203.0.113.7')]).toEqual(['unknown', 'no']);
  expect([nothing.has('accounts'), empty.has('accounts')]).toEqual([false, true]);
});

describe('a profile with a mistake is refused with its place', () => {
  test.each([
    ['version: 2', 'p.yaml:1:10', '"version"'],
    ['domains: [example.com]', 'p.yaml:1:1', '"version"'],
    ['version: 1\ndomain: [example.com]', 'p.yaml:2:1', 'did you mean "domains"?'],
    ['version: 1\naws:\n  account: []', 'p.yaml:3:3', 'did you mean "accounts"?'],
    ['version: 1\naws: { accounts: [12345678901] }', 'p.yaml:2:19', 'twelve digits'],
    ['version: 1\nnetworks: [203.0.113.0/33]', 'p.yaml:2:12', '203.0.113.0/24'],
    ['version: 1\ncountries: [de]', 'p.yaml:2:13', 'two capital letters'],
    ['version: 1\ndomains: [nowhere]', 'p.yaml:2:11', 'example.com'],
    ['version: 1\n---\nversion: 1', 'p.yaml:3:1', 'one profile'],
    ['- 1', 'p.yaml:1:1', 'must be a map'],
    ['version: 1\nnetworks: &a [*a]', 'p.yaml', 'alias'],
  ])('%j', (text, place, message) => {
    const problems = problemsOf(text);
    expect(problems).toContain(place);
    expect(problems).toContain(message);
  });
});
