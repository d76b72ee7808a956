import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../std/json.ts';
import { trustsRolesAnywhereOpenly } from './roles-anywhere.ts';

const ANCHOR = 'arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/a1b2';
const SERVICE = 'rolesanywhere.amazonaws.com';

function trust(service: Json, condition: JsonObject = {}): Json {
  return {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: service },
      Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
      Condition: condition,
    },
  };
}

describe('any certificate that the account accepts may assume the role', () => {
  test.each<[string, Json]>([
    ['no condition', trust(SERVICE)],
    ['in China', trust('rolesanywhere.amazonaws.com.cn')],
    ['among services', trust(['ec2.amazonaws.com', SERVICE])],
    ['all services', trust('*')],
    ['any anchor of the account', trust(SERVICE, { ArnLike: { 'aws:SourceArn': ANCHOR.replace('a1b2', '*') } })],
    ['an anchor if there is one', trust(SERVICE, { ArnEqualsIfExists: { 'aws:SourceArn': ANCHOR } })],
    ['something else as the source', trust(SERVICE, { ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::ledger' } })],
    ['any subject', trust(SERVICE, { StringLike: { 'aws:PrincipalTag/x509Subject/CN': '*' } })],
    ['all subjects but one', trust(SERVICE, { StringNotEquals: { 'aws:PrincipalTag/x509Subject/CN': 'a' } })],
    ['another tag', trust(SERVICE, { StringEquals: { 'aws:PrincipalTag/team': 'a' } })],
    ['the account only', trust(SERVICE, { StringEquals: { 'aws:SourceAccount': '111122223333' } })],
  ])('%s', (_, value) => {
    expect(trustsRolesAnywhereOpenly(value)).toBe('yes');
  });
});

describe('the anchor or the certificate is named, or Roles Anywhere is not trusted', () => {
  test.each<[string, Json]>([
    ['one anchor', trust(SERVICE, { ArnEquals: { 'aws:SourceArn': ANCHOR } })],
    ['two anchors', trust(SERVICE, { StringEquals: { 'aws:SourceArn': [ANCHOR, `${ANCHOR}c3`] } })],
    ['a subject', trust(SERVICE, { StringEquals: { 'aws:PrincipalTag/x509Subject/CN': 'build-7' } })],
    ['an issuer', trust(SERVICE, { StringEquals: { 'aws:PrincipalTag/x509Issuer/CN': 'Payments CA' } })],
    ['an alternative name', trust(SERVICE, { StringEquals: { 'aws:PrincipalTag/x509SAN/DNS': 'a.example.com' } })],
    ['another service', trust('ec2.amazonaws.com')],
    ['an account', { Statement: { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' } }],
  ])('%s', (_, value) => {
    expect(trustsRolesAnywhereOpenly(value)).toBe('no');
  });
});

test('a trust policy that cannot be read is unknown', () => {
  expect(trustsRolesAnywhereOpenly(undefined)).toBe('unknown');
  expect(trustsRolesAnywhereOpenly({ omitted: true })).toBe('unknown');
});
