/** Where a field of a rule can be set in a record, and how its values can be taken away. */
import { isArray, isObject, type Json, type JsonObject } from '../../std/json.ts';
import type { JsonPath, LocatedValue } from './located-value.ts';
import type { EditSet } from './record-edit.ts';

/** More values than this are not edited one by one. */
const EDITED_MAX = 6;

/** The edits by which a field below `scope` may get a value. */
export function placements(
  root: JsonObject,
  segments: readonly string[],
  there: readonly LocatedValue[],
  scope: JsonPath,
): readonly ((value: Json) => EditSet)[] {
  const keys = keyPaths(there);
  const [first] = keys;
  if (first === undefined) {
    const { path, rest } = freePlace(root, segments);
    return [(value) => [{ path: [...scope, ...path], set: nested(rest, value) }]];
  }
  const inLists = there.filter(({ path }) => typeof path.at(-1) === 'number').slice(0, EDITED_MAX);
  function everywhere(value: Json): EditSet {
    return keys.map((path) => ({ path: [...scope, ...path], set: value }));
  }
  return [
    (value) => [{ path: [...scope, ...first], set: value }],
    ...(keys.length > 1 && keys.length <= EDITED_MAX ? [everywhere] : []),
    ...inLists.map(({ path }) => (value: Json): EditSet => [{ path: [...scope, ...path], set: value }]),
  ];
}

/** The edits that take a field away: all of its values, or all that it is nested in. */
export function removals(there: readonly LocatedValue[], scope: JsonPath): readonly EditSet[] {
  if (there.length === 0) return [];
  const keys = keyPaths(there);
  const tops = distinct(keys.map((path) => path.slice(0, 1)));
  return [keys, tops]
    .filter((paths) => paths.length <= EDITED_MAX)
    .map((paths) => paths.map((path) => ({ path: [...scope, ...path], set: undefined })));
}

/** The keys under which values stand; a list of them stands under one. */
function keyPaths(there: readonly LocatedValue[]): readonly JsonPath[] {
  return distinct(
    there.map(({ path }) => {
      const last = path.findLastIndex((step) => typeof step === 'string');
      return path.slice(0, last + 1);
    }),
  );
}

function distinct(paths: readonly JsonPath[]): readonly JsonPath[] {
  const seen = new Map(paths.map((path) => [JSON.stringify(path), path]));
  return [...seen.values()].filter((path) => path.length > 0);
}

/** As far as the record goes along the path; what is missing is to be made there. */
function freePlace(
  root: JsonObject,
  segments: readonly string[],
): { readonly path: JsonPath; readonly rest: readonly string[] } {
  let here: Json = root;
  const path: (string | number)[] = [];
  for (const [index, segment] of segments.entries()) {
    if (isArray(here)) {
      const inner: number = here.findIndex((element) => isObject(element));
      if (inner < 0) return { path: here.length === 0 ? [...path, 0] : path, rest: segments.slice(index) };
      path.push(inner);
      here = here[inner] ?? null;
    }
    if (!isObject(here)) return { path, rest: segments.slice(index) };
    path.push(segment);
    const child: Json = (Object.hasOwn(here, segment) ? here[segment] : null) ?? null;
    if (child === null) return { path, rest: segments.slice(index + 1) };
    here = child;
  }
  return { path, rest: [] };
}

function nested(keys: readonly string[], value: Json): Json {
  return keys.reduceRight<Json>((inner, key) => Object.fromEntries([[key, inner]]), value);
}
