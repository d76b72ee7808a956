import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../std/json.ts';
import { record } from '../cloudtrail/record.fixture.ts';
import { openEnvelope } from './envelope.ts';

const RECORD = record();
const TEXT = JSON.stringify(RECORD);
const BASE64 = Buffer.from(TEXT).toString('base64');
const value = { kind: 'value', value: RECORD };
const text = { kind: 'text', text: TEXT };
const base64 = { kind: 'base64', text: BASE64 };

/** Each shape with what is inside, and one that looks like it and is not. */
const SHAPES: readonly (readonly [string, JsonObject, object, JsonObject])[] = [
  [
    'EventBridge event',
    { 'detail-type': 'AWS API Call via CloudTrail', detail: RECORD },
    value,
    { 'detail-type': 'x', detail: 'y' },
  ],
  ['CloudWatch Logs subscription', { awslogs: { data: BASE64 } }, base64, { awslogs: { data: 7 } }],
  [
    'CloudWatch Logs event',
    { messageType: 'DATA_MESSAGE', logEvents: [{ id: '1', timestamp: 1, message: TEXT }] },
    text,
    { messageType: 'CONTROL_MESSAGE', logEvents: [{ message: 'CWL CONTROL MESSAGE' }] },
  ],
  ['CloudWatch Logs answer', { events: [{ timestamp: 1, message: TEXT }] }, text, { events: [{ message: TEXT }] }],
  [
    'CloudWatch Logs answer',
    {
      results: [
        [
          { field: '@timestamp', value: 'x' },
          { field: '@message', value: TEXT },
        ],
      ],
    },
    text,
    { results: [7] },
  ],
  [
    'Kinesis record',
    { eventSource: 'aws:kinesis', eventName: 'aws:kinesis:record', eventVersion: '1.0', kinesis: { data: BASE64 } },
    base64,
    { kinesis: {} },
  ],
  ['Kinesis record', { SequenceNumber: '1', Data: BASE64 }, base64, { Data: BASE64 }],
  [
    'Firehose delivery',
    { requestId: 'r', timestamp: 1, records: [{ data: BASE64 }] },
    base64,
    { records: [{ time: 'x', category: 'y' }] },
  ],
  ['Firehose record', { recordId: 'r', result: 'Ok', data: BASE64 }, base64, { data: BASE64 }],
  ['LookupEvents answer', { Events: [RECORD] }, value, { Events: 'none' }],
  ['LookupEvents event', { EventId: 'e', CloudTrailEvent: TEXT }, text, { EventId: 'e', CloudTrailEvent: {} }],
  ['list of records', { Records: [RECORD] }, value, { Records: [1] }],
  [
    'SNS message',
    { Type: 'Notification', Message: TEXT },
    text,
    { Type: 'SubscriptionConfirmation', Message: 'confirm' },
  ],
  ['SNS message', { EventSource: 'aws:sns', Sns: { Message: TEXT } }, text, { Sns: 'x' }],
  ['SQS message', { eventSource: 'aws:sqs', body: TEXT }, text, { body: TEXT }],
  ['SQS message', { MessageId: 'm', Body: TEXT }, text, { Body: TEXT }],
  ['SQS answer', { Messages: [RECORD] }, value, { Messages: ['x'] }],
  ['Pub/Sub answer', { receivedMessages: [RECORD] }, value, { receivedMessages: {} }],
  [
    'Pub/Sub message',
    { message: { messageId: '1', data: BASE64 }, subscription: 's' },
    base64,
    { message: { data: BASE64 } },
  ],
  ['Pub/Sub message', { ackId: 'a', message: { data: BASE64 } }, base64, { ackId: 'a', message: 'x' }],
  ['Pub/Sub message', { messageId: '1', data: BASE64 }, base64, { messageId: '1', data: {} }],
  [
    'Pub/Sub message',
    { context: {}, data: { '@type': 'type.googleapis.com/google.pubsub.v1.PubsubMessage', data: BASE64 } },
    base64,
    { context: {}, data: { data: BASE64 } },
  ],
  ['CloudEvent', { specversion: '1.0', data: RECORD }, value, { specversion: 1, data: RECORD }],
  ['CloudEvent', { specversion: '1.0', data_base64: BASE64 }, base64, { data_base64: BASE64 }],
  ['list of log entries', { entries: [RECORD] }, value, { entries: [[]] }],
  ['search hits', { hits: { hits: [RECORD] } }, value, { hits: { total: 1 } }],
  ['search hit', { _index: 'i', _source: RECORD }, value, { _source: 'x' }],
  ['search result', { preview: false, result: { _raw: TEXT } }, text, { result: { _raw: 'words' } }],
  ['search result', { results: [{ _raw: TEXT }] }, text, { results: [{ _raw: 'words' }] }],
  ['search result', { event: { original: TEXT } }, text, { event: { original: 'words' } }],
  ['search result', { 'event.original': TEXT }, text, { 'event.original': 7 }],
  ['shipped line', { '@timestamp': 'x', message: TEXT }, text, { '@timestamp': 'x', message: 'words {' }],
];

describe('every envelope is opened, and nothing that only looks like one', () => {
  it.each(SHAPES)('%s %j', (shape, wrapped, part, near) => {
    expect(openEnvelope(wrapped)).toEqual({ shape, parts: [part] });
    expect(openEnvelope(near)).toBeUndefined();
  });

  it('rows of CloudTrail Lake: maps with one column each', () => {
    const rows = [[{ eventname: 'A' }, { eventid: '1' }], [{ eventname: 'B' }], 'x'];
    expect(openEnvelope({ QueryStatus: 'FINISHED', QueryResultRows: rows })?.parts).toEqual([
      { kind: 'value', value: { eventname: 'A', eventid: '1' } },
      { kind: 'value', value: { eventname: 'B' } },
    ]);
  });

  it('a row of any width, with columns of any name', () => {
    const wide = Array.from({ length: 300_000 }, (_, index) => ({ [`c${index}`]: 'x' }));
    expect(openEnvelope({ QueryResultRows: [wide] })?.parts).toHaveLength(1);
    const odd = JSON.parse('{"QueryResultRows":[[{"__proto__":"x"}]]}') as Json;
    expect(JSON.stringify(openEnvelope(odd))).toContain('__proto__');
  });

  it('a list, of anything', () => {
    expect(openEnvelope([1, RECORD])).toEqual({ shape: 'list', parts: [{ kind: 'value', value: 1 }, value] });
  });

  it.each<[string, JsonObject]>([
    [
      'an EventBridge event of another service',
      { 'detail-type': 'EC2 Instance State-change Notification', detail: { state: 'running' } },
    ],
    ['an empty list of records', { Records: [] }],
    ['an empty answer of LookupEvents', { Events: [] }],
    [
      'a message of Cloud Storage that has attributes only',
      { message: { messageId: '1', attributes: {} }, subscription: 's' },
    ],
    ['records that a transformation dropped', { records: [{ recordId: '1', result: 'Dropped' }] }],
  ])('%s is an envelope without a record', (_, wrapped) => {
    expect(openEnvelope(wrapped)?.parts).toEqual([]);
  });
});

describe('EventBridge', () => {
  it('its account is where the record was delivered to, where the record does not say', () => {
    const detail = record({ recipientAccountId: undefined });
    const opened = openEnvelope({ 'detail-type': 'AWS API Call via CloudTrail', account: '444455556666', detail });
    expect(opened?.parts).toEqual([{ kind: 'value', value: { ...detail, recipientAccountId: '444455556666' } }]);
    const said = openEnvelope({ 'detail-type': 'x', account: '444455556666', detail: RECORD });
    expect(said?.parts).toEqual([value]);
  });
});

describe('a record is no envelope, whatever lies in it', () => {
  const inside: JsonObject = Object.assign({}, ...SHAPES.map(([, wrapped]) => wrapped)) as JsonObject;
  const own = ['eventSource', 'eventName', 'eventVersion'];
  const others = Object.fromEntries(Object.entries(inside).filter(([name]) => !own.includes(name)));

  it.each<[string, JsonObject]>([
    ['a CloudTrail record', record({ ...others })],
    ['one without a version', record({ ...others, eventVersion: undefined })],
    ['one with such request parameters', record({ requestParameters: inside })],
    ['a log entry', { protoPayload: { methodName: 'x' }, ...others }],
  ])('%s', (_, raw) => {
    expect(openEnvelope(raw)).toBeUndefined();
  });
});

it('never throws, whatever is under the names it knows', () => {
  const names = [...new Set(SHAPES.flatMap(([, wrapped]) => namesIn(wrapped)))];
  const odd = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<Json>(null, true, 7, '', 'x', TEXT, BASE64, 'Notification', 'aws:sqs'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 5 }),
    ),
  })).value;
  fc.assert(
    fc.property(odd, (wrapped) => {
      for (const part of openEnvelope(wrapped)?.parts ?? []) expect(['value', 'text', 'base64']).toContain(part.kind);
    }),
    { numRuns: 2000 },
  );
});

function namesIn(found: Json): string[] {
  if (typeof found !== 'object' || found === null) return [];
  return Object.entries(found).flatMap(([name, inner]) => [name, ...namesIn(inner)]);
}
