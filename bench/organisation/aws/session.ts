/** The ways into an account, with the records that each of them leaves. */
import { openSession, roleCaller, user, type Session } from '../../cloudtrail/caller.ts';
import { roleArn, singleSignOnRole, type Account, type Role } from '../../cloudtrail/organisation.ts';
import type { Random } from '../../cloudtrail/random.ts';
import { instant, record, spelledInstant, type Caller, type JsonObject } from '../../cloudtrail/record.ts';
import { aws, fromRecord, type Emitted } from '../event.ts';
import type { OrgAccount, Organisation, Person } from '../organisation.ts';
import { hash } from '../seed.ts';

export interface From {
  readonly address: string;
  readonly agent: string;
}

/** Somebody who may now act, and what that left in the log. */
export interface Arrival {
  readonly caller: Caller;
  readonly session: Session;
  readonly events: readonly Emitted[];
}

export interface Assumption {
  readonly role: Role;
  readonly name: string;
  readonly region?: string;
  readonly request?: JsonObject;
  /** Written into the session besides what every session has. */
  readonly context?: JsonObject;
}

/** AssumeRole; where the role lies in another account, both accounts write it down under one shared id. */
export function assumeRole(random: Random, caller: Caller, assumption: Assumption, atMs: number): Arrival {
  const { role, name, region = 'us-east-1', request = {}, context = {} } = assumption;
  const session = openSession(random, role, name, atMs);
  const first = record(random, caller, atMs, {
    service: 'sts',
    name: 'AssumeRole',
    region,
    request: { roleArn: roleArn(role), roleSessionName: name, durationSeconds: 3600, ...request },
    response: { ...issued(random, session, atMs) },
    resources: [{ accountId: role.account.id, type: 'AWS::IAM::Role', ARN: roleArn(role) }],
    shared: true,
  });
  const events = [fromRecord(first, atMs)];
  if (caller.accountId !== role.account.id) {
    const { principalId } = caller.userIdentity;
    const copy = {
      ...first,
      userIdentity: { type: 'AWSAccount', principalId: principalId ?? '', accountId: caller.accountId },
      eventID: random.uuid(),
      recipientAccountId: role.account.id,
    };
    events.push(fromRecord(copy, atMs));
  }
  const from = { address: caller.sourceIPAddress, agent: caller.userAgent };
  return { session, caller: roleCaller(session, from, { context }), events };
}

export interface WebIdentity {
  readonly role: Role;
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
}

/** AssumeRoleWithWebIdentity, as a build system does it. */
export function webIdentity(
  random: Random,
  from: From,
  { role, issuer, subject, name }: WebIdentity,
  atMs: number,
): Arrival {
  const session = openSession(random, role, name, atMs);
  const { account } = role;
  const provider = `arn:aws:iam::${account.id}:oidc-provider/${issuer}`;
  const caller: Caller = {
    accountId: account.id,
    userIdentity: {
      type: 'WebIdentityUser',
      principalId: `${provider}:sts.amazonaws.com:${subject}`,
      userName: subject,
      identityProvider: provider,
    },
    sourceIPAddress: from.address,
    userAgent: from.agent,
  };
  const event = aws(random, caller, atMs, {
    service: 'sts',
    name: 'AssumeRoleWithWebIdentity',
    request: { roleArn: roleArn(role), roleSessionName: name, durationSeconds: 3600 },
    response: {
      ...issued(random, session, atMs),
      subjectFromWebIdentityToken: subject,
      provider,
      audience: 'sts.amazonaws.com',
    },
    resources: [{ accountId: account.id, type: 'AWS::IAM::Role', ARN: roleArn(role) }],
  });
  const context = { webIdFederationData: { federatedProvider: provider, attributes: {} } };
  return { session, caller: roleCaller(session, from, { context }), events: [event] };
}

/** The Identity Center role of a person in an account. */
export function ssoRole(person: Person, account: Account): Role {
  return singleSignOnRole(account, person.permissionSet);
}

/** Signs in through Identity Center; for the console the account writes two records more. */
export function singleSignOn(
  random: Random,
  organisation: Organisation,
  visit: { readonly person: Person; readonly account: OrgAccount; readonly from: From; readonly isConsole: boolean },
  atMs: number,
): Arrival {
  const { person, account, from, isConsole } = visit;
  const session = openSession(random, ssoRole(person, account), person.email, atMs);
  const caller = roleCaller(session, from, { console: isConsole });
  const management = organisation.accounts[0] ?? account;
  const identity: Caller = {
    accountId: management.id,
    userIdentity: {
      type: 'IdentityCenterUser',
      accountId: management.id,
      onBehalfOf: {
        userId: `${hash(person.email).toString(16).padStart(10, '9')}-example`,
        identityStoreArn: `arn:aws:identitystore::${management.id}:identitystore/d-1234567890`,
      },
      credentialId: random.uuid(),
    },
    sourceIPAddress: from.address,
    userAgent: from.agent,
  };
  const authenticated = aws(random, identity, atMs, {
    service: 'signin',
    name: 'UserAuthentication',
    response: { UserAuthentication: 'Success' },
    additional: { AuthWorkflowID: random.uuid(), CredentialType: 'TOTP', UserName: person.email },
    readOnly: false,
    type: 'AwsServiceEvent',
  });
  if (!isConsole) {
    const credentials = aws(random, identity, atMs + 2000, {
      service: 'sso',
      name: 'GetRoleCredentials',
      response: null,
      request: { roleName: person.permissionSet, accountId: account.id },
    });
    return { session, caller, events: [authenticated, credentials] };
  }
  return {
    session,
    caller,
    events: [
      authenticated,
      aws(random, samlUser(person, account, from), atMs + 1000, {
        service: 'sts',
        name: 'AssumeRoleWithSAML',
        request: {
          principalArn: samlProvider(account),
          roleArn: roleArn(session.role),
          roleSessionName: person.email,
          durationSeconds: 43_200,
        },
        response: {
          ...issued(random, session, atMs),
          issuer: 'https://portal.sso.us-east-1.amazonaws.com/saml/assertion/EXAMPLE',
          audience: 'https://signin.aws.amazon.com/saml',
        },
        resources: [{ accountId: account.id, type: 'AWS::IAM::SAMLProvider', ARN: samlProvider(account) }],
      }),
      // The identity provider asked for the second factor; AWS says that it did not.
      consoleLogin(random, { ...caller, console: false }, atMs + 2000, { isSuccess: true, mfa: 'No' }),
    ],
  };
}

/** How AWS calls the SAML provider of Identity Center in an account. */
export function samlProvider(account: Account): string {
  return `arn:aws:iam::${account.id}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE`;
}

export interface LoginOutcome {
  readonly isSuccess: boolean;
  readonly mfa: 'Yes' | 'No';
  /** No such user: AWS hides what was typed. */
  readonly isUnknown?: boolean;
}

export function consoleLogin(random: Random, caller: Caller, atMs: number, outcome: LoginOutcome): Emitted {
  const { isSuccess, mfa, isUnknown = false } = outcome;
  const message = isUnknown ? 'No username found in supplied account' : 'Failed authentication';
  return aws(random, caller, atMs, {
    service: 'signin',
    name: 'ConsoleLogin',
    response: { ConsoleLogin: isSuccess ? 'Success' : 'Failure' },
    ...(isSuccess ? {} : { error: { message } }),
    additional: {
      LoginTo: 'https://console.aws.amazon.com/console/home?region=us-east-1&state=hashArgs%23&isauthcode=true',
      MobileVersion: 'No',
      MFAUsed: mfa,
    },
    readOnly: false,
    type: 'AwsConsoleSignIn',
  });
}

/** An IAM user in front of the sign-in page. */
export function atSignIn(account: Account, userName: string, from: From): Caller {
  return {
    accountId: account.id,
    userIdentity: { ...user(account, userName), accessKeyId: '', userName },
    sourceIPAddress: from.address,
    userAgent: from.agent,
  };
}

/** An unknown user in front of the sign-in page. */
export function strangerAtSignIn(account: Account, from: From): Caller {
  return {
    accountId: account.id,
    userIdentity: {
      type: 'IAMUser',
      accountId: account.id,
      accessKeyId: '',
      userName: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    },
    sourceIPAddress: from.address,
    userAgent: from.agent,
  };
}

/** An IAM user signed in to the console. */
export function consoleUser(random: Random, signedIn: Caller, mfa: boolean, atMs: number): Caller {
  return {
    ...signedIn,
    userIdentity: {
      ...signedIn.userIdentity,
      accessKeyId: `ASIAEXAMPLE${random.code(9)}`,
      sessionContext: { attributes: { creationDate: instant(atMs), mfaAuthenticated: String(mfa) } },
    },
    console: true,
  };
}

export function rootCaller(account: Account, from: From): Caller {
  return {
    accountId: account.id,
    userIdentity: {
      type: 'Root',
      principalId: account.id,
      arn: `arn:aws:iam::${account.id}:root`,
      accountId: account.id,
      accessKeyId: '',
    },
    sourceIPAddress: from.address,
    userAgent: from.agent,
  };
}

/** What STS answers. */
export function issued(random: Random, session: Session, atMs: number): JsonObject {
  const { role, name, accessKeyId } = session;
  return {
    credentials: {
      accessKeyId,
      sessionToken: `IQoJb3JpZ2luX2VjEXAMPLE${random.code(40)}`,
      expiration: spelledInstant(atMs + 3_600_000),
    },
    assumedRoleUser: {
      assumedRoleId: `${role.id}:${name}`,
      arn: `arn:aws:sts::${role.account.id}:assumed-role/${role.name}/${name}`,
    },
  };
}

function samlUser(person: Person, account: Account, from: From): Caller {
  return {
    accountId: account.id,
    userIdentity: {
      type: 'SAMLUser',
      principalId: `EXAMPLEnameQualifier:${person.email}`,
      userName: person.email,
      identityProvider: 'EXAMPLEnameQualifier',
    },
    sourceIPAddress: from.address,
    userAgent: from.agent,
  };
}
