/**
 * CloudTrail records that a tool has reshaped on their way: renamed fields, flattened identities, objects as text.
 * What comes out has the true names and, where it can be had, the true structure; nothing of the row is dropped.
 */
import { isArray, isObject, type Json, type JsonObject } from '../../std/json.ts';
import { identityName, pathOf } from './field-name.ts';
import { parseStruct } from './struct-text.ts';

/** Fields that are objects in a record, and texts in tables. */
const OBJECTS: ReadonlySet<string> = new Set([
  'userIdentity',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'resources',
  'serviceEventDetails',
  'tlsDetails',
  'addendum',
  'insightDetails',
  'eventContext',
  'edgeDeviceDetails',
]);

/** A row is a CloudTrail record where it has an event name and two more of what every record has. */
const TELLING: ReadonlySet<string> = new Set(['eventSource', 'eventID', 'eventTime', 'awsRegion', 'userIdentity']);

/** The record that a row of a table or a damaged record stands for; undefined where it is none. */
export function restoreRecord(row: JsonObject): JsonObject | undefined {
  const placed = Object.entries(row).map(([key, value]) => ({ key, value, path: pathOf(key) }));
  const top = new Set(placed.map(({ path }) => path?.[0]));
  if (!top.has('eventName') || [...TELLING].filter((name) => top.has(name)).length < 2) return undefined;
  const record: Growing = {};
  // Whole fields first: a flattened column fills what the field itself lacks.
  for (const { key, value, path } of placed) {
    if (path === undefined) record[key] = value;
    else if (path.length === 1) place(record, path, whole(path[0] ?? key, value));
  }
  for (const { value, path } of placed) if (path !== undefined && path.length > 1) place(record, path, value);
  return record;
}

/** Whether a record has the fields of CloudTrail as objects, and not as text. */
export function isWhole(record: JsonObject): boolean {
  return typeof record.requestParameters !== 'string' && typeof record.userIdentity !== 'string';
}

/** A JSON object while it is put together. */
type Growing = Record<string, Json>;

/** The first value that is there stays: a true name comes before another spelling only by its place in the row. */
function place(record: Growing, path: readonly string[], value: Json): void {
  if (value === '' || value === null) return;
  let here = record;
  for (const key of path.slice(0, -1)) {
    const next = here[key];
    if (next === undefined || next === null) here[key] = {};
    else if (!isObject(next)) return;
    here = here[key] as Growing; // an object that was just made or found to be one
  }
  const last = path.at(-1) ?? '';
  if (!Object.hasOwn(here, last)) here[last] = value;
}

function whole(name: string, value: Json): Json {
  const read = OBJECTS.has(name) && typeof value === 'string' ? objectOf(value) : value;
  return name === 'userIdentity' ? identityOf(read) : read;
}

function objectOf(text: string): Json {
  try {
    const value = JSON.parse(text) as Json; // JSON.parse yields nothing else
    return typeof value === 'object' ? value : text;
  } catch {
    return parseStruct(text) ?? text;
  }
}

function identityOf(value: Json): Json {
  if (isArray(value)) return value.map(identityOf);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [identityName(key), identityOf(inner)]));
}
