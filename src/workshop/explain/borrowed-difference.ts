/**
 * The difference to an event of the rule's own tests on which the rule fires, cut down to what it takes: for clauses
 * about documents and normalised fields, to which no value can be made up.
 */
import { isArray, isObject, type Json, type JsonObject } from '../../std/json.ts';
import type { JsonPath } from './located-value.ts';
import { type EditSet, type RecordEdit, withEdits } from './record-edit.ts';

/** Single differences between two records that are looked through; events that differ more have little in common. */
const DIFFERENCES_MAX = 120;

/** The edits of a record after which `fires`, taken from an event that does; undefined where they do not make it. */
export function borrowedDifference(
  record: JsonObject,
  sample: JsonObject,
  fires: (record: JsonObject) => boolean,
): EditSet | undefined {
  const all = [...differences(record, sample, [])];
  if (all.length > DIFFERENCES_MAX || !fires(withEdits(record, all))) return undefined;
  return withoutNeedless(all, (edits) => fires(withEdits(record, edits)));
}

/** Leaves edits out as long as what is left suffices: halves first, then smaller parts, one by one at last. */
export function withoutNeedless(edits: EditSet, suffices: (edits: EditSet) => boolean): EditSet {
  let kept = edits;
  for (let size = Math.ceil(kept.length / 2); size > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < kept.length;) {
      const fewer = [...kept.slice(0, start), ...kept.slice(start + size)];
      if (suffices(fewer)) kept = fewer;
      else start += size;
    }
  }
  return kept;
}

/** Value by value. Surplus elements of a list go last first, so that the positions before them stay right. */
function* differences(from: Json | undefined, to: Json | undefined, path: JsonPath): Generator<RecordEdit> {
  if (isObject(to) && Object.keys(to).length > 0) {
    const before = isObject(from) ? from : {};
    for (const key of new Set([...Object.keys(to), ...Object.keys(before)])) {
      const [old, wanted] = [own(before, key), own(to, key)];
      yield* differences(old, wanted, [...path, key]);
    }
  } else if (isArray(to) && to.length > 0) {
    const before = isArray(from) ? from : [];
    for (const [index, element] of to.entries()) yield* differences(before[index], element, [...path, index]);
    for (let index = before.length - 1; index >= to.length; index--) yield { path: [...path, index], set: undefined };
  } else if (JSON.stringify(from) !== JSON.stringify(to)) {
    yield { path, set: to };
  }
}

function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
