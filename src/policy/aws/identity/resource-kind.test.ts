import { describe, expect, test } from 'vitest';
import { takesInAll, type ResourceKind } from './resource-kind.ts';

const functions: ResourceKind = { kind: 'shape', service: 'lambda', inRegion: true, resource: 'function:?*' };
const everything: ResourceKind = { kind: 'everything' };

function only(...patterns: readonly string[]): { readonly kind: 'only'; readonly patterns: readonly string[] } {
  return { kind: 'only', patterns };
}

function allBut(...patterns: readonly string[]): { readonly kind: 'all-but'; readonly patterns: readonly string[] } {
  return { kind: 'all-but', patterns };
}

describe('what takes in all functions', () => {
  test.each([
    ['*', true, true],
    ['arn:*', true, true],
    ['arn:aws:lambda:*', true, true],
    ['arn:aws:lambda:*:*:function:*', true, true],
    ['arn:aws-cn:lambda:*:*:function:?*', true, true],
    ['arn:*function:*', true, true],
    // In one account or region: all, if it is that of the document; a Deny there may be on somebody else's.
    ['arn:aws:lambda:*:111122223333:function:*', true, false],
    ['arn:aws:lambda:eu-west-1:*:function:*', true, false],
    ['arn:aws:lambda:eu-*:1111*:*', true, false],
    ['arn:aws:lambda:*:${aws:PrincipalAccount}:function:*', true, true],
    ['arn:aws:lambda:*:*:function:app-*', false, false],
    ['arn:aws:lambda:*:*:function:app', false, false],
    ['arn:aws:lambda:*:*:layer:*', false, false],
    ['arn:aws:iam::*:*', false, false],
    ['arn:aws:lambda:x y:*:function:*', false, false],
    ['', false, false],
  ])('%j: as a grant %s, as a denial %s', (pattern, own, any) => {
    expect([takesInAll(only(pattern), functions, 'own'), takesInAll(only(pattern), functions, 'any')]).toEqual([
      own,
      any,
    ]);
    expect(takesInAll(only('arn:aws:s3:::x', pattern), functions, 'own')).toBe(own);
  });
});

describe('what is not of one account', () => {
  const sets: ResourceKind = {
    kind: 'shape',
    service: 'sso',
    inRegion: false,
    account: 'none',
    resource: 'permissionSet/?*/?*',
  };
  const roots: ResourceKind = { kind: 'shape', service: 'iam', inRegion: false, account: 'each', resource: 'root' };
  test.each([
    ['*', true, true],
    ['arn:aws:sso:::permissionSet/*', true, true],
    ['arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/*', true, false],
    ['arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-*', false, false],
    ['arn:aws:sso:::permissionSet/*/ps-0123456789abcdef', false, false],
    ['arn:aws:sso:::instance/*', false, false],
    ['arn:aws:sso::111122223333:permissionSet/*', false, false],
  ])('%j takes in all permission sets: as a grant %s, as a denial %s', (pattern, own, any) => {
    expect([takesInAll(only(pattern), sets, 'own'), takesInAll(only(pattern), sets, 'any')]).toEqual([own, any]);
  });
  test.each([
    ['*', true],
    ['arn:aws:iam::*:root', true],
    ['arn:*:root', true],
    ['arn:aws:iam::*', true],
    ['arn:aws:iam::111122223333:root', false],
    ['arn:aws:iam::1*:root', false],
    ['arn:aws:iam::*:user/root', false],
  ])('%j takes in the root users of all accounts: %s', (pattern, all) => {
    expect([takesInAll(only(pattern), roots, 'own'), takesInAll(only(pattern), roots, 'any')]).toEqual([all, all]);
  });
});

describe('what leaves all functions in', () => {
  test.each([
    ['arn:aws:s3:::*', true, true],
    ['arn:aws:lambda:*:*:function:app', true, false],
    ['arn:aws:lambda:*:*:function:*', false, false],
    ['arn:aws:lambda:eu-west-1:*:function:*', true, false],
    ['*', false, false],
  ])('all but %j: as a grant %s, as a denial %s', (pattern, own, any) => {
    expect([takesInAll(allBut(pattern), functions, 'own'), takesInAll(allBut(pattern), functions, 'any')]).toEqual([
      own,
      any,
    ]);
  });
});

test('an action without resources of its own is allowed by a bare star, and left in by all but ARNs', () => {
  expect(['*', '***', 'arn:*', '?*'].map((one) => takesInAll(only(one), everything, 'own'))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(takesInAll(allBut('arn:aws:s3:::*'), everything, 'any')).toBe(true);
  expect(takesInAll(allBut('*'), everything, 'own')).toBe(false);
});

test('no resources take in nothing', () => {
  expect(takesInAll(undefined, functions, 'own')).toBe(false);
});
