/** People: they sign in through Identity Center, and every page they open is a fan of reads. */
import { openSession, roleCaller } from '../caller.ts';
import { people as staff, production, singleSignOnRole, staging } from '../organisation.ts';
import { record, type CloudTrailRecord } from '../record.ts';
import { s3Transfer } from './services.ts';
import type { Activity, World } from './activity.ts';

export const people: Activity = {
  name: 'people in the console',
  share: 70,
  hours: [7, 18],
  act: (world, atMs) => {
    const { random } = world;
    const person = random.pick(staff);
    const account = random.permille(600) ? production : staging;
    const role = singleSignOnRole(account, person.permissionSet);
    const session = openSession(random, role, person.email, atMs);
    const caller = roleCaller(session, { address: person.address, agent: person.browser }, { console: true });
    const records = [signIn(world, { ...caller, console: false }, atMs)];
    let clickMs = atMs + 4000;
    for (let pages = random.between(1, 4); pages > 0; pages -= 1) {
      const page = random.pick(PAGES);
      for (const [service, name] of page) {
        const bucket = random.pick(account.buckets);
        const missing = random.permille(300) ? MISSING.get(name) : undefined;
        records.push(
          record(random, caller, clickMs + random.below(3000), {
            service,
            name,
            request:
              service === 's3'
                ? { bucketName: bucket, Host: `${bucket}.s3.amazonaws.com` }
                : (REQUESTS.get(name) ?? null),
            ...(missing !== undefined && { error: { code: missing, message: 'The configuration does not exist' } }),
            ...(service === 's3' && { additional: s3Transfer(random.hex(16)) }),
          }),
        );
      }
      clickMs += random.between(15_000, 90_000);
    }
    return records;
  },
};

/** The sign-in of a role session. The identity provider asked for the second factor, so AWS says that it did not. */
function signIn(world: World, caller: ReturnType<typeof roleCaller>, atMs: number): CloudTrailRecord {
  return record(world.random, caller, atMs, {
    service: 'signin',
    name: 'ConsoleLogin',
    response: { ConsoleLogin: 'Success' },
    additional: { MobileVersion: 'No', MFAUsed: 'No' },
    readOnly: false,
    type: 'AwsConsoleSignIn',
  });
}

const MISSING = new Map([
  ['GetBucketPolicy', 'NoSuchBucketPolicy'],
  ['GetBucketPublicAccessBlock', 'NoSuchPublicAccessBlockConfiguration'],
  ['GetBucketWebsite', 'NoSuchWebsiteConfiguration'],
]);
const REQUESTS = new Map([
  ['ListUsers', { maxItems: 100 }],
  ['ListRoles', { maxItems: 1000 }],
  ['DescribeAlarms', { maxRecords: 100 }],
  ['DescribeLogGroups', { limit: 50 }],
]);
const PAGES = [
  [
    ['s3', 'GetBucketAcl'],
    ['s3', 'GetBucketPolicy'],
    ['s3', 'GetBucketPolicyStatus'],
    ['s3', 'GetBucketPublicAccessBlock'],
    ['s3', 'GetBucketWebsite'],
    ['s3', 'GetBucketLocation'],
    ['s3', 'GetBucketVersioning'],
  ],
  [
    ['ec2', 'DescribeInstances'],
    ['ec2', 'DescribeVolumes'],
    ['ec2', 'DescribeSecurityGroups'],
    ['ec2', 'DescribeAddresses'],
    ['ec2', 'DescribeRegions'],
    ['ec2', 'DescribeKeyPairs'],
    ['monitoring', 'DescribeAlarms'],
  ],
  [
    ['iam', 'ListUsers'],
    ['iam', 'ListRoles'],
    ['iam', 'GetAccountSummary'],
    ['iam', 'ListAccountAliases'],
  ],
  [
    ['logs', 'DescribeLogGroups'],
    ['monitoring', 'ListMetrics'],
    ['cloudtrail', 'LookupEvents'],
    ['health', 'DescribeEventAggregates'],
  ],
  [
    ['lambda', 'ListFunctions20150331'],
    ['lambda', 'GetAccountSettings20160819'],
    ['rds', 'DescribeDBInstances'],
    ['rds', 'DescribeDBClusters'],
  ],
] as const;
