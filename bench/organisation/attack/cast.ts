/** Who acts in a story: whose credentials, from where, and how they came by them. */
import { longLivedKey, openSession, roleCaller, userCaller } from '../../cloudtrail/caller.ts';
import type { Account } from '../../cloudtrail/organisation.ts';
import type { Random } from '../../cloudtrail/random.ts';
import type { Caller } from '../../cloudtrail/record.ts';
import type { GcpCaller } from '../../gcp-audit/entry.ts';
import { assumeRole, singleSignOn, webIdentity, type From } from '../aws/session.ts';
import { DAY_MS, HOUR_MS } from '../calendar.ts';
import type { Emitted } from '../event.ts';
import { buildSystem, GCLOUD } from '../life/google.ts';
import { instanceCaller } from '../life/machinery.ts';
import { intoAccount, ISSUER, runner, TERRAFORM_AGENT } from '../life/pipeline.ts';
import { identityToolCaller } from '../life/staff.ts';
import { rotator } from '../life/users.ts';
import {
  firstOf,
  serviceAccountEmail,
  serviceRole,
  team,
  type OrgAccount,
  type Organisation,
  type Person,
  type Project,
  type Team,
} from '../organisation.ts';

export const TEAMS = ['platform', 'developer', 'data', 'security', 'support'] as const satisfies readonly Team[];

export const AWS_CAST = [
  'program-key',
  'user-key',
  'developer-session',
  'admin-session',
  'instance',
  'function',
  'ci',
  'outsider',
  'root',
  'pipeline',
  'identity-tool',
  'key-rotation',
  'auditor',
  'scanner',
  'employee',
] as const;
export const GCP_CAST = [
  'service-account-key',
  'google-user',
  'google-pipeline',
  'google-service',
  'google-outsider',
] as const;
export type Cast = (typeof AWS_CAST)[number] | (typeof GCP_CAST)[number];

export interface Stage {
  readonly organisation: Organisation;
  readonly account: OrgAccount;
  readonly project: Project | undefined;
  /** Number of the story: different stories take different victims. */
  readonly turn: number;
  readonly random: Random;
}

/** One pair of hands. */
export interface Hand {
  readonly name: string;
  /** Where they sit, for what they do under other names. */
  readonly from: From;
  /** Who they are to AWS at a time; the events tell how they came in, where that is new. */
  readonly aws: (atMs: number) => { readonly caller: Caller; readonly events: readonly Emitted[] };
  readonly gcp: (atMs: number) => { readonly caller: GcpCaller; readonly events: readonly Emitted[] };
}

const INTRUDER_AGENTS = [
  'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.12 md/arch#x86_64 lang/python#3.13.7',
  'Boto3/1.40.2 md/Botocore#1.40.2 ua/2.1 os/linux lang/python#3.12.3',
  'aws-sdk-go-v2/1.38.0 ua/2.1 os/linux lang/go#1.24.1 md/GOARCH#amd64',
];

/** Where intruders sit: a new address for each pair of hands. */
export function abroad(stage: Stage, at: number): From {
  const number = stage.turn * 3 + at;
  const agent = INTRUDER_AGENTS[number % INTRUDER_AGENTS.length] ?? '';
  return number % 7 === 6
    ? { address: `2001:db8:bad:${(number % 4096).toString(16)}::5`, agent }
    : { address: `203.0.113.${1 + (number % 127)}`, agent };
}

/** Somebody's credentials in the hands of an intruder. */
export function stolen(cast: Cast, stage: Stage, at: number): Hand {
  return makers[cast](stage, { at, from: abroad(stage, at) });
}

/** Somebody at their own place. */
export function rightful(cast: Cast, stage: Stage): Hand {
  return makers[cast](stage, { at: 0, from: undefined });
}

/** Somebody of the organisation, from their own desk and with their own rights. */
export function insider(stage: Stage, group: Team, person: Person): Hand {
  const from = { address: person.office, agent: person.cli };
  return {
    ...employeeHand(stage, person, from),
    gcp: () => ({ caller: { email: person.email, address: person.office, agent: `${GCLOUD}${group}` }, events: [] }),
  };
}

export function pickPerson({ organisation, turn }: Stage, group: Team, at = 0): Person {
  const people = team(organisation, group).filter(
    ({ joinsMs, leavesMs }) =>
      joinsMs < organisation.size.startMs && leavesMs > organisation.size.startMs + organisation.size.days * DAY_MS,
  );
  const person = people[(turn + at) % people.length];
  if (person === undefined) throw new Error('a team has people');
  return person;
}

interface Seat {
  /** The first, second or third pair of hands. */
  readonly at: number;
  /** Undefined at one's own place. */
  readonly from: From | undefined;
}

type Maker = (stage: Stage, seat: Seat) => Hand;

const makers: Readonly<Record<Cast, Maker>> = {
  'program-key': (stage, { at, from }) => {
    const { account, turn } = stage;
    const program = account.programs[(turn + at) % account.programs.length] ?? {
      name: 'backup',
      address: '198.51.100.64',
      agent: '',
    };
    return constant(program.name, from ?? program, (place) => userCaller(account, program.name, place));
  },
  'user-key': (stage, { at, from }) => {
    const person = pickUser(stage, at);
    const account = firstOf(stage.organisation, 'production');
    return constant(person.name, from ?? { address: person.home, agent: person.cli }, (place) =>
      userCaller(account, person.name, place),
    );
  },
  'developer-session': (stage, { at, from }) => session(stage, pickPerson(stage, 'developer', at), from),
  'admin-session': (stage, { at, from }) => session(stage, pickPerson(stage, 'platform', at), from),
  employee: (stage, { at, from }) => session(stage, pickPerson(stage, 'developer', at), from),
  auditor: (stage, { at, from }) => session(stage, pickPerson(stage, 'security', at), from),
  instance: (stage, { at, from }) => {
    const { account, turn } = stage;
    const instance = account.instances[(turn + at) % account.instances.length] ?? 'i-0123456789abcdef0';
    const role = account.services[(turn + at) % account.services.length] ?? 'web-server';
    return renewed(role, from, (atMs) => instanceCaller(account, { role, instance }, atMs));
  },
  function: (stage, { at, from }) => {
    const { account, turn, random } = stage;
    const name = account.functions[(turn + at) % account.functions.length] ?? 'orders-worker';
    return renewed(name, from, (atMs) => {
      const opened = openSession(random, serviceRole(account, name), name, atMs - 30_000);
      return roleCaller(opened, { address: '192.0.2.170', agent: 'aws-sdk-js/3.980.0 exec-env/AWS_Lambda_nodejs24.x' });
    });
  },
  ci: (stage, { from }) => {
    const { organisation, random, account } = stage;
    return hired('deployer', from, (atMs) => {
      const home = firstOf(organisation, 'shared');
      const subject = 'repo:example/shop:ref:refs/heads/main';
      const way = {
        role: serviceRole(home, 'ci-entrance'),
        issuer: ISSUER,
        subject,
        name: `run-${random.between(100_000, 999_999)}`,
      };
      const entrance = webIdentity(random, runner(random), way, atMs);
      const inside = assumeRole(
        random,
        entrance.caller,
        { role: serviceRole(account, 'deployer'), name: way.name },
        atMs + 1000,
      );
      return { caller: inside.caller, events: [...entrance.events, ...inside.events] };
    });
  },
  pipeline: (stage, { from }) => {
    const { organisation, random, account } = stage;
    return hired('deployer', from, (atMs) => {
      const events: Emitted[] = [];
      const way = intoAccount(random, organisation, { account, from: runner(random), agent: TERRAFORM_AGENT }, atMs);
      for (let next = way.next(); ; next = way.next()) {
        if (next.done === true) return { caller: next.value, events };
        events.push(next.value);
      }
    });
  },
  'identity-tool': ({ random, account }, { from }) =>
    renewed('identity-manager', from, (atMs) => identityToolCaller(random, account, atMs)),
  'key-rotation': ({ random, account }, { from }) =>
    renewed('key-rotation', from, (atMs) => rotator(random, account, atMs)),
  scanner: ({ random, account, organisation }, { from }) =>
    hired('PostureAudit', from, (atMs) => {
      const home = openSession(
        random,
        serviceRole(firstOf(organisation, 'security'), 'posture-scanner'),
        'posture-scanner',
        atMs,
      );
      const caller = roleCaller(home, {
        address: '198.51.100.200',
        agent: 'Boto3/1.41.0 md/Botocore#1.41.0 ua/2.1 os/linux lang/python#3.14.0',
      });
      return assumeRole(random, caller, { role: serviceRole(account, 'PostureAudit'), name: 'sweep' }, atMs);
    }),
  outsider: (stage, { from }) => {
    const person = pickUser(stage, 0);
    const place = from ?? { address: person.office, agent: person.browser };
    const browser = { ...place, agent: person.browser };
    return constant(person.name, from === undefined ? place : browser, (seat) =>
      userCaller(stage.account, person.name, seat),
    );
  },
  root: ({ account }, { from }) => {
    const place = from ?? {
      address: '198.51.100.8',
      agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    };
    return constant('root', place, (seat) => rootUser(account, seat));
  },
  'service-account-key': (stage, { at, from }) => {
    const { name, address } = serviceAccount(stage, at);
    const keyName = `//iam.googleapis.com/projects/${projectOf(stage).id}/serviceAccounts/${name}/keys/${'0123456789abcdef'.repeat(2)}exam`;
    return google(
      name,
      { address: from?.address ?? address, agent: from === undefined ? GO : `${GCLOUD}gcloud` },
      { keyName },
    );
  },
  'google-service': (stage, { at, from }) => {
    const { name, address } = serviceAccount(stage, at);
    return google(name, { address: from?.address ?? address, agent: GO }, {});
  },
  'google-user': (stage, { at, from }) => {
    const person = pickPerson(stage, 'platform', at);
    return google(person.email, { address: from?.address ?? person.office, agent: `${GCLOUD}gcloud` }, {});
  },
  'google-outsider': (stage, { at, from }) => {
    const person = pickPerson(stage, 'developer', at);
    return google(person.email, { address: from?.address ?? person.office, agent: person.browser }, {});
  },
  'google-pipeline': (stage, { from }) => {
    const project = projectOf(stage);
    const email = serviceAccountEmail(project, 'terraform');
    const made = google(email, { address: from?.address ?? '198.51.100.150', agent: TERRAFORM_AGENT }, {});
    let openedMs = -Infinity;
    let caller: GcpCaller | undefined;
    return {
      ...made,
      gcp: (atMs) => {
        if (caller !== undefined && atMs - openedMs < HOUR_MS) return { caller, events: [] };
        const [events, opened] = buildSystem(stage.random, project, atMs);
        openedMs = atMs;
        caller = from === undefined ? opened : { ...opened, address: from.address, agent: from.agent };
        return { caller, events };
      },
    };
  },
};

/** A session of Identity Center; an intruder signs in from abroad, with what the person gave to a false page. */
function session(stage: Stage, person: Person, from: From | undefined): Hand {
  return employeeHand(stage, person, from ?? { address: person.office, agent: person.cli });
}

function employeeHand({ organisation, account, random }: Stage, person: Person, from: From): Hand {
  return {
    ...hired(person.email, undefined, (atMs) =>
      singleSignOn(random, organisation, { person, account, from, isConsole: false }, atMs),
    ),
    from,
  };
}

/** An identity that needs no sign-in. */
function constant(name: string, from: From, caller: (from: From) => Caller): Hand {
  return {
    name,
    from: { address: from.address, agent: from.agent },
    aws: () => ({ caller: caller(from), events: [] }),
    gcp: noGoogle,
  };
}

/** Credentials that a machine holds all the time. */
function renewed(name: string, from: From | undefined, caller: (atMs: number) => Caller): Hand {
  let last: { readonly atMs: number; readonly caller: Caller } | undefined;
  return {
    name,
    from: from ?? { address: '192.0.2.200', agent: 'Boto3/1.41.0' },
    gcp: noGoogle,
    aws: (atMs) => {
      if (last === undefined || atMs - last.atMs > HOUR_MS) last = { atMs, caller: caller(atMs) };
      return moved({ caller: last.caller, events: [] }, from);
    },
  };
}

/** Credentials that are asked for and last an hour. */
function hired(
  name: string,
  from: From | undefined,
  arrive: (atMs: number) => { readonly caller: Caller; readonly events: readonly Emitted[] },
): Hand {
  let last: { readonly atMs: number; readonly caller: Caller } | undefined;
  return {
    name,
    from: from ?? { address: '198.51.100.8', agent: '' },
    gcp: noGoogle,
    aws: (atMs) => {
      if (last !== undefined && atMs - last.atMs < HOUR_MS) return moved({ caller: last.caller, events: [] }, from);
      const arrival = arrive(atMs - ARRIVAL_MS);
      last = { atMs, caller: arrival.caller };
      return moved(arrival, from);
    },
  };
}

/** Somebody comes in so long before the first call. */
const ARRIVAL_MS = 40_000;

function moved(
  { caller, events }: { readonly caller: Caller; readonly events: readonly Emitted[] },
  from: From | undefined,
): { readonly caller: Caller; readonly events: readonly Emitted[] } {
  return from === undefined
    ? { caller, events }
    : { caller: { ...caller, sourceIPAddress: from.address, userAgent: from.agent }, events };
}

function google(email: string, from: From, more: Partial<GcpCaller>): Hand {
  return {
    name: email,
    from,
    aws: () => {
      throw new Error(`${email} has nothing in AWS`);
    },
    gcp: () => ({ caller: { email, address: from.address, agent: from.agent, ...more }, events: [] }),
  };
}

function noGoogle(): never {
  throw new Error('this cast plays in AWS only');
}

function serviceAccount(stage: Stage, at: number): { readonly name: string; readonly address: string } {
  const project = projectOf(stage);
  const own = project.serviceAccounts.slice(2);
  return {
    name: serviceAccountEmail(project, own[(stage.turn + at) % own.length] ?? 'web'),
    address: 'gce-internal-ip',
  };
}

export function projectOf({ project }: Stage): Project {
  if (project === undefined) throw new Error('the story needs a project');
  return project;
}

/** Somebody who has an IAM user. */
export function pickUser({ organisation, turn }: Stage, at: number): Person {
  const all = organisation.people.filter(({ hasUser }) => hasUser);
  const person = all[(turn + at) % all.length] ?? organisation.people[0];
  if (person === undefined) throw new Error('an organisation has people');
  return person;
}

function rootUser(account: Account, from: From): Caller {
  return {
    accountId: account.id,
    userIdentity: {
      type: 'Root',
      principalId: account.id,
      arn: `arn:aws:iam::${account.id}:root`,
      accountId: account.id,
      accessKeyId: longLivedKey(account, 'root').replace('AKIA', 'ASIA'),
    },
    sourceIPAddress: from.address,
    userAgent: from.agent,
  };
}

const GO = 'google-api-go-client/0.5 gl-go/1.24.0,gzip(gfe)';
