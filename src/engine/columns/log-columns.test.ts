/** What follows from columns: read from a record that has nothing but them, a field is what it is in the whole record. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventView } from '../../events/audit-event.ts';
import { rawEventView } from '../../events/event-view.ts';
import { IDENTITIES, record } from '../../events/cloudtrail/record.fixture.ts';
import { CALLERS, entry } from '../../events/gcp-audit/entry.fixture.ts';
import type { FieldPath } from '../../rule-language/detection.ts';
import { parseFieldPath } from '../../rule-language/field-path.ts';
import { fieldReader } from '../../rule-language/field-reader.ts';
import { memoryReader } from '../../rule-language/memory.ts';
import { at, type Json, type JsonObject } from '../../std/json.ts';
import { columnsOf } from '../../std/record-columns.fixture.ts';
import { LOGS } from './column-rules.ts';
import type { LogColumns, Origin } from './log-columns.ts';
import { ABSENT, NOT_PLAIN } from './plain-values.ts';
import { recordWith } from './record-with.ts';
import { ColumnTexts } from './column-texts.ts';
import { TextIds } from './text-ids.ts';

function fieldNamed(name: string): FieldPath {
  const path = parseFieldPath(name);
  if ('problem' in path) throw new Error(path.problem);
  return path;
}

const ODD: readonly (Json | undefined)[] = [undefined, null, '', 'text', 7, true, {}, [], ['text'], { a: 1 }];

/** Mostly one of these, else something odd. */
function mostly(...usual: readonly (Json | undefined)[]): fc.Arbitrary<Json | undefined> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...ODD) },
  );
}

const LOG = 'logs/cloudaudit.googleapis.com';
const entries = fc
  .record({
    logName: mostly(
      `projects/p/${LOG}%2Factivity`,
      `folders/9/${LOG}%2Fdata_access`,
      `projects/p/${LOG}/activity`,
      'x',
    ),
    'protoPayload.methodName': mostly(
      'SetIamPolicy',
      'google.iam.admin.v1.CreateRole',
      'v1.compute.instances.list',
      'x.GenerateAccessToken',
    ),
    'protoPayload.serviceName': mostly('iam.googleapis.com', 'sts.googleapis.com', 'login.googleapis.com', 'k8s.io'),
    'protoPayload.authenticationInfo': mostly(
      ...[
        ...Object.values(CALLERS),
        { principalEmail: 'system:node' },
        { principalEmail: '<redacted>', principalSubject: 'x' },
      ],
      ...[{ principalEmail: 'Ann@Example.com', authoritySelector: 'system:x' }, { principalEmail: 'x/y@z' }],
      ...[{ principalEmail: 7 }, { principalEmail: ['ann@example.com'] }, { principalEmail: '' }],
    ),
    'protoPayload.metadata': mostly(
      undefined,
      undefined,
      { mapped_principal: 'principal://x' },
      { event: [{ eventName: 'login_failure' }] },
    ),
    'protoPayload.status': mostly(
      {},
      { code: 7 },
      { code: '7' },
      { code: 'PERMISSION_DENIED' },
      { code: 0 },
      { code: true },
      { code: '' },
    ),
    'protoPayload.requestMetadata': mostly(
      { callerIp: '203.0.113.7' },
      { callerIp: 'private', callerSuppliedUserAgent: 'Terraform/1.9.0' },
      { callerSuppliedUserAgent: 'google-cloud-sdk gcloud/501.0.0' },
      { callerSuppliedUserAgent: 5 },
    ),
    'protoPayload.resourceName': mostly('projects/other/x', 'organizations/1/roles/r'),
    'resource.labels': mostly(
      { project_id: 'shop-prod' },
      { project_id: 'shop-prod', location: 'eu' },
      { project_id: '' },
      {},
    ),
    operation: mostly(undefined, { id: 'op' }),
  })
  .map((patch) => entry(patch));

const identities = fc
  .record({
    type: mostly(
      'AssumedRole',
      'IAMUser',
      'Root',
      'FederatedUser',
      'AWSService',
      'WebIdentityUser',
      'IdentityCenterUser',
    ),
    arn: mostly(
      IDENTITIES.user.arn,
      IDENTITIES.role.arn,
      'arn:aws-cn:sts::111122223333:assumed-role/r/s',
      IDENTITIES.root.arn,
    ),
    accountId: mostly('111122223333', '444455556666'),
    userName: mostly('alice', undefined),
    invokedBy: mostly(undefined, 'ec2.amazonaws.com'),
    principalId: mostly('AIDAEXAMPLE0000000001', 'AROAEXAMPLE0000000001:session-1'),
    sessionContext: mostly(
      IDENTITIES.role.sessionContext,
      undefined,
      { sessionIssuer: { arn: 'arn:aws:iam::444455556666:role/other', type: 'Role', userName: 'other' } },
      { sessionIssuer: { arn: '', userName: 'r' } },
      { sessionIssuer: { arn: 7 } },
      { sessionIssuer: 'x' },
      { sessionIssuer: {}, webIdFederationData: { federatedProvider: 'x' } },
    ),
  })
  .map((all): Json => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as JsonObject);

const records = fc
  .record({
    userIdentity: fc.oneof({ weight: 5, arbitrary: identities }, { weight: 1, arbitrary: fc.constantFrom(...ODD) }),
    eventSource: mostly('iam.amazonaws.com', 'signin.amazonaws.com', 'kms.amazonaws.com'),
    eventType: mostly('AwsApiCall', 'AwsServiceEvent', 'AwsConsoleSignIn'),
    awsRegion: mostly('us-east-1', 'cn-north-1', 'us-gov-west-1', ['us-east-1']),
    sourceIPAddress: mostly('203.0.113.7', 'AWS Internal'),
    recipientAccountId: mostly('111122223333', '444455556666'),
    sessionCredentialFromConsole: mostly(undefined, 'true'),
  })
  .map((patch) => record(patch));

/** What stands in a column, as a reader of columns sees it; undefined where nothing does. */
function valueAt(raw: JsonObject, column: string): Json | undefined {
  return at(raw, ...column.split('.'));
}

function holdsAt(raw: JsonObject, { column, holds }: Origin): boolean {
  const value = valueAt(raw, column);
  if (holds === 'nothing') return value === undefined;
  return holds === 'text'
    ? typeof value === 'string' && value !== ''
    : value === undefined || typeof value !== 'object';
}

function only(raw: JsonObject, columns: readonly string[]): JsonObject {
  return recordWith(
    columns.flatMap((column) => {
      const value = valueAt(raw, column);
      return value === undefined ? [] : [[column, value] as const];
    }),
  );
}

const VALUES = new Map<
  string,
  { readonly values: fc.Arbitrary<JsonObject>; readonly viewOf: (raw: JsonObject) => EventView }
>([
  ['aws', { values: records, viewOf: rawEventView }],
  ['gcp', { values: entries, viewOf: rawEventView }],
]);

function about({ source }: LogColumns): {
  readonly values: fc.Arbitrary<JsonObject>;
  readonly viewOf: (raw: JsonObject) => EventView;
} {
  const found = VALUES.get(source.cloud);
  if (found === undefined) throw new Error(`Nothing is generated for ${source.cloud}`);
  return found;
}

const derived = LOGS.flatMap((log) =>
  [...log.origins].map(([name, origins]) => ({ cloud: log.source.cloud, name, origins, log })),
);

describe('a field of the normalised event', () => {
  it.each(derived)(
    '$cloud: $name follows from its columns where they hold what they must',
    ({ name, origins, log }) => {
      const read = fieldReader(fieldNamed(name));
      const { values, viewOf } = about(log);
      let held = 0;
      fc.assert(
        fc.property(values, (raw) => {
          if (!origins.every((origin) => holdsAt(raw, origin))) return;
          held += 1;
          const alone = only(
            raw,
            origins.map(({ column }) => column),
          );
          expect(read(log.viewOf(alone))).toEqual(read(viewOf(raw)));
        }),
        { numRuns: 2_000 },
      );
      expect(held).toBeGreaterThan(200);
    },
  );

  it.each(derived)(
    '$cloud: $name follows from one column, or from deciding ones: classes see one column alone',
    ({ origins, log }) => {
      const telling = origins.filter(({ holds }) => holds !== 'nothing');
      if (telling.length > 1) expect(log.deciding).toEqual(expect.arrayContaining(telling.map(({ column }) => column)));
    },
  );
});

const KEYS = LOGS.flatMap((log) =>
  [
    ...log.origins.keys(),
    'iamwatch.actor.principal',
    ...log.ownColumns,
    'userIdentity.arn',
    'protoPayload.resourceName',
  ]
    .map((name) => ({ log, cloud: log.source.cloud, name, columns: log.keyColumns(fieldNamed(name)) }))
    .flatMap(({ columns, ...one }) => (columns === undefined ? [] : [{ ...one, columns }])),
);

describe('the text of a field in a key', () => {
  it.each(KEYS)(
    '$cloud: $name is read from columns as from the event, or said to be unknown',
    ({ log, name, columns }) => {
      const field = fieldNamed(name);
      const { values, viewOf } = about(log);
      const inEvent = memoryReader({ kind: 'new-terms', terms: [field], historyMs: 1, readinessMs: 0 });
      const texts = new TextIds();
      const placeOf = (column: string) => columns.indexOf(column);
      const of = new ColumnTexts(placeOf, texts, []);
      const read = log.keyReader(field, of);
      let told = 0;
      fc.assert(
        fc.property(values, (raw) => {
          of.begin(0);
          const id = read(columnsOf(columns.map((column) => jsonAt(raw, column))));
          if (id === NOT_PLAIN) return;
          told += 1;
          expect(id === ABSENT ? [] : [texts.textOf(id)]).toEqual(inEvent(viewOf(raw)).flatMap(({ key }) => key));
        }),
        { numRuns: 2_000 },
      );
      expect(told).toBeGreaterThan(200);
    },
  );
});

function jsonAt(raw: JsonObject, column: string): string | undefined {
  const value = valueAt(raw, column);
  return value === undefined ? undefined : JSON.stringify(value);
}
