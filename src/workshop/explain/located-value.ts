/**
 * Reads a field like `field-reader.ts` does, and says of every value where it stands. Slower, and written anew: it is
 * asked about one event at a time, and the laws of `explain.prop.test.ts` hold it to the engine's reader.
 */
import type { Leaf } from '../../rule-language/field-reader.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../std/json.ts';

/** The way to a value: keys of objects, positions in lists. */
export type JsonPath = readonly (string | number)[];

/** A value at the end of a field, and the way to it. */
export interface LocatedValue {
  readonly path: JsonPath;
  readonly value: Leaf;
}

/** All values of a field below a root. */
export function locatedValues(root: Json, segments: readonly string[]): readonly LocatedValue[] {
  return [...locate(root, segments, [])];
}

/** Where all strings below a root stand. */
export function locatedStrings(root: Json): readonly { readonly path: JsonPath; readonly value: string }[] {
  const found: { path: JsonPath; value: string }[] = [];
  // With its own stack: records may be nested deeper than calls may.
  const open: { path: JsonPath; value: Json }[] = [{ path: [], value: root }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { path, value } = next;
    if (typeof value === 'string') found.push({ path, value });
    else if (isArray(value)) value.forEach((child, index) => open.push({ path: [...path, index], value: child }));
    else if (isObject(value)) {
      for (const [key, child] of Object.entries(value)) open.push({ path: [...path, key], value: child });
    }
  }
  return found;
}

/** The object at a path, or undefined. */
export function objectAt(record: JsonObject, path: JsonPath): JsonObject | undefined {
  const found = valueAt(record, path);
  return isObject(found) ? found : undefined;
}

/** The value at a path of own keys and positions, or undefined. */
export function valueAt(record: JsonObject, path: JsonPath): Json | undefined {
  let here: Json | undefined = record;
  for (const step of path) {
    if (typeof step === 'number') here = isArray(here) ? here[step] : undefined;
    else here = isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  }
  return here;
}

/** A path as people write it: `requestParameters.deltas[2].role`; a key that would mislead stands in quotes. */
export function pathText(path: JsonPath): string {
  const parts = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    return /^[\w-]+$/u.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  });
  return parts.join('').replace(/^\./u, '');
}

function* locate(value: Json | undefined, segments: readonly string[], path: JsonPath): Generator<LocatedValue> {
  if (value === null || value === undefined) return;
  if (isArray(value)) {
    if (value.length === 0 && segments.length === 0) yield { path, value: [] };
    for (const [index, element] of value.entries()) yield* locate(element, segments, [...path, index]);
  } else if (segments.length === 0) {
    yield { path, value };
  } else if (isObject(value)) {
    for (let length = 1; length <= segments.length; length++) {
      const key = segments.slice(0, length).join('.');
      if (Object.hasOwn(value, key)) yield* locate(value[key], segments.slice(length), [...path, key]);
    }
  }
}
