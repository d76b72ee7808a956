/**
 * The evaluator and its naive twin agree on every request of which everything is known. Of a request of which
 * something is not, the evaluator says only what the twin says of all that it may be. And the comparison itself is
 * tested: bugs planted in the evaluator's table are found.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../std/json.ts';
import { allOf, anyOf, not, verdictOf } from '../../verdict.ts';
import { matches } from '../document/wildcard.ts';
import { COMPARISONS, type Comparison } from './comparison.ts';
import { evaluate, STEPS, type EvaluationSteps } from './evaluate.ts';
import { naivelyEvaluate, type RawDocument, type RawPolicies, type RawStatement } from './naive.fixture.ts';
import { layerOf, UNKNOWN_LAYER, type PolicySet } from './policy-layer.ts';
import type { AccessRequest, RequestPrincipal } from './request.ts';

const ACCOUNT = '111122223333';
const OTHER = '444455556666';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/app`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/app/s`;
const USER = `arn:aws:iam::${ACCOUNT}:user/ann`;
const FEDERATED = `arn:aws:sts::${ACCOUNT}:federated-user/bob`;

const principal = fc.constantFrom<RequestPrincipal>(
  { kind: 'user', account: ACCOUNT, arn: USER },
  { kind: 'role-session', account: ACCOUNT, arn: SESSION, roleArn: ROLE },
  { kind: 'federated-user', account: ACCOUNT, arn: FEDERATED, userArn: USER },
  { kind: 'root', account: ACCOUNT },
  { kind: 'service', name: 'config.amazonaws.com' },
  { kind: 'anonymous' },
);

/** Condition keys with the values that requests may have for them; the first choice is absence. */
const KEYS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'aws:username': [[], ['ann'], ['*']],
  'aws:PrincipalTag/team': [[], ['red'], ['Red'], ['blue']],
  'aws:TagKeys': [[], ['a'], ['a', 'b'], ['c']],
  'aws:MultiFactorAuthPresent': [[], ['true'], ['false']],
  'aws:MultiFactorAuthAge': [[], ['9'], ['60'], ['61']],
  'aws:CurrentTime': [['2026-03-01T00:00:00Z'], ['2026-03-02T00:00:00Z'], ['2026-03-03T00:00:00Z']],
  'aws:SourceIp': [[], ['203.0.113.9'], ['198.51.100.1']],
  'aws:SourceArn': [[], ['arn:aws:s3:::logs'], ['arn:aws:sns:eu-west-1:111122223333:t:sub']],
};

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  text: [
    'StringEquals',
    'StringNotEquals',
    'StringEqualsIgnoreCase',
    'StringNotEqualsIgnoreCase',
    'StringLike',
    'StringNotLike',
  ],
  number: [
    'NumericEquals',
    'NumericNotEquals',
    'NumericLessThan',
    'NumericLessThanEquals',
    'NumericGreaterThan',
    'NumericGreaterThanEquals',
  ],
  date: [
    'DateEquals',
    'DateNotEquals',
    'DateLessThan',
    'DateLessThanEquals',
    'DateGreaterThan',
    'DateGreaterThanEquals',
  ],
  arn: ['ArnEquals', 'ArnNotEquals', 'ArnLike', 'ArnNotLike'],
};

/** A test on a key: operators that fit, and values. */
function on(
  key: string,
  operators: readonly string[],
  values: readonly string[],
): fc.Arbitrary<RawStatement['Condition']> {
  const isMany = key === 'aws:TagKeys';
  return fc
    .record({
      qualifier: isMany
        ? fc.constantFrom('ForAllValues:', 'ForAnyValue:')
        : fc.constantFrom('', '', '', 'ForAnyValue:', 'ForAllValues:'),
      operator: fc.constantFrom(...operators),
      suffix: fc.constantFrom('', '', 'IfExists'),
      given: fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }),
    })
    .map(({ qualifier, operator, suffix, given }) => ({ [`${qualifier}${operator}${suffix}`]: { [key]: given } }));
}

const condition = fc.oneof(
  { weight: 6, arbitrary: fc.constant<RawStatement['Condition']>({}) },
  on('aws:PrincipalTag/team', OPERATORS.text ?? [], ['red', 'RED', 'r*', '*', '?ed', '${aws:username}', '${*}']),
  on('aws:username', OPERATORS.text ?? [], ['ann', '${*}', 'a?n', '${aws:PrincipalTag/team}', '${aws:username}']),
  on('aws:TagKeys', OPERATORS.text ?? [], ['a', 'b', '*']),
  on('aws:MultiFactorAuthPresent', ['Bool'], ['true', 'false', 'TRUE']),
  on('aws:MultiFactorAuthAge', OPERATORS.number ?? [], ['9', '60', '60.5']),
  on('aws:CurrentTime', OPERATORS.date ?? [], ['2026-03-02T00:00:00Z', '2026-03-03T00:00:00Z']),
  on('aws:SourceIp', ['IpAddress', 'NotIpAddress'], ['203.0.113.0/24', '203.0.113.9', '0.0.0.0/0', '198.51.100.0/31']),
  on('aws:SourceArn', OPERATORS.arn ?? [], [
    'arn:aws:s3:::logs',
    'arn:*:*:*:*:*',
    'arn:aws:s*:::l?gs',
    'arn:aws:sns:*:*:*',
    'arn:aws:sns:eu-west-1:*',
  ]),
  fc
    .record({ key: fc.constantFrom(...Object.keys(KEYS)), given: fc.constantFrom('true', 'false') })
    .map(({ key, given }) => ({ Null: { [key]: [given] } })),
);

const ACTIONS = ['s3:GetObject', 's3:ListAllMyBuckets', 'sts:AssumeRole', 'S3:PUTOBJECT'];
const RESOURCES = ['arn:aws:s3:::logs/ann/x', 'arn:aws:s3:::logs/red/*', ROLE];

function some<T>(...values: readonly T[]): fc.Arbitrary<readonly T[]> {
  return fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });
}

const statement: fc.Arbitrary<RawStatement> = fc
  .record({
    Effect: fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Allow', 'Allow', 'Deny'),
    actionElement: fc.constantFrom('Action', 'Action', 'Action', 'NotAction'),
    actions: some('*', 's3:*', 's3:Get*', 's3:getobject', 's?s:Assume*', 's3:List*', 'sts:*'),
    resourceElement: fc.constantFrom('Resource', 'Resource', 'Resource', 'NotResource'),
    resources: some(
      '*',
      '*',
      'arn:aws:s3:::*',
      'arn:aws:s3:::logs/${aws:username}/*',
      'arn:aws:s3:::logs/red/${*}',
      'arn:aws:iam::*:role/*',
      `arn:*:${'?'.repeat(2)}:::logs/*`,
    ),
    condition,
  })
  .map(({ Effect, actionElement, actions, resourceElement, resources, condition: given }) => ({
    Effect,
    [actionElement]: actions,
    [resourceElement]: resources,
    ...(given === undefined || Object.keys(given).length === 0 ? {} : { Condition: given }),
  }));

const document = fc.array(statement, { minLength: 1, maxLength: 3 });
const everything: RawDocument = [{ Effect: 'Allow', Action: ['*'], Resource: ['*'] }];
const resourceDocument = fc.array(
  fc
    .record({
      one: statement,
      Principal: fc.oneof(
        fc.constant<RawStatement['Principal']>('*'),
        some('*', ACCOUNT, `arn:aws:iam::${ACCOUNT}:root`, USER, ROLE, SESSION, FEDERATED, OTHER).map((AWS) => ({
          AWS,
        })),
        fc.constant<RawStatement['Principal']>({ Service: ['config.amazonaws.com'] }),
      ),
    })
    .map(({ one, Principal }): RawStatement => ({ ...one, ...(Principal === undefined ? {} : { Principal }) })),
  { minLength: 1, maxLength: 3 },
);
const limit = fc.oneof({ weight: 2, arbitrary: fc.constant(everything) }, document);

const policies: fc.Arbitrary<RawPolicies> = fc.record({
  identity: fc.array(document, { maxLength: 2 }),
  boundary: fc.option(limit, { nil: undefined }),
  session: fc.option(limit, { nil: undefined }),
  resource: fc.option(resourceDocument, { nil: undefined }),
  serviceControls: fc.array(limit, { maxLength: 2 }),
  resourceControls: fc.array(limit, { maxLength: 1 }),
});

const context = fc
  .record(Object.fromEntries(Object.entries(KEYS).map(([key, choices]) => [key, fc.constantFrom(...choices)])))
  .map((chosen) => new Map(Object.entries(chosen).map(([key, values]) => [key.toLowerCase(), values])));

const request: fc.Arbitrary<AccessRequest> = fc
  .record({
    principal,
    action: fc.constantFrom(...ACTIONS),
    resource: fc.constantFrom(...RESOURCES),
    resourceAccount: fc.constantFrom(ACCOUNT, ACCOUNT, OTHER),
    values: context,
  })
  .map(({ values, ...rest }) => ({ ...rest, context: { values, isComplete: true } }));

function written(raw: RawDocument): Json {
  return JSON.stringify({ Version: '2012-10-17', Statement: raw });
}

function setOf(raw: RawPolicies): PolicySet {
  return {
    identity: layerOf(raw.identity.map(written)),
    boundary: raw.boundary && layerOf([written(raw.boundary)]),
    session: raw.session && layerOf([written(raw.session)]),
    resource: raw.resource && layerOf([written(raw.resource)]),
    serviceControls: raw.serviceControls.map((one) => layerOf([written(one)])),
    resourceControls: raw.resourceControls.map((one) => layerOf([written(one)])),
  };
}

/** One condition decides: in the cases above it is often drowned by the rest. */
const onCondition: fc.Arbitrary<RawPolicies> = condition.map((Condition) => ({
  identity: [[{ Effect: 'Allow', Action: ['*'], Resource: ['*'], ...(Condition === undefined ? {} : { Condition }) }]],
  boundary: undefined,
  session: everything,
  resource: undefined,
  serviceControls: [],
  resourceControls: [],
}));

const CASES = fc.tuple(request, fc.oneof({ weight: 3, arbitrary: policies }, onCondition));

interface Sample {
  readonly asked: AccessRequest;
  readonly given: PolicySet;
  readonly expected: string;
}

const SAMPLES: readonly Sample[] = fc
  .sample(CASES, { numRuns: 8000, seed: 20_260_301 })
  .map(([asked, raw]) => ({ asked, given: setOf(raw), expected: naivelyEvaluate(asked, raw) }));

function findsDisagreement(steps: EvaluationSteps): boolean {
  return SAMPLES.some(({ asked, given, expected }) => evaluate(asked, given, steps).outcome !== expected);
}

test('the cases have every outcome, each often', () => {
  const counts = new Map<string, number>();
  for (const { expected } of SAMPLES) counts.set(expected, (counts.get(expected) ?? 0) + 1);
  for (const outcome of ['allowed', 'explicitly-denied', 'implicitly-denied'])
    expect(counts.get(outcome)).toBeGreaterThan(500);
});

test('both say the same of 3000 more requests of which everything is known', () => {
  fc.assert(
    fc.property(CASES, ([asked, raw]) => {
      expect(evaluate(asked, setOf(raw)).outcome).toBe(naivelyEvaluate(asked, raw));
    }),
    { numRuns: 3000 },
  );
});

test('what is said of a request with a hidden key holds whatever the key may be', () => {
  fc.assert(
    fc.property(CASES, fc.constantFrom(...Object.keys(KEYS)), ([asked, raw], hidden) => {
      const values = new Map(asked.context.values);
      values.delete(hidden.toLowerCase());
      const { outcome, isAllowed } = evaluate({ ...asked, context: { values, isComplete: false } }, setOf(raw));
      for (const choice of KEYS[hidden] ?? []) {
        const full = new Map([...values, [hidden.toLowerCase(), choice] as const]);
        const actual = naivelyEvaluate({ ...asked, context: { values: full, isComplete: true } }, raw);
        if (outcome !== 'unknown') expect(actual).toBe(outcome);
        if (isAllowed !== 'unknown') expect(verdictOf(actual === 'allowed')).toBe(isAllowed);
      }
    }),
    { numRuns: 2000 },
  );
});

test('what is said without a layer that nobody has seen holds whatever is in it', () => {
  fc.assert(
    fc.property(CASES, fc.constantFrom('identity', 'boundary', 'session', 'resource'), ([asked, raw], hidden) => {
      const { outcome, isAllowed } = evaluate(asked, { ...setOf(raw), [hidden]: UNKNOWN_LAYER });
      for (const content of [
        [],
        everything,
        [{ Effect: 'Deny', Action: ['*'], Resource: ['*'] }] as const,
        raw.session ?? [],
      ]) {
        const actual = naivelyEvaluate(asked, { ...raw, [hidden]: hidden === 'identity' ? [content] : content });
        if (outcome !== 'unknown') expect(actual).toBe(outcome);
        if (isAllowed !== 'unknown') expect(verdictOf(actual === 'allowed')).toBe(isAllowed);
      }
    }),
    { numRuns: 1000 },
  );
});

function withComparison(name: string, patch: Partial<Comparison>): EvaluationSteps {
  const original = COMPARISONS.get(name);
  if (original === undefined) throw new Error(`There is no operator ${name}`);
  return { ...STEPS, comparisons: new Map([...COMPARISONS, [name, { ...original, ...patch }]]) };
}

describe('a bug planted in the evaluator is found by its twin', () => {
  test.each<[bug: string, steps: EvaluationSteps]>([
    ['every action has a resource of its own', { ...STEPS, resourceOf: ({ resource }) => resource }],
    ['no action has', { ...STEPS, resourceOf: () => '*' }],
    [
      'a grant to a role passes by the boundary',
      { ...STEPS, grantOfResource: ({ direct, role }) => anyOf([direct, role]) },
    ],
    [
      'a grant to a session does not',
      { ...STEPS, grantOfResource: ({ direct, role }, limits) => allOf([anyOf([direct, role]), limits]) },
    ],
    ['a grant to a role is none', { ...STEPS, grantOfResource: ({ direct }) => direct }],
    [
      'a grant to an account is one',
      {
        ...STEPS,
        grantOfResource: ({ direct, role, account }, limits) =>
          anyOf([direct, allOf([anyOf([role, account]), limits])]),
      },
    ],
    ['a role may be assumed without its trust', { ...STEPS, needsResourcePolicy: () => false }],
    ['everything needs a resource policy', { ...STEPS, needsResourcePolicy: () => true }],
    ['a federated session without a policy has rights', { ...STEPS, whenMissing: () => 'yes' }],
    ['no session policy means no rights', { ...STEPS, whenMissing: () => 'no' }],
    [
      'StringEquals takes wildcards',
      withComparison('stringequals', { compare: (given, asked) => verdictOf(matches(given, asked)) }),
    ],
    [
      'StringEquals ignores case',
      withComparison('stringequals', {
        compare: (given, asked) => verdictOf(given.toLowerCase() === asked.toLowerCase()),
      }),
    ],
    ['StringLike takes none', withComparison('stringlike', { compare: (given, asked) => verdictOf(given === asked) })],
    ['StringLike knows no variables', withComparison('stringlike', { takesVariables: false })],
    [
      'a user named * is everybody',
      withComparison('stringlike', {
        compare: (given, asked) => verdictOf(matches(given.replaceAll('\uE000', '*'), asked)),
      }),
    ],
    ['StringNotLike is not negated', withComparison('stringnotlike', { isNegated: false })],
    [
      'ArnLike reaches across colons',
      withComparison('arnlike', { compare: (given, asked) => verdictOf(matches(given, asked)) }),
    ],
    [
      'NumericLessThan is the other way round',
      withComparison('numericlessthan', { compare: (given, asked) => verdictOf(Number(given) < Number(asked)) }),
    ],
    [
      'NumericLessThan compares as text',
      withComparison('numericlessthan', { compare: (given, asked) => verdictOf(asked < given) }),
    ],
    [
      'NumericGreaterThanEquals leaves out the limit',
      withComparison('numericgreaterthanequals', {
        compare: (given, asked) => verdictOf(Number(asked) > Number(given)),
      }),
    ],
    [
      'DateLessThanEquals leaves out the limit',
      withComparison('datelessthanequals', { compare: (given, asked) => verdictOf(asked < given) }),
    ],
    ['Bool respects case', withComparison('bool', { compare: (given, asked) => verdictOf(given === asked) })],
    [
      'IpAddress compares as text',
      withComparison('ipaddress', { compare: (given, asked) => verdictOf(given === asked) }),
    ],
    [
      'NotIpAddress is negated twice',
      withComparison('notipaddress', {
        compare: (given, asked) => not(COMPARISONS.get('ipaddress')?.compare(given, asked) ?? 'no'),
      }),
    ],
  ])('%s', (_, steps) => {
    expect(findsDisagreement(steps)).toBe(true);
  });
  test('and without one there is nothing to find', () => {
    expect(findsDisagreement(STEPS)).toBe(false);
  });
});
