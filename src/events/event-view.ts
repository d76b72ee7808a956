/** A recognised record of any cloud as an {@link EventView}, and the little that every record is counted by. */
import { isObject, property, type JsonObject } from '../std/json.ts';
import type { EventView } from './audit-event.ts';
import { cloudTrailView, recordAccount, recordDedupKey, recordId, recordTimeMs } from './cloudtrail/event-view.ts';
import { entryAccount, entryDedupKey, entryId, entryTimeMs, gcpAuditView } from './gcp-audit/event-view.ts';

/** An audit record under the field names of its cloud. */
export interface CloudRecord {
  readonly cloud: 'aws' | 'gcp';
  readonly raw: JsonObject;
  /** False where a tool had reshaped it: of several copies of a record a native one tells most. */
  readonly isNative: boolean;
}

/** What a record is counted by, without normalising it. */
export interface RecordHead {
  /** The raw `eventID` or `insertId`. */
  readonly id: string;
  /** Equal for copies of one record and for what amends it, and for nothing else. */
  readonly copyKey: string;
  readonly timeMs: number | undefined;
  /** Account or project that it belongs to. */
  readonly account: string | undefined;
}

/** Wraps a record. */
export function eventViewOf({ cloud, raw }: Pick<CloudRecord, 'cloud' | 'raw'>): EventView {
  return cloud === 'gcp' ? gcpAuditView(raw) : cloudTrailView(raw);
}

/** Wraps a raw record whose cloud is told by its shape: an audit log entry of GCP has a `protoPayload`. */
export function rawEventView(raw: JsonObject): EventView {
  return isObject(property(raw, 'protoPayload')) ? gcpAuditView(raw) : cloudTrailView(raw);
}

/** Reads the head of a record. */
export function headOf({ cloud, raw }: Pick<CloudRecord, 'cloud' | 'raw'>): RecordHead {
  if (cloud === 'gcp') {
    const account = entryAccount(raw);
    return { id: entryId(raw), copyKey: entryDedupKey(raw), timeMs: entryTimeMs(raw), account };
  }
  const account = recordAccount(raw);
  return { id: recordId(raw), copyKey: recordDedupKey(raw), timeMs: recordTimeMs(raw), account };
}
