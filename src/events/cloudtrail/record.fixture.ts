/** CloudTrail records for tests: named bases in the shape of real ones, and a patch that shows only what matters. */
import type { Json, JsonObject } from '../../std/json.ts';

export const ACCOUNT = '111122223333';

/** One record for each way of acting (catalogue: who is the actor). */
export const IDENTITIES = {
  root: { type: 'Root', principalId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT },
  user: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLE0000000001',
    arn: `arn:aws:iam::${ACCOUNT}:user/staff/alice`,
    accountId: ACCOUNT,
    accessKeyId: 'AKIAEXAMPLE000000001',
    userName: 'alice',
  },
  role: {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLE0000000001:session-1',
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/session-1`,
    accountId: ACCOUNT,
    accessKeyId: 'ASIAEXAMPLE000000001',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLE0000000001',
        arn: `arn:aws:iam::${ACCOUNT}:role/ci/deployer`,
        accountId: ACCOUNT,
        userName: 'deployer',
      },
      attributes: { creationDate: '2026-03-02T08:59:00Z', mfaAuthenticated: 'false' },
    },
  },
} satisfies Record<string, JsonObject>;

const CALL: JsonObject = {
  eventVersion: '1.11',
  userIdentity: IDENTITIES.user,
  eventTime: '2026-03-02T09:00:00Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'ListUsers',
  awsRegion: 'us-east-1',
  sourceIPAddress: '203.0.113.7',
  userAgent: 'aws-cli/2.31.0 md/command#iam.list-users',
  requestParameters: null,
  responseElements: null,
  requestID: '00000000-0000-4000-8000-0000000000aa',
  eventID: '00000000-0000-4000-8000-000000000001',
  readOnly: true,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: ACCOUNT,
  eventCategory: 'Management',
};

/** An API call by an IAM user, with the given fields in place of its own; undefined takes a field away. */
export function record(patch: Readonly<Record<string, Json | undefined>> = {}): JsonObject {
  const merged = Object.entries({ ...CALL, ...patch }).filter(
    (entry): entry is [string, Json] => entry[1] !== undefined,
  );
  return Object.fromEntries(merged);
}
