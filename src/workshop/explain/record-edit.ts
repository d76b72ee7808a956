/**
 * Edits of a record at exact places: unlike `std/json-edit.ts`, where an edit reaches every element of a list, one of
 * these reaches one element, and keys may hold dots. The record stays as it is.
 */
import { isArray, isObject, type Json, type JsonObject } from '../../std/json.ts';
import type { JsonPath } from './located-value.ts';

/** One change: a value for a place, or (undefined) the place taken away. */
export interface RecordEdit {
  readonly path: JsonPath;
  readonly set: Json | undefined;
}

/** Edits that are made together. No place of one lies in that of another, so any part of them can be made too. */
export type EditSet = readonly RecordEdit[];

/** The record with all edits made. Missing parents are created; a position behind the end of a list appends. */
export function withEdits(record: JsonObject, edits: EditSet): JsonObject {
  let result: Json = record;
  for (const { path, set } of edits) result = change(result, path, set) ?? result;
  return isObject(result) ? result : record;
}

/** Both sets as one: what comes later wins, and what lies inside an earlier value is made in it. */
export function joined(earlier: EditSet, later: EditSet): EditSet {
  let all = earlier;
  for (const edit of later) {
    const kept = all.filter(({ path }) => !isWithin(path, edit.path));
    const around = kept.find(({ path, set }) => set !== undefined && isWithin(edit.path, path));
    const inner = around === undefined ? [] : edit.path.slice(around.path.length);
    all =
      around === undefined
        ? [...kept, edit]
        : kept.map((one) => (one === around ? { path: one.path, set: change(one.set, inner, edit.set) } : one));
  }
  return all;
}

/** How much a set changes: places taken away, and single values set, each counted. */
export function weightOf(edits: EditSet): number {
  return edits.reduce((sum, { set }) => sum + (set === undefined ? 1 : valuesIn(set)), 0);
}

function valuesIn(value: Json): number {
  if (typeof value !== 'object' || value === null) return 1;
  const children: readonly Json[] = Object.values(value);
  return Math.max(
    1,
    children.reduce<number>((sum, child) => sum + valuesIn(child), 0),
  );
}

function isWithin(path: JsonPath, outer: JsonPath): boolean {
  return outer.length <= path.length && outer.every((step, index) => step === path[index]);
}

function change(value: Json | undefined, path: JsonPath, set: Json | undefined): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return set;
  if (typeof step === 'number') return changeElement(isArray(value) ? value : [], step, rest, set);
  if (!isObject(value)) return set === undefined ? value : withKey({}, step, change(undefined, rest, set));
  const child = Object.hasOwn(value, step) ? value[step] : undefined;
  if (child === undefined && set === undefined) return value;
  return withKey(value, step, change(child, rest, set));
}

function changeElement(list: readonly Json[], index: number, rest: JsonPath, set: Json | undefined): Json {
  if (index >= list.length) {
    const added = change(undefined, rest, set);
    return added === undefined ? list : [...list, added];
  }
  return list.flatMap((element, position) => {
    if (position !== index) return [element];
    const changed = change(element, rest, set);
    return changed === undefined ? [] : [changed];
  });
}

/** A copy with one own property set or left out. A computed key is an own one, even `__proto__`. */
function withKey(object: JsonObject, key: string, value: Json | undefined): JsonObject {
  if (value !== undefined) return { ...object, [key]: value };
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}
