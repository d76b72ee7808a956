/** Rare and rightful: the owner signs in as root, somebody breaks the glass, an account is opened. */
import { openSession, roleCaller } from '../../cloudtrail/caller.ts';
import type { Random } from '../../cloudtrail/random.ts';
import { response } from '../aws/iam.ts';
import { assumeRole, consoleLogin, consoleUser, rootCaller, singleSignOn } from '../aws/session.ts';
import { isWorkday, MINUTE_MS } from '../calendar.ts';
import { aws, type Emitted } from '../event.ts';
import { accountsOf, firstOf, serviceRole, team, type Organisation, type Person } from '../organisation.ts';
import type { Routine } from '../routine.ts';
import { workingTime } from './people.ts';

/** About once in three weeks the owner looks at the bill that only root may see. */
export const root: Routine = {
  name: 'root',
  *plan({ organisation, day, random }) {
    const [owner] = team(organisation, 'finance', 'platform');
    if (owner === undefined || !isWorkday(day) || !random.permille(60)) return;
    const atMs = workingTime(random, owner, day);
    yield { atMs, events: () => rootVisit(random, organisation, owner, atMs) };
  },
};

/** Somebody on call takes the emergency role, at night as a rule, and gives it back. */
export const breakGlass: Routine = {
  name: 'break glass',
  *plan({ organisation, day, random }) {
    if (!random.permille(40)) return;
    const person = random.pick(team(organisation, 'platform'));
    const atMs = day.startMs + random.below(24 * 60) * MINUTE_MS;
    yield { atMs, events: () => emergency(random, organisation, person, atMs) };
  },
};

/** The day on which an account is opened. */
export const newAccount: Routine = {
  name: 'new account',
  *plan({ organisation, day, random }) {
    const person = random.pick(team(organisation, 'platform'));
    for (const { name, opensMs } of organisation.accounts) {
      if (opensMs !== day.startMs || day.index === 0) continue;
      // Just after midnight: everything else follows.
      const atMs = day.startMs + MINUTE_MS;
      yield { atMs, events: () => opened(random, organisation, person, { atMs, name }) };
    }
  },
};

function* rootVisit(random: Random, organisation: Organisation, owner: Person, atMs: number): Generator<Emitted> {
  const account = firstOf(organisation, 'management');
  const signIn = rootCaller(account, { address: owner.office, agent: owner.browser });
  yield consoleLogin(random, signIn, atMs, { isSuccess: true, mfa: 'Yes' });
  const caller = consoleUser(random, signIn, true, atMs);
  for (const [step, name] of ['GetAccountPlanStatus', 'GetCostAndUsage', 'GetCostForecast', 'GetTags'].entries()) {
    yield aws(random, caller, atMs + 7000 + step * 900, {
      service: step === 0 ? 'freetier' : 'ce',
      name,
      request: null,
    });
  }
}

function* emergency(random: Random, organisation: Organisation, person: Person, atMs: number): Generator<Emitted> {
  const account = random.pick(accountsOf(organisation, 'production'));
  const from = { address: person.home, agent: person.cli };
  const home = firstOf(organisation, 'security');
  const { caller, events } = singleSignOn(
    random,
    organisation,
    { person, account: home, from, isConsole: false },
    atMs,
  );
  yield* events;
  const glass = { role: serviceRole(account, 'break-glass'), name: person.email, request: { durationSeconds: 3600 } };
  const inside = assumeRole(random, caller, glass, atMs + 30_000);
  yield* inside.events;
  for (const [step, name] of [
    'DescribeInstances',
    'DescribeInstanceStatus',
    'RebootInstances',
    'DescribeInstanceStatus',
  ].entries()) {
    const request =
      name === 'RebootInstances' ? { instancesSet: { items: [{ instanceId: random.pick(account.instances) }] } } : null;
    yield aws(random, inside.caller, atMs + (1 + step) * MINUTE_MS, {
      service: 'ec2',
      name,
      region: account.regions[0] ?? 'us-east-1',
      request,
    });
  }
}

function* opened(
  random: Random,
  organisation: Organisation,
  person: Person,
  { atMs, name }: { readonly atMs: number; readonly name: string },
): Generator<Emitted> {
  const account = firstOf(organisation, 'management');
  const from = { address: person.office, agent: person.cli };
  const { caller, events } = singleSignOn(random, organisation, { person, account, from, isConsole: false }, atMs);
  yield* events;
  const request = {
    accountName: name,
    email: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    roleName: 'OrganizationAccountAccessRole',
  };
  const answer = response('organizations', 'CreateAccount', request, { random, account, region: 'us-east-1', atMs });
  yield aws(random, caller, atMs + 60_000, {
    service: 'organizations',
    name: 'CreateAccount',
    request,
    response: answer,
  });
  yield aws(random, caller, atMs + 90_000, {
    service: 'organizations',
    name: 'DescribeCreateAccountStatus',
    request: null,
  });
  const linked = openSession(random, serviceRole(account, 'AWSServiceRoleForOrganizations'), 'organizations', atMs);
  const service = 'organizations.amazonaws.com';
  yield aws(random, roleCaller(linked, { address: service, agent: service }, { invokedBy: service }), atMs + 150_000, {
    service: 'organizations',
    name: 'CreateAccountResult',
    type: 'AwsServiceEvent',
  });
}
