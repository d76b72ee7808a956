/** Plays a kind of attack, or its benign twin: from the steps of its file to events with their times. */
import { openSession, roleCaller, userCaller } from '../../cloudtrail/caller.ts';
import type { Caller, Json, JsonObject } from '../../cloudtrail/record.ts';
import { policyDelta } from '../../gcp-audit/activity.ts';
import type { GcpCaller } from '../../gcp-audit/entry.ts';
import { response } from '../aws/iam.ts';
import { assumeRole, atSignIn, consoleLogin, consoleUser, strangerAtSignIn, type From } from '../aws/session.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../calendar.ts';
import { aws, gcp, workspaceLogin, type Emitted } from '../event.ts';
import { uniqueId } from '../life/google.ts';
import { denied } from '../life/people.ts';
import { serviceRole } from '../organisation.ts';
import { projectOf, type Hand, type Stage } from './cast.ts';
import type { Kind, Step, Variant } from './kind.ts';
import { fill, fillText, listOf, type Names } from './names.ts';

export interface Script {
  readonly kind: Kind;
  readonly variant: Variant;
  readonly steps: readonly Step[];
  /** They take turns, call by call. */
  readonly hands: readonly Hand[];
  readonly names: Names;
  readonly startMs: number;
}

export interface Played {
  readonly events: readonly Emitted[];
  readonly keyIds: readonly string[];
}

/** One call of a step, with its own words. */
interface Line {
  readonly step: Step;
  readonly call: string | undefined;
  readonly names: Names;
  readonly atMs: number;
}

/** All events of a story; those of the variant that ties come late and in no order. */
export function play(stage: Stage, script: Script): Played {
  const { hands, variant } = script;
  const events: Emitted[] = [];
  const keyIds: string[] = [];
  let signedIn: Caller | undefined;
  let federated: Caller | undefined;
  for (const [number, line] of script.steps.flatMap(linesOf(stage, script)).entries()) {
    const hand = hands[number % hands.length];
    if (hand === undefined) throw new Error('a story needs hands');
    const made =
      line.step.login === undefined ? call(stage, hand, line, signedIn ?? federated) : login(stage, hand, line);
    signedIn = made.signedIn ?? signedIn;
    federated = made.federated ?? federated;
    events.push(...made.events);
    const last = made.events.at(-1);
    if (line.step.key && last !== undefined) keyIds.push(last.id);
  }
  if (variant !== 'tied-and-late') return { events, keyIds };
  return { events: events.map((event) => ({ ...event, lateMs: stage.random.between(20, 360) * MINUTE_MS })), keyIds };
}

/** When each call of the steps happens: the variant decides about the gaps. */
function linesOf(stage: Stage, { variant, names, startMs }: Script): (step: Step) => readonly Line[] {
  const { random } = stage;
  let atMs = startMs;
  let isFirst = true;
  let tied = 0;
  function pass(seconds: number, isRepeated: boolean): void {
    if (isFirst) {
      isFirst = false;
      return;
    }
    if (variant === 'tied-and-late') {
      // Thirty calls in a second are as many as real logs show.
      tied += 1;
      if (tied % 30 === 0) atMs += SECOND_MS;
      return;
    }
    if (variant === 'slow') {
      atMs += isRepeated ? random.between(4, 25) * MINUTE_MS : random.between(30, 7 * 60) * MINUTE_MS;
      return;
    }
    atMs += Math.floor((seconds * SECOND_MS * random.between(60, 140)) / 100);
  }
  return (step) => {
    const calls = step.call === undefined ? [undefined] : typeof step.call === 'string' ? [step.call] : step.call;
    const items =
      step.each === undefined
        ? Array.from({ length: step.times ?? 1 }, (_, n) => String(n + 1))
        : listOf(stage, step.each);
    return items.flatMap((item, at) =>
      calls.map((called, turn) => {
        const isRepeated = at + turn > 0;
        pass(isRepeated ? step.every : step.wait, isRepeated);
        return { step, call: called, names: { ...names, item, n: String(at + 1) }, atMs };
      }),
    );
  };
}

interface Made {
  readonly events: readonly Emitted[];
  readonly signedIn?: Caller;
  readonly federated?: Caller;
}

function login({ random, account, project }: Stage, hand: Hand, { step, names, atMs }: Line): Made {
  const isSuccess = step.login === 'success';
  const request = fill(step.request ?? {}, names) as JsonObject; // files write a map here
  const userName = text(request.userName) ?? names.person ?? '';
  if (project !== undefined) {
    const challenge = step.mfa === 'Yes' ? 'google_prompt' : 'none';
    return {
      events: [
        workspaceLogin(
          random,
          { email: `${userName}@example.com`, address: hand.from.address, isSuccess, challenge },
          atMs,
        ),
      ],
    };
  }
  const from: From = { address: hand.from.address, agent: BROWSER };
  const isUnknown = step.login === 'unknown-user';
  const caller = isUnknown ? strangerAtSignIn(account, from) : atSignIn(account, userName, from);
  const event = consoleLogin(random, caller, atMs, { isSuccess, isUnknown, mfa: step.mfa });
  return { events: [event], ...(isSuccess && { signedIn: consoleUser(random, caller, step.mfa === 'Yes', atMs) }) };
}

function call(stage: Stage, hand: Hand, line: Line, known: Caller | undefined): Made {
  const { step } = line;
  if (stage.project !== undefined) return { events: googleCall(stage, hand, line) };
  const { random, account } = stage;
  const [service = '', name = ''] = (line.call ?? '').split(':');
  const { caller, events } = actor(stage, hand, line, known);
  const region = step.region === undefined ? (account.regions[0] ?? 'us-east-1') : fillText(step.region, line.names);
  const request = step.request === undefined ? null : fill(step.request, line.names);
  const error = step.denied ? denied(caller, service, name) : step.error;
  const answer =
    step.response === undefined
      ? response(service, name, request, { random, account, region, atMs: line.atMs })
      : fill(step.response, line.names);
  const made = aws(random, caller, line.atMs, {
    service,
    name,
    region,
    request: step.denied ? null : request,
    response: error === undefined ? answer : null,
    ...(error !== undefined && { error }),
  });
  const isFederation = name === 'GetFederationToken';
  return { events: [...events, made], ...(isFederation && { federated: federatedUser(stage, caller, line.names) }) };
}

/** Who makes the call: the hand itself, or an identity that the story made. */
function actor(
  { random, account }: Stage,
  hand: Hand,
  { step, names, atMs }: Line,
  known: Caller | undefined,
): { readonly caller: Caller; readonly events: readonly Emitted[] } {
  switch (step.as) {
    case 'new-user':
      return { caller: userCaller(account, names.newUser ?? '', hand.from), events: [] };
    case 'signed-in':
    case 'federated':
      if (known === undefined) throw new Error('nobody signed in');
      return { caller: { ...known, sourceIPAddress: hand.from.address }, events: [] };
    case 'new-role': {
      const { caller } = hand.aws(atMs);
      const inside = assumeRole(
        random,
        caller,
        { role: serviceRole(account, names.newRole ?? ''), name: 'session' },
        atMs,
      );
      return { caller: inside.caller, events: inside.events };
    }
    case 'impersonated':
    case undefined:
      return hand.aws(atMs);
  }
}

function federatedUser({ account, random }: Stage, caller: Caller, names: Names): Caller {
  const session = openSession(random, serviceRole(account, 'federation'), names.newUser ?? '', 0);
  const { userIdentity } = caller;
  return {
    ...roleCaller(session, { address: caller.sourceIPAddress, agent: caller.userAgent }),
    userIdentity: {
      type: 'FederatedUser',
      principalId: `${account.id}:${session.name}`,
      arn: `arn:aws:sts::${account.id}:federated-user/${session.name}`,
      accountId: account.id,
      accessKeyId: session.accessKeyId,
      sessionContext: {
        sessionIssuer: { type: 'IAMUser', ...issuer(userIdentity) },
        attributes: { mfaAuthenticated: 'false' },
      },
    },
  };
}

function issuer({ principalId, arn, accountId, userName }: JsonObject): JsonObject {
  return { principalId: principalId ?? '', arn: arn ?? '', accountId: accountId ?? '', userName: userName ?? '' };
}

function googleCall(stage: Stage, hand: Hand, { step, call: called, names, atMs }: Line): readonly Emitted[] {
  const { random } = stage;
  const project = projectOf(stage);
  const [service = '', method = ''] = (called ?? '').split('/');
  const { caller, events } = hand.gcp(atMs);
  const acting: GcpCaller =
    step.as === 'impersonated'
      ? { ...caller, email: names.serviceAccount ?? '', onBehalfOf: caller.email ?? '' }
      : caller;
  const resource = fillText(step.resource ?? 'projects/$project', names);
  const isAccount = resource.includes('/serviceAccounts/');
  const email = names.serviceAccount ?? '';
  const made = gcp(random, acting, atMs, {
    project: project.id,
    service,
    method,
    resource,
    log: step.log,
    ...(resource.startsWith('organizations/') && { container: resource }),
    ...(isAccount && {
      monitored: {
        type: 'service_account',
        labels: { project_id: project.id, email_id: email, unique_id: uniqueId(email) },
      },
    }),
    ...(step.permission !== undefined && { permission: step.permission }),
    ...(step.denied && { status: { code: 7, message: 'PERMISSION_DENIED' } }),
    ...(step.request !== undefined && { request: fill(step.request, names) }),
    ...(step.response !== undefined && { response: fill(step.response, names) }),
    ...(step.grants !== undefined && {
      serviceData: policyDelta(step.grants.map((grant) => fill(grant, names) as JsonObject)), // a map stays a map
    }),
  });
  return [...events, made];
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A slow story needs this long at most, so that it ends within the log. */
export const SLOW_MS = 4 * 24 * HOUR_MS;
const BROWSER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0';
