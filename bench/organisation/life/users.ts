/** IAM users that people still have: a password with a second factor, sometimes mistyped, and a key that is renewed. */
import { longLivedKey, openSession, roleCaller, userCaller } from '../../cloudtrail/caller.ts';
import type { Random } from '../../cloudtrail/random.ts';
import type { Caller, JsonObject } from '../../cloudtrail/record.ts';
import { response } from '../aws/iam.ts';
import { atSignIn, consoleLogin, consoleUser } from '../aws/session.ts';
import { isAway, isWorkday, MINUTE_MS } from '../calendar.ts';
import { aws, type Emitted } from '../event.ts';
import { firstOf, isEmployed, serviceRole, type OrgAccount, type Person } from '../organisation.ts';
import type { Routine } from '../routine.ts';
import { hash } from '../seed.ts';
import { whereabouts, workingTime } from './people.ts';

const KEY_AGE_DAYS = 45;

export const users: Routine = {
  name: 'IAM users',
  *plan({ organisation, day, random }) {
    const account = firstOf(organisation, 'production');
    for (const person of organisation.people) {
      if (!person.hasUser || !isEmployed(person, day.startMs) || !isWorkday(day) || isAway(person.name, day)) continue;
      const atMs = workingTime(random, person, day);
      const from = whereabouts(random, person, day, true);
      if (random.permille(450)) yield { atMs, events: () => consoleVisit(random, account, person, from, atMs) };
      if ((day.index + hash(person.email)) % KEY_AGE_DAYS === 0) {
        const turn = Math.floor((day.index + hash(person.email)) / KEY_AGE_DAYS);
        yield { atMs, events: () => ownKey(random, account, { person, address: from.address, turn }, atMs) };
      }
    }
  },
};

/** A machine renews the keys of programs every other week, one account after the other: a learned path. */
export const keyRotation: Routine = {
  name: 'key rotation',
  *plan({ organisation, day, random }) {
    for (const [at, account] of organisation.accounts.entries()) {
      if ((day.index + at) % 14 !== 0 || account.programs.length < 2) continue;
      const atMs = day.startMs + 3 * 60 * MINUTE_MS + at * MINUTE_MS;
      yield {
        atMs,
        events: () =>
          rotate(
            random,
            account,
            account.programs.map(({ name }) => name),
            atMs,
          ),
      };
    }
  },
};

/** The function that renews keys of programs. */
export function rotator(random: Random, account: OrgAccount, atMs: number): Caller {
  const session = openSession(random, serviceRole(account, 'key-rotation'), 'key-rotation', atMs - 20_000);
  return roleCaller(session, { address: '192.0.2.200', agent: LAMBDA });
}

export function* rotate(
  random: Random,
  account: OrgAccount,
  userNames: readonly string[],
  startMs: number,
): Generator<Emitted> {
  const caller = rotator(random, account, startMs);
  let atMs = startMs;
  for (const userName of userNames) {
    const old = longLivedKey(account, userName);
    const steps: [string, string, JsonObject][] = [
      ['iam', 'ListAccessKeys', { userName }],
      ['iam', 'CreateAccessKey', { userName }],
      [
        'secretsmanager',
        'PutSecretValue',
        { secretId: `shop/${account.name}/${userName}`, versionStages: ['AWSCURRENT'] },
      ],
      ['iam', 'UpdateAccessKey', { userName, accessKeyId: old, status: 'Inactive' }],
      ['iam', 'DeleteAccessKey', { userName, accessKeyId: old }],
    ];
    for (const [service, name, request] of steps) {
      atMs += random.between(700, 3000);
      const answer = response(service, name, request, { random, account, region: 'us-east-1', atMs });
      yield aws(random, caller, atMs, { service, name, request, response: answer });
    }
  }
}

/** Password and second factor; every tenth visit begins with a slip of the finger. */
function* consoleVisit(
  random: Random,
  account: OrgAccount,
  person: Person,
  from: { readonly address: string; readonly agent: string },
  startMs: number,
): Generator<Emitted> {
  const signIn = atSignIn(account, person.name, from);
  let atMs = startMs;
  for (let slips = random.permille(100) ? random.between(1, 3) : 0; slips > 0; slips -= 1) {
    yield consoleLogin(random, signIn, atMs, { isSuccess: false, mfa: 'Yes' });
    atMs += random.between(8000, 40_000);
  }
  yield consoleLogin(random, signIn, atMs, { isSuccess: true, mfa: 'Yes' });
  const caller = consoleUser(random, signIn, true, atMs);
  for (const name of ['DescribeRegions', 'DescribeInstances', 'DescribeAccountAttributes', 'DescribeSecurityGroups']) {
    atMs += random.between(400, 2500);
    yield aws(random, caller, atMs, { service: 'ec2', name, request: { maxResults: 50 } });
  }
}

/** Somebody renews their own key. */
function* ownKey(
  random: Random,
  account: OrgAccount,
  { person, address, turn }: { readonly person: Person; readonly address: string; readonly turn: number },
  atMs: number,
): Generator<Emitted> {
  const userName = person.name;
  const caller = userCaller(account, userName, { address, agent: person.cli });
  const old = longLivedKey(account, userName, String(turn));
  yield aws(random, caller, atMs, { service: 'iam', name: 'ListAccessKeys', request: { userName } });
  const answer = response('iam', 'CreateAccessKey', { userName }, { random, account, region: 'us-east-1', atMs });
  yield aws(random, caller, atMs + 9000, {
    service: 'iam',
    name: 'CreateAccessKey',
    request: { userName },
    response: answer,
  });
  yield aws(random, caller, atMs + 95_000, {
    service: 'iam',
    name: 'UpdateAccessKey',
    request: { userName, accessKeyId: old, status: 'Inactive' },
  });
  yield aws(random, caller, atMs + 40 * MINUTE_MS, {
    service: 'iam',
    name: 'DeleteAccessKey',
    request: { userName, accessKeyId: old },
  });
}

const LAMBDA =
  'Boto3/1.41.0 md/Botocore#1.41.0 ua/2.1 os/linux#5.10.245 md/arch#x86_64 lang/python#3.14.0 exec-env/AWS_Lambda_python3.14';
