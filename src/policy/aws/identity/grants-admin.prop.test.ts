/** Laws of the administrator verdict, for any policy that these generators write. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../std/json.ts';
import { grantsAdmin } from './grants-admin.ts';
import type { Verdict } from '../../verdict.ts';

const RANK: Readonly<Record<Verdict, number>> = { no: 0, unknown: 1, yes: 2 };

const action = fc.constantFrom(
  '*',
  'iam:*',
  'i*:*',
  'iam:Put*',
  'iam:A*',
  'iam:C*',
  'iam:S*',
  'iam:U*',
  'iam:PassRole',
  's3:*',
  'sts:*',
);
const resource = fc.constantFrom(
  '*',
  'arn:aws:iam::*:role/*',
  'arn:aws:iam::*:user/*',
  'arn:aws:iam::111122223333:*',
  'arn:aws:s3:::*',
);
const condition = fc.constantFrom<JsonObject>(
  {},
  { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  { StringEquals: { 'aws:PrincipalTag/team': 'identity' } },
  { StringLike: { 'aws:PrincipalOrgID': '*' } },
);

const statement: fc.Arbitrary<JsonObject> = fc
  .record({
    effect: fc.constantFrom('Allow', 'Allow', 'Deny', 'allow'),
    actionElement: fc.constantFrom('Action', 'Action', 'NotAction'),
    actions: fc.array(action, { minLength: 1, maxLength: 3 }),
    resourceElement: fc.constantFrom('Resource', 'Resource', 'NotResource'),
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

function judge(list: readonly Json[]): Verdict {
  return grantsAdmin({ Version: '2012-10-17', Statement: list });
}

test('all three verdicts occur, so the laws below are about something', () => {
  const seen = new Set(fc.sample(statements, { numRuns: 500, seed: 7 }).map(judge));
  expect(seen).toEqual(new Set(['yes', 'no', 'unknown']));
});

test('text, indented text, URL-encoded text and object are the same policy', () => {
  fc.assert(
    fc.property(
      statements,
      fc.integer({ min: 0, max: 10 }),
      fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\r') }),
      (list, indent, padding) => {
        const text = padding + JSON.stringify({ Statement: list }, undefined, indent) + padding;
        expect(grantsAdmin(text)).toBe(judge(list));
        expect(grantsAdmin(encodeURIComponent(text))).toBe(judge(list));
      },
    ),
  );
});

test('the order of statements does not matter', () => {
  fc.assert(
    fc.property(
      statements.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
      ([list, shuffled]) => {
        expect(judge(shuffled)).toBe(judge(list));
      },
    ),
  );
});

test('a single string and an array of one are the same', () => {
  fc.assert(
    fc.property(statement, (one) => {
      const unwrapped = Object.fromEntries(
        Object.entries(one).map(([name, value]) => [
          name,
          Array.isArray(value) && value.length === 1 ? (value[0] as Json) : value,
        ]),
      );
      expect(grantsAdmin({ Statement: unwrapped })).toBe(judge([one]));
    }),
  );
});

test('the case of actions does not matter', () => {
  fc.assert(
    fc.property(statements, fc.boolean(), (list, upper) => {
      const recased = list.map((one) =>
        Object.fromEntries(
          Object.entries(one).map(([name, value]) => [
            name,
            name.endsWith('Action') && Array.isArray(value)
              ? value.map((text) => (upper ? String(text).toUpperCase() : String(text).toLowerCase()))
              : value,
          ]),
        ),
      );
      expect(judge(recased)).toBe(judge(list));
    }),
  );
});

test('another Allow never lowers a yes', () => {
  fc.assert(
    fc.property(statements, statement, (list, extra) => {
      fc.pre(judge(list) === 'yes');
      expect(judge([...list, { ...extra, Effect: 'Allow' }])).toBe('yes');
    }),
  );
});

test('another Deny never raises a verdict, and a Deny of everything leaves nothing', () => {
  fc.assert(
    fc.property(statements, statement, (list, extra) => {
      expect(RANK[judge([...list, { ...extra, Effect: 'Deny' }])]).toBeLessThanOrEqual(RANK[judge(list)]);
      expect(judge([...list, { Effect: 'Deny', Action: '*', Resource: '*' }])).toBe('no');
    }),
  );
});

test('no JSON whatsoever makes it throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (value, other) => {
      expect(RANK).toHaveProperty(grantsAdmin(value as Json));
      expect(RANK).toHaveProperty(
        grantsAdmin({ Statement: [value as Json, { Effect: 'Allow', Action: other as Json }] }),
      );
    }),
  );
});
