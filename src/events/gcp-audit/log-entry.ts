/**
 * Cloud Audit Logs in their many exports, brought to one shape: the LogEntry of Cloud Logging with its true names
 * (`insertId`, `logName`, `resource`, `protoPayload`, …), as rules know it. Form:
 * https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry
 */
import { at, isObject, property, stringAt, type Json, type JsonObject } from '../../std/json.ts';
import { fromBigQueryRow } from './bigquery-row.ts';
import { renameEntry } from './field-names.ts';
import { fromFlattenedColumns } from './flattened-columns.ts';

/** Fields of which a payload without a type must have one to be an audit payload. */
const AUDIT_FIELDS = ['methodName', 'serviceName', 'authenticationInfo'] as const;

/**
 * The canonical audit entry of a value, or undefined where it is none. Read are, beside an entry itself (given back
 * as it is): rows of BigQuery, columns of Sentinel, entries with damaged names (see field-names.ts), an audit payload
 * under `jsonPayload`, one without its entry, and the data of a CloudEvent. Records of CloudTrail are none of these.
 */
export function asLogEntry(value: JsonObject): JsonObject | undefined {
  if (isCanonical(value)) return value;
  const data = property(value, 'data');
  if (!isObject(data) || Object.hasOwn(value, 'logName')) return fromRenamed(value);
  return isObject(property(data, 'protoPayload')) ? fromRenamed(data) : undefined;
}

/** Whether a value is an entry of Cloud Logging that holds something other than an audit record. */
export function isOtherLogEntry(value: JsonObject): boolean {
  if (asLogEntry(value) !== undefined) return false;
  const entry = renameEntry(value);
  const logName = stringAt(entry, 'logName');
  if (logName === undefined && stringAt(entry, 'insertId') === undefined) return false;
  return hasPayload(entry) || logName?.includes('/logs/') === true;
}

const CANONICAL_LOG_NAME = /\/logs\/cloudaudit\.googleapis\.com%2F[a-z_]+$/;

/** The cheap question that nearly every audit entry answers with yes. */
function isCanonical(value: JsonObject): boolean {
  const payload = property(value, 'protoPayload');
  if (!isObject(payload) || !isAuditPayload(payload)) return false;
  const logName = stringAt(value, 'logName');
  return (
    logName !== undefined &&
    CANONICAL_LOG_NAME.test(logName) &&
    stringAt(value, 'insertId') !== undefined &&
    stringAt(payload, 'methodName') !== undefined &&
    at(payload, 'requestMetadata', 'callerIP') === undefined &&
    !Object.hasOwn(payload, 'at_sign_type')
  );
}

/** By its type; where an export lost that (BigQuery, CloudEvents), by the fields that only audit payloads have. */
function isAuditPayload(payload: JsonObject): boolean {
  const type = stringAt(payload, '@type');
  if (type !== undefined) return type.endsWith('google.cloud.audit.AuditLog');
  return AUDIT_FIELDS.some((field) => Object.hasOwn(payload, field));
}

function fromRenamed(value: JsonObject): JsonObject | undefined {
  if (FOREIGN.some((field) => Object.hasOwn(value, field))) return undefined;
  const entry = renameEntry(fromBigQueryRow(value) ?? fromFlattenedColumns(value) ?? value);
  const proto = property(entry, 'protoPayload');
  if (isObject(proto)) return isAuditPayload(proto) ? withLogName(entry) : undefined;
  const json = isInAuditLog(entry) ? asPayload(property(entry, 'jsonPayload')) : undefined;
  if (json !== undefined) {
    const rest = Object.entries(entry).filter(([key]) => key !== 'jsonPayload');
    return withLogName({ ...Object.fromEntries(rest), protoPayload: json });
  }
  if (hasPayload(entry)) return undefined;
  if (isFrame(entry)) return withLogName(entry);
  const bare = asPayload(value);
  return bare === undefined ? undefined : { protoPayload: bare };
}

/** Fields of CloudTrail records, and of CloudEvents around something else. */
const FOREIGN = ['eventName', 'eventSource', 'specversion'] as const;

const PAYLOADS = ['textPayload', 'jsonPayload', 'httpRequest', 'protoPayload'] as const;

function hasPayload(entry: JsonObject): boolean {
  return PAYLOADS.some((key) => Object.hasOwn(entry, key));
}

/** An audit payload that does not stand where it belongs; the name of the method must be there to believe it. */
function asPayload(value: Json | undefined): JsonObject | undefined {
  if (!isObject(value)) return undefined;
  const payload = property(renameEntry({ protoPayload: value }), 'protoPayload');
  if (!isObject(payload) || stringAt(payload, 'methodName') === undefined) return undefined;
  return isAuditPayload(payload) ? payload : undefined;
}

/** An entry that lost its payload: it lies in an audit log, or consists of nothing but an operation. */
function isFrame(entry: JsonObject): boolean {
  if (stringAt(entry, 'logName') !== undefined) return isInAuditLog(entry);
  return stringAt(entry, 'operation', 'producer') !== undefined && Object.keys(entry).length === 1;
}

/** Applications may write what they like to their own logs, a forged audit payload too; to these only Google writes. */
function isInAuditLog(entry: JsonObject): boolean {
  const logName = stringAt(entry, 'logName');
  return logName === undefined || AUDIT_LOG_NAME.test(logName);
}

/** From the first letter of the log's id on: applications may call a log of theirs `x-cloudaudit.googleapis.com`. */
const AUDIT_LOG_NAME = /(?:^|\/logs\/)cloudaudit\.googleapis\.com(?:$|%2F|%0F|\/)/i;

/** In the name of a log the slash is written %2F; exports decode it, and some samples have %0F. */
function withLogName(entry: JsonObject): JsonObject {
  const logName = stringAt(entry, 'logName');
  if (logName === undefined || !DAMAGED_LOG_NAME.test(logName)) return entry;
  return { ...entry, logName: logName.replace(DAMAGED_LOG_NAME, '$<log>%2F') };
}

const DAMAGED_LOG_NAME = /(?<log>\/logs\/cloudaudit\.googleapis\.com)(?:\/|%0F|%2f)/;
