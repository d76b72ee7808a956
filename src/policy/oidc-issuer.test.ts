import { describe, expect, test } from 'vitest';
import { isMultiTenantIssuer, isWellKnownIssuer } from './oidc-issuer.ts';

describe('one issuer for many customers', () => {
  test.each([
    'https://token.actions.githubusercontent.com',
    'https://token.actions.githubusercontent.com/',
    'HTTPS://GitLab.com',
    'gitlab.com',
    'https://gitlab.com:443',
    'https://app.terraform.io',
    'https://accounts.google.com',
    'https://agent.buildkite.com',
  ])('%s', (url) => {
    expect(isMultiTenantIssuer(url)).toBe('yes');
    expect(isWellKnownIssuer(url)).toBe('yes');
  });
});

describe('known, and one customer each', () => {
  test.each([
    'https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF',
    'https://oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF',
    'https://token.actions.githubusercontent.com/octo-enterprise',
    'https://container.googleapis.com/v1/projects/app/locations/europe-west1/clusters/main',
    'https://sts.windows.net/00000000-0000-0000-0000-000000000000/',
    'https://oidc.circleci.com/org/00000000-0000-0000-0000-000000000000',
    'https://api.bitbucket.org/2.0/workspaces/octo/pipelines-config/identity/oidc',
    'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF',
    'arn:aws-cn:iam::111122223333:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/0123456789ABCDEF',
  ])('%s', (url) => {
    expect(isMultiTenantIssuer(url)).toBe('no');
    expect(isWellKnownIssuer(url)).toBe('yes');
  });
});

describe('not known', () => {
  test.each([
    'https://idp.example.com',
    'https://token.actions.githubusercontent.com.evil.example',
    'https://evil-gitlab.com',
    'arn:aws:iam::111122223333:oidc-provider/idp.example.com',
    'arn:aws:iam::111122223333:saml-provider/gitlab.com',
    'arn:aws:iam::111122223333:oidc-provider/https://gitlab.com',
    'https://gitlab.com@evil.example',
    'https://evil.example/gitlab.com',
    'https://evil.example#gitlab.com',
    'http://gitlab.com',
    'https://oidc.eks.eu-west-1.amazonaws.com.evil.example/id/0123',
    'https://oidc.eks.eu-west-1.evil.example/id/0123',
    'https://gitlab.com:8443',
  ])('%s', (url) => {
    expect(isMultiTenantIssuer(url)).toBe('no');
    expect(isWellKnownIssuer(url)).toBe('no');
  });
});

test.each([undefined, null, '', 7, {}])('%j is no issuer at all: unknown', (value) => {
  expect(isMultiTenantIssuer(value)).toBe('unknown');
  expect(isWellKnownIssuer(value)).toBe('unknown');
});
