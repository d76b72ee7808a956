/** Applies the patch of a rule's test to a base event. The base is never changed. */
import { isArray, isObject, type Json, type JsonObject } from '../std/json.ts';
import type { EventPatch } from './rule.ts';

/** The base with every patched path set to exactly that value and every path in `without` taken away. */
export function applyPatch(
  base: JsonObject,
  { patch, without }: Omit<EventPatch, 'base'> & Partial<EventPatch>,
): JsonObject {
  let patched: Json = base;
  for (const [path, value] of Object.entries(patch)) patched = setAt(patched, path.split('.'), value);
  for (const path of without) patched = removeAt(patched, path.split('.'));
  return isObject(patched) ? patched : base;
}

/** Makes objects where the path leads through nothing; a number leads into an array that is there. */
function setAt(here: Json, [key, ...rest]: readonly string[], value: Json): Json {
  if (key === undefined) return value;
  if (isArray(here) && /^\d+$/u.test(key)) {
    const changed = [...here];
    changed[Number(key)] = setAt(here[Number(key)] ?? {}, rest, value);
    return changed;
  }
  const object = isObject(here) ? here : {};
  return withKey(object, key, setAt(Object.hasOwn(object, key) ? (object[key] ?? {}) : {}, rest, value));
}

function removeAt(here: Json, [key, ...rest]: readonly string[]): Json {
  if (key === undefined) return here;
  if (isArray(here)) {
    const index = Number(key);
    if (rest.length === 0) return here.filter((_, position) => position !== index);
    return here.map((element, position) => (position === index ? removeAt(element, rest) : element));
  }
  if (!isObject(here) || !Object.hasOwn(here, key)) return here;
  if (rest.length > 0) return withKey(here, key, removeAt(here[key] ?? null, rest));
  return Object.fromEntries(Object.entries(here).filter(([name]) => name !== key));
}

/** A copy with one more own property; `Object.fromEntries` makes even `__proto__` an ordinary key. */
function withKey(object: JsonObject, key: string, value: Json): JsonObject {
  const others = Object.entries(object).map(([name, old]): [string, Json] => [name, name === key ? value : old]);
  return Object.fromEntries(Object.hasOwn(object, key) ? others : [...others, [key, value]]);
}
