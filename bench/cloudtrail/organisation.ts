/** The made-up organisation whose logs are generated. Every number and address is reserved for documentation. */

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly buckets: readonly string[];
  readonly instances: readonly string[];
}

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly permissionSet: string;
  readonly address: string;
  readonly browser: string;
}

/** A role, by its path and name. `id` is its unique id. */
export interface Role {
  readonly account: Account;
  readonly path: string;
  readonly name: string;
  readonly id: string;
}

export const ORGANISATION = 'o-exampleorgid';
export const REGIONS = ['us-east-1', 'eu-west-1'] as const;

export const production: Account = {
  id: '111122223333',
  name: 'production',
  buckets: ['example-shop-assets', 'example-shop-orders', 'example-shop-logs'],
  instances: ['i-0123456789abcdef0', 'i-0123456789abcdef1', 'i-0123456789abcdef2', 'i-0123456789abcdef3'],
};
export const staging: Account = {
  id: '444455556666',
  name: 'staging',
  buckets: ['example-staging-assets', 'example-staging-orders'],
  instances: ['i-0abcdef0123456780', 'i-0abcdef0123456781'],
};
export const security: Account = {
  id: '777788889999',
  name: 'security',
  buckets: ['example-audit-trail', 'example-audit-config'],
  instances: ['i-0fedcba9876543210'],
};
export const accounts: readonly Account[] = [production, staging, security];

/** An account that nobody in the organisation has heard of. */
export const STRANGER = '123456789012';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const CHROME =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36';

export const people: readonly Person[] = [
  person('alice', 'PlatformAdmin', '198.51.100.10', FIREFOX),
  person('bob', 'PlatformAdmin', '198.51.100.11', CHROME),
  person('carol', 'Developer', '198.51.100.12', CHROME),
  person('dave', 'Developer', '192.0.2.44', FIREFOX),
  person('erin', 'ReadOnly', '2001:db8:12::7', CHROME),
  person('frank', 'SecurityAudit', '198.51.100.13', FIREFOX),
];

/** Names of service-linked roles with the service that assumes them. */
export const serviceLinkedRoles = [
  { name: 'AWSServiceRoleForAutoScaling', service: 'autoscaling.amazonaws.com' },
  { name: 'AWSServiceRoleForECS', service: 'ecs.amazonaws.com' },
  { name: 'AWSServiceRoleForRDS', service: 'rds.amazonaws.com' },
  { name: 'AWSServiceRoleForConfig', service: 'config.amazonaws.com' },
  { name: 'AWSServiceRoleForElasticLoadBalancing', service: 'elasticloadbalancing.amazonaws.com' },
  { name: 'AWSServiceRoleForTrustedAdvisor', service: 'trustedadvisor.amazonaws.com' },
  { name: 'AWSServiceRoleForResourceExplorer', service: 'resource-explorer-2.amazonaws.com' },
  { name: 'AWSServiceRoleForAccessAnalyzer', service: 'access-analyzer.amazonaws.com' },
] as const;

/** Names of roles that functions and instances hold. */
export const functionRoles = ['orders-worker', 'image-resizer', 'invoice-mailer'] as const;
export const instanceRoles = ['web-server', 'batch-runner'] as const;

/** The same role name has one id in each account. */
export function role(account: Account, path: string, name: string): Role {
  return { account, path, name, id: `AROAEXAMPLE${digits(`${account.id}/${name}`, 10)}` };
}

export function singleSignOnRole(account: Account, permissionSet: string): Role {
  const suffix = `${digits(permissionSet, 8)}${digits(`${permissionSet}${account.id}`, 8)}`;
  return role(account, '/aws-reserved/sso.amazonaws.com/', `AWSReservedSSO_${permissionSet}_${suffix}`);
}

export function roleArn({ account, path, name }: Role): string {
  return `arn:aws:iam::${account.id}:role${path}${name}`;
}

/** Digits that depend on the text alone (FNV-1a), for ids that stay the same all day. */
export function digits(text: string, length: number): string {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return String(hash).padStart(length, '0').slice(-length);
}

function person(name: string, permissionSet: string, address: string, browser: string): Person {
  return { name, email: `${name}@example.com`, permissionSet, address, browser };
}
