/** What the words with a dollar in a story stand for. */
import type { Json } from '../../cloudtrail/record.ts';
import { REGIONS } from '../life/scanner.ts';
import { serviceAccountEmail } from '../organisation.ts';
import { hash } from '../seed.ts';
import { pickPerson, pickUser, type Stage } from './cast.ts';

export type Names = Readonly<Record<string, string>>;

/** Accounts, people and projects that do not belong to the organisation. */
const STRANGER = '123456789012';

/** Names of one story: those of things that are there, and new ones that nobody else uses. */
export function namesOf(stage: Stage): Names {
  const { account, project, random, turn } = stage;
  const serial = `${turn}${random.hex(3)}`;
  const victim = account.programs[(turn + 3) % account.programs.length]?.name ?? 'backup';
  const serviceAccount =
    project === undefined ? '' : serviceAccountEmail(project, project.serviceAccounts[2 + (turn % 4)] ?? 'web');
  return {
    account: account.id,
    stranger: STRANGER,
    shared: stage.organisation.accounts[2]?.id ?? account.id,
    region: account.regions[0] ?? 'us-east-1',
    bucket: account.buckets[turn % account.buckets.length] ?? '',
    newUser: `${random.pick(['svc', 'support', 'sync', 'ops', 'aws'])}-${random.pick(['metrics', 'audit', 'helper', 'config'])}-${serial}`,
    newRole: `${random.pick(['service', 'support', 'platform'])}-${random.pick(['access', 'sync', 'runner'])}-${serial}`,
    newPolicy: `${random.pick(['shared', 'base', 'tools'])}-${serial}`,
    newGroup: `${random.pick(['operators', 'helpers', 'reporting'])}-${serial}`,
    newAccount: `${random.pick(['metrics', 'sync', 'backup'])}-${serial}`,
    victim,
    victimRole: account.services[turn % account.services.length] ?? 'web-server',
    functionRole: account.functions[turn % account.functions.length] ?? 'orders-worker',
    person: pickUser(stage, 0).name,
    admin: pickPerson(stage, 'platform').name,
    employee: pickPerson(stage, 'developer').name,
    secret: account.secrets[turn % account.secrets.length] ?? '',
    project: project?.id ?? '',
    projectNumber: project?.number ?? '',
    serviceAccount,
    uuid: random.uuid(),
    fingerprint: `${hash(serial)}`.padStart(10, '0'),
  };
}

/** Lists that a step goes through. */
export function listOf(stage: Stage, name: string): readonly string[] {
  const { account, project, organisation, turn } = stage;
  switch (name) {
    case 'regions':
      return REGIONS;
    case 'programs':
      return account.programs.map((program) => program.name);
    case 'users':
      return organisation.people.filter(({ hasUser }) => hasUser).map((person) => person.name);
    case 'employees':
      return organisation.people.slice(0, 12).map((person) => person.name);
    case 'roles':
      return [...account.services, ...account.functions];
    case 'guessed-roles':
      return GUESSES;
    case 'secrets':
      return account.secrets;
    case 'google-secrets':
      return project?.secrets ?? [];
    case 'service-accounts':
      return project === undefined ? [] : project.serviceAccounts.map((one) => serviceAccountEmail(project, one));
    case 'buckets':
      return account.buckets;
    default:
      throw new Error(`no list is called ${name} (story ${turn})`);
  }
}

/** Puts names in; a policy written as a map becomes the text that IAM logs. */
export function fill(value: Json, names: Names): Json {
  if (typeof value === 'string') return fillText(value, names);
  if (typeof value !== 'object' || value === null) return value;
  if (isArray(value)) return value.map((item) => fill(item, names));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const filled = fill(item, names);
      const isDocument = key.endsWith('ocument') && typeof filled === 'object';
      return [key, isDocument ? JSON.stringify(filled) : filled];
    }),
  );
}

export function fillText(text: string, names: Names): string {
  return text.replaceAll(/\$(?<name>[a-z]+)/gi, (whole, name: string) => names[name] ?? whole);
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

const GUESSES = (
  'admin Admin administrator Administrator OrganizationAccountAccessRole developer Developer devops DevOps deploy Deploy ' +
  'deployer ci CI jenkins Jenkins github terraform Terraform backup Backup lambda lambda-exec ec2 EC2 ecs ecsTaskRole ' +
  'support readonly ReadOnly audit Audit security SecurityAudit poweruser PowerUser root sysadmin netadmin dba data ' +
  'analytics billing finance monitoring datadog splunk okta sso vendor partner external'
).split(' ');
