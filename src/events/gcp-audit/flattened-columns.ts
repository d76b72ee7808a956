/**
 * Entries that the older connector of Microsoft Sentinel flattened into columns: `payload_methodName_s`,
 * `resource_labels_project_id_s`, `timestamp_t`. The last letter tells the type; `_type` was `@type`.
 *
 * Underscores part levels and stand inside names alike, so only the frame of an entry is unfolded level by level.
 * What remains is one name: `payload_request_account_id_s` becomes `request.account_id`.
 */
import type { Json, JsonObject } from '../../std/json.ts';
import { payloadName } from './field-names.ts';

const COLUMN = /^(?<path>.+)_[sdtbg]$/;

/** How many levels below a field of the payload are unfolded; elsewhere the rest is one name. */
const LEVELS: ReadonlyMap<string, number> = new Map([
  ['authenticationInfo', 1],
  ['requestMetadata', 2],
  ['serviceData', 2],
  ['metadata', 2],
  ['resourceLocation', 1],
  ['status', 1],
]);
const TOP_LEVEL: ReadonlyMap<string, string> = new Map([
  ['insert_id', 'insertId'],
  ['log_name', 'logName'],
  ['severity', 'severity'],
  ['timestamp', 'timestamp'],
  ['receive_timestamp', 'receiveTimestamp'],
]);

/** The entry of flattened columns, or undefined where the object has none of the audit payload's. */
export function fromFlattenedColumns(row: JsonObject): JsonObject | undefined {
  if (!Object.hasOwn(row, 'payload_methodName_s') && !Object.hasOwn(row, 'payload_serviceName_s')) return undefined;
  const entry = new Map<string, Json>();
  const resource: [string, Json][] = [];
  const labels: [string, Json][] = [];
  const operation: [string, Json][] = [];
  const payload: [readonly string[], Json][] = [];
  for (const [column, cell] of Object.entries(row)) {
    const path = COLUMN.exec(column)?.groups?.path;
    if (path === undefined || cell === null || cell === '') continue;
    const value = valueOf(cell);
    const name = TOP_LEVEL.get(path);
    if (name !== undefined) entry.set(name, value);
    else if (path === 'resource_type') resource.push(['type', value]);
    else if (path.startsWith('resource_labels_')) labels.push([path.slice('resource_labels_'.length), value]);
    else if (path.startsWith('operation_')) operation.push([path.slice('operation_'.length), value]);
    else if (path.startsWith('payload_')) payload.push([payloadPath(path.slice('payload_'.length)), value]);
  }
  if (labels.length > 0) resource.push(['labels', Object.fromEntries(labels)]);
  if (resource.length > 0) entry.set('resource', Object.fromEntries(resource));
  if (operation.length > 0) entry.set('operation', Object.fromEntries(operation));
  return { ...Object.fromEntries(entry), protoPayload: nested(payload) };
}

function payloadPath(path: string): readonly string[] {
  const [first = '', ...rest] = path.split('_');
  if (path === '_type') return ['@type'];
  const name = payloadName(first) ?? first;
  if (rest.length === 0) return [name];
  const levels = LEVELS.get(name) ?? 1;
  const outer = rest.slice(0, levels - 1);
  const last = rest.slice(levels - 1).join('_');
  return last === '' ? [name, ...outer] : [name, ...outer, last === '_type' ? '@type' : last];
}

/** Lists and objects were written as text. */
function valueOf(cell: Json): Json {
  if (typeof cell !== 'string' || !/^[[{]/.test(cell)) return cell;
  try {
    return JSON.parse(cell) as Json;
  } catch {
    return cell;
  }
}

function nested(cells: readonly (readonly [readonly string[], Json])[]): JsonObject {
  const own: [string, Json][] = [];
  const deeper = new Map<string, [readonly string[], Json][]>();
  for (const [[first = '', ...rest], value] of cells) {
    if (rest.length === 0) own.push([first, value]);
    else deeper.set(first, [...(deeper.get(first) ?? []), [rest, value]]);
  }
  return {
    ...Object.fromEntries(own),
    ...Object.fromEntries([...deeper].map(([key, inner]) => [key, nested(inner)])),
  };
}
