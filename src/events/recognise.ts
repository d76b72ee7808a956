/**
 * What a JSON value found in a log folder is. Siblings of audit records that look alike (digests, notifications,
 * insights) are named for what they are, never read as events. Wrapped records are unwrapped before they come here.
 */
import { isArray, isObject, property, stringAt, type Json, type JsonObject } from '../std/json.ts';
import type { CloudRecord } from './event-view.ts';
import { isWhole, restoreRecord } from './cloudtrail/reshaped.ts';
import { asLogEntry, isOtherLogEntry } from './gcp-audit/log-entry.ts';

/** An audit record, something known that is no event, or something unknown. */
export type Recognition =
  | ({ readonly kind: 'record' } & CloudRecord)
  | { readonly kind: 'not-an-event'; readonly what: string }
  | { readonly kind: 'unknown'; readonly reason: string };

const RECORD_FIELDS = ['eventName', 'eventSource', 'eventID', 'userIdentity', 'eventVersion'] as const;

/** Longest key that a reason quotes. */
const KEY_LENGTH_MAX = 40;

/** Recognises one parsed value. */
export function recognise(value: Json): Recognition {
  if (!isObject(value)) return { kind: 'unknown', reason: `expected a JSON object, found ${nameOf(value)}` };
  const what = siblingOf(value);
  if (what !== undefined) return { kind: 'not-an-event', what };
  const isPlainEntry = Object.hasOwn(value, 'protoPayload') && !Object.hasOwn(value, 'eventName');
  const record = isPlainEntry
    ? (logEntry(value) ?? cloudTrailRecord(value))
    : (cloudTrailRecord(value) ?? logEntry(value));
  return record ?? unknown(value);
}

function cloudTrailRecord(value: JsonObject): Recognition | undefined {
  const isNamed = Object.hasOwn(value, 'eventName') || Object.hasOwn(value, 'eventVersion');
  if (isNamed && isWhole(value)) return { kind: 'record', cloud: 'aws', raw: value, isNative: true };
  const restored = restoreRecord(value);
  if (restored !== undefined) return { kind: 'record', cloud: 'aws', raw: restored, isNative: false };
  // Sparse, as fragments in reports are; its fields are what they are called.
  return RECORD_FIELDS.some((field) => Object.hasOwn(value, field))
    ? { kind: 'record', cloud: 'aws', raw: value, isNative: true }
    : undefined;
}

function logEntry(value: JsonObject): Recognition | undefined {
  const entry = asLogEntry(value);
  if (entry !== undefined) return { kind: 'record', cloud: 'gcp', raw: entry, isNative: entry === value };
  return isOtherLogEntry(value) ? { kind: 'not-an-event', what: 'GCP log entry without an audit payload' } : undefined;
}

/** Sources that are counted by name: a closed list, because what is counted by name must not grow with the input. */
const AWS_SOURCES: ReadonlySet<string> = new Set(['aws:sqs', 'aws:sns', 'aws:kinesis', 'aws:dynamodb', 'aws:ses']);

/** The names are what people call these things; `scan` prints them with their counts. */
function siblingOf(value: JsonObject): string | undefined {
  const source = stringAt(value, 'eventSource') ?? stringAt(value, 'EventSource');
  if (source?.startsWith('aws:') === true || Object.hasOwn(value, 's3')) {
    if (source === 'aws:s3' || Object.hasOwn(value, 's3')) return 'S3 notification';
    return source !== undefined && AWS_SOURCES.has(source) ? `${source} message` : 'AWS message';
  }
  if (stringAt(value, 'Event') === 's3:TestEvent') return 'S3 test notification';
  if (isArray(property(value, 's3ObjectKey')) && stringAt(value, 's3Bucket') !== undefined) {
    return 'CloudTrail delivery notification';
  }
  if (Object.hasOwn(value, 'logFiles') && Object.hasOwn(value, 'digestStartTime')) return 'CloudTrail digest';
  const category = stringAt(value, 'eventCategory');
  if (stringAt(value, 'eventType') === 'AwsCloudTrailInsight' || category === 'Insight') return 'CloudTrail Insight';
  if (category === 'Aggregated') return 'CloudTrail aggregated event';
  if (stringAt(value, 'messageType') === 'CONTROL_MESSAGE') return 'CloudWatch Logs control message';
  const type = stringAt(value, 'Type');
  if (type === 'SubscriptionConfirmation' || type === 'UnsubscribeConfirmation') return 'SNS subscription message';
  if (stringAt(value, 'kind') === 'storage#object') return 'Cloud Storage notification';
  return undefined;
}

function unknown(value: JsonObject): Recognition {
  const keys = Object.keys(value).slice(0, 4).map(shortened).join(', ');
  return {
    kind: 'unknown',
    reason: `no audit record: neither a CloudTrail record nor a GCP log entry${keys === '' ? '' : ` (its keys: ${keys})`}`,
  };
}

function shortened(key: string): string {
  return key.length > KEY_LENGTH_MAX ? `${key.slice(0, KEY_LENGTH_MAX)}…` : key;
}

function nameOf(value: Json): string {
  if (value === null) return 'null';
  return isArray(value) ? 'an array' : `a ${typeof value}`;
}
