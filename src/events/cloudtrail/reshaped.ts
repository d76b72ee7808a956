/**
 * CloudTrail records that a tool has reshaped on their way: renamed fields, flattened identities, objects as text.
 * What comes out has the true names and, where it can be had, the true structure; nothing of the row is dropped.
 */
import { isArray, isObject, type Json, type JsonObject } from '../../std/json.ts';
import { identityName, isDotted, OBJECT_FIELDS, pathOf } from './field-name.ts';
import { parseStruct } from './struct-text.ts';

/** A row is a CloudTrail record where it has an event name and two more of what every record has. */
const TELLING: ReadonlySet<string> = new Set(['eventSource', 'eventID', 'eventTime', 'awsRegion', 'userIdentity']);

/** Fields that are true or false in a record, and texts in tables. */
const BOOLEANS: ReadonlySet<string> = new Set(['readOnly', 'managementEvent']);

/** Deepest nesting of JSON in a text that is read: recursion over a value must not exhaust the stack. */
const DEPTH_MAX = 200;

/** Whether rows with these columns are CloudTrail records. */
export function areRecordColumns(names: readonly string[]): boolean {
  const top = new Set(names.map((name) => pathOf(name)?.[0]));
  return top.has('eventName') && [...TELLING].filter((name) => top.has(name)).length >= 2;
}

/** The record that a row of a table or a damaged record stands for; undefined where it is none. */
export function restoreRecord(row: JsonObject): JsonObject | undefined {
  if (!areRecordColumns(Object.keys(row))) return undefined;
  const placed = Object.entries(row).map(([key, value]) => ({ key, value, path: pathOf(key) }));
  const record: Growing = new Map();
  // Whole fields first: a flattened column fills what the field itself lacks.
  for (const { key, value, path } of placed) {
    if (path === undefined) record.set(key, value);
    else if (path.length === 1) place(record, path, whole(path[0] ?? key, value));
  }
  for (const { value, path } of placed) if (path !== undefined && path.length > 1) place(record, path, value);
  return finished(record);
}

/** Whether a record has the fields of CloudTrail as objects, and not as text or as many columns. */
export function isWhole(record: JsonObject): boolean {
  if (typeof record.requestParameters === 'string' || typeof record.userIdentity === 'string') return false;
  return !Object.keys(record).some(isDotted);
}

/** A JSON object while it is put together. A map, because names come from the log: `__proto__` is one like any other. */
type Growing = Map<string, Json | Growing>;

/** The first value that is there stays: a true name comes before another spelling only by its place in the row. */
function place(record: Growing, path: readonly string[], value: Json): void {
  if (value === '' || value === null || value === 'null') return;
  let here = record;
  for (const key of path.slice(0, -1)) {
    const next = entered(here.get(key));
    if (next === undefined) return;
    here.set(key, next);
    here = next;
  }
  const last = path.at(-1) ?? '';
  if (!here.has(last)) here.set(last, value);
}

/** A place to put fields into: a new one where there is nothing, none where something else lies there. */
function entered(value: Json | Growing | undefined): Growing | undefined {
  if (value instanceof Map) return value;
  if (value === undefined || value === null) return new Map();
  return isObject(value) ? new Map(Object.entries(value)) : undefined;
}

function finished(growing: Growing): JsonObject {
  return Object.fromEntries(
    [...growing].map(([key, value]) => [key, value instanceof Map ? finished(value) : value] as const),
  );
}

function whole(name: string, value: Json): Json {
  if (typeof value === 'string' && BOOLEANS.has(name)) return booleanOf(value);
  const read = OBJECT_FIELDS.has(name) && typeof value === 'string' ? objectOf(value) : value;
  if (name === 'resources') return resourcesOf(read);
  return name === 'userIdentity' ? identityOf(read) : read;
}

function booleanOf(text: string): Json {
  const lower = text.toLowerCase();
  if (lower === 'true') return true;
  return lower === 'false' ? false : text;
}

function objectOf(text: string): Json {
  if (isDeep(text)) return text;
  try {
    const value = JSON.parse(text) as Json; // JSON.parse yields nothing else
    return typeof value === 'object' ? value : text;
  } catch {
    return parseStruct(text) ?? text;
  }
}

/** By its brackets, those in quoted texts included: what is refused here stays a text. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (const symbol of text) {
    if (symbol === '{' || symbol === '[') depth += 1;
    else if (symbol === '}' || symbol === ']') depth -= 1;
    if (depth > DEPTH_MAX) return true;
  }
  return false;
}

function identityOf(value: Json): Json {
  if (isArray(value)) return value.map(identityOf);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [identityName(key), identityOf(inner)]));
}

/** Elements have `ARN`, `accountId`, `type`. */
function resourcesOf(value: Json): Json {
  if (!isArray(value)) return value;
  return value.map((one) =>
    isObject(one)
      ? Object.fromEntries(Object.entries(one).map(([key, inner]) => [RESOURCE_NAMES.get(key) ?? key, inner]))
      : one,
  );
}

const RESOURCE_NAMES: ReadonlyMap<string, string> = new Map([
  ['arn', 'ARN'],
  ['accountid', 'accountId'],
]);
