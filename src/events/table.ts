/**
 * Tables of audit records: query results and downloads whose rows are records, or hold one in a cell. Flattened
 * columns of CloudTrail are put together later (`cloudtrail/reshaped.ts`); here cells get the names of their columns.
 */
import type { Json, JsonObject } from '../std/json.ts';
import { areRecordColumns } from './cloudtrail/reshaped.ts';

/**
 * One of these columns is enough: a whole record in a cell (LookupEvents, Splunk, CloudWatch Logs Insights, BigQuery),
 * or what only a flattened entry of Google Cloud has (Microsoft Sentinel).
 */
const TELLING = [
  'CloudTrailEvent',
  '_raw',
  '@message',
  'protoPayload',
  'protopayload_auditlog',
  'payload_methodName_s',
  'payload_serviceName_s',
];

/** Cells of a log entry that are objects. A cell of CloudTrail is text for as long as nobody restored its record. */
const OBJECT_CELLS: ReadonlySet<string> = new Set([
  'protoPayload',
  'protopayload_auditlog',
  'resource',
  'labels',
  'operation',
]);

/** Whether a table with these columns holds audit records. */
export function isAuditTable(columns: readonly string[]): boolean {
  if (TELLING.some((name) => columns.includes(name)) || areRecordColumns(columns)) return true;
  // The CloudWatch console downloads a log stream in these two columns, and nothing else.
  return columns.length === 2 && columns.includes('timestamp') && columns.includes('message');
}

/** The value that a row stands for. Empty cells say nothing; of two columns with one name the first counts. */
export function rowValue(columns: readonly string[], cells: readonly string[]): JsonObject {
  const fields = new Map<string, Json>();
  columns.forEach((name, index) => {
    const cell = cells[index] ?? '';
    if (cell !== '' && !fields.has(name)) fields.set(name, OBJECT_CELLS.has(name) ? objectIn(cell) : cell);
  });
  return Object.fromEntries(fields);
}

function objectIn(cell: string): Json {
  try {
    const value = JSON.parse(cell) as Json; // JSON.parse yields nothing else
    return typeof value === 'object' ? value : cell;
  } catch {
    return cell;
  }
}
