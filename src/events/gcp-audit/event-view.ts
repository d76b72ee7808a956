import type { JsonObject } from '../../std/json.ts';
import type { EventView } from '../audit-event.ts';
import { cloudTrailView } from '../cloudtrail/event-view.ts';
/**
 *
 */
export function gcpAuditView(raw: JsonObject): EventView {
  return { ...cloudTrailView(raw), cloud: 'gcp', service: 'gcp.audit' };
}
/**
 *
 */
export function entryId(raw: JsonObject): string {
  return String(raw.insertId);
}
/**
 *
 */
export function entryDedupKey(raw: JsonObject): string {
  return String(raw.insertId);
}
/**
 *
 */
export function entryTimeMs(raw: JsonObject): number {
  return Date.parse(String(raw.timestamp));
}
