/** Requests that were too large for the log. */
import { at, type JsonObject } from '../../std/json.ts';

/** Whether CloudTrail left the request parameters out. Some exports write the switch as text. */
export function hasStrippedParameters(raw: JsonObject): boolean {
  const omitted = at(raw, 'requestParameters', 'omitted');
  return omitted === true || omitted === 'true';
}
