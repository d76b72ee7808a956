import { describe, expect, test } from 'vitest';
import type { Json } from '../../../std/json.ts';
import {
  isForeignPrincipal,
  isPublicPrincipal,
  isUnguardedService,
  type PermissionLimits,
} from './foreign-principal.ts';
import type { Verdict } from '../../verdict.ts';

const OWN = '111122223333';
const FOREIGN = '444455556666';

type Row = readonly [principal: Json | undefined, isForeign: Verdict, isPublic: Verdict, isUnguarded: Verdict];

describe('a principal by itself', () => {
  test.each<Row>([
    [FOREIGN, 'yes', 'no', 'no'],
    [`arn:aws:iam::${FOREIGN}:root`, 'yes', 'no', 'no'],
    [`arn:aws:iam::${FOREIGN}:role/ops`, 'yes', 'no', 'no'],
    [`arn:aws-cn:sts::${FOREIGN}:assumed-role/ops/session`, 'yes', 'no', 'no'],
    [OWN, 'no', 'no', 'no'],
    [`arn:aws:iam::${OWN}:user/ann`, 'no', 'no', 'no'],
    ['*', 'yes', 'yes', 'no'],
    ['arn:aws:iam::*:role/ops', 'yes', 'yes', 'no'],
    ['s3.amazonaws.com', 'no', 'no', 'yes'],
    ['lambda.amazonaws.com.cn', 'no', 'no', 'yes'],
    ['alexa-appkit.amazon.com', 'no', 'no', 'yes'],
    ['*.amazonaws.com', 'no', 'no', 'yes'],
    ['127311923021', 'no', 'no', 'yes'],
    ['AIDAEXAMPLEEXAMPLE123', 'unknown', 'no', 'no'],
    [`arn:aws:organizations::${FOREIGN}:organization/o-a1b2c3d4e5`, 'unknown', 'no', 'no'],
    ['', 'unknown', 'unknown', 'unknown'],
    [undefined, 'unknown', 'unknown', 'unknown'],
    [7, 'unknown', 'unknown', 'unknown'],
    [{ omitted: true }, 'unknown', 'unknown', 'unknown'],
  ])('%j', (principal, isForeign, isPublic, isUnguarded) => {
    expect(isForeignPrincipal(principal, { account: OWN })).toBe(isForeign);
    expect(isPublicPrincipal(principal)).toBe(isPublic);
    expect(isUnguardedService(principal)).toBe(isUnguarded);
  });
});

describe('a principal with what stands beside it', () => {
  test.each<[principal: string, limits: PermissionLimits, isForeign: Verdict, isPublic: Verdict, isUnguarded: Verdict]>(
    [
      ['*', { principalOrgID: 'o-a1b2c3d4e5' }, 'unknown', 'no', 'no'],
      ['*', { sourceAccount: OWN }, 'no', 'no', 'no'],
      ['*', { sourceAccount: null }, 'yes', 'yes', 'no'],
      ['s3.amazonaws.com', { sourceArn: 'arn:aws:s3:::ledger' }, 'no', 'no', 'no'],
      ['s3.amazonaws.com', { sourceArn: 'arn:aws:s3:::*' }, 'no', 'no', 'yes'],
      ['s3.amazonaws.com', { sourceArn: 'arn:aws:s3:::*', sourceAccount: OWN }, 'no', 'no', 'no'],
      ['events.amazonaws.com', { sourceArn: `arn:aws:events:eu-west-1:${FOREIGN}:rule/a` }, 'yes', 'no', 'no'],
      [FOREIGN, { principalOrgID: 'o-a1b2c3d4e5' }, 'yes', 'no', 'no'],
    ],
  )('%s %j', (principal, limits, isForeign, isPublic, isUnguarded) => {
    expect(isForeignPrincipal(principal, { account: OWN }, limits)).toBe(isForeign);
    expect(isPublicPrincipal(principal, limits)).toBe(isPublic);
    expect(isUnguardedService(principal, limits)).toBe(isUnguarded);
  });
});

test('whose an account is may be asked', () => {
  expect(isForeignPrincipal(FOREIGN, { account: OWN, isOwn: () => 'yes' })).toBe('no');
  expect(isForeignPrincipal(FOREIGN, { account: OWN, isOwn: () => 'unknown' })).toBe('unknown');
});

test('an organisation of the profile, and a unit of it, is not foreign', () => {
  const own = { account: OWN, ownOrganizations: ['o-a1b2c3d4e5'] };
  for (const resource of ['organization/o-a1b2c3d4e5', 'ou/o-a1b2c3d4e5/ou-ab12-cd345678']) {
    expect(isForeignPrincipal(`arn:aws:organizations::${FOREIGN}:${resource}`, own)).toBe('no');
  }
  expect(isForeignPrincipal(`arn:aws:organizations::${FOREIGN}:ou/o-ffffffffff/ou-ab12-cd345678`, own)).toBe('unknown');
});
