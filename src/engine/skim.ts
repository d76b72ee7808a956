/**
 * Passes over records that no rule needs parsed, by their columns, and tells of each what counting needs: its time, its source and
 * the key that its copies share.
 *
 * Law: what is told of a record that is passed over is what parsing it would have told.
 */
import { logOfDedupKey } from '../events/gcp-audit/event-view.ts';
import type { ColumnFilter } from '../rule-language/column-filter.ts';
import { ByteMemo } from '../std/byte-memo.ts';
import { Fingerprint } from '../std/id-set.ts';
import { isPlainString, type RecordColumns } from '../std/record-columns.ts';
import { Clock } from './clock.ts';

/** What is known of a record that nobody wants. Valid until the next one is skimmed. */
export interface Skimmed {
  readonly cloud: 'aws' | 'gcp';
  /** Of the key that its copies share, as of a record that is parsed. */
  readonly copy: Fingerprint;
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
  /** The record's own columns. */
  readonly columns: RecordColumns;
  /** Account or project that it belongs to: the ASCII text at `bytes[accountStart, accountEnd)` of the columns. */
  readonly accountStart: number;
  readonly accountEnd: number;
}

/** Filters by cloud; without one, records of that cloud are parsed. */
export type Filters = Readonly<Partial<Record<Skimmed['cloud'], ColumnFilter>>>;

/** What records of CloudTrail must have in their usual form to be passed over. */
const CLOUDTRAIL = {
  source: 'eventSource',
  action: 'eventName',
  id: 'eventID',
  time: 'eventTime',
  account: 'recipientAccountId',
  /** What only a few records have, and what makes them count for another one. */
  amends: 'addendum',
  /** Tell siblings from records. */
  type: 'eventType',
  category: 'eventCategory',
  /** Texts in records that a tool reshaped: they are brought to their usual form first. */
  identity: 'userIdentity',
  parameters: 'requestParameters',
} as const;

/** What makes something else of a record of CloudTrail, as `recognise` sees it. */
const SIBLING = ['s3', 'Event', 's3ObjectKey', 'logFiles', 'messageType', 'Type', 'kind'] as const;
const SIBLING_TYPES = textsOf('AwsCloudTrailInsight');
const SIBLING_CATEGORIES = textsOf('Insight', 'Aggregated');

/** What entries of Cloud Audit Logs must have. */
const AUDIT_LOG = {
  type: 'protoPayload.@type',
  method: 'protoPayload.methodName',
  id: 'insertId',
  log: 'logName',
  time: 'timestamp',
  account: 'resource.labels.project_id',
} as const;

/**
 * What an entry that is read as it stands must not have: what makes it a record of CloudTrail, a sibling, an envelope (Google's
 * own entries have none of these), or one that is brought to its usual form first.
 */
const FOREIGN = [
  ...['protoPayload.requestMetadata.callerIP', 'protoPayload.at_sign_type'],
  ...['eventName', 'eventSource', 'EventSource', 'eventType', 'eventCategory', 'Event', 'Events', 'event', 'events'],
  ...['s3', 's3ObjectKey', 'logFiles', 'messageType', 'Type', 'kind', 'detail', 'awslogs', 'logEvents'],
  ...['results', 'result', 'kinesis', 'Data', 'data', 'records', 'CloudTrailEvent', 'Sns', 'Body', 'body', 'Messages'],
  ...['receivedMessages', 'message', '@message', 'context', 'specversion', 'entries', 'hits', '_source', '_raw'],
  'event.original',
] as const;

/** Notifications and other siblings have other sources, or none: they are recognised by their whole. */
const SOURCE_ENDS = new TextEncoder().encode('.amazonaws.com"');
const SIBLING_SOURCE_BEGINS = new TextEncoder().encode('"aws:');
const QUOTE = 0x22;
const TYPE_ENDS = new TextEncoder().encode('google.cloud.audit.AuditLog"');
/** As the canonical name of an audit log ends, after which comes the name of one of them. */
const CANONICAL_LOG = /\/logs\/cloudaudit\.googleapis\.com%2F[a-z_]+$/;

/** Decides on records by their columns. */
export class Skimmer {
  readonly columns: readonly string[];
  readonly #filters: Filters;
  readonly #filterPlaces: Readonly<Record<Skimmed['cloud'], Int32Array>>;
  readonly #cloudTrail: Places<typeof CLOUDTRAIL>;
  readonly #auditLog: Places<typeof AUDIT_LOG>;
  readonly #foreign: Int32Array;
  readonly #sibling: Int32Array;
  readonly #awsClock = new Clock();
  readonly #gcpClock = new Clock();
  /** By the name of a log: what of it is in the key of copies; undefined where it is no audit log under its usual name. */
  readonly #logs = new ByteMemo<string | undefined>({ textsMax: 20_000, bytesMax: 2_000_000 });
  readonly #skimmed: Writable<Skimmed> = {
    cloud: 'aws',
    copy: new Fingerprint(),
    timeMs: 0,
    columns: { bytes: new Uint8Array(), starts: new Int32Array(), ends: new Int32Array() },
    accountStart: 0,
    accountEnd: 0,
  };

  /** @param further Columns that are read for somebody else. */
  constructor(filters: Filters, further: readonly string[] = []) {
    this.#filters = filters;
    const filtered = [...(filters.aws?.columns ?? []), ...(filters.gcp?.columns ?? [])];
    this.columns = [
      ...new Set([
        ...filtered,
        ...(filters.aws === undefined ? [] : [...Object.values(CLOUDTRAIL), ...SIBLING]),
        ...(filters.gcp === undefined ? [] : [...Object.values(AUDIT_LOG), ...FOREIGN]),
        ...further,
      ]),
    ];
    const { columns } = this;
    function placesOf(names: readonly string[]): Int32Array {
      return Int32Array.from(names, (name) => columns.indexOf(name));
    }
    this.#filterPlaces = { aws: placesOf(filters.aws?.columns ?? []), gcp: placesOf(filters.gcp?.columns ?? []) };
    this.#cloudTrail = placesIn(CLOUDTRAIL, columns);
    this.#auditLog = placesIn(AUDIT_LOG, columns);
    this.#foreign = placesOf(FOREIGN);
    this.#sibling = placesOf(SIBLING);
  }

  /** What is known of the record, or undefined where it has to be parsed. */
  skim(record: RecordColumns): Skimmed | undefined {
    if (this.#filters.aws !== undefined && record.ends[this.#cloudTrail.source] !== 0)
      return this.#cloudTrailRecord(record);
    return this.#filters.gcp === undefined ? undefined : this.#auditLogEntry(record);
  }

  #cloudTrailRecord(record: RecordColumns): Skimmed | undefined {
    const { bytes, starts, ends } = record;
    const { source, action, id, time, account, amends } = this.#cloudTrail;
    if (!endsWith(record, source, SOURCE_ENDS) || ends[action] === 0 || ends[amends] !== 0) return undefined;
    if (!isPlainString(record, id) || !isPlainString(record, account)) return undefined;
    if (this.#isSiblingOrReshaped(record)) return undefined;
    const timeMs = this.#awsClock.timeMs(record, time);
    if (timeMs === undefined || this.#mayMatch('aws', record)) return undefined;
    const skimmed = this.#begin('aws', record, timeMs, account);
    const { copy } = skimmed;
    copy.ascii(bytes, skimmed.accountStart, skimmed.accountEnd).text('/');
    copy.ascii(bytes, at(starts, id) + 1, at(ends, id) - 1);
    return skimmed;
  }

  #auditLogEntry(record: RecordColumns): Skimmed | undefined {
    const { bytes, starts, ends } = record;
    const { type, method, id, log, time, account } = this.#auditLog;
    if (!endsWith(record, type, TYPE_ENDS) || !isPlainString(record, method) || !isPlainString(record, id))
      return undefined;
    if (!isPlainString(record, account) || hasAny(record, this.#foreign)) return undefined;
    const logOfCopies = this.#logOfCopies(record, log);
    if (logOfCopies === undefined) return undefined;
    const timeMs = this.#gcpClock.timeMs(record, time);
    if (timeMs === undefined || this.#mayMatch('gcp', record)) return undefined;
    const skimmed = this.#begin('gcp', record, timeMs, account);
    const { copy } = skimmed;
    copy.text(logOfCopies).text('/');
    copy.ascii(bytes, at(starts, id) + 1, at(ends, id) - 1);
    copy.text('/').text(String(timeMs));
    return skimmed;
  }

  #begin(cloud: Skimmed['cloud'], record: RecordColumns, timeMs: number, account: number): Writable<Skimmed> {
    const skimmed = this.#skimmed;
    skimmed.cloud = cloud;
    skimmed.timeMs = timeMs;
    skimmed.columns = record;
    skimmed.accountStart = at(record.starts, account) + 1;
    skimmed.accountEnd = at(record.ends, account) - 1;
    skimmed.copy.clear();
    return skimmed;
  }

  #mayMatch(cloud: Skimmed['cloud'], record: RecordColumns): boolean {
    return this.#filters[cloud]?.mayMatch(record, this.#filterPlaces[cloud]) ?? true;
  }

  #isSiblingOrReshaped(record: RecordColumns): boolean {
    const { source, type, category, identity, parameters } = this.#cloudTrail;
    return (
      isString(record, identity) ||
      isString(record, parameters) ||
      isTextAt(record, at(record.starts, source), SIBLING_SOURCE_BEGINS) ||
      isAnyTextAt(record, type, SIBLING_TYPES) ||
      isAnyTextAt(record, category, SIBLING_CATEGORIES) ||
      hasAny(record, this.#sibling)
    );
  }

  #logOfCopies(record: RecordColumns, place: number): string | undefined {
    const [start, end] = [at(record.starts, place), at(record.ends, place)];
    const known = this.#logs.get(record.bytes, start, end);
    if (known !== undefined) return known;
    if (!isPlainString(record, place)) return undefined;
    const name = String.fromCharCode(...record.bytes.subarray(start + 1, end - 1));
    if (!CANONICAL_LOG.test(name)) return undefined;
    const log = logOfDedupKey(name);
    this.#logs.set(record.bytes, start, end, log);
    return log;
  }
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

type Places<Names> = Readonly<Record<keyof Names, number>>;

function placesIn<Names extends Readonly<Record<string, string>>>(
  names: Names,
  columns: readonly string[],
): Places<Names> {
  const places = Object.entries(names).map(([name, column]) => [name, columns.indexOf(column)] as const);
  return Object.fromEntries(places) as Places<Names>; // entries keep their names
}

/** The JSON texts of strings. */
function textsOf(...texts: readonly string[]): readonly Uint8Array[] {
  return texts.map((text) => new TextEncoder().encode(JSON.stringify(text)));
}

function hasAny({ ends }: RecordColumns, columns: Int32Array): boolean {
  for (let index = 0; index < columns.length; index += 1) if (ends[at(columns, index)] !== 0) return true;
  return false;
}

function isString({ bytes, starts, ends }: RecordColumns, column: number): boolean {
  return ends[column] !== 0 && bytes[at(starts, column)] === QUOTE;
}

/** Whether a value begins so; `start` is 0, where no value can be, if the record lacks it. */
function isTextAt({ bytes }: RecordColumns, start: number, text: Uint8Array): boolean {
  for (let index = 0; index < text.length; index += 1) if (bytes[start + index] !== text[index]) return false;
  return true;
}

function isAnyTextAt(record: RecordColumns, column: number, texts: readonly Uint8Array[]): boolean {
  for (const text of texts) if (isTextAt(record, at(record.starts, column), text)) return true;
  return false;
}

function endsWith({ bytes, starts, ends }: RecordColumns, column: number, ending: Uint8Array): boolean {
  const from = at(ends, column) - ending.length;
  if (from < at(starts, column)) return false;
  for (let index = 0; index < ending.length; index += 1) if (bytes[from + index] !== ending[index]) return false;
  return true;
}

/** An element that is there: columns are as many as were asked for, and their bounds lie within the bytes. */
function at(numbers: Int32Array | Uint8Array, index: number): number {
  return numbers[index] as number;
}
