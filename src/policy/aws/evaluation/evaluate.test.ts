/** What AWS's documentation promises, case by case; the twin test covers how it all combines. */
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../std/json.ts';
import { evaluate, resourceCharsMax } from './evaluate.ts';
import { layerOf, UNKNOWN_LAYER, type PolicySet } from './policy-layer.ts';
import type { AccessRequest, RequestPrincipal } from './request.ts';

const ACCOUNT = '111122223333';
const OTHER = '444455556666';
const USER = `arn:aws:iam::${ACCOUNT}:user/ann`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/app`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/app/s`;

const user: RequestPrincipal = { kind: 'user', account: ACCOUNT, arn: USER };
const session: RequestPrincipal = { kind: 'role-session', account: ACCOUNT, arn: SESSION, roleArn: ROLE };
const root: RequestPrincipal = { kind: 'root', account: ACCOUNT };

const allow: JsonObject = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
const deny: JsonObject = { ...allow, Effect: 'Deny' };

function layer(...statements: readonly Json[]): PolicySet['identity'] {
  return layerOf([{ Version: '2012-10-17', Statement: statements }]);
}

/** What becomes of `s3:GetObject` on an object, with these policies and nothing else. */
function outcomeOf(policies: Partial<PolicySet>, patch: Partial<AccessRequest> = {}): string {
  const base: AccessRequest = {
    principal: user,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::b/k',
    resourceAccount: ACCOUNT,
    context: { values: new Map([['aws:username', ['ann']]]), isComplete: true },
  };
  const none: PolicySet = {
    identity: layerOf([]),
    boundary: undefined,
    session: undefined,
    resource: undefined,
    serviceControls: [],
    resourceControls: [],
  };
  return evaluate({ ...base, ...patch }, { ...none, ...policies }).outcome;
}

function resourceFor(principal: Json, patch: JsonObject = allow): PolicySet['identity'] {
  return layer({ ...patch, Principal: principal });
}

describe('in one account', () => {
  test.each<[what: string, outcome: string, policies: Partial<PolicySet>]>([
    ['nothing allows', 'implicitly-denied', {}],
    ['a policy allows', 'allowed', { identity: layer(allow) }],
    ['a Deny beats an Allow', 'explicitly-denied', { identity: layer(allow, deny) }],
    ['the boundary has to allow too', 'implicitly-denied', { identity: layer(allow), boundary: layer() }],
    ['a boundary alone grants nothing', 'implicitly-denied', { boundary: layer(allow) }],
    ['the session policy has to allow too', 'implicitly-denied', { identity: layer(allow), session: layer() }],
    [
      'every level of SCPs has to allow',
      'implicitly-denied',
      { identity: layer(allow), serviceControls: [layer(allow), layer()] },
    ],
    ['SCPs grant nothing', 'implicitly-denied', { serviceControls: [layer(allow)] }],
    ['an SCP denies', 'explicitly-denied', { identity: layer(allow), serviceControls: [layer(allow, deny)] }],
    [
      'an RCP denies',
      'explicitly-denied',
      { identity: layer(allow), resourceControls: [layer(allow, { ...deny, Principal: '*' })] },
    ],
    [
      'the resource grants to the user, past the boundary',
      'allowed',
      { boundary: layer(), resource: resourceFor({ AWS: USER }) },
    ],
    ['but not past an SCP', 'implicitly-denied', { serviceControls: [layer()], resource: resourceFor({ AWS: USER }) }],
    [
      'nor past a Deny in the boundary',
      'explicitly-denied',
      { boundary: layer(deny), resource: resourceFor({ AWS: USER }) },
    ],
    [
      'the resource names the account, which grants nothing',
      'implicitly-denied',
      { resource: resourceFor({ AWS: ACCOUNT }) },
    ],
    [
      'the resource denies somebody else',
      'allowed',
      { identity: layer(allow), resource: resourceFor({ AWS: `${USER}2` }, deny) },
    ],
    [
      'the resource denies the account',
      'explicitly-denied',
      { identity: layer(allow), resource: resourceFor({ AWS: ACCOUNT }, deny) },
    ],
  ])('%s: %s', (_, outcome, policies) => {
    expect(outcomeOf(policies)).toBe(outcome);
  });
});

describe('sessions of roles', () => {
  test.each<[what: string, outcome: string, policies: Partial<PolicySet>]>([
    ['a grant to the role needs no identity policy', 'allowed', { resource: resourceFor({ AWS: ROLE }) }],
    [
      'a grant to the role ends at the boundary',
      'implicitly-denied',
      { boundary: layer(), resource: resourceFor({ AWS: ROLE }) },
    ],
    [
      'a grant to the session does not',
      'allowed',
      { boundary: layer(), session: layer(), resource: resourceFor({ AWS: SESSION }) },
    ],
    ['a grant to everybody does not', 'allowed', { boundary: layer(), resource: resourceFor('*') }],
  ])('%s: %s', (_, outcome, policies) => {
    expect(outcomeOf(policies, { principal: session })).toBe(outcome);
  });
});

describe('across accounts both sides have to grant', () => {
  test.each<[what: string, outcome: string, policies: Partial<PolicySet>]>([
    ['both', 'allowed', { identity: layer(allow), resource: resourceFor({ AWS: USER }) }],
    [
      'both, by account',
      'allowed',
      { identity: layer(allow), resource: resourceFor({ AWS: `arn:aws:iam::${ACCOUNT}:root` }) },
    ],
    ['only the identity', 'implicitly-denied', { identity: layer(allow) }],
    ['only the resource', 'implicitly-denied', { resource: resourceFor({ AWS: USER }) }],
    ['only the resource, to everybody', 'implicitly-denied', { resource: resourceFor('*') }],
  ])('%s: %s', (_, outcome, policies) => {
    expect(outcomeOf(policies, { resourceAccount: OTHER })).toBe(outcome);
  });
});

describe('who has no identity policies', () => {
  test('the root user may do everything in its account, as far as SCPs and the resource let it', () => {
    expect(outcomeOf({}, { principal: root })).toBe('allowed');
    expect(outcomeOf({ boundary: layer(deny) }, { principal: root })).toBe('allowed');
    expect(outcomeOf({ serviceControls: [layer(deny)] }, { principal: root })).toBe('explicitly-denied');
    expect(outcomeOf({ resource: resourceFor('*', deny) }, { principal: root })).toBe('explicitly-denied');
    expect(outcomeOf({}, { principal: root, resourceAccount: OTHER })).toBe('implicitly-denied');
  });
  test('services and strangers live on what the resource grants, and no SCP is theirs', () => {
    const service: RequestPrincipal = { kind: 'service', name: 'config.amazonaws.com' };
    const resource = resourceFor({ Service: 'config.amazonaws.com' });
    expect(outcomeOf({ resource, serviceControls: [layer(deny)] }, { principal: service })).toBe('allowed');
    expect(outcomeOf({ resource }, { principal: { kind: 'anonymous' } })).toBe('implicitly-denied');
    expect(outcomeOf({ resource: resourceFor('*') }, { principal: { kind: 'anonymous' } })).toBe('allowed');
  });
  test('a session of GetFederationToken has what its session policy lets through', () => {
    const federated: RequestPrincipal = {
      kind: 'federated-user',
      account: ACCOUNT,
      arn: `arn:aws:sts::${ACCOUNT}:federated-user/bob`,
      userArn: USER,
    };
    expect(outcomeOf({ identity: layer(allow) }, { principal: federated })).toBe('implicitly-denied');
    expect(outcomeOf({ identity: layer(allow), session: layer(allow) }, { principal: federated })).toBe('allowed');
  });
});

describe('resources that answer to their own policy first', () => {
  test.each<[what: string, outcome: string, resource: PolicySet['resource']]>([
    ['a role that does not trust', 'implicitly-denied', undefined],
    [
      'a role that trusts the account',
      'allowed',
      layer({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: ACCOUNT } }),
    ],
  ])('%s: %s', (_, outcome, resource) => {
    const identity = layer({ Effect: 'Allow', Action: 'sts:*', Resource: '*' });
    expect(outcomeOf({ identity, resource }, { action: 'sts:AssumeRole', resource: ROLE })).toBe(outcome);
  });
  test('a key without a policy for it', () => {
    const request = { action: 'kms:Decrypt', resource: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1` };
    const identity = layer({ Effect: 'Allow', Action: 'kms:*', Resource: '*' });
    expect(outcomeOf({ identity }, request)).toBe('implicitly-denied');
    expect(
      outcomeOf(
        { identity, resource: layer({ Effect: 'Allow', Action: 'kms:*', Resource: '*', Principal: { AWS: ACCOUNT } }) },
        request,
      ),
    ).toBe('allowed');
  });
});

describe('which statements are about a request', () => {
  test.each<[what: string, outcome: string, statement: JsonObject, request?: Partial<AccessRequest>]>([
    ['action in another case', 'allowed', { ...allow, Action: 'S3:getobject' }],
    ['NotAction', 'implicitly-denied', { Effect: 'Allow', NotAction: 's3:Get*', Resource: '*' }],
    ['NotResource', 'implicitly-denied', { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::b/*' }],
    ['another partition', 'implicitly-denied', { ...allow, Resource: 'arn:aws-cn:s3:::b/k' }],
    ['any partition', 'allowed', { ...allow, Resource: 'arn:aws*:s3:::b/k' }],
    [
      'a variable',
      'allowed',
      { ...allow, Resource: 'arn:aws:s3:::${aws:username}/k' },
      { resource: 'arn:aws:s3:::ann/k' },
    ],
    ['a variable without value', 'implicitly-denied', { ...allow, Resource: 'arn:aws:s3:::${aws:userid}*' }],
    ['a variable with a default', 'allowed', { ...allow, Resource: "arn:aws:s3:::${aws:userid, 'b'}/k" }],
    [
      'an ARN for an action without resource-level permissions',
      'implicitly-denied',
      { ...allow, Resource: 'arn:aws:s3:::*' },
      { action: 's3:ListAllMyBuckets' },
    ],
    ['a star for it', 'allowed', allow, { action: 's3:ListAllMyBuckets' }],
  ])('%s: %s', (_, outcome, statement, request) => {
    expect(outcomeOf({ identity: layer(statement) }, request)).toBe(outcome);
  });
  test('a document without version knows no variables', () => {
    const identity = layerOf([{ Statement: { ...allow, Resource: 'arn:aws:s3:::${aws:username}/k' } }]);
    expect(outcomeOf({ identity }, { resource: 'arn:aws:s3:::ann/k' })).toBe('implicitly-denied');
    expect(outcomeOf({ identity }, { resource: 'arn:aws:s3:::${aws:username}/k' })).toBe('allowed');
  });
});

describe('NotPrincipal in a Deny spares who is named in every capacity', () => {
  test.each<[string, readonly string[]]>([
    ['explicitly-denied', [`${USER}2`]],
    ['unknown', [USER]],
    ['allowed', [USER, ACCOUNT]],
  ])('%s: %j', (outcome, names) => {
    const statement = { Effect: 'Deny', Action: '*', Resource: '*', NotPrincipal: { AWS: names } };
    expect(outcomeOf({ identity: layer(allow), resource: layer(statement) })).toBe(outcome);
  });
});

describe('what is not known is not guessed', () => {
  const open = { values: new Map<string, readonly string[]>(), isComplete: false };
  const underMfa = { ...allow, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };
  test.each<[what: string, outcome: string, policies: Partial<PolicySet>, request?: Partial<AccessRequest>]>([
    ['a key that may be there', 'unknown', { identity: layer(underMfa) }, { context: open }],
    ['which does not matter', 'allowed', { identity: layer(underMfa, allow) }, { context: open }],
    [
      'which does not matter against a Deny',
      'explicitly-denied',
      { identity: layer(underMfa, deny) },
      { context: open },
    ],
    ['a Deny that may hold', 'unknown', { identity: layer(allow, { ...underMfa, Effect: 'Deny' }) }, { context: open }],
    [
      'an operator that AWS does not have',
      'unknown',
      { identity: layer({ ...allow, Condition: { StringMaybe: { 'aws:username': 'ann' } } }) },
    ],
    [
      'a number that is none',
      'unknown',
      { identity: layer({ ...allow, Condition: { NumericEquals: { 'aws:username': 'ann' } } }) },
    ],
    ['an unread policy', 'unknown', { identity: layerOf(['cut']) }],
    ['an unread policy beside a Deny', 'explicitly-denied', { identity: layerOf(['cut', { Statement: [deny] }]) }],
    ['an unread boundary', 'unknown', { identity: layer(allow), boundary: UNKNOWN_LAYER }],
    ['an unread SCP', 'unknown', { identity: layer(allow), serviceControls: [UNKNOWN_LAYER] }],
    [
      'an unread policy of the resource, which may deny',
      'unknown',
      { identity: layer(allow), resource: UNKNOWN_LAYER },
    ],
    ['a statement that IAM would not have stored', 'unknown', { identity: layer({ Effect: 'Allow', Action: 's3:*' }) }],
    [
      'a resource longer than any ARN',
      'unknown',
      { identity: layer(allow) },
      { resource: 'x'.repeat(resourceCharsMax + 1) },
    ],
    ['a principal by its id', 'unknown', { resource: resourceFor({ AWS: 'AIDAEXAMPLEEXAMPLE123' }) }],
  ])('%s: %s', (_, outcome, policies, request) => {
    expect(outcomeOf(policies, request)).toBe(outcome);
  });
  test('that it fails may be certain when the manner is not', () => {
    const request: AccessRequest = {
      principal: user,
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::b/k',
      resourceAccount: ACCOUNT,
      context: open,
    };
    const identity = layer({ ...underMfa, Effect: 'Deny' });
    const policies: PolicySet = {
      identity,
      boundary: undefined,
      session: undefined,
      resource: undefined,
      serviceControls: [],
      resourceControls: [],
    };
    expect(evaluate(request, policies)).toEqual({ outcome: 'unknown', isAllowed: 'no' });
  });
});

// Bounded by construction: every pattern once, against texts of bounded length. No clock here.
describe('hostile documents get an answer', () => {
  test.each<[string, Json, string]>([
    [
      'a hundred thousand statements',
      Array.from({ length: 100_000 }, () => ({ ...allow, Action: 'iam:*' })),
      'implicitly-denied',
    ],
    ['a pattern of a million stars', [{ ...allow, Resource: `${'*a'.repeat(500_000)}*` }], 'implicitly-denied'],
    ['two megabytes of variables', [{ ...allow, Resource: '${aws:username}'.repeat(100_000) }], 'unknown'],
    ['two megabytes of open variables', [{ ...allow, Resource: '${'.repeat(900_000) }], 'unknown'],
    ['ten megabytes', 'x'.repeat(10_000_000), 'unknown'],
  ])('%s', (_, statements, outcome) => {
    expect(outcomeOf({ identity: layerOf([{ Version: '2012-10-17', Statement: statements }]) })).toBe(outcome);
  });
});
