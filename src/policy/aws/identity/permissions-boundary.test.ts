import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../std/json.ts';
import { grantsAdmin } from './grants-admin.ts';
import { grantsEscalation } from '../escalation/grants-escalation.ts';
import { effectiveEscalation, effectiveGrantsAdmin, type PermissionsBoundary } from './permissions-boundary.ts';

function policy(...statements: readonly Json[]): Json {
  return { Version: '2012-10-17', Statement: statements };
}

function allow(action: Json, patch: JsonObject = {}): JsonObject {
  return { Effect: 'Allow', Action: action, Resource: '*', ...patch };
}

function within(...statements: readonly Json[]): PermissionsBoundary {
  return { kind: 'document', document: policy(...statements) };
}

const everything = policy(allow('*'));
const lambda = policy(allow(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction']));
const unreadable = policy('?');

describe('administrator within a boundary', () => {
  test.each<[what: string, policies: readonly Json[], boundary: PermissionsBoundary, verdict: string]>([
    ['no boundary', [everything], { kind: 'none' }, 'yes'],
    ['a boundary of everything', [everything], within(allow('*')), 'yes'],
    [
      'a boundary of everything but billing',
      [everything],
      within({ Effect: 'Allow', NotAction: 'aws-portal:*', Resource: '*' }),
      'yes',
    ],
    ['a boundary without iam', [everything], within(allow(['s3:*', 'ec2:*'])), 'no'],
    [
      'a boundary that denies iam',
      [everything],
      within(allow('*'), { Effect: 'Deny', Action: 'iam:*', Resource: '*' }),
      'no',
    ],
    ['a boundary of one way only', [everything], within(allow('iam:PutUserPolicy')), 'no'],
    [
      'policy on roles, boundary on users',
      [policy(allow('iam:*', { Resource: 'arn:aws:iam::*:role/*' }))],
      within(allow('iam:*', { Resource: 'arn:aws:iam::*:user/*' })),
      'no',
    ],
    [
      'two policies that are it together',
      [policy(allow(['iam:A*', 'iam:C*', 'iam:P*'])), policy(allow(['iam:S*', 'iam:U*']))],
      within(allow('*')),
      'yes',
    ],
    ['an unknown boundary', [everything], { kind: 'unknown' }, 'unknown'],
    ['an unreadable boundary', [everything], { kind: 'document', document: 'cut' }, 'unknown'],
    ['a boundary with an unreadable statement', [everything], within(allow('s3:*'), '?'), 'unknown'],
    ['nothing to limit', [policy(allow('s3:*'))], { kind: 'unknown' }, 'no'],
    ['an unreadable policy', [unreadable], within(allow('*')), 'unknown'],
    ['an unreadable policy beside enough', [unreadable, everything], within(allow('*')), 'yes'],
    ['no policies', [], { kind: 'unknown' }, 'no'],
  ])('%s', (_, policies, boundary, verdict) => {
    expect(effectiveGrantsAdmin(policies, boundary)).toBe(verdict);
  });
});

describe('escalation within a boundary', () => {
  test.each<[what: string, boundary: PermissionsBoundary, verdict: string, ids: readonly string[]]>([
    ['no boundary', { kind: 'none' }, 'yes', ['lambda-001']],
    ['a boundary of the same', { kind: 'document', document: lambda }, 'yes', ['lambda-001']],
    ['a boundary without PassRole', within({ Effect: 'Allow', NotAction: 'iam:PassRole', Resource: '*' }), 'no', []],
    [
      'a boundary with PassRole to another service',
      within(
        allow('lambda:*'),
        allow('iam:PassRole', { Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } }),
      ),
      'no',
      [],
    ],
    ['an unknown boundary', { kind: 'unknown' }, 'unknown', []],
  ])('%s', (_, boundary, verdict, ids) => {
    const { verdict: got, paths } = effectiveEscalation([lambda], boundary);
    expect([got, paths.map(({ id }) => id)]).toEqual([verdict, ids]);
  });
});

const statement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    element: fc.constantFrom('Action', 'NotAction'),
    actions: fc.array(fc.constantFrom('*', 'iam:*', 'iam:P*', 'lambda:*', 's3:*'), { minLength: 1, maxLength: 2 }),
    Resource: fc.constantFrom('*', 'arn:aws:iam::*:role/*', 'arn:aws:lambda:*:*:function:*'),
  })
  .map(({ element, actions, ...rest }): JsonObject => ({ ...rest, [element]: actions }));
const document = fc.array(statement, { maxLength: 3 }).map((list) => policy(...list));
const RANK: Readonly<Record<string, number>> = { no: 0, unknown: 1, yes: 2 };

test('a boundary never raises a verdict, one of everything changes none, and none is needed twice', () => {
  fc.assert(
    fc.property(document, document, (identity, boundary) => {
      const limited: PermissionsBoundary = { kind: 'document', document: boundary };
      const admin = effectiveGrantsAdmin([identity], limited);
      const escalation = effectiveEscalation([identity], limited).verdict;
      expect(RANK[admin]).toBeLessThanOrEqual(RANK[grantsAdmin(identity)] ?? -1);
      expect(RANK[escalation]).toBeLessThanOrEqual(RANK[grantsEscalation(identity)] ?? -1);
      expect(RANK[admin]).toBeLessThanOrEqual(RANK[escalation] ?? -1);
      expect(effectiveGrantsAdmin([identity], within(allow('*')))).toBe(grantsAdmin(identity));
      expect(effectiveEscalation([identity], within(allow('*'))).verdict).toBe(grantsEscalation(identity));
      expect(effectiveGrantsAdmin([identity], { kind: 'document', document: identity })).toBe(grantsAdmin(identity));
    }),
    { numRuns: 300 },
  );
});
