/** Who and what there is: accounts, projects, people, machines. Made from the seed; every name is reserved for documentation. */
import { role, type Account, type Role } from '../cloudtrail/organisation.ts';
import type { Random } from '../cloudtrail/random.ts';
import { DAY_MS } from './calendar.ts';
import { stream } from './seed.ts';

export interface Size {
  readonly seed: number;
  readonly startMs: number;
  readonly days: number;
  readonly accounts: number;
  readonly projects: number;
  readonly people: number;
  /** Of an ordinary day, both clouds together. */
  readonly eventsPerDay: number;
}

export type AccountKind = 'management' | 'security' | 'shared' | 'production' | 'development';

export interface OrgAccount extends Account {
  readonly kind: AccountKind;
  /** Of the first of these regions the account makes most use. */
  readonly regions: readonly string[];
  readonly functions: readonly string[];
  readonly services: readonly string[];
  /** IAM users that programs hold keys of. */
  readonly programs: readonly Program[];
  readonly secrets: readonly string[];
  /** Before that nothing happens in it. */
  readonly opensMs: number;
}

/** An IAM user with a key, for a program outside of AWS. */
export interface Program {
  readonly name: string;
  readonly address: string;
  readonly agent: string;
}

export interface Project {
  readonly id: string;
  readonly number: string;
  readonly kind: 'production' | 'development';
  /** Names of service accounts. */
  readonly serviceAccounts: readonly string[];
  readonly secrets: readonly string[];
}

export type Team = 'platform' | 'developer' | 'data' | 'security' | 'finance' | 'support';

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly team: Team;
  readonly permissionSet: string;
  /** Hours between UTC and where they live. */
  readonly zoneHours: number;
  readonly startsAtHour: number;
  readonly office: string;
  readonly home: string;
  readonly browser: string;
  readonly cli: string;
  readonly joinsMs: number;
  readonly leavesMs: number;
  /** An IAM user from before Identity Center, in the first production account. */
  readonly hasUser: boolean;
}

export interface Organisation {
  readonly size: Size;
  readonly accounts: readonly OrgAccount[];
  readonly projects: readonly Project[];
  readonly people: readonly Person[];
}

export const ORGANISATION_ID = 'o-exampleorgid';
export const DOMAIN = 'example.com';

export function organisation(size: Size): Organisation {
  const random = stream(size.seed, 'organisation');
  return {
    size,
    accounts: Array.from({ length: size.accounts }, (_, at) => account(random, at, size)),
    projects: Array.from({ length: size.projects }, (_, at) => project(random, at)),
    people: Array.from({ length: size.people }, (_, at) => person(random, at, size)),
  };
}

export function accountsOf({ accounts }: Organisation, ...kinds: readonly AccountKind[]): readonly OrgAccount[] {
  const found = accounts.filter(({ kind }) => kinds.includes(kind));
  return found.length > 0 ? found : accounts.slice(-1);
}

/** The organisation as it was at a time: accounts that did not exist yet are left out. */
export function asOf(whole: Organisation, atMs: number): Organisation {
  return { ...whole, accounts: whole.accounts.filter(({ opensMs }) => opensMs <= atMs) };
}

export function firstOf(whole: Organisation, kind: AccountKind): OrgAccount {
  const [first] = accountsOf(whole, kind);
  if (first === undefined) throw new Error('an organisation has an account');
  return first;
}

export function team({ people }: Organisation, ...teams: readonly Team[]): readonly Person[] {
  const found = people.filter((one) => teams.includes(one.team));
  return found.length > 0 ? found : people.slice(0, 1);
}

export function isEmployed({ joinsMs, leavesMs }: Person, atMs: number): boolean {
  return joinsMs <= atMs && atMs < leavesMs;
}

export function serviceRole(owner: Account, name: string): Role {
  return role(owner, '/service/', name);
}

export function serviceAccountEmail(owner: Project, name: string): string {
  return `${name}@${owner.id}.iam.gserviceaccount.com`;
}

function account(random: Random, at: number, { startMs, days }: Size): OrgAccount {
  const kind = KINDS[at] ?? (at % 2 === 0 ? 'production' : 'development');
  const name = at < KINDS.length ? kind : `${kind}-${at - 3}`;
  const home = at % 3 === 2 ? 'eu-west-1' : 'us-east-1';
  const other = at % 3 === 2 ? 'us-east-1' : 'eu-west-1';
  const isBusy = kind === 'production' || kind === 'development';
  return {
    id: ACCOUNT_IDS[at] ?? documentationId(at),
    name,
    kind,
    buckets: ['assets', 'orders', 'logs', 'exports'].map((what) => `example-${name}-${what}`),
    instances: Array.from({ length: isBusy ? 8 : 2 }, () => `i-0${random.hex(16)}`),
    regions: isBusy ? [home, other, 'ap-southeast-2'] : [home, other],
    functions: pickSome(random, FUNCTIONS, isBusy ? 8 : 3),
    services: pickSome(random, INSTANCE_ROLES, isBusy ? 4 : 2),
    programs: PROGRAMS.slice(0, isBusy ? PROGRAMS.length : 1).map((program, turn) => ({
      name: program,
      address: `198.51.100.${64 + ((at * PROGRAMS.length + turn) % 48)}`,
      agent: turn % 2 === 0 ? CLI_LINUX : BOTO,
    })),
    secrets: SECRETS.map((what) => `shop/${name}/${what}`),
    // The sixth account is new: it opens when two fifths of the log are over.
    opensMs: at === 5 ? startMs + Math.floor(days * 0.4) * DAY_MS : startMs,
  };
}

function project(random: Random, at: number): Project {
  const kind = at % 2 === 0 ? 'production' : 'development';
  return {
    id: `shop-${PROJECT_NAMES[at % PROJECT_NAMES.length] ?? 'web'}${at < PROJECT_NAMES.length ? '' : `-${at}`}`,
    number: `1234567${String(89 + at).padStart(5, '0')}`,
    kind,
    serviceAccounts: ['terraform', 'posture-scanner', ...pickSome(random, FUNCTIONS, 6)],
    secrets: SECRETS.map((what) => `shop-${what}`),
  };
}

function person(random: Random, at: number, { startMs, days }: Size): Person {
  const name = NAMES[at] ?? `${NAMES[at % NAMES.length] ?? 'sam'}${at}`;
  const group = TEAMS[at % TEAMS.length] ?? 'developer';
  const isAmerican = at % 4 === 3;
  const [joins, leaves] = at >= 12 && at % 6 === 5 ? [random.between(2, days), days + 1] : [-400, days + 1];
  return {
    name,
    email: `${name}@${DOMAIN}`,
    team: group,
    permissionSet: PERMISSION_SETS[group],
    zoneHours: isAmerican ? -6 : 1,
    startsAtHour: random.between(7, 10),
    office: isAmerican ? '198.51.100.24' : random.pick(['198.51.100.8', '198.51.100.9']),
    home: at % 5 === 4 ? `2001:db8:12:${(at + 16).toString(16)}::7` : `192.0.2.${10 + (at % 110)}`,
    browser: random.pick(BROWSERS),
    cli: random.pick([CLI_MAC, CLI_LINUX]),
    joinsMs: startMs + joins * DAY_MS,
    // Somebody of the second dozen leaves half-way.
    leavesMs: startMs + (at % 12 === 10 && at > 12 ? random.between(Math.ceil(days / 2), days) : leaves) * DAY_MS,
    hasUser: at % 3 === 1,
  };
}

function pickSome(random: Random, all: readonly string[], count: number): readonly string[] {
  return random.shuffle([...all]).slice(0, count);
}

/** Twelve digits in the manner of AWS's own examples: three digits, each four times, the first given by the turn. */
function documentationId(at: number): string {
  const [first, second, third] = [at % 10, Math.floor(at / 10 + 3) % 10, Math.floor(at / 100 + 6) % 10];
  return `${first}`.repeat(4) + `${second}`.repeat(4) + `${third}`.repeat(4);
}

const KINDS = ['management', 'security', 'shared', 'production', 'development', 'production'] as const;
const ACCOUNT_IDS = ['111122223333', '222233334444', '333344445555', '444455556666', '555566667777', '666677778888'];
const PERMISSION_SETS: Readonly<Record<Team, string>> = {
  platform: 'PlatformAdmin',
  developer: 'Developer',
  data: 'DataEngineer',
  security: 'SecurityAudit',
  finance: 'Billing',
  support: 'SupportReadOnly',
};
const TEAMS = [
  'platform',
  'developer',
  'developer',
  'data',
  'platform',
  'security',
  'developer',
  'support',
  'finance',
] as const;
const NAMES =
  'alice bob carol dave erin frank grace heidi ivan judy kevin laura mallory niaj olivia peggy quinn rupert sybil trent ursula victor wendy xavier yolanda zack amir bea chen dora emil fay gus hana igor jun kai lena milo nora otto pia raj sara tom uma vera will'.split(
    ' ',
  );
const PROJECT_NAMES = ['prod', 'dev', 'data', 'ml', 'shared', 'web', 'pay', 'search'];
const FUNCTIONS =
  'orders-worker image-resizer invoice-mailer stock-sync price-feed thumbnailer search-indexer audit-writer mail-relay cart-api'.split(
    ' ',
  );
const INSTANCE_ROLES = ['web-server', 'batch-runner', 'build-runner', 'search-node', 'vpn-gateway', 'etl-node'];
const PROGRAMS = ['backup', 'build', 'reporting', 'mailer', 'sync', 'metrics', 'partner-feed', 'warehouse'];
const SECRETS = Array.from({ length: 24 }, (_, at) => `credential-${at + 1}`);
const CLI_LINUX = 'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.12 md/arch#x86_64 lang/python#3.13.7';
const CLI_MAC = 'aws-cli/2.31.8 md/awscrt#0.27.6 ua/2.1 os/macos#25.0.0 md/arch#arm64 lang/python#3.13.7';
const BOTO = 'Boto3/1.41.0 md/Botocore#1.41.0 ua/2.1 os/linux lang/python#3.14.0';
const BROWSERS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36',
];
