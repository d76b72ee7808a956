/** Law: what a skimmer tells of a record that is passed over is what parsing it would have told, whatever else lies in the record. */
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Skimmer } from '../src/engine/skim.ts';
import { IDENTITIES, record } from '../src/events/cloudtrail/record.fixture.ts';
import { openEnvelope } from '../src/events/envelopes/envelope.ts';
import { headOf } from '../src/events/event-view.ts';
import { entry } from '../src/events/gcp-audit/entry.fixture.ts';
import { recognise } from '../src/events/recognise.ts';
import { RecordOutline } from '../src/ingest/record-outline.ts';
import { Fingerprint } from '../src/std/id-set.ts';
import type { Json, JsonObject } from '../src/std/json.ts';
import { edited } from '../src/std/json-edit.ts';

const NO_RULES = { columns: [], mayMatch: () => false };
const ALL = { aws: NO_RULES, gcp: NO_RULES };

/** Every key at which opening an envelope, recognising a record or bringing an entry to its usual form looks. */
const TOP_KEYS = [
  ...['detail', 'detail-type', 'account', 'awslogs', 'logEvents', 'messageType', 'events', 'results', 'kinesis'],
  ...['SequenceNumber', 'Data', 'records', 'recordId', 'data', 'data_base64', 'result', 'Events', 'CloudTrailEvent'],
  ...['QueryResultRows', 'Records', 'Type', 'Message', 'Sns', 'body', 'MessageId', 'Body', 'Messages', 'messageId'],
  ...['receivedMessages', 'message', '@message', 'ackId', 'subscription', 'context', 'specversion', 'entries', 'hits'],
  ...['_source', '_raw', 'event', 'event.original', 'eventName', 'eventSource', 'EventSource', 'eventVersion'],
  ...['eventID', 'eventTime', 'eventType', 'eventCategory', 'userIdentity', 'requestParameters', 'addendum', 's3'],
  ...['s3ObjectKey', 's3Bucket', 'logFiles', 'digestStartTime', 'Event', 'kind', '@timestamp', 'sharedEventID'],
  ...['recipientAccountId', 'userIdentity.type', 'user_identity.type', 'requestParameters.a', 'resource.labels'],
  ...['insertid', 'insert_id', 'logname', 'log_name', 'log-name', 'proto_payload', 'protopayload', 'jsonPayload'],
  ...['textPayload', 'httpRequest', 'receiveTimestamp', 'operation', 'split', 'labels', 'severity', 'Timestamp'],
  ...['protopayload_auditlog', 'protoPayload_methodName', 'Resource', '__proto__', 'constructor', 'type', 'id'],
];

const PAYLOAD_KEYS = [
  ...['@type', 'atType', 'at_sign_type', 'at_type', 'methodName', 'method_name', 'methodname', 'serviceName'],
  ...[
    'service_name',
    'authenticationInfo',
    'authentication_info',
    'requestMetadata.callerIP',
    'requestMetadata.callerIp',
  ],
  ...['requestMetadata.caller_ip', 'requestMetadata', 'request_metadata', 'status', 'metadata', 'serviceData', 'x'],
];

/** Values that mean something to somebody, beside those that mean nothing. */
const VALUES: readonly Json[] = [
  ...['aws:sqs', 'aws:s3', 'aws:x.amazonaws.com', 'iam.amazonaws.com', 'Insight', 'Aggregated', 'AwsCloudTrailInsight'],
  ...['s3:TestEvent', 'CONTROL_MESSAGE', 'Notification', 'SubscriptionConfirmation', 'storage#object', '1.0', ''],
  ...['{"eventName":"ListUsers"}', 'e30=', '2026-03-02T09:00:00Z', 'text', 0, 7, true, null],
  ...[{}, { a: 1 }, { type: 'IAMUser' }, { data: 'e30=' }, { Message: '{}' }, { original: '{"a":1}' }, { hits: [{}] }],
  ...[{ originalEventID: 'first' }, { '@type': 'type.googleapis.com/google.pubsub.v1.PubsubMessage', data: 'e30=' }],
  ...[[], ['a'], [{}], [{ body: '{}' }], [{ data: 'e30=' }], [{ message: '{}', timestamp: 1 }], [[{ a: 1 }]]],
  { logName: 'x', protoPayload: { methodName: 'ListRoles', serviceName: 'iam.googleapis.com' } },
];

const LOG = 'projects/shop-prod/logs/cloudaudit.googleapis.com';

const entries = fc
  .record({
    top: fc.dictionary(fc.constantFrom(...TOP_KEYS), fc.constantFrom(...VALUES), { maxKeys: 3 }),
    payload: fc.dictionary(fc.constantFrom(...PAYLOAD_KEYS), fc.constantFrom(...VALUES), { maxKeys: 1 }),
    type: fc.option(fc.constantFrom<Json | undefined>('google.cloud.audit.AuditLog', 'x.AuditLog', undefined, 5), {
      freq: 9,
    }),
    own: fc.dictionary(
      fc.constantFrom(
        'insertId',
        'timestamp',
        'logName',
        'resource.labels',
        'resource',
        'protoPayload',
        'resource.labels.project_id',
      ),
      fc.constantFrom<Json>(
        ...['x', '', 'é', '1a2b', '2026-03-02T09:00:00.5+01:00', '2026-03-02 09:00:00', '2026-13-02T09:00:00Z'],
        ...[
          `${LOG}/activity`,
          `${LOG}%2fdata_access`,
          `${LOG}%0Factivity`,
          `${LOG}%2Fdata_access`,
          `${LOG}%2FActivity`,
        ],
        ...['organizations/1/logs/cloudaudit.googleapis.com%2Fpolicy', null, 5, {}, [], ['x'], { project_id: 'b' }],
      ),
      { maxKeys: 1 },
    ),
    isFirst: fc.boolean(),
  })
  .map(({ top, payload, type, own, isFirst }): JsonObject => {
    const below = Object.entries(payload).map(([path, set]) => ({ path: `protoPayload.${path}`, set }));
    const typed = type === null ? [] : [{ path: 'protoPayload.@type', set: type }];
    const given = Object.entries(own).map(([path, set]) => ({ path, set }));
    const whole = edited(entry(), [...typed, ...below, ...given]);
    return isFirst ? { ...top, ...whole } : { ...whole, ...top };
  });

const records = fc
  .record({
    top: fc.dictionary(fc.constantFrom(...TOP_KEYS), fc.constantFrom(...VALUES), { maxKeys: 3 }),
    own: fc.dictionary(
      fc.constantFrom(...Object.keys(record())),
      fc.constantFrom<Json>(
        'x',
        '',
        'iam.amazonaws.com',
        '2026-03-02T09:00:00Z',
        'Insight',
        null,
        5,
        {},
        [],
        IDENTITIES.role,
      ),
      { maxKeys: 1 },
    ),
    isFirst: fc.boolean(),
  })
  .map(({ top, own, isFirst }): JsonObject => {
    const whole = record(own);
    return isFirst ? { ...top, ...whole } : { ...whole, ...top };
  });

/** Checks what a skimmer says of a value. @returns whether it was passed over. */
function isPassedOver(skimmer: Skimmer, value: JsonObject, cloud: 'aws' | 'gcp'): boolean {
  const bytes = Buffer.from(JSON.stringify(value));
  const outline = new RecordOutline(skimmer.columns);
  if (outline.read(bytes, 0) !== bytes.length) return false;
  const skimmed = skimmer.skim(outline);
  if (skimmed === undefined) return false;
  expect(openEnvelope(value)).toBeUndefined();
  const recognition = recognise(value);
  if (recognition.kind !== 'record') throw new Error(`passed over: ${JSON.stringify(recognition)}`);
  expect(recognition).toMatchObject({ cloud, isNative: true });
  expect(recognition.raw).toBe(value);
  const { copyKey, timeMs, account } = headOf(recognition);
  const copy = new Fingerprint().text(copyKey);
  expect({
    cloud: skimmed.cloud,
    copy: [skimmed.copy.high, skimmed.copy.low],
    timeMs: skimmed.timeMs,
    account: bytes.toString('latin1', skimmed.accountStart, skimmed.accountEnd),
  }).toEqual({ cloud, copy: [copy.high, copy.low], timeMs, account });
  return true;
}

describe.each([
  ['rules for both clouds', ALL],
  ['rules for this cloud alone', undefined],
])('with %s', (_, filters) => {
  it.each([
    ['an entry of Google Cloud', 'gcp' as const, entries],
    ['a record of CloudTrail', 'aws' as const, records],
  ])('%s is passed over only where it is read as it stands, and its head is the same', (_kind, cloud, values) => {
    const skimmer = new Skimmer(filters ?? { [cloud]: NO_RULES });
    let passed = 0;
    fc.assert(
      fc.property(values, (value) => {
        // Of another cloud than it looks: then that is what it is.
        const isOther = cloud === 'gcp' && filters !== undefined && Object.hasOwn(value, 'eventSource');
        if (isPassedOver(skimmer, value, isOther ? 'aws' : cloud)) passed += 1;
      }),
      { numRuns: 10_000 },
    );
    expect(passed).toBeGreaterThan(500);
  });
});

it('each key that makes something else of an entry keeps it from being passed over', () => {
  const skimmer = new Skimmer(ALL);
  const other = TOP_KEYS.flatMap((key) => VALUES.map((value) => ({ ...entry(), [key]: value })));
  const below = PAYLOAD_KEYS.flatMap((key) =>
    VALUES.map((set) => edited(entry(), [{ path: `protoPayload.${key}`, set }])),
  );
  const passed = [...other, ...below].filter((value) => isPassedOver(skimmer, value, 'gcp'));
  expect(passed.length).toBeGreaterThan(100);
});

it('each key that makes something else of a record keeps it from being passed over', () => {
  const skimmer = new Skimmer(ALL);
  const values = TOP_KEYS.flatMap((key) => VALUES.map((value) => record({ [key]: value })));
  expect(values.filter((value) => isPassedOver(skimmer, value, 'aws')).length).toBeGreaterThan(100);
});
