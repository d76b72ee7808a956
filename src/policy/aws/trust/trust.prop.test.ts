/** Laws of the trust verdicts, for any policy that these generators write. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../std/json.ts';
import { trustsExternal, trustsFederatedWithoutSubject, trustsPublic } from './trust.ts';
import type { Verdict } from '../../verdict.ts';

const RANK: Readonly<Record<Verdict, number>> = { no: 0, unknown: 1, yes: 2 };

const QUESTIONS: readonly ((value: Json) => Verdict)[] = [
  trustsPublic,
  trustsFederatedWithoutSubject,
  (value) => trustsExternal(value, { account: '111122223333' }),
];

const principal = fc.constantFrom<Json>(
  '*',
  { AWS: ['*'] },
  { AWS: '111122223333' },
  { AWS: ['arn:aws:iam::444455556666:user/a', 'AROAEXAMPLEEXAMPLE123'] },
  { Federated: 'arn:aws:iam::111122223333:oidc-provider/oidc.example' },
  { Service: 'ec2.amazonaws.com' },
);

const statement: fc.Arbitrary<JsonObject> = fc
  .record({
    effect: fc.constantFrom('Allow', 'Allow', 'Deny', 'allow'),
    principalElement: fc.constantFrom('Principal', 'Principal', 'Principal', 'NotPrincipal'),
    principal,
    action: fc.constantFrom('sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity', 'sts:*', 'sts:TagSession'),
    condition: fc.constantFrom<JsonObject>(
      {},
      { StringEquals: { 'sts:ExternalId': 'x' } },
      { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      { StringLike: { 'oidc.example:sub': 'repo:octo-org/*' } },
    ),
  })
  .map((it) => ({
    Effect: it.effect,
    [it.principalElement]: it.principal,
    Action: it.action,
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

test('no JSON whatsoever makes it throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (value, other) => {
      judge([value as Json, { Effect: 'Allow', Action: 'sts:*', Principal: other as Json }]);
    }),
  );
});
