import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../std/json.ts';
import { allowsByExclusion } from './allows-by-exclusion.ts';

function policy(...statements: readonly Json[]): Json {
  return { Version: '2012-10-17', Statement: statements };
}

const plain: JsonObject = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

describe('an Allow by exclusion', () => {
  test.each<[string, Json]>([
    ['of actions', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
    ['of resources', { Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::logs/*' }],
    ['of principals', { Effect: 'Allow', Action: 's3:*', Resource: '*', NotPrincipal: { AWS: '111122223333' } }],
    ['of nothing', { Effect: 'Allow', NotAction: [], Resource: '*' }],
    ['under a condition', { Effect: 'Allow', NotAction: 's3:*', Resource: '*', Condition: { Bool: { k: 'true' } } }],
  ])('%s', (_, statement) => {
    const text = JSON.stringify(policy(plain, statement));
    expect(allowsByExclusion(text)).toBe('yes');
    expect(allowsByExclusion(policy(plain, statement, '?'))).toBe('yes');
  });
});

describe('no Allow by exclusion', () => {
  test.each<[string, readonly Json[]]>([
    ['nothing excluded', [plain]],
    [
      'a Deny by exclusion, which is how regions are fenced',
      [plain, { Effect: 'Deny', NotAction: 'iam:*', Resource: '*' }],
    ],
    ['a Deny of resources by exclusion', [{ Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::x' }]],
    ['a Deny of principals by exclusion', [{ Effect: 'Deny', Action: '*', Resource: '*', NotPrincipal: { AWS: '1' } }]],
    ['no statement', []],
  ])('%s', (_, statements) => {
    expect(allowsByExclusion(policy(...statements))).toBe('no');
  });
});

describe('what cannot be known is unknown', () => {
  test.each<[string, Json | undefined]>([
    ['nothing', undefined],
    ['an omitted document', { omitted: true }],
    ['a cut document', '{"Statement":[{"Effect":"Allow","NotAction":"iam:*"'],
    ['an unreadable statement', policy(plain, { ...plain, NotAction: 'x' })],
    ['ten megabytes', 'x'.repeat(10_000_000)],
  ])('%s', (_, value) => {
    expect(allowsByExclusion(value)).toBe('unknown');
  });
});
