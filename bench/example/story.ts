/** The stories of the bundled day: what an intruder does, and what looks like it and is not. */
import { longLivedKey, openSession, roleCaller, user, userCaller, userId } from '../cloudtrail/caller.ts';
import { backupHost } from '../cloudtrail/activity/legacy-user.ts';
import { production, role, roleArn, staging, STRANGER } from '../cloudtrail/organisation.ts';
import type { Random } from '../cloudtrail/random.ts';
import { record, spelledInstant, type Caller, type CloudTrailRecord } from '../cloudtrail/record.ts';

const INTRUDER = {
  address: '203.0.113.66',
  agent: 'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.12 md/arch#x86_64 lang/python#3.13.7',
};
const NEW_USER = 'support-sync';

/** All stories of the day that begins at `midnightMs`. */
export function stories(random: Random, midnightMs: number): CloudTrailRecord[] {
  function at(time: string): number {
    return midnightMs + Date.parse(`1970-01-01T${time}Z`);
  }
  return [
    ...lookAround(random, at('09:38:02')),
    ...newAdministrator(random, at('09:41:17')),
    ...backdoorKey(random, at('10:04:30')),
    ...trustChange(random, at('10:26:11')),
    ...trustAnchor(random, at('11:15:40')),
    ...consoleLogin(random, at('13:52:09')),
    ...certificateRotation(random, at('04:10:00')),
    ...ownKeyRotation(random, at('08:30:00')),
  ];
}

/** The stolen key of the build user is tried out. */
function lookAround(random: Random, atMs: number): CloudTrailRecord[] {
  const caller = userCaller(production, 'build', INTRUDER);
  const denied = `User: arn:aws:iam::${production.id}:user/build is not authorized to perform: organizations:ListAccounts because no identity-based policy allows the organizations:ListAccounts action`;
  return [
    record(random, caller, atMs, {
      service: 'sts',
      name: 'GetCallerIdentity',
      request: null,
    }),
    record(random, caller, atMs + 21_000, { service: 'iam', name: 'ListUsers', request: null }),
    record(random, caller, atMs + 48_000, {
      service: 'iam',
      name: 'ListAttachedUserPolicies',
      request: { userName: 'build' },
    }),
    record(random, caller, atMs + 80_000, {
      service: 'organizations',
      name: 'ListAccounts',
      error: { code: 'AccessDeniedException', message: denied },
    }),
  ];
}

/** Creates a user, makes it an administrator and takes a key for it: three calls within one second of the log. */
function newAdministrator(random: Random, atMs: number): CloudTrailRecord[] {
  const caller = userCaller(production, 'build', INTRUDER);
  const id = userId(production, NEW_USER);
  return [
    record(random, caller, atMs, {
      service: 'iam',
      name: 'CreateAccessKey',
      request: { userName: NEW_USER },
      response: {
        accessKey: {
          userName: NEW_USER,
          accessKeyId: longLivedKey(production, NEW_USER),
          status: 'Active',
          createDate: spelledInstant(atMs),
        },
      },
    }),
    record(random, caller, atMs, {
      service: 'iam',
      name: 'AttachUserPolicy',
      request: { userName: NEW_USER, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    }),
    record(random, caller, atMs, {
      service: 'iam',
      name: 'CreateUser',
      request: { userName: NEW_USER },
      response: {
        user: {
          path: '/',
          userName: NEW_USER,
          userId: id,
          arn: `arn:aws:iam::${production.id}:user/${NEW_USER}`,
          createDate: spelledInstant(atMs),
        },
      },
    }),
  ];
}

/** The new user takes a second key for the old backup user. */
function backdoorKey(random: Random, atMs: number): CloudTrailRecord[] {
  const caller = userCaller(production, NEW_USER, INTRUDER);
  return [
    record(random, caller, atMs - 9000, { service: 'iam', name: 'ListAccessKeys', request: { userName: 'backup' } }),
    record(random, caller, atMs, {
      service: 'iam',
      name: 'CreateAccessKey',
      request: { userName: 'backup' },
      response: {
        accessKey: {
          userName: 'backup',
          accessKeyId: longLivedKey(production, 'backup', '-stolen'),
          status: 'Active',
          createDate: spelledInstant(atMs),
        },
      },
    }),
  ];
}

/** A role of the organisation begins to trust a stranger's account. */
function trustChange(random: Random, atMs: number): CloudTrailRecord[] {
  const caller = userCaller(production, NEW_USER, INTRUDER);
  const roleName = 'batch-runner';
  const policyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${STRANGER}:root` }, Action: 'sts:AssumeRole' },
    ],
  });
  return [
    record(random, caller, atMs - 12_000, { service: 'iam', name: 'GetRole', request: { roleName } }),
    record(random, caller, atMs, {
      service: 'iam',
      name: 'UpdateAssumeRolePolicy',
      request: { roleName, policyDocument },
    }),
  ];
}

/** A certificate authority from outside may now vouch for machines, and a profile says which role they get. */
function trustAnchor(random: Random, atMs: number): CloudTrailRecord[] {
  const caller = userCaller(production, NEW_USER, INTRUDER);
  const arns = `arn:aws:rolesanywhere:us-east-1:${production.id}`;
  const anchor = {
    name: 'device-sync',
    enabled: true,
    source: {
      sourceType: 'CERTIFICATE_BUNDLE',
      sourceData: { x509CertificateData: '-----BEGIN CERTIFICATE-----\nEXAMPLE\n-----END CERTIFICATE-----' },
    },
  };
  const profile = {
    name: 'device-sync',
    enabled: true,
    durationSeconds: 3600,
    roleArns: [roleArn(role(production, '/service/', 'batch-runner'))],
  };
  const [anchorId, profileId] = [random.uuid(), random.uuid()];
  return [
    record(random, caller, atMs, {
      service: 'rolesanywhere',
      name: 'CreateTrustAnchor',
      request: anchor,
      response: {
        trustAnchor: { ...anchor, trustAnchorId: anchorId, trustAnchorArn: `${arns}:trust-anchor/${anchorId}` },
      },
    }),
    record(random, caller, atMs + 95_000, {
      service: 'rolesanywhere',
      name: 'CreateProfile',
      request: profile,
      response: { profile: { ...profile, profileId, profileArn: `${arns}:profile/${profileId}` } },
    }),
  ];
}

/** A contractor signs in with a password alone and looks at the instances. */
function consoleLogin(random: Random, atMs: number): CloudTrailRecord[] {
  const identity = { ...user(staging, 'contractor'), userName: 'contractor' };
  const browser: Caller = {
    accountId: staging.id,
    userIdentity: identity,
    sourceIPAddress: '203.0.113.150',
    userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
  };
  const session: Caller = {
    ...browser,
    userIdentity: {
      ...identity,
      accessKeyId: `ASIAEXAMPLE${random.code(9)}`,
      sessionContext: {
        attributes: { creationDate: new Date(atMs).toISOString().replace('.000', ''), mfaAuthenticated: 'false' },
      },
    },
    console: true,
  };
  return [
    record(random, browser, atMs, {
      service: 'signin',
      name: 'ConsoleLogin',
      response: { ConsoleLogin: 'Success' },
      additional: {
        LoginTo: 'https://console.aws.amazon.com/console/home?region=us-east-1',
        MobileVersion: 'No',
        MFAUsed: 'No',
      },
      readOnly: false,
      type: 'AwsConsoleSignIn',
    }),
    ...['DescribeInstances', 'DescribeRegions', 'DescribeSecurityGroups', 'DescribeVolumes'].map((name, step) =>
      record(random, session, atMs + 8000 + step * 200, { service: 'ec2', name, request: { maxResults: 50 } }),
    ),
  ];
}

/** Benign: Identity Center renews the certificate of its own SAML provider in every account. */
function certificateRotation(random: Random, atMs: number): CloudTrailRecord[] {
  const service = 'sso.amazonaws.com';
  return [production, staging].map((account, step) => {
    const linked = role(account, `/aws-service-role/${service}/`, 'AWSServiceRoleForSSO');
    const session = openSession(random, linked, 'AWS-SSO', atMs);
    const caller = roleCaller(session, { address: service, agent: service }, { invokedBy: service });
    const sAMLProviderArn = `arn:aws:iam::${account.id}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE`;
    return record(random, caller, atMs + step * 4000, {
      service: 'iam',
      name: 'UpdateSAMLProvider',
      request: { sAMLProviderArn, sAMLMetadataDocument: '<EntityDescriptor>EXAMPLE</EntityDescriptor>' },
      response: { sAMLProviderArn },
    });
  });
}

/** Benign: the backup job renews its own key, the old one is switched off and then deleted. */
function ownKeyRotation(random: Random, atMs: number): CloudTrailRecord[] {
  const caller = userCaller(production, 'backup', backupHost);
  const userName = 'backup';
  const old = longLivedKey(production, userName, '-old');
  return [
    record(random, caller, atMs, { service: 'iam', name: 'ListAccessKeys', request: { userName } }),
    record(random, caller, atMs + 2000, {
      service: 'iam',
      name: 'CreateAccessKey',
      request: { userName },
      response: {
        accessKey: {
          userName,
          accessKeyId: longLivedKey(production, userName, '-next'),
          status: 'Active',
          createDate: spelledInstant(atMs + 2000),
        },
      },
    }),
    record(random, caller, atMs + 65_000, {
      service: 'iam',
      name: 'UpdateAccessKey',
      request: { userName, accessKeyId: old, status: 'Inactive' },
    }),
    record(random, caller, atMs + 360_000, {
      service: 'iam',
      name: 'DeleteAccessKey',
      request: { userName, accessKeyId: old },
    }),
  ];
}
