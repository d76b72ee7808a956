/** The ways of being somebody: each gives the `userIdentity` that CloudTrail writes for it. */
import { digits, roleArn, type Account, type Role } from './organisation.ts';
import type { Random } from './random.ts';
import { instant, type Caller, type JsonObject } from './record.ts';

/** What one AssumeRole gave out. */
export interface Session {
  readonly role: Role;
  readonly name: string;
  readonly accessKeyId: string;
  readonly startedMs: number;
}

export function openSession(random: Random, role: Role, name: string, startedMs: number): Session {
  return { role, name, accessKeyId: `ASIAEXAMPLE${random.code(9)}`, startedMs };
}

interface SessionDetail {
  readonly context?: JsonObject;
  readonly invokedBy?: string;
  readonly console?: boolean;
}

/** A role session. */
export function roleCaller(
  { role, name, accessKeyId, startedMs }: Session,
  from: { readonly address: string; readonly agent: string },
  detail: SessionDetail = {},
): Caller {
  const accountId = role.account.id;
  return {
    accountId,
    userIdentity: {
      type: 'AssumedRole',
      principalId: `${role.id}:${name}`,
      arn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/${name}`,
      accountId,
      accessKeyId,
      sessionContext: {
        sessionIssuer: { type: 'Role', principalId: role.id, arn: roleArn(role), accountId, userName: role.name },
        attributes: { creationDate: instant(startedMs), mfaAuthenticated: 'false' },
        ...detail.context,
      },
      ...(detail.invokedBy !== undefined && { invokedBy: detail.invokedBy }),
    },
    sourceIPAddress: from.address,
    userAgent: from.agent,
    ...(detail.console === true && { console: true }),
  };
}

/** A service that acts by itself. */
export function serviceCaller(account: Account, service: string): Caller {
  return {
    accountId: account.id,
    userIdentity: { type: 'AWSService', invokedBy: service },
    sourceIPAddress: service,
    userAgent: service,
  };
}

/** An IAM user with a long-lived key. */
export function userCaller(
  account: Account,
  userName: string,
  from: { readonly address: string; readonly agent: string },
): Caller {
  return {
    accountId: account.id,
    userIdentity: { ...user(account, userName), accessKeyId: longLivedKey(account, userName), userName },
    sourceIPAddress: from.address,
    userAgent: from.agent,
  };
}

/** The identity of an IAM user without its credentials, as a sign-in shows it. */
export function user(account: Account, userName: string): JsonObject {
  return {
    type: 'IAMUser',
    principalId: userId(account, userName),
    arn: `arn:aws:iam::${account.id}:user/${userName}`,
    accountId: account.id,
  };
}

export function userId(account: Account, userName: string): string {
  return `AIDAEXAMPLE${digits(`${account.id}/${userName}`, 10)}`;
}

export function longLivedKey(account: Account, userName: string, turn = ''): string {
  return `AKIAEXAMPLE${digits(`${account.id}/${userName}/key${turn}`, 9)}`;
}
