/**
 * The text that Athena, Hive and CloudTrail Lake print for structs and maps: `{type=Root, sessioncontext={…}}`.
 * The form has no quotes, so a text may hold what looks like its end; braces and quoted JSON inside are counted.
 */
import type { Json, JsonObject } from '../../std/json.ts';

/** Deepest struct that is read; the ones of CloudTrail end at four. */
const DEPTH_MAX = 16;

/** Reads such a text; undefined where it is none. Values are texts and objects; `null` is null. */
export function parseStruct(text: string, depth = 0): JsonObject | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}') || depth > DEPTH_MAX) return undefined;
  const fields: [string, Json][] = [];
  for (const field of fieldsOf(trimmed.slice(1, -1))) {
    const equals = field.indexOf('=');
    if (equals <= 0) return undefined;
    fields.push([field.slice(0, equals).trim(), valueOf(field.slice(equals + 1), depth)]);
  }
  return Object.fromEntries(fields);
}

function valueOf(text: string, depth: number): Json {
  if (text === 'null') return null;
  return (text.startsWith('{') ? parseStruct(text, depth + 1) : undefined) ?? text;
}

/** Splits at commas outside of braces, brackets and quotes; a piece without `name=` belongs to the text before it. */
function fieldsOf(text: string): readonly string[] {
  const fields: string[] = [];
  let depth = 0;
  let isQuoted = false;
  let from = 0;
  for (let here = 0; here < text.length; here += 1) {
    const symbol = text[here];
    if (isQuoted && symbol === '\\') here += 1;
    else if (symbol === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (symbol === '{' || symbol === '[') depth += 1;
    else if (symbol === '}' || symbol === ']') depth -= 1;
    else if (symbol === ',' && depth === 0 && startsField(text, here + 1)) {
      fields.push(text.slice(from, here));
      from = here + 1;
    }
  }
  if (text.slice(from).trim() !== '') fields.push(text.slice(from));
  return fields;
}

const FIELD_START = /\s*[\w.:/-]+=/y;

function startsField(text: string, from: number): boolean {
  FIELD_START.lastIndex = from;
  return FIELD_START.test(text);
}
