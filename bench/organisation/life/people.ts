/** People at work: they sign in from home or the office, open pages that fan out into reads, and run the command line. */
import { roleCaller } from '../../cloudtrail/caller.ts';
import type { Random } from '../../cloudtrail/random.ts';
import type { Caller, JsonObject } from '../../cloudtrail/record.ts';
import { assumeRole, singleSignOn, type From } from '../aws/session.ts';
import { HOUR_MS, isAway, isWorkday, MINUTE_MS, type Day } from '../calendar.ts';
import { aws, type Emitted } from '../event.ts';
import {
  accountsOf,
  firstOf,
  isEmployed,
  serviceRole,
  type OrgAccount,
  type Organisation,
  type Person,
} from '../organisation.ts';
import type { Routine } from '../routine.ts';
import { hash } from '../seed.ts';

/** Hotels and trains: the same few networks for everybody, intruders included. */
const TRAVEL = Array.from({ length: 24 }, (_, at) => `203.0.113.${160 + at}`);

export const people: Routine = {
  name: 'people',
  *plan({ organisation, day, random }) {
    for (const person of organisation.people) {
      if (!isEmployed(person, day.startMs)) continue;
      // Few work on Saturdays; somebody on call now and then.
      const isWorking = isWorkday(day)
        ? !isAway(person.name, day)
        : random.permille(person.team === 'platform' ? 60 : 12);
      if (!isWorking) continue;
      for (let visits = random.between(1, VISITS[person.team]); visits > 0; visits -= 1) {
        const atMs = workingTime(random, person, day);
        const account = accountFor(random, organisation, person);
        const isConsole = random.permille(600);
        const from = whereabouts(random, person, day, isConsole);
        yield { atMs, events: () => visit(random, organisation, { person, account, from, isConsole }, atMs) };
      }
    }
  },
};

/** A moment between nine and six of that person's day. */
export function workingTime(random: Random, person: Person, day: Day): number {
  const startMs = day.startMs + (person.startsAtHour - person.zoneHours) * HOUR_MS;
  return startMs + random.below(9 * 60) * MINUTE_MS + random.below(60_000);
}

/** Where somebody is on a day: at home, in the office, and every few weeks for some days on the road. */
export function whereabouts(random: Random, person: Person, day: Day, isConsole: boolean): From {
  const agent = isConsole ? person.browser : person.cli;
  const block = Math.floor(day.index / 3);
  if (hash(`${person.email}/travels/${block}`) % 29 === 0) {
    return { address: TRAVEL[hash(`${person.email}/${block}`) % TRAVEL.length] ?? person.home, agent };
  }
  const isInOffice = hash(`${person.email}/office/${day.index}`) % 100 < 45;
  return { address: isInOffice || random.permille(40) ? person.office : person.home, agent };
}

function accountFor(random: Random, organisation: Organisation, person: Person): OrgAccount {
  switch (person.team) {
    case 'finance':
      return firstOf(organisation, 'management');
    case 'security':
      return random.pick(organisation.accounts);
    case 'platform':
      return random.pick(accountsOf(organisation, 'production', 'development', 'shared'));
    case 'developer':
    case 'data':
    case 'support':
      return random.pick(accountsOf(organisation, random.permille(600) ? 'development' : 'production'));
  }
}

interface Visit {
  readonly person: Person;
  readonly account: OrgAccount;
  readonly from: From;
  readonly isConsole: boolean;
}

function* visit(random: Random, organisation: Organisation, what: Visit, atMs: number): Generator<Emitted> {
  const { events, caller, session } = singleSignOn(random, organisation, what, atMs);
  yield* events;
  if (what.isConsole) yield* browse(random, caller, what, atMs + 6000);
  else yield* commandLine(random, caller, what, atMs + 4000);
  // Administrators end some visits in a change; most others change nothing.
  if (what.person.team === 'platform' && random.permille(170)) {
    yield* smallChange(
      random,
      roleCaller(session, what.from, { console: what.isConsole }),
      what,
      atMs + 15 * MINUTE_MS,
    );
  }
}

function* browse(random: Random, caller: Caller, { account, person }: Visit, startMs: number): Generator<Emitted> {
  const region = region1(random, account);
  let clickMs = startMs;
  for (let pages = random.between(2, 6); pages > 0; pages -= 1) {
    for (const [service, name] of random.pick(PAGES[person.team])) {
      const bucket = random.pick(account.buckets);
      const missing = random.permille(300) ? MISSING.get(name) : undefined;
      yield aws(random, caller, clickMs + random.below(3000), {
        service,
        name,
        region,
        request:
          service === 's3' ? { bucketName: bucket, Host: `${bucket}.s3.amazonaws.com` } : (REQUESTS.get(name) ?? null),
        ...(missing !== undefined && { error: { code: missing, message: 'The configuration does not exist' } }),
      });
    }
    clickMs += random.between(15_000, 180_000);
  }
}

function* commandLine(random: Random, caller: Caller, { account, person }: Visit, startMs: number): Generator<Emitted> {
  const region = region1(random, account);
  let atMs = startMs;
  yield aws(random, caller, atMs, { service: 'sts', name: 'GetCallerIdentity', region });
  for (let calls = random.between(3, 25); calls > 0; calls -= 1) {
    atMs += random.between(1500, 90_000);
    const [service, name, request] = random.pick(COMMANDS[person.team]);
    const isDenied = random.permille(25);
    yield aws(random, caller, atMs, {
      service,
      name,
      region,
      request: isDenied ? null : request,
      ...(isDenied && { error: denied(caller, service, name) }),
    });
  }
  // A developer takes the role of a service to see what it sees.
  if (person.team === 'developer' && account.kind === 'development' && random.permille(120)) {
    const role = serviceRole(account, random.pick(account.functions));
    const { events, caller: inRole } = assumeRole(random, caller, { role, name: person.name, region }, atMs + 9000);
    yield* events;
    yield aws(random, inRole, atMs + 12_000, { service: 'sqs', name: 'GetQueueAttributes', region, request: null });
    yield aws(random, inRole, atMs + 20_000, {
      service: 'secretsmanager',
      name: 'GetSecretValue',
      region,
      request: { secretId: random.pick(account.secrets) },
    });
  }
}

/** A tag, a session length, a description: changes of IAM that give nobody anything. */
function* smallChange(random: Random, caller: Caller, { account }: Visit, atMs: number): Generator<Emitted> {
  const roleName = random.pick([...account.functions, ...account.services]);
  const [read, change, request] = random.pick<readonly [string, string, JsonObject]>([
    [
      'ListRoleTags',
      'TagRole',
      { roleName, tags: [{ key: 'owner', value: random.pick(['shop', 'platform', 'data']) }] },
    ],
    ['GetRole', 'UpdateRole', { roleName, maxSessionDuration: 7200 }],
    ['GetRole', 'UpdateRoleDescription', { roleName, description: 'Looked after by the platform team' }],
    [
      'ListUserTags',
      'TagUser',
      { userName: random.pick(account.programs).name, tags: [{ key: 'owner', value: 'shop' }] },
    ],
  ]);
  yield aws(random, caller, atMs, { service: 'iam', name: read, request });
  yield aws(random, caller, atMs + random.between(20_000, 90_000), { service: 'iam', name: change, request });
}

export function denied(caller: Caller, service: string, action: string) {
  const { arn } = caller.userIdentity;
  const who = typeof arn === 'string' ? arn : 'anonymous';
  return service === 'ec2'
    ? { code: 'Client.UnauthorizedOperation', message: 'You are not authorized to perform this operation.' }
    : {
        code: service === 'iam' || service === 'sts' || service === 's3' ? 'AccessDenied' : 'AccessDeniedException',
        message: `User: ${who} is not authorized to perform: ${service}:${action} because no identity-based policy allows the ${service}:${action} action`,
      };
}

function region1(random: Random, { regions }: OrgAccount): string {
  return random.permille(850) ? (regions[0] ?? 'us-east-1') : random.pick(regions);
}

const VISITS = { platform: 5, developer: 4, data: 3, security: 3, finance: 1, support: 2 } as const;
const MISSING = new Map([
  ['GetBucketPolicy', 'NoSuchBucketPolicy'],
  ['GetBucketPublicAccessBlock', 'NoSuchPublicAccessBlockConfiguration'],
  ['GetBucketWebsite', 'NoSuchWebsiteConfiguration'],
]);
const REQUESTS = new Map<string, JsonObject>([
  ['ListUsers', { maxItems: 100 }],
  ['ListRoles', { maxItems: 1000 }],
  ['DescribeAlarms', { maxRecords: 100 }],
  ['DescribeLogGroups', { limit: 50 }],
]);
type Page = readonly (readonly [service: string, name: string])[];
function page(service: string, names: string): Page {
  return names.split(' ').map((name) => [service, name]);
}
const BUCKET_PAGE = page(
  's3',
  'GetBucketAcl GetBucketPolicy GetBucketPolicyStatus GetBucketPublicAccessBlock GetBucketWebsite GetBucketLocation GetBucketVersioning',
);
const COMPUTE_PAGE: Page = [
  ...page(
    'ec2',
    'DescribeInstances DescribeVolumes DescribeSecurityGroups DescribeAddresses DescribeRegions DescribeKeyPairs',
  ),
  ...page('monitoring', 'DescribeAlarms'),
];
const LOGS_PAGE: Page = [
  ...page('logs', 'DescribeLogGroups DescribeLogStreams'),
  ...page('monitoring', 'ListMetrics DescribeAlarms'),
  ...page('health', 'DescribeEventAggregates'),
];
const FUNCTIONS_PAGE: Page = [
  ...page('lambda', 'ListFunctions20150331 GetAccountSettings20160819 ListEventSourceMappings20150331'),
  ...page('rds', 'DescribeDBInstances DescribeDBClusters'),
];
const IAM_PAGE = page('iam', 'ListUsers ListRoles GetAccountSummary ListAccountAliases ListPolicies ListMFADevices');
const TRAIL_PAGE: Page = [
  ...page('cloudtrail', 'LookupEvents DescribeTrails GetTrailStatus'),
  ...page('guardduty', 'ListDetectors ListFindings'),
  ...page('securityhub', 'GetFindings'),
];
const BILL_PAGE = page('ce', 'GetCostAndUsage GetCostForecast GetDimensionValues GetTags');
const PAGES: Readonly<Record<Person['team'], readonly Page[]>> = {
  platform: [BUCKET_PAGE, COMPUTE_PAGE, LOGS_PAGE, FUNCTIONS_PAGE, IAM_PAGE, TRAIL_PAGE],
  developer: [BUCKET_PAGE, COMPUTE_PAGE, LOGS_PAGE, FUNCTIONS_PAGE],
  data: [BUCKET_PAGE, LOGS_PAGE, FUNCTIONS_PAGE],
  security: [IAM_PAGE, TRAIL_PAGE, COMPUTE_PAGE],
  finance: [BILL_PAGE],
  support: [LOGS_PAGE, COMPUTE_PAGE],
};
type Command = readonly [service: string, name: string, request: JsonObject | null];
const DEVELOP: readonly Command[] = [
  ['logs', 'FilterLogEvents', { logGroupName: '/shop/orders', limit: 100 }],
  ['lambda', 'GetFunction20150331v2', { functionName: 'orders-worker' }],
  ['ecs', 'DescribeServices', { cluster: 'shop', services: ['web'] }],
  ['sqs', 'ListQueues', { queueNamePrefix: 'shop' }],
  ['dynamodb', 'DescribeTable', { tableName: 'shop-orders' }],
  ['ecr', 'GetAuthorizationToken', null],
];
const COMMANDS: Readonly<Record<Person['team'], readonly Command[]>> = {
  platform: [
    ...DEVELOP,
    ['ec2', 'DescribeInstances', { maxResults: 100 }],
    ['iam', 'GetRole', { roleName: 'orders-worker' }],
    ['iam', 'ListAttachedRolePolicies', { roleName: 'orders-worker' }],
    ['ssm', 'DescribeInstanceInformation', null],
    ['cloudformation', 'DescribeStacks', null],
  ],
  developer: DEVELOP,
  data: [
    ['glue', 'GetTables', { databaseName: 'shop' }],
    ['athena', 'GetQueryExecution', null],
    ['s3', 'ListBuckets', null],
  ],
  security: [
    ['iam', 'GetCredentialReport', null],
    ['iam', 'ListUsers', null],
    ['iam', 'GetAccountAuthorizationDetails', null],
    ['cloudtrail', 'LookupEvents', null],
    ['guardduty', 'ListFindings', null],
  ],
  finance: [['ce', 'GetCostAndUsage', null]],
  support: [['ec2', 'DescribeInstanceStatus', null]],
};
