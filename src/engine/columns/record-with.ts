/** A record that has nothing but some of its values. */
import type { Json, JsonObject } from '../../std/json.ts';

/** @param values Names of columns from the top down, with dots between, and what stands there. */
export function recordWith(values: readonly (readonly [column: string, value: Json])[]): JsonObject {
  const record: Record<string, Json> = {};
  for (const [column, value] of values) put(record, column.split('.'), value);
  return record;
}

function put(into: Record<string, Json>, [first = '', ...below]: readonly string[], value: Json): void {
  if (below.length === 0) {
    into[first] = value;
    return;
  }
  const inner: Record<string, Json> = { ...(into[first] as JsonObject | undefined) }; // columns lie below objects only
  put(inner, below, value);
  into[first] = inner;
}
