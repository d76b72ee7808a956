/**
 * Rows of the tables that Cloud Logging writes to BigQuery. There the payload is called `protopayload_auditlog`, what
 * has no fixed schema is JSON as text, service data sits in a column named after its type, and absent is null.
 * https://cloud.google.com/logging/docs/export/bigquery
 */
import { isArray, isObject, type Json, type JsonObject } from '../../std/json.ts';

const PAYLOAD_COLUMN = 'protopayload_auditlog';
const JSON_COLUMNS: ReadonlyMap<string, string> = new Map([
  ['requestjson', 'request'],
  ['responsejson', 'response'],
  ['metadatajson', 'metadata'],
  ['servicedatajson', 'serviceData'],
  ['resourceoriginalstatejson', 'resourceOriginalState'],
]);
const SERVICE_DATA_COLUMN = /^servicedata_v\d/i;

/** The entry of a row, or undefined where the object is no such row. */
export function fromBigQueryRow(row: JsonObject): JsonObject | undefined {
  const column = Object.keys(row).find((key) => key.toLowerCase() === PAYLOAD_COLUMN);
  const payload = column === undefined ? undefined : row[column];
  if (column === undefined || !isObject(payload)) return undefined;
  const rest = Object.entries(row).filter(([key]) => key !== column);
  return { ...withoutNulls(Object.fromEntries(rest)), protoPayload: payloadOf(withoutNulls(payload)) };
}

function payloadOf(columns: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(columns).map(([key, value]): [string, Json] => {
      if (SERVICE_DATA_COLUMN.test(key)) return ['serviceData', value];
      const name = JSON_COLUMNS.get(key.toLowerCase());
      return name === undefined || typeof value !== 'string' ? [key, value] : [name, parsed(value)];
    }),
  );
}

/** Text that is no JSON stays text: it says more than nothing. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function withoutNulls(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]): [string, Json][] =>
      field === null ? [] : [[key, isObject(field) ? withoutNulls(field) : listWithoutNulls(field)]],
    ),
  );
}

function listWithoutNulls(field: Json): Json {
  return isArray(field) ? field.map((item) => (isObject(item) ? withoutNulls(item) : item)) : field;
}
