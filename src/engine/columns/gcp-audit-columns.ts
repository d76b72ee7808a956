/** Columns of entries of Cloud Audit Logs. */
import { gcpAuditView, logOfDedupKey } from '../../events/gcp-audit/event-view.ts';
import type { FieldPath } from '../../rule-language/detection.ts';
import { fieldReader } from '../../rule-language/field-reader.ts';
import type { JsonObject } from '../../std/json.ts';
import type { RecordColumns } from '../../std/record-columns.ts';
import { readShortText } from '../../std/short-text-words.ts';
import { readUuidBytes } from '../../std/uuid-words.ts';
import type { ColumnTexts, TextReader } from './column-texts.ts';
import { isColumn, type LogColumns, type Origin } from './log-columns.ts';
import { ABSENT, NOT_PLAIN } from './plain-values.ts';
import type { Row } from './row-table.ts';
import { recordWith } from './record-with.ts';

const METHOD: Origin = { column: 'protoPayload.methodName', holds: 'any' };
const SERVICE: Origin = { column: 'protoPayload.serviceName', holds: 'any' };
const LOG: Origin = { column: 'logName', holds: 'any' };
/** An address names the actor whatever else the entry says; without one several other fields do. */
const EMAIL: Origin = { column: 'protoPayload.authenticationInfo.principalEmail', holds: 'text' };
const AGENT: Origin = { column: 'protoPayload.requestMetadata.callerSuppliedUserAgent', holds: 'any' };
const PROJECT: Origin = { column: 'resource.labels.project_id', holds: 'text' };

const ORIGINS: ReadonlyMap<string, readonly Origin[]> = new Map([
  ['iamwatch.account', [PROJECT]],
  ['iamwatch.actor.kind', [EMAIL]],
  ['iamwatch.actor.principal', [EMAIL]],
  ['iamwatch.changeClass', [SERVICE, METHOD]],
  ['iamwatch.gcp.log', [LOG]],
  ['iamwatch.gcp.method', [METHOD]],
  // Of Workspace the events in the metadata tell too.
  [
    'iamwatch.outcome',
    [
      { column: 'protoPayload.status.code', holds: 'any' },
      { column: 'protoPayload.metadata.event', holds: 'nothing' },
    ],
  ],
  ['iamwatch.readOnly', [METHOD, LOG]],
  ['iamwatch.source.agentFamily', [AGENT]],
]);

const QUOTE = 0x22;

/** What makes one action of several entries. */
const SHARING = ['operation', 'split'] as const;

export const gcpAuditColumns: LogColumns = {
  source: { cloud: 'gcp', service: 'gcp.audit' },
  deciding: [METHOD.column, SERVICE.column, 'protoPayload.status.code', LOG.column],
  origins: ORIGINS,
  viewOf: gcpAuditView,
  idOf: ({ id, dedupKey, timeMs }) => ({ scope: dedupKey.slice(0, -`/${id}/${timeMs ?? ''}`.length), id }),
  eventKeyOf: (scope, id, timeMs) => `${scope}/${id}/${timeMs}`,
  ownColumns: [PROJECT.column, METHOD.column, LOG.column, 'insertId', ...SHARING],
  eventReader: (columns) => {
    const { texts } = columns;
    const idPlace = columns.placeOf('insertId');
    const id = columns.plain('insertId');
    const account = columns.plain(PROJECT.column);
    const action = columns.plain(METHOD.column);
    const log = columns.plain(LOG.column);
    const scopes: number[] = [];
    const sharing = SHARING.map(columns.placeOf);
    return (record, row) => {
      if (sharing.some((place) => (record.ends[place] ?? 0) !== 0)) return false;
      row.shared = ABSENT;
      row.account = account(record);
      row.action = action(record);
      const logName = log(record);
      if (row.account < 0 || row.action < 0 || logName < 0) return false;
      row.scope = scopes[logName] ??= texts.idOf(logOfDedupKey(texts.textOf(logName)));
      if (readIdBytes(record, idPlace, row)) return true;
      row.idForm = 'text';
      row.id0 = id(record);
      row.id1 = row.id0;
      row.id2 = row.id3 = 0;
      return row.id0 >= 0;
    };
  },
  keyColumns: (field) => {
    if (isColumn(field)) return [field.text];
    const origins = ORIGINS.get(field.text) ?? [];
    return origins.length === 1 ? origins.map(({ column }) => column) : undefined;
  },
  keyReader: (field, columns) => {
    if (isColumn(field)) return columns.plain(field.text);
    const [origin] = ORIGINS.get(field.text) ?? [];
    if (origin === undefined) throw new Error(`Cannot read ${field.text} from columns`);
    return columns.reader(field.text, [origin.column], () => derivedReader(field, origin, columns));
  },
};

/** Most ids take no text of their own. @returns whether this is one of them. */
function readIdBytes({ bytes, starts, ends }: RecordColumns, place: number, row: Row): boolean {
  const [start, end] = [(starts[place] ?? 0) + 1, (ends[place] ?? 0) - 1];
  row.idForm = 'uuid';
  if (readUuidBytes(bytes, start, end, row)) return true;
  row.idForm = 'short';
  return readShortText(bytes, start, end, row);
}

/** Texts of a field of the normalised event, by the number of the text that it follows from. */
function derivedReader(field: FieldPath, { column, holds }: Origin, columns: ColumnTexts): TextReader {
  const { texts } = columns;
  const known: number[] = [];
  const read = fieldReader(field);
  const place = columns.placeOf(column);
  const plain = columns.plain(column);
  let ofNothing: number | undefined;
  function worked(raw: JsonObject): number {
    const [leaf, ...more] = read(gcpAuditView(raw));
    if (leaf === undefined) return ABSENT;
    return more.length > 0 || typeof leaf === 'object' ? NOT_PLAIN : texts.idOf(String(leaf));
  }
  return (record) => {
    const id = plain(record);
    if (id === NOT_PLAIN) return NOT_PLAIN;
    if (id === ABSENT) return holds === 'text' ? NOT_PLAIN : (ofNothing ??= worked({}));
    // Numbers have texts too.
    if (record.bytes[record.starts[place] ?? 0] !== QUOTE) return NOT_PLAIN;
    return (known[id] ??=
      holds === 'text' && texts.textOf(id) === '' ? NOT_PLAIN : worked(recordWith([[column, texts.textOf(id)]])));
  };
}
