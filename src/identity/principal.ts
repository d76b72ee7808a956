/**
 * Who acted, from CloudTrail's `userIdentity`: the canonical principal and everything that tells it apart from
 * its sessions. Shapes and traps: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
import { parseInstant } from '../std/time.ts';
import { at, stringAt, type JsonObject } from '../std/json.ts';
import type { Actor, ActorKind, Instance, Session } from './actor.ts';

const KINDS: ReadonlyMap<string, ActorKind> = new Map([
  ['Root', 'root'],
  ['IAMUser', 'user'],
  ['AssumedRole', 'role'],
  ['Role', 'role'],
  ['FederatedUser', 'federated'],
  ['SAMLUser', 'saml'],
  ['WebIdentityUser', 'web-identity'],
  ['IdentityCenterUser', 'identity-center'],
  ['Directory', 'directory'],
  ['AWSAccount', 'account'],
  ['AWSService', 'service'],
]);

/** The kinds behind which a person or the owner signs in directly; all others are non-user identities (R17, R82). */
const USER_KINDS: ReadonlySet<ActorKind> = new Set(['root', 'user', 'identity-center', 'directory', 'saml']);

/** Whether an identity is a user rather than a role, a service or another machine identity. */
export function isUserKind(kind: ActorKind): boolean {
  return USER_KINDS.has(kind);
}

const NO_IDENTITY: JsonObject = {};
/** What CloudTrail writes in place of the name that somebody typed and no user has: it may be a password. */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const INSTANCE_ID = /^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/;
const ASSUMED_ROLE_ARN = /^arn:(?<partition>[^:]+):sts::(?<account>\d*):assumed-role\/(?<role>[^/]+)\/(?<session>.*)$/;

/** What the record says beside `userIdentity` and that belongs to the actor. */
export interface ActorContext {
  readonly partition: string;
  readonly eventSource: string | undefined;
  /** The record is of the service's own doing (`AwsServiceEvent`). */
  readonly isServiceEvent: boolean;
  /** The record's `sessionCredentialFromConsole`, a string in the logs. */
  readonly fromConsole: boolean;
}

/** The actor of a CloudTrail record. Never throws: an identity that says nothing is `unknown`. */
export function readActor(userIdentity: JsonObject | undefined, context: ActorContext): Actor {
  const identity = userIdentity ?? NO_IDENTITY;
  const invokedBy = stringAt(identity, 'invokedBy');
  const kind = kindOf(identity, invokedBy, context);
  const arn = stringAt(identity, 'arn');
  const account = accountOf(identity, arn);
  const { principal, name } = canonical(identity, kind, { account, arn, invokedBy, context });
  return {
    principal,
    kind,
    account,
    name,
    arn,
    accessKeyId: stringAt(identity, 'accessKeyId'),
    session: sessionOf(identity, arn, principal, context),
    instance: instanceOf(identity, arn),
    invokedBy: kind === 'service' ? undefined : invokedBy,
  };
}

function kindOf(identity: JsonObject, invokedBy: string | undefined, context: ActorContext): ActorKind {
  const type = stringAt(identity, 'type');
  const known = type === undefined ? undefined : KINDS.get(type);
  if (known !== undefined) return known;
  // Before 2025 Identity Center users came as type "Unknown", recognisable by whom the call is made for.
  if (at(identity, 'onBehalfOf') !== undefined) return 'identity-center';
  // Service events may carry no identity at all: the service itself acted. Any other call that names nobody does not tell who did.
  if (type === undefined && (invokedBy ?? (context.isServiceEvent ? context.eventSource : undefined)) !== undefined)
    return 'service';
  return 'unknown';
}

function accountOf(identity: JsonObject, arn: string | undefined): string | undefined {
  const account = stringAt(identity, 'accountId') ?? stringAt(identity, 'sessionContext', 'sessionIssuer', 'accountId');
  if (account !== undefined) return account;
  const fromArn = arn?.split(':')[4];
  return fromArn === '' ? undefined : fromArn;
}

interface Known {
  readonly account: string | undefined;
  readonly arn: string | undefined;
  readonly invokedBy: string | undefined;
  readonly context: ActorContext;
}

interface Named {
  readonly principal: string;
  readonly name: string;
}

function canonical(identity: JsonObject, kind: ActorKind, known: Known): Named {
  const account = known.account ?? '';
  const prefix = `arn:${known.context.partition}:iam::${account}`;
  const userName = stringAt(identity, 'userName');
  const principalId = stringAt(identity, 'principalId');
  switch (kind) {
    case 'root':
      return { principal: `${prefix}:root`, name: 'root' };
    case 'user': {
      if (userName === HIDDEN) return { principal: `unknown:${account}:hidden`, name: 'hidden user name' };
      const name = userName ?? known.arn?.split('/').at(-1) ?? principalId ?? 'unknown';
      return { principal: known.arn ?? `${prefix}:user/${name}`, name };
    }
    case 'role':
      return roleOf(identity, known, prefix);
    case 'federated': {
      // The federated name is chosen by the caller, like a session name: the issuing user is who is accountable.
      const issuer = stringAt(identity, 'sessionContext', 'sessionIssuer', 'arn');
      const name = known.arn?.split('/').at(-1) ?? principalId?.split(':').at(-1) ?? 'unknown';
      return { principal: issuer ?? known.arn ?? `federated-user:${account}:${name}`, name };
    }
    case 'saml':
    case 'web-identity':
    case 'directory': {
      const provider = stringAt(identity, 'identityProvider') ?? principalId?.split(':')[0] ?? '';
      const name = userName ?? principalId ?? 'unknown';
      return { principal: `${kind}:${provider}:${name}`, name };
    }
    case 'identity-center': {
      const id = stringAt(identity, 'onBehalfOf', 'userId') ?? userName ?? principalId ?? 'unknown';
      return { principal: `identity-center:${id}`, name: userName ?? id };
    }
    case 'account':
      return { principal: `account:${account}`, name: `account ${account}` };
    case 'service': {
      const name = known.invokedBy ?? known.context.eventSource ?? 'unknown';
      return { principal: `service:${name}`, name };
    }
    case 'service-account': // of GCP, never found here
    case 'unknown': {
      const name = userName ?? known.arn ?? principalId;
      return { principal: known.arn ?? `unknown:${account}:${name ?? 'unknown'}`, name: name ?? 'unknown identity' };
    }
  }
}

/** The role's own ARN, path included: the session's ARN loses the path and varies with every session. */
function roleOf(identity: JsonObject, known: Known, prefix: string): Named {
  const issuer = stringAt(identity, 'sessionContext', 'sessionIssuer', 'arn');
  const parts = known.arn === undefined ? undefined : ASSUMED_ROLE_ARN.exec(known.arn)?.groups;
  const roleName =
    stringAt(identity, 'sessionContext', 'sessionIssuer', 'userName') ??
    issuer?.split('/').at(-1) ??
    parts?.role ??
    known.arn?.split('/').at(-1) ??
    stringAt(identity, 'principalId')?.split(':')[0] ??
    'unknown';
  const session = parts?.session ?? stringAt(identity, 'principalId')?.split(':')[1];
  const isRoleArn = known.arn !== undefined && parts === undefined;
  return {
    principal: issuer ?? (isRoleArn ? known.arn : `${prefix}:role/${roleName}`),
    name: session === undefined || session === '' ? roleName : `${roleName}/${session}`,
  };
}

function sessionOf(
  identity: JsonObject,
  arn: string | undefined,
  principal: string,
  context: ActorContext,
): Session | undefined {
  const accessKeyId = stringAt(identity, 'accessKeyId');
  if (at(identity, 'sessionContext') === undefined && accessKeyId?.startsWith('ASIA') !== true) return undefined;
  const created = stringAt(identity, 'sessionContext', 'attributes', 'creationDate');
  return {
    name: sessionName(identity, arn),
    issuedBy: stringAt(identity, 'sessionContext', 'sessionIssuer', 'arn') ?? principal,
    sourceIdentity: stringAt(identity, 'sessionContext', 'sourceIdentity'),
    createdMs: created === undefined ? undefined : parseInstant(created),
    fromConsole: context.fromConsole,
  };
}

function sessionName(identity: JsonObject, arn: string | undefined): string | undefined {
  const fromArn = arn === undefined ? undefined : ASSUMED_ROLE_ARN.exec(arn)?.groups?.session;
  const name = fromArn ?? stringAt(identity, 'principalId')?.split(':')[1];
  return name === '' ? undefined : name;
}

/**
 * The instance behind a role session. AWS stamps `ec2RoleDelivery` on credentials that the metadata service handed
 * out; a session name like an instance id alone is only what the caller chose to say.
 */
function instanceOf(identity: JsonObject, arn: string | undefined): Instance | undefined {
  const name = sessionName(identity, arn);
  const id = name !== undefined && INSTANCE_ID.test(name) ? name : undefined;
  if (stringAt(identity, 'sessionContext', 'ec2RoleDelivery') !== undefined) return { id, evidence: 'delivered' };
  return id === undefined ? undefined : { id, evidence: 'claimed' };
}
