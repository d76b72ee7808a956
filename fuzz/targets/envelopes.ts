/**
 * What records come wrapped in. Law: opening any JSON never throws, and says something of it; a record in layers of known
 * envelopes comes out as it went in.
 */
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { openEnvelopes } from '../../src/ingest/open-envelopes.ts';
import { isArray, type Json } from '../../src/std/json.ts';
import { tinyRecord } from '../generate/files.ts';
import { mutatedJson } from '../generate/mutate-json.ts';
import { target } from '../target.ts';

/** Puts a value into one layer. */
type Wrap = (inner: Json) => Json;

const WRAPS: Readonly<Record<string, Wrap>> = {
  list: (inner) => [inner],
  'list of records': (inner) => ({ Records: [inner] }),
  'logs subscription': (inner) => ({ awslogs: { data: base64(gzipSync(logEvents(inner))) } }),
  'logs event': (inner) => JSON.parse(logEvents(inner)) as Json,
  'logs answer': (inner) => ({ events: [{ timestamp: 1, message: JSON.stringify(inner) }] }),
  'kinesis record': (inner) => ({ kinesis: { data: base64(JSON.stringify(inner)) }, eventSource: 'aws:kinesis' }),
  'firehose delivery': (inner) => ({ records: [{ data: base64(gzipSync(JSON.stringify(inner))) }] }),
  'SNS message': (inner) => ({ Type: 'Notification', Message: JSON.stringify(inner) }),
  'SNS in Lambda': (inner) => ({ Records: [{ EventSource: 'aws:sns', Sns: { Message: JSON.stringify(inner) } }] }),
  'SQS message': (inner) => ({ eventSource: 'aws:sqs', body: JSON.stringify(inner) }),
  'SQS answer': (inner) => ({ Messages: [{ MessageId: '1', Body: JSON.stringify(inner) }] }),
  'LookupEvents answer': (inner) => ({ Events: [{ EventId: '1', CloudTrailEvent: JSON.stringify(inner) }] }),
  'Pub/Sub push': (inner) => ({ message: { messageId: '1', data: base64(JSON.stringify(inner)) }, subscription: 's' }),
  'Pub/Sub answer': (inner) => ({
    receivedMessages: [{ ackId: '1', message: { messageId: '1', data: base64(JSON.stringify(inner)) } }],
  }),
  CloudEvent: (inner) => ({ specversion: '1.0', data: JSON.stringify(inner) }),
  'search hits': (inner) => ({ hits: { hits: [{ _source: inner }] } }),
  'search result': (inner) => ({ result: { _raw: ` ${JSON.stringify(inner)}` } }),
  'shipped line': (inner) => ({ '@timestamp': 'x', message: JSON.stringify(inner) }),
};

const RECORD = JSON.parse(tinyRecord('a')) as Json;

/** Known layers around a record (`value` is not looked at), or any value at all. */
interface Input {
  readonly layers: readonly string[];
  readonly value: Json;
}

const SEEDS = Object.values(WRAPS).flatMap((wrap) => [wrap(RECORD), wrap({ Records: [RECORD] })]);
const WORDS = [
  ...[
    'Records',
    'Events',
    'events',
    'entries',
    'logEvents',
    'message',
    'Message',
    'Body',
    'body',
    'data',
    'Data',
    'results',
  ],
  ...[
    'awslogs',
    'kinesis',
    'records',
    'recordId',
    'Type',
    'Notification',
    'Sns',
    'eventSource',
    'aws:sqs',
    'aws:kinesis',
  ],
  ...[
    'MessageId',
    'messageId',
    'receivedMessages',
    'specversion',
    'data_base64',
    'hits',
    '_source',
    '_raw',
    'result',
    'event',
  ],
  ...[
    'original',
    'event.original',
    '@message',
    'QueryResultRows',
    'detail',
    'detail-type',
    'account',
    'context',
    '@type',
  ],
  ...[
    'CloudTrailEvent',
    'messageType',
    'CONTROL_MESSAGE',
    'DATA_MESSAGE',
    'field',
    'value',
    'timestamp',
    'H4sIAAAA',
    '84mawg==',
  ],
  ...[
    'eventName',
    'eventVersion',
    'protoPayload',
    'SequenceNumber',
    'ackId',
    'subscription',
    '{}',
    '[1]',
    '{"Records":[]}',
    '{"a":',
  ],
];

export const envelopes = target<Input>({
  name: 'envelopes',
  law: 'a record in known layers comes out as it went in, and any JSON is opened without an exception and never vanishes',
  inputs: fc.oneof(
    fc.record({
      layers: fc.array(fc.constantFrom(...Object.keys(WRAPS)), { minLength: 1, maxLength: 5 }),
      value: fc.constant(null),
    }),
    fc.record({ layers: fc.constant([]), value: mutatedJson(SEEDS, WORDS) }),
  ),
  runsInTest: 2500,
  check({ layers, value }) {
    const wrapped = layers.reduceRight(
      (inner: Json, name) => WRAPS[name]?.(name === 'list' ? inner : asObject(inner)) ?? inner,
      RECORD,
    );
    const values: Json[] = [];
    const words: string[] = [];
    openEnvelopes(layers.length === 0 ? value : wrapped, {
      value: (inner) => values.push(inner),
      aside: (what) => words.push(what),
      problem: (reason) => words.push(reason),
    });
    assert.ok(values.length + words.length > 0, 'nothing was said of the value');
    if (layers.length > 0) assert.deepEqual([values, words], [[RECORD], []]);
  },
  growth: [
    {
      name: 'many messages',
      size: 2000,
      make: (size) => ({ layers: [], value: { Records: Array.from({ length: size }, () => SEEDS[14] ?? null) } }),
    },
  ],
});

/** What is shipped under a common name, and what stands in a list of records, is opened only where it is an object. */
function asObject(inner: Json): Json {
  return isArray(inner) ? { Records: inner.map(asObject) } : inner;
}

function logEvents(inner: Json): string {
  return JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents: [{ id: '1', message: JSON.stringify(inner) }] });
}

function base64(text: string | Buffer): string {
  return Buffer.from(text).toString('base64');
}
