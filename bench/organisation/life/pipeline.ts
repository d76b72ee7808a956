/** The build system: web identity, then a deployer's role in the account; deployments, and Terraform with its bursts of IAM. */
import type { Random } from '../../cloudtrail/random.ts';
import type { Caller, Json, JsonObject } from '../../cloudtrail/record.ts';
import { iamArn, policy, response } from '../aws/iam.ts';
import { assumeRole, webIdentity, type From } from '../aws/session.ts';
import { HOUR_MS, isWorkday, MINUTE_MS } from '../calendar.ts';
import { aws, type Emitted } from '../event.ts';
import { accountsOf, firstOf, serviceRole, type OrgAccount, type Organisation } from '../organisation.ts';
import type { Routine } from '../routine.ts';

export const ISSUER = 'token.actions.githubusercontent.com';
export const DEPLOYER = 'deployer';
export const TERRAFORM_AGENT =
  'APN/1.0 HashiCorp/1.0 Terraform/1.13.3 (+https://www.terraform.io) aws-sdk-go-v2/1.39.2 lang/go#1.25.1';
const ACTIONS_AGENT =
  'aws-sdk-js/3.980.0 ua/2.1 os/linux#6.11 lang/js md/nodejs#24.9.0 api/sts#3.980.0 configure-aws-credentials-for-github-actions';

export const pipeline: Routine = {
  name: 'pipeline',
  *plan({ organisation, day, random }) {
    const isBusy = isWorkday(day);
    for (const account of accountsOf(organisation, 'production', 'development', 'shared')) {
      for (let runs = isBusy ? random.between(2, 9) : random.below(2); runs > 0; runs -= 1) {
        const atMs = day.startMs + random.between(7 * 60, 18 * 60) * MINUTE_MS + random.below(60_000);
        yield { atMs, events: () => deployment(random, organisation, account, atMs) };
      }
      // Drift is looked for every night and changes follow on most working days.
      const nightMs = day.startMs + 2 * HOUR_MS + random.below(HOUR_MS);
      yield { atMs: nightMs, events: () => terraformPlan(random, organisation, account, nightMs) };
      if (isBusy && random.permille(450)) {
        const atMs = day.startMs + random.between(8 * 60, 16 * 60) * MINUTE_MS;
        yield { atMs, events: () => terraformApply(random, organisation, account, atMs) };
      }
    }
  },
};

/** An address of the build system: runners come and go. */
export function runner(random: Random): From {
  return { address: `198.51.100.${random.between(128, 191)}`, agent: ACTIONS_AGENT };
}

/** From the token of the build system to the deployer of an account. */
export function* intoAccount(
  random: Random,
  organisation: Organisation,
  way: { readonly account: OrgAccount; readonly from: From; readonly agent?: string },
  atMs: number,
): Generator<Emitted, Caller> {
  const home = firstOf(organisation, 'shared');
  const run = `run-${random.between(100_000, 999_999)}`;
  const entrance = webIdentity(
    random,
    way.from,
    {
      role: serviceRole(home, 'ci-entrance'),
      issuer: ISSUER,
      subject: 'repo:example/shop:ref:refs/heads/main',
      name: run,
    },
    atMs,
  );
  yield* entrance.events;
  const caller = { ...entrance.caller, userAgent: way.agent ?? way.from.agent };
  const region = way.account.regions[0] ?? 'us-east-1';
  const chained = assumeRole(
    random,
    caller,
    { role: serviceRole(way.account, DEPLOYER), name: run, region },
    atMs + 2000,
  );
  yield* chained.events;
  return chained.caller;
}

function* deployment(
  random: Random,
  organisation: Organisation,
  account: OrgAccount,
  atMs: number,
): Generator<Emitted> {
  const caller = yield* intoAccount(random, organisation, { account, from: runner(random) }, atMs);
  const region = account.regions[0] ?? 'us-east-1';
  for (const [step, functionName] of account.functions
    .slice(0, random.between(1, account.functions.length))
    .entries()) {
    const startMs = atMs + 5000 + step * 9000;
    const calls: [string, string, JsonObject][] = [
      ['lambda', 'GetFunction20150331v2', { functionName }],
      ['lambda', 'UpdateFunctionCode20150331v2', { functionName, publish: true, dryRun: false }],
      ['lambda', 'GetFunctionConfiguration20150331v2', { functionName }],
      [
        'ecs',
        'RegisterTaskDefinition',
        { family: functionName, networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'] },
      ],
      ['ecs', 'UpdateService', { cluster: 'shop', service: functionName, taskDefinition: functionName }],
      ['ecs', 'DescribeServices', { cluster: 'shop', services: [functionName] }],
    ];
    for (const [at, [service, name, request]] of calls.entries()) {
      yield aws(random, caller, startMs + at * 1400, { service, name, region, request });
    }
  }
}

/** Reads the state of everything that Terraform looks after. */
function* terraformPlan(
  random: Random,
  organisation: Organisation,
  account: OrgAccount,
  startMs: number,
): Generator<Emitted> {
  const way = { account, from: runner(random), agent: TERRAFORM_AGENT };
  const caller = yield* intoAccount(random, organisation, way, startMs);
  let atMs = startMs + 4000;
  for (const roleName of [...account.functions, ...account.services, DEPLOYER]) {
    for (const name of ['GetRole', 'ListRolePolicies', 'ListAttachedRolePolicies', 'GetPolicy', 'GetPolicyVersion']) {
      atMs += random.between(60, 200);
      yield call(
        random,
        caller,
        account,
        atMs,
        name,
        name.includes('Policy') && name.startsWith('Get')
          ? { policyArn: iamArn(account, 'policy', roleName) }
          : { roleName },
      );
    }
  }
}

/** Makes some roles with what belongs to them and takes others down: dozens of writes within seconds. */
function* terraformApply(
  random: Random,
  organisation: Organisation,
  account: OrgAccount,
  startMs: number,
): Generator<Emitted> {
  const way = { account, from: runner(random), agent: TERRAFORM_AGENT };
  const caller = yield* intoAccount(random, organisation, way, startMs);
  let atMs = startMs + 4000;
  for (let roles = random.between(2, 9); roles > 0; roles -= 1) {
    const roleName = `shop-${random.pick(['orders', 'prices', 'stock', 'mail', 'cart'])}-${random.hex(6)}`;
    for (const [name, request] of change(random, account, roleName)) {
      atMs += random.between(80, 400);
      yield call(random, caller, account, atMs, name, request);
    }
  }
}

/** Half of all changes make a role; others take one down, or change what an old one may do and who may take it. */
function change(random: Random, account: OrgAccount, roleName: string): readonly (readonly [string, JsonObject])[] {
  const lot = random.below(100);
  if (lot < 50) return newRole(account, roleName, random.pick(TRUSTED));
  return lot < 80 ? oldRole(account, roleName) : changedRole(account, random.pick(account.functions));
}

/** A role with the trust of a service, a narrow policy of its own and one of AWS's. */
function newRole(account: OrgAccount, roleName: string, service: string): readonly (readonly [string, JsonObject])[] {
  const policyArn = iamArn(account, 'policy', roleName);
  return [
    [
      'CreateRole',
      { roleName, path: '/service/', assumeRolePolicyDocument: serviceTrust(service), maxSessionDuration: 3600 },
    ],
    ['GetRole', { roleName }],
    ['ListRolePolicies', { roleName }],
    ['CreatePolicy', { policyName: roleName, path: '/', policyDocument: tableReader(account, roleName) }],
    ['GetPolicy', { policyArn }],
    ['AttachRolePolicy', { roleName, policyArn }],
    ['AttachRolePolicy', { roleName, policyArn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole' }],
    ['PutRolePolicy', { roleName, policyName: 'logs', policyDocument: LOG_WRITER }],
    ['ListAttachedRolePolicies', { roleName }],
  ];
}

function oldRole(account: OrgAccount, roleName: string): readonly (readonly [string, JsonObject])[] {
  const policyArn = iamArn(account, 'policy', roleName);
  return [
    ['ListAttachedRolePolicies', { roleName }],
    ['DetachRolePolicy', { roleName, policyArn }],
    ['DeleteRolePolicy', { roleName, policyName: 'logs' }],
    ['DeletePolicy', { policyArn }],
    ['ListInstanceProfilesForRole', { roleName }],
    ['DeleteRole', { roleName }],
  ];
}

function changedRole(account: OrgAccount, roleName: string): readonly (readonly [string, JsonObject])[] {
  const policyArn = iamArn(account, 'policy', roleName);
  return [
    ['GetPolicy', { policyArn }],
    ['ListPolicyVersions', { policyArn }],
    ['CreatePolicyVersion', { policyArn, policyDocument: tableReader(account, roleName), setAsDefault: true }],
    ['DeletePolicyVersion', { policyArn, versionId: 'v1' }],
    ['UpdateAssumeRolePolicy', { roleName, policyDocument: serviceTrust('lambda') }],
  ];
}

function serviceTrust(service: string): string {
  return policy({ Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' });
}

function tableReader(account: OrgAccount, table: string): string {
  return policy({
    Effect: 'Allow',
    Action: ['dynamodb:GetItem', 'dynamodb:Query'],
    Resource: [`arn:aws:dynamodb:us-east-1:${account.id}:table/${table}`],
  });
}

function call(random: Random, caller: Caller, account: OrgAccount, atMs: number, name: string, request: Json): Emitted {
  const isThrottled = name.startsWith('List') && random.permille(60);
  const answer = response('iam', name, request, { random, account, region: 'us-east-1', atMs });
  return aws(random, caller, atMs, {
    service: 'iam',
    name,
    request: isThrottled ? null : request,
    response: isThrottled ? null : answer,
    ...(isThrottled && { error: { code: 'ThrottlingException', message: 'Rate exceeded' } }),
  });
}

const TRUSTED = ['lambda', 'ecs-tasks', 'ec2', 'states'];
const LOG_WRITER = policy({
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: 'arn:aws:logs:us-east-1:*:log-group:/shop/*',
});
