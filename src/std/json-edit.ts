/** Edits of a JSON object at a dotted path; the original stays as it is. */
import { isArray, isObject, type Json, type JsonObject } from './json.ts';

/** One change: a value for a path, or (undefined) the path taken away. */
export interface JsonEdit {
  readonly path: string;
  readonly set: Json | undefined;
}

/** The object with all edits made, in their order. Missing parents of a value that is set are created. */
export function edited(object: JsonObject, edits: readonly JsonEdit[]): JsonObject {
  let result = object;
  for (const { path, set } of edits) {
    const changed = change(result, path.split('.'), set);
    if (isObject(changed)) result = changed;
  }
  return result;
}

function change(value: Json | undefined, path: readonly string[], set: Json | undefined): Json | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return set;
  // Rules look into every element of an array: an edit reaches every element too.
  if (isArray(value)) return value.map((element) => change(element, path, set) ?? null);
  if (!isObject(value)) return set === undefined ? value : { [key]: change(undefined, rest, set) ?? null };
  const child = change(Object.hasOwn(value, key) ? value[key] : undefined, rest, set);
  const others = Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
  return child === undefined ? others : { ...value, [key]: child };
}
