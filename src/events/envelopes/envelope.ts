/**
 * Takes one layer of wrapping off a JSON value: how audit records arrive through event buses, queues, streams, query
 * results and log stores. It sees JSON only; base64 and gzip are undone by whoever calls it.
 *
 * Shapes: the documentation of each service, named beside its entry. What is no envelope is left to `recognise.ts`.
 */
import { at, isArray, isObject, property, stringAt, type Json, type JsonObject } from '../../std/json.ts';

/** What an envelope holds: a value, the text of one or more JSON values, or such text in base64, gzipped or not. */
export type Part =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'base64'; readonly text: string };

/** One layer taken off. `shape` is what people call the envelope; it names what turns out to hold no record. */
export interface Envelope {
  readonly shape: string;
  readonly parts: readonly Part[];
}

interface Shape {
  readonly name: string;
  /** The parts, or undefined where the value is not of this shape. */
  readonly open: (value: JsonObject) => readonly Part[] | undefined;
}

/** First match wins. */
const SHAPES: readonly Shape[] = [
  // Amazon EventBridge, "AWS events delivered via CloudTrail". Without `eventName` it is some other service's event.
  { name: 'EventBridge event', open: eventBridge },
  // Amazon CloudWatch Logs, "Subscriptions": as Lambda gets it, and decoded.
  { name: 'CloudWatch Logs subscription', open: (value) => base64At(value, 'awslogs', 'data') },
  { name: 'CloudWatch Logs event', open: logEvents },
  // Amazon CloudWatch Logs API: FilterLogEvents, GetLogEvents, GetQueryResults.
  { name: 'CloudWatch Logs answer', open: logAnswer },
  // Amazon Kinesis: as Lambda gets it, the GetRecords API, and Data Firehose (transformation and HTTP delivery).
  { name: 'Kinesis record', open: (value) => base64At(value, 'kinesis', 'data') },
  { name: 'Kinesis record', open: (value) => (has(value, 'SequenceNumber') ? base64At(value, 'Data') : undefined) },
  { name: 'Firehose delivery', open: (value) => list(value, 'records', firehoseRecord) },
  { name: 'Firehose record', open: (value) => (has(value, 'recordId') ? base64At(value, 'data') : undefined) },
  // AWS CloudTrail: LookupEvents and one of its events; GetQueryResults of CloudTrail Lake; log files within messages.
  { name: 'LookupEvents answer', open: (value) => list(value, 'Events', valueOf) },
  { name: 'LookupEvents event', open: (value) => textAt(value, 'CloudTrailEvent') },
  { name: 'CloudTrail Lake answer', open: lakeRows },
  { name: 'list of records', open: (value) => list(value, 'Records', valueOf) },
  // Amazon SNS and SQS: as HTTP subscribers and Lambda get it, and the ReceiveMessage API.
  {
    name: 'SNS message',
    open: (value) => (stringAt(value, 'Type') === 'Notification' ? textAt(value, 'Message') : undefined),
  },
  { name: 'SNS message', open: (value) => textAt(value, 'Sns', 'Message') },
  {
    name: 'SQS message',
    open: (value) => (stringAt(value, 'eventSource') === 'aws:sqs' ? textAt(value, 'body') : undefined),
  },
  { name: 'SQS message', open: (value) => (has(value, 'MessageId') ? textAt(value, 'Body') : undefined) },
  { name: 'SQS answer', open: (value) => list(value, 'Messages', valueOf) },
  // Google Cloud Pub/Sub: pull, push, a single message; Cloud Functions.
  { name: 'Pub/Sub answer', open: (value) => list(value, 'receivedMessages', valueOf) },
  { name: 'Pub/Sub message', open: (value) => pubSub(value, 'message') },
  { name: 'Pub/Sub message', open: (value) => (has(value, 'messageId') ? base64At(value, 'data') : undefined) },
  { name: 'Pub/Sub message', open: (value) => (has(value, 'context') ? functionEvent(value) : undefined) },
  // Google Eventarc: CloudEvents in structured mode.
  { name: 'CloudEvent', open: cloudEvent },
  // Google Cloud Logging: entries.list.
  { name: 'list of log entries', open: (value) => list(value, 'entries', valueOf) },
  // Search results of log stores: Elasticsearch, Splunk, and agents that ship a line as `message`.
  { name: 'search hits', open: (value) => listOf(at(value, 'hits', 'hits'), valueOf) },
  {
    name: 'search hit',
    open: (value) => (isObject(value._source ?? null) ? valuePart(value._source) : undefined),
  },
  { name: 'search result', open: (value) => jsonTextAt(value, 'result', '_raw') ?? jsonTextAt(value, '_raw') },
  { name: 'search result', open: (value) => list(value, 'results', (one) => jsonTextAt(one, '_raw')) },
  {
    name: 'search result',
    open: (value) => jsonTextAt(value, 'event', 'original') ?? jsonTextAt(value, 'event.original'),
  },
  { name: 'shipped line', open: (value) => jsonTextAt(value, 'message') ?? jsonTextAt(value, '@message') },
];

/** Takes one layer off, or says undefined: not wrapped. Records that are plain to see cost two look-ups. */
export function openEnvelope(value: Json): Envelope | undefined {
  if (isArray(value)) return { shape: 'list', parts: value.map((one): Part => ({ kind: 'value', value: one })) };
  if (!isObject(value) || isPlainRecord(value)) return undefined;
  for (const { name, open } of SHAPES) {
    const parts = open(value);
    if (parts !== undefined) return { shape: name, parts };
  }
  return undefined;
}

/**
 * A CloudTrail record or a GCP log entry as they are written: nothing to take off, whatever else lies in them. Event
 * sources of Lambda (`aws:kinesis`, `aws:sqs`) have the same fields.
 */
function isPlainRecord(value: JsonObject): boolean {
  if (isObject(property(value, 'protoPayload'))) return true;
  if (!has(value, 'eventName') || !(has(value, 'eventVersion') || has(value, 'eventSource'))) return false;
  return stringAt(value, 'eventSource')?.startsWith('aws:') !== true;
}

/**
 * The record lies in `detail`. It names no recipient, so copies of it could not be told to be copies: the account of
 * the envelope is where the record was delivered to.
 */
function eventBridge(value: JsonObject): readonly Part[] | undefined {
  const detail = property(value, 'detail');
  if (!has(value, 'detail-type') || !isObject(detail)) return undefined;
  if (!has(detail, 'eventName') && !has(detail, 'eventCategory')) return [];
  const account = stringAt(value, 'account');
  if (has(detail, 'recipientAccountId') || account === undefined) return valuePart(detail);
  return valuePart({ ...detail, recipientAccountId: account });
}

/** A control message holds a sentence for people: no part. */
function logEvents(value: JsonObject): readonly Part[] | undefined {
  if (!has(value, 'logEvents')) return undefined;
  if (stringAt(value, 'messageType') === 'CONTROL_MESSAGE') return undefined;
  return list(value, 'logEvents', (event) => textAt(event, 'message'));
}

function logAnswer(value: JsonObject): readonly Part[] | undefined {
  const events = list(value, 'events', (event) => (has(event, 'timestamp') ? textAt(event, 'message') : undefined));
  if (events !== undefined) return events;
  const rows = property(value, 'results');
  if (!isArray(rows) || !rows.every(isArray)) return undefined;
  return rows.flatMap((row) => {
    const message = row.find((cell) => stringAt(cell, 'field') === '@message');
    const text = stringAt(message, 'value');
    return text === undefined ? [] : [{ kind: 'text', text } as const];
  });
}

/** Every row is a list of maps with one column each. */
function lakeRows(value: JsonObject): readonly Part[] | undefined {
  const rows = property(value, 'QueryResultRows');
  if (!isArray(rows)) return undefined;
  return rows.flatMap((row) =>
    isArray(row) ? valuePart(Object.fromEntries(row.filter(isObject).flatMap((cell) => Object.entries(cell)))) : [],
  );
}

/** A transformation may drop a record: then it has no data. */
function firehoseRecord(value: JsonObject): readonly Part[] | undefined {
  return base64At(value, 'data') ?? (has(value, 'recordId') && has(value, 'result') ? [] : undefined);
}

function pubSub(value: JsonObject, key: string): readonly Part[] | undefined {
  const message = property(value, key);
  if (!isObject(message) || (!has(message, 'messageId') && !has(value, 'ackId') && !has(value, 'subscription')))
    return undefined;
  // Cloud Storage tells of new objects with attributes alone, or with the object's description.
  return base64At(message, 'data') ?? [];
}

/** Cloud Functions of the first generation. */
function functionEvent(value: JsonObject): readonly Part[] | undefined {
  const isMessage = stringAt(value, 'data', '@type')?.endsWith('PubsubMessage') === true;
  return isMessage ? base64At(value, 'data', 'data') : undefined;
}

function cloudEvent(value: JsonObject): readonly Part[] | undefined {
  if (stringAt(value, 'specversion') === undefined) return undefined;
  const data = property(value, 'data');
  if (isObject(data)) return valuePart(data);
  return typeof data === 'string' ? [{ kind: 'text', text: data }] : base64At(value, 'data_base64');
}

type Open = (value: JsonObject) => readonly Part[] | undefined;

function list(value: JsonObject, key: string, open: Open): readonly Part[] | undefined {
  return listOf(property(value, key), open);
}

/** The parts of every element; undefined where the elements are something else. */
function listOf(elements: Json | undefined, open: Open): readonly Part[] | undefined {
  if (!isArray(elements)) return undefined;
  const parts: Part[] = [];
  for (const element of elements) {
    const opened = isObject(element) ? open(element) : undefined;
    if (opened === undefined) return undefined;
    parts.push(...opened);
  }
  return parts;
}

function valueOf(value: JsonObject): readonly Part[] {
  return valuePart(value);
}

function valuePart(value: Json | undefined): readonly Part[] {
  return value === undefined ? [] : [{ kind: 'value', value }];
}

function textAt(value: JsonObject, ...path: readonly string[]): readonly Part[] | undefined {
  const text = stringAt(value, ...path);
  return text === undefined ? undefined : [{ kind: 'text', text }];
}

/** Text that begins like a JSON object: many things are called `message`. */
function jsonTextAt(value: JsonObject, ...path: readonly string[]): readonly Part[] | undefined {
  const text = stringAt(value, ...path);
  return text === undefined || !/^\s*\{/.test(text) ? undefined : [{ kind: 'text', text }];
}

function base64At(value: JsonObject, ...path: readonly string[]): readonly Part[] | undefined {
  const text = stringAt(value, ...path);
  return text === undefined ? undefined : [{ kind: 'base64', text }];
}

function has(value: JsonObject, key: string): boolean {
  return Object.hasOwn(value, key);
}
