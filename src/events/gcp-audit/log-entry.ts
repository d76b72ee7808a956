import { isObject, property, type JsonObject } from '../../std/json.ts';
/**
 *
 */
export function asLogEntry(value: JsonObject): JsonObject | undefined {
  return isObject(property(value, 'protoPayload')) ? value : undefined;
}
/**
 *
 */
export function isOtherLogEntry(_value: JsonObject): boolean {
  return false;
}
