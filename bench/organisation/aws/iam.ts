/** What AWS answers to calls that make something: the ids and ARNs that later calls name. */
import { longLivedKey, userId } from '../../cloudtrail/caller.ts';
import { digits, type Account } from '../../cloudtrail/organisation.ts';
import type { Random } from '../../cloudtrail/random.ts';
import { spelledInstant, type Json, type JsonObject } from '../../cloudtrail/record.ts';

interface Answered {
  readonly random: Random;
  readonly account: Account;
  readonly region: string;
  readonly atMs: number;
}

type Answer = (request: JsonObject, answered: Answered) => JsonObject;

/** The response of an action that has one; null for all others, as in most records. */
export function response(service: string, action: string, request: Json, answered: Answered): Json {
  const answer = ANSWERS[`${service}:${action}`];
  return answer === undefined || typeof request !== 'object' || request === null || Array.isArray(request)
    ? null
    : answer(request as JsonObject, answered);
}

export function iamArn({ id }: Account, kind: string, name: string): string {
  return `arn:aws:iam::${id}:${kind}/${name}`;
}

/** IAM takes and logs policies as text. */
export function policy(...statements: readonly JsonObject[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

const ANSWERS: Readonly<Record<string, Answer>> = {
  'iam:CreateUser': ({ userName, path = '/' }, { account, atMs }) => ({
    user: {
      path,
      userName: text(userName),
      userId: userId(account, text(userName)),
      arn: iamArn(account, 'user', text(userName)),
      createDate: spelledInstant(atMs),
    },
  }),
  'iam:CreateAccessKey': ({ userName }, { account, atMs, random }) => ({
    accessKey: {
      userName: text(userName),
      accessKeyId: `${longLivedKey(account, text(userName)).slice(0, 16)}${random.code(4)}`,
      status: 'Active',
      createDate: spelledInstant(atMs),
    },
  }),
  'iam:CreateLoginProfile': ({ userName, passwordResetRequired = false }, { atMs }) => ({
    loginProfile: { userName: text(userName), createDate: spelledInstant(atMs), passwordResetRequired },
  }),
  'iam:CreateRole': ({ roleName, path = '/', assumeRolePolicyDocument }, { account, atMs }) => ({
    role: {
      path,
      roleName: text(roleName),
      roleId: `AROAEXAMPLE${digits(`${account.id}/${text(roleName)}`, 10)}`,
      arn: `arn:aws:iam::${account.id}:role${text(path)}${text(roleName)}`,
      createDate: spelledInstant(atMs),
      assumeRolePolicyDocument: encodeURIComponent(text(assumeRolePolicyDocument)),
    },
  }),
  'iam:CreateGroup': ({ groupName }, { account, atMs }) => ({
    group: {
      path: '/',
      groupName: text(groupName),
      groupId: `AGPAEXAMPLE${digits(`${account.id}/${text(groupName)}`, 10)}`,
      arn: iamArn(account, 'group', text(groupName)),
      createDate: spelledInstant(atMs),
    },
  }),
  'iam:CreatePolicy': ({ policyName }, { account, atMs }) => ({
    policy: {
      policyName: text(policyName),
      policyId: `ANPAEXAMPLE${digits(`${account.id}/${text(policyName)}`, 10)}`,
      arn: iamArn(account, 'policy', text(policyName)),
      path: '/',
      defaultVersionId: 'v1',
      attachmentCount: 0,
      isAttachable: true,
      createDate: spelledInstant(atMs),
    },
  }),
  'iam:CreatePolicyVersion': ({ setAsDefault = false }, { atMs, random }) => ({
    policyVersion: {
      versionId: `v${random.between(2, 5)}`,
      isDefaultVersion: setAsDefault,
      createDate: spelledInstant(atMs),
    },
  }),
  'iam:CreateOpenIDConnectProvider': ({ url }, { account }) => ({
    openIDConnectProviderArn: iamArn(account, 'oidc-provider', text(url).replace(/^https:\/\//, '')),
  }),
  'iam:CreateSAMLProvider': ({ name }, { account }) => ({
    sAMLProviderArn: iamArn(account, 'saml-provider', text(name)),
  }),
  'iam:UpdateSAMLProvider': ({ sAMLProviderArn }) => ({ sAMLProviderArn: text(sAMLProviderArn) }),
  'iam:CreateVirtualMFADevice': ({ virtualMFADeviceName }, { account }) => ({
    virtualMFADevice: { serialNumber: iamArn(account, 'mfa', text(virtualMFADeviceName)) },
  }),
  'rolesanywhere:CreateTrustAnchor': (request, { account, region, random }) => {
    const id = random.uuid();
    return {
      trustAnchor: {
        ...request,
        trustAnchorId: id,
        trustAnchorArn: `arn:aws:rolesanywhere:${region}:${account.id}:trust-anchor/${id}`,
      },
    };
  },
  'rolesanywhere:CreateProfile': (request, { account, region, random }) => {
    const id = random.uuid();
    return {
      profile: {
        ...request,
        profileId: id,
        profileArn: `arn:aws:rolesanywhere:${region}:${account.id}:profile/${id}`,
      },
    };
  },
  'sts:GetFederationToken': ({ name }, { account, atMs, random }) => ({
    credentials: {
      accessKeyId: `ASIAEXAMPLE${random.code(9)}`,
      sessionToken: `IQoJb3JpZ2luX2VjEXAMPLE${random.code(40)}`,
      expiration: spelledInstant(atMs + 43_200_000),
    },
    federatedUser: {
      federatedUserId: `${account.id}:${text(name)}`,
      arn: `arn:aws:sts::${account.id}:federated-user/${text(name)}`,
    },
    packedPolicySize: 6,
  }),
  'organizations:CreateAccount': ({ accountName }, { random, atMs }) => ({
    createAccountStatus: {
      id: `car-${random.hex(32)}`,
      accountName: text(accountName),
      state: 'IN_PROGRESS',
      requestedTimestamp: spelledInstant(atMs),
    },
  }),
  'cloudtrail:StopLogging': () => ({}),
};

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
