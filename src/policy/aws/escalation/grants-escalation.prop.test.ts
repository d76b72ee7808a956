/** Laws of the escalation paths, for any policy that these generators write. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../std/json.ts';
import { grantsAdmin } from '../identity/grants-admin.ts';
import { escalationPaths } from './grants-escalation.ts';
import { ESCALATION_PATHS } from './paths.ts';

const action = fc.constantFrom(
  'iam:PassRole',
  'iam:*',
  'iam:P*',
  'iam:C*',
  'lambda:*',
  'lambda:UpdateFunctionCode',
  'ec2:*',
  's?s:*',
  'glue:*',
  's3:*',
  'iam:TagUser',
  '*',
);
const resource = fc.constantFrom(
  '*',
  'arn:aws:iam::*:role/*',
  'arn:aws:iam::*:user/${aws:username}',
  'arn:aws:lambda:*:*:function:*',
  'arn:aws:lambda:eu-west-1:111122223333:function:*',
  'arn:aws:ec2:*:*:instance/*',
  'arn:aws:s3:::*',
);
const condition = fc.constantFrom<JsonObject>(
  {},
  {},
  { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
  { StringNotEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
  { StringEquals: { 'aws:PrincipalTag/team': 'identity' } },
);

const statement: fc.Arbitrary<JsonObject> = fc
  .record({
    effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny', 'allow'),
    actionElement: fc.constantFrom('Action', 'Action', 'Action', 'NotAction'),
    actions: fc.array(action, { minLength: 1, maxLength: 3 }),
    resourceElement: fc.constantFrom('Resource', 'Resource', 'Resource', 'NotResource'),
    resources: fc.array(resource, { minLength: 1, maxLength: 2 }),
    condition,
  })
  .map((it) => ({
    Effect: it.effect,
    [it.actionElement]: it.actions,
    [it.resourceElement]: it.resources,
    Condition: it.condition,
  }));

const statements = fc.array(statement, { maxLength: 4 });

function judge(list: readonly Json[]): { readonly verdict: string; readonly ids: readonly string[] } {
  const { verdict, paths } = escalationPaths({ Version: '2012-10-17', Statement: list });
  return { verdict, ids: paths.map(({ id }) => id) };
}

test('all verdicts occur, and some but not all paths do, so the laws below are about something', () => {
  const seen = fc.sample(statements, { numRuns: 500, seed: 7 }).map(judge);
  expect(new Set(seen.map(({ verdict }) => verdict))).toEqual(new Set(['yes', 'no', 'unknown']));
  expect(seen.filter(({ ids }) => ids.length > 0 && ids.length < ESCALATION_PATHS.length).length).toBeGreaterThan(50);
});

test('another Allow never removes a path, another Deny never adds one', () => {
  fc.assert(
    fc.property(statements, statement, (list, extra) => {
      const before = judge(list).ids;
      expect(judge([...list, { ...extra, Effect: 'Allow' }]).ids).toEqual(expect.arrayContaining([...before]));
      expect(before).toEqual(expect.arrayContaining([...judge([...list, { ...extra, Effect: 'Deny' }]).ids]));
    }),
    { numRuns: 500 },
  );
});

test('the order of statements does not matter, nor text or object, nor the case of actions', () => {
  fc.assert(
    fc.property(
      statements.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
      ([list, shuffled]) => {
        expect(judge(shuffled)).toEqual(judge(list));
        const text = JSON.stringify({ Statement: list }, undefined, 3);
        const { verdict, paths } = escalationPaths(encodeURIComponent(text));
        expect({ verdict, ids: paths.map(({ id }) => id) }).toEqual(judge(list));
        const recased = list.map((one) => ({
          ...one,
          ...('Action' in one ? { Action: upper(one.Action) } : { NotAction: upper(one.NotAction) }),
        }));
        expect(judge(recased)).toEqual(judge(list));
      },
    ),
  );
});

function upper(actions: Json | undefined): Json {
  return Array.isArray(actions) ? actions.map((one) => String(one).toUpperCase()) : '';
}

test('a Deny of everything closes every path', () => {
  fc.assert(
    fc.property(statements, (list) => {
      expect(judge([...list, { Effect: 'Deny', Action: '*', Resource: '*' }])).toEqual({ verdict: 'no', ids: [] });
    }),
  );
});

test('whoever is administrator has every path, and whoever has no path is no administrator', () => {
  fc.assert(
    fc.property(statements, (list) => {
      const isAdmin = grantsAdmin({ Statement: list }) === 'yes';
      const { ids } = judge(list);
      if (isAdmin) expect(ids).toHaveLength(ESCALATION_PATHS.length);
      if (ids.length === 0) expect(isAdmin).toBe(false);
    }),
  );
});

test('no JSON whatsoever makes it throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (value, other) => {
      judge([value as Json, { Effect: 'Allow', Action: other as Json }]);
      escalationPaths(value as Json);
    }),
  );
});
