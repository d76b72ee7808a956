/** Columns of CloudTrail records. */
import type { AuditEvent } from '../../events/audit-event.ts';
import { cloudTrailView } from '../../events/cloudtrail/event-view.ts';
import { ByteMemo } from '../../std/byte-memo.ts';
import { isObject, stringAt, type Json } from '../../std/json.ts';
import type { RecordColumns } from '../../std/record-columns.ts';
import { readUuidBytes } from '../../std/uuid-words.ts';
import type { ColumnTexts, TextReader } from './column-texts.ts';
import { isColumn, type LogColumns } from './log-columns.ts';
import { ABSENT, NOT_PLAIN } from './plain-values.ts';
import type { TextIds } from './text-ids.ts';

/** The one field of the normalised event that may stand in a key: it follows from the identity alone. */
const PRINCIPAL = 'iamwatch.actor.principal';
/** What it follows from. A session repeats its identity in each of its records, and the role behind it in all sessions. */
const IDENTITY = 'userIdentity';
const TYPE = 'userIdentity.type';
const ISSUER = 'userIdentity.sessionContext.sessionIssuer';
const PRINCIPAL_COLUMNS: readonly string[] = [IDENTITY, TYPE, ISSUER];

/** Identities from which it follows, whatever else is in the record. */
const PLAIN_IDENTITIES: readonly unknown[] = ['AssumedRole', 'IAMUser', 'Root'];

/** Questions that see a value alone do not look at the event. */
const UNASKED = { parametersStripped: false } as unknown as AuditEvent;

const QUOTE = 0x22;
const utf8 = new TextDecoder();

export const cloudTrailColumns: LogColumns = {
  source: { cloud: 'aws', service: 'cloudtrail' },
  deciding: ['eventName', 'eventSource', 'eventType', 'errorCode', 'readOnly', TYPE],
  origins: new Map(),
  viewOf: (raw) => ({ cloud: 'aws', service: 'cloudtrail', raw, audit: () => UNASKED }),
  idOf: ({ account = '', dedupKey }) => ({ scope: account, id: dedupKey.slice(account.length + 1) }),
  eventKeyOf: (scope, id) => `${scope}/${id}`,
  ownColumns: ['eventName', 'eventID', 'recipientAccountId', 'sharedEventID'],
  eventReader: (columns) => {
    const id = columns.placeOf('eventID');
    const sharedPlace = columns.placeOf('sharedEventID');
    const account = columns.plain('recipientAccountId');
    const action = columns.plain('eventName');
    const shared = columns.plain('sharedEventID');
    return (record, row) => {
      row.shared = shared(record);
      // Only a string names what is shared.
      if (row.shared !== ABSENT && record.bytes[record.starts[sharedPlace] ?? 0] !== QUOTE) return false;
      row.account = account(record);
      row.scope = row.account;
      row.action = action(record);
      row.idForm = 'uuid';
      const isId = readUuidBytes(record.bytes, (record.starts[id] ?? 0) + 1, (record.ends[id] ?? 0) - 1, row);
      return row.account >= 0 && row.action >= 0 && isId;
    };
  },
  keyColumns: (field) => {
    if (field.text === PRINCIPAL) return PRINCIPAL_COLUMNS;
    return isColumn(field) ? [field.text] : undefined;
  },
  keyReader: (field, columns) =>
    field.text === PRINCIPAL
      ? columns.reader(PRINCIPAL, PRINCIPAL_COLUMNS, () => principalReader(columns))
      : columns.plain(field.text),
};

/** Texts by their bytes. */
type Known = ByteMemo<number>;

function principalReader({ placeOf, texts }: ColumnTexts): TextReader {
  const [identity, type, issuer] = [placeOf(IDENTITY), placeOf(TYPE), placeOf(ISSUER)];
  const issuers: Known = new ByteMemo({ textsMax: 20_000, bytesMax: 8_000_000 });
  const identities: Known = new ByteMemo({ textsMax: 20_000, bytesMax: 16_000_000 });
  const role = '"AssumedRole"';
  return (record) => {
    // Of a session of a role its issuer alone tells the role.
    if (isText(record, type, role)) {
      const ofIssuer = remembered(issuers, record, issuer, principalOfIssuer);
      if (ofIssuer >= 0) return ofIssuer;
    }
    return remembered(identities, record, identity, principalOfIdentity);
  };
  function principalOfIssuer(value: Json): number {
    return hasPartition(value) ? principalOf({ sessionIssuer: value }, texts) : NOT_PLAIN;
  }
  function principalOfIdentity(value: Json): number {
    const isPlain = isObject(value) && PLAIN_IDENTITIES.includes(value.type) && hasPartition(value);
    return isPlain ? texts.idOf(cloudTrailView({ userIdentity: value }).audit().actor.principal) : NOT_PLAIN;
  }
}

/** Without a partition in its ARN that of the region is taken. */
function hasPartition(value: Json): boolean {
  return /^arn:[^:]/.test(stringAt(value, 'arn') ?? '');
}

function principalOf(sessionContext: Json, texts: TextIds): number {
  const { actor } = cloudTrailView({ userIdentity: { type: 'AssumedRole', sessionContext } }).audit();
  return texts.idOf(actor.principal);
}

function remembered(known: Known, record: RecordColumns, place: number, numberOf: (value: Json) => number): number {
  const { bytes, starts, ends } = record;
  const [start, end] = [starts[place] ?? 0, ends[place] ?? 0];
  if (end === 0) return NOT_PLAIN;
  const before = known.get(bytes, start, end);
  if (before !== undefined) return before;
  const number = numberOf(JSON.parse(utf8.decode(bytes.subarray(start, end))) as Json);
  known.set(bytes, start, end, number);
  return number;
}

function isText({ bytes, starts, ends }: RecordColumns, place: number, text: string): boolean {
  const start = starts[place] ?? 0;
  if ((ends[place] ?? 0) - start !== text.length) return false;
  for (let index = 0; index < text.length; index += 1)
    if (bytes[start + index] !== text.charCodeAt(index)) return false;
  return true;
}
