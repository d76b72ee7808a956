/**
 * Reads a field of an event: all ways of splitting the dotted path are tried, arrays are entered at every step.
 * Own properties only, so `__proto__` and `constructor` are names like any other.
 */
import type { EventView } from '../events/audit-event.ts';
import type { Json, JsonObject } from '../std/json.ts';
import type { FieldPath } from './detection.ts';

/** A value at the end of a path: never null; an array only where it is empty. */
export type Leaf = string | number | boolean | JsonObject | readonly [];

/** Reads all leaves of one field; none where the field or a parent is absent or null. */
export type FieldReader = (event: EventView) => readonly Leaf[];

/** Makes the reader of a field. */
export function fieldReader(field: FieldPath): FieldReader {
  const keys = field.segments.map((_, start) => {
    return field.segments
      .slice(start)
      .map((_segment, length) => field.segments.slice(start, start + length + 1).join('.'));
  });
  if (field.origin === 'raw') return (event) => read(event.raw, keys);
  // The normalised event is read as JSON; undefined in it means absent.
  return (event) => read(event.audit() as unknown as JsonObject, keys);
}

/** Gives readers of fields. */
export type FieldReaders = (field: FieldPath) => FieldReader;

/**
 * Readers for many rules that are asked about one event after another: a field that several of them read is read once an
 * event. Law: they read what {@link fieldReader} reads.
 */
export function sharedFieldReaders(): FieldReaders {
  const readers = new Map<string, FieldReader>();
  return (field) => {
    // A name says where it is read: those of the normalised event have a prefix, which segments lack.
    const known = readers.get(field.text);
    if (known !== undefined) return known;
    const reader = rememberingLast(fieldReader(field));
    readers.set(field.text, reader);
    return reader;
  };
}

function rememberingLast(read: FieldReader): FieldReader {
  let lastEvent: EventView | undefined;
  let lastLeaves: readonly Leaf[] = [];
  return (event) => {
    if (event !== lastEvent) {
      lastLeaves = read(event);
      lastEvent = event;
    }
    return lastLeaves;
  };
}

/** `keys[start][length]`: the key made of `length + 1` segments from `start` on. */
type Keys = readonly (readonly string[])[];

function read(root: JsonObject, keys: Keys): readonly Leaf[] {
  const leaves: Leaf[] = [];
  descend(root, 0, keys, leaves);
  return leaves;
}

function descend(value: Json, start: number, keys: Keys, leaves: Leaf[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (isList(value)) {
    for (const element of value) descend(element, start, keys, leaves);
    return;
  }
  const candidates = keys[start];
  if (candidates === undefined) return;
  for (const [length, key] of candidates.entries()) {
    if (!Object.hasOwn(value, key)) continue;
    const child = value[key];
    if (child === undefined || child === null) continue;
    const next = start + length + 1;
    if (next === keys.length) collect(child, leaves);
    else descend(child, next, keys, leaves);
  }
}

function collect(value: Json, leaves: Leaf[]): void {
  if (value === null) return;
  if (!isList(value)) leaves.push(value);
  else if (value.length === 0) leaves.push([]);
  else for (const element of value) collect(element, leaves);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
