/**
 * What a JSON value found in a log folder is. Siblings of CloudTrail records that look alike (digests, notifications,
 * insights) are named for what they are, never read as events.
 */
import { at, isArray, isObject, property, stringAt, type Json, type JsonObject } from '../../std/json.ts';

/** A CloudTrail record, something known that is no event, or something unknown. */
export type Recognition =
  | { readonly kind: 'record'; readonly record: JsonObject }
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
  if (RECORD_FIELDS.some((field) => Object.hasOwn(value, field))) return { kind: 'record', record: value };
  const shape = unreadShapeOf(value);
  if (shape !== undefined) return { kind: 'unknown', reason: `${shape}: this shape is not read yet` };
  const keys = Object.keys(value).slice(0, 4).map(shortened).join(', ');
  return {
    kind: 'unknown',
    reason: `no CloudTrail record: has none of ${RECORD_FIELDS.join(', ')}${keys === '' ? '' : ` (its keys: ${keys})`}`,
  };
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
  if (stringAt(value, 'Type') === 'Notification' && stringAt(value, 'Message') !== undefined) return 'SNS message';
  if (stringAt(value, 'eventType') === 'AwsCloudTrailInsight' || stringAt(value, 'eventCategory') === 'Insight') {
    return 'CloudTrail Insight';
  }
  if (stringAt(value, 'messageType') === 'CONTROL_MESSAGE') return 'CloudWatch Logs control message';
  return undefined;
}

/** Events in a shape that is known but not read yet: saying which beats "unknown". */
function unreadShapeOf(value: JsonObject): string | undefined {
  if (at(value, 'protoPayload') !== undefined || Object.hasOwn(value, 'logName')) return 'GCP log entry';
  if (at(value, 'detail', 'eventName') !== undefined) return 'EventBridge envelope';
  if (Object.hasOwn(value, 'awslogs') || Object.hasOwn(value, 'logEvents')) return 'CloudWatch Logs envelope';
  if (Object.hasOwn(value, 'CloudTrailEvent') || Object.hasOwn(value, 'Events')) return 'LookupEvents answer';
  if (Object.hasOwn(value, 'kinesis')) return 'Kinesis envelope';
  return undefined;
}

function shortened(key: string): string {
  return key.length > KEY_LENGTH_MAX ? `${key.slice(0, KEY_LENGTH_MAX)}…` : key;
}

function nameOf(value: Json): string {
  if (value === null) return 'null';
  return isArray(value) ? 'an array' : `a ${typeof value}`;
}
