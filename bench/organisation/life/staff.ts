/** People come, change teams and go: the office of identities keeps IAM in step, always through the same role and tool. */
import { openSession, roleCaller } from '../../cloudtrail/caller.ts';
import type { Random } from '../../cloudtrail/random.ts';
import type { Caller, JsonObject } from '../../cloudtrail/record.ts';
import { iamArn, response } from '../aws/iam.ts';
import { isWorkday, MINUTE_MS } from '../calendar.ts';
import { aws, type Emitted } from '../event.ts';
import { accountsOf, serviceRole, type OrgAccount, type Organisation } from '../organisation.ts';
import type { Routine } from '../routine.ts';

export const staff: Routine = {
  name: 'staff changes',
  *plan({ organisation, day, random }) {
    if (!isWorkday(day)) return;
    for (const account of accountsOf(organisation, 'production', 'development')) {
      for (const [permille, calls] of CHANGES) {
        if (!random.permille(permille)) continue;
        const atMs = day.startMs + random.between(8 * 60, 15 * 60) * MINUTE_MS;
        const userName = `${random.pick(['team', 'contract', 'vendor'])}-${random.hex(4)}`;
        yield { atMs, events: () => identityTool(random, account, calls(account, userName), atMs) };
      }
    }
  },
};

/** The tool of the identity team: a role in each account, used from one machine. */
export function identityToolCaller(random: Random, account: OrgAccount, atMs: number): Caller {
  const session = openSession(random, serviceRole(account, 'identity-manager'), 'joiners-leavers', atMs - 5000);
  return roleCaller(session, {
    address: '198.51.100.210',
    agent: 'Boto3/1.41.0 md/Botocore#1.41.0 ua/2.1 os/linux lang/python#3.14.0',
  });
}

function* identityTool(
  random: Random,
  account: OrgAccount,
  calls: readonly (readonly [string, JsonObject])[],
  startMs: number,
): Generator<Emitted> {
  const caller = identityToolCaller(random, account, startMs);
  let atMs = startMs;
  for (const [name, request] of calls) {
    atMs += random.between(600, 4000);
    const answer = response('iam', name, request, { random, account, region: 'us-east-1', atMs });
    yield aws(random, caller, atMs, { service: 'iam', name, request, response: answer });
  }
}

type Change = (account: OrgAccount, userName: string) => readonly (readonly [string, JsonObject])[];

const CHANGES: readonly (readonly [permille: number, calls: Change])[] = [
  [60, joins],
  [45, leaves],
  [40, changesTeam],
];

function joins(_: OrgAccount, userName: string): ReturnType<Change> {
  return [
    ['GetUser', { userName }],
    ['CreateUser', { userName, path: '/staff/' }],
    ['AddUserToGroup', { groupName: 'developers', userName }],
    ['CreateLoginProfile', { userName, passwordResetRequired: true }],
  ];
}

function leaves(account: OrgAccount, userName: string): ReturnType<Change> {
  return [
    ['ListAccessKeys', { userName }],
    ['ListGroupsForUser', { userName }],
    ['DeleteLoginProfile', { userName }],
    ['DeactivateMFADevice', { userName, serialNumber: iamArn(account, 'mfa', userName) }],
    ['RemoveUserFromGroup', { groupName: 'developers', userName }],
    ['DeleteUser', { userName }],
  ];
}

function changesTeam(_: OrgAccount, userName: string): ReturnType<Change> {
  return [
    ['ListGroupsForUser', { userName }],
    ['RemoveUserFromGroup', { groupName: 'developers', userName }],
    ['AddUserToGroup', { groupName: 'data-engineers', userName }],
  ];
}

/** Everybody who has a say over identities by their role. */
export function administratorRoles(organisation: Organisation): readonly string[] {
  return organisation.accounts.flatMap(({ id }) =>
    ['identity-manager', 'deployer', 'key-rotation'].map((name) => `arn:aws:iam::${id}:role/service/${name}`),
  );
}
