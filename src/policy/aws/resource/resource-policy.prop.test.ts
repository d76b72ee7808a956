/** Laws of the resource policy verdicts, for any policy that these generators write. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../std/json.ts';
import { isForeignPrincipal, isPublicPrincipal, isUnguardedService } from './foreign-principal.ts';
import { opensExternal, opensPublic, opensService, opensToNetwork } from './resource-policy.ts';
import type { Verdict } from '../../verdict.ts';

const RANK: Readonly<Record<Verdict, number>> = { no: 0, unknown: 1, yes: 2 };
const OWN = { account: '111122223333' };

const QUESTIONS: readonly ((value: Json) => Verdict)[] = [
  opensPublic,
  opensService,
  (value) => opensExternal(value, OWN),
  opensToNetwork,
];

const principal = fc.constantFrom<Json>(
  '*',
  { AWS: ['*'] },
  { AWS: '111122223333' },
  { AWS: ['arn:aws:iam::444455556666:user/a', 'AROAEXAMPLEEXAMPLE123'] },
  { AWS: 'arn:aws:iam::444455556666:root' },
  { Service: ['sns.amazonaws.com', 's3.amazonaws.com'] },
  { CanonicalUser: 'a' },
);

const statement: fc.Arbitrary<JsonObject> = fc
  .record({
    effect: fc.constantFrom('Allow', 'Allow', 'Deny', 'allow'),
    principalElement: fc.constantFrom('Principal', 'Principal', 'Principal', 'NotPrincipal'),
    principal,
    action: fc.constantFrom<Json>('s3:GetObject', 's3:*', '*', ['s3:GetObject', 'kms:Decrypt']),
    resource: fc.constantFrom<Json>('*', 'arn:aws:s3:::ledger/*', ['arn:aws:s3:::ledger', 'arn:aws:s3:::ledger/*']),
    condition: fc.constantFrom<JsonObject>(
      {},
      {},
      { StringEquals: { 'aws:SourceAccount': '444455556666' } },
      { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      { Bool: { 'aws:SecureTransport': 'true' } },
      { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
    ),
  })
  .map((it) => ({
    Effect: it.effect,
    [it.principalElement]: it.principal,
    Action: it.action,
    Resource: it.resource,
    Condition: it.condition,
  }));

const statements = fc.array(statement, { maxLength: 4 });

function judge(list: readonly Json[]): readonly Verdict[] {
  return QUESTIONS.map((question) => question({ Version: '2012-10-17', Statement: list }));
}

test('the order of statements does not matter', () => {
  fc.assert(
    fc.property(
      statements.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
      ([list, shuffled]) => {
        expect(judge(shuffled)).toEqual(judge(list));
      },
    ),
  );
});

test('another Allow never lowers a verdict, another Deny never raises one', () => {
  fc.assert(
    fc.property(statements, statement, (list, extra) => {
      const before = judge(list);
      const wider = judge([...list, { ...extra, Effect: 'Allow' }]);
      const narrower = judge([...list, { ...extra, Effect: 'Deny' }]);
      before.forEach((verdict, i) => {
        expect(RANK[wider[i] ?? 'no']).toBeGreaterThanOrEqual(RANK[verdict]);
        expect(RANK[narrower[i] ?? 'yes']).toBeLessThanOrEqual(RANK[verdict]);
      });
    }),
  );
});

test('what is open to everybody is never closed to foreign accounts', () => {
  fc.assert(
    fc.property(statements, (list) => {
      const [isPublic, , isExternal] = judge(list);
      if (isPublic === 'yes') expect(isExternal).toBe('yes');
    }),
  );
});

test('what is open to a network is never closed to foreign accounts', () => {
  fc.assert(
    fc.property(statements, (list) => {
      const [, , isExternal, isToNetwork] = judge(list);
      if (isToNetwork === 'yes') expect(isExternal).not.toBe('no');
    }),
  );
});

test('no JSON whatsoever makes it throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (value, other) => {
      judge([value as Json, { Effect: 'Allow', Action: '*', Principal: other as Json }]);
      const limits = { sourceArn: other as Json, sourceAccount: value as Json };
      for (const ask of [isPublicPrincipal, isUnguardedService]) ask(value as Json, limits);
      isForeignPrincipal(value as Json, OWN, limits);
    }),
  );
});
