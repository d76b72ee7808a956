/**
 * The text that Athena, Hive and CloudTrail Lake print for structs and maps: `{type=Root, sessioncontext={…}}`.
 * The form has no quotes, so a text may hold what looks like its end; braces and quoted JSON inside are counted.
 */
import type { Json, JsonObject } from '../../std/json.ts';

/** Deepest struct that is read; the ones of CloudTrail end at four. */
const DEPTH_MAX = 16;

/** Reads such a text, or a list of them; undefined where it is none. Values are texts, objects and lists; `null` is null. */
export function parseStruct(text: string, depth = 0): JsonObject | readonly Json[] | undefined {
  const trimmed = text.trim();
  if (depth > DEPTH_MAX) return undefined;
  if (trimmed.startsWith('[') && trimmed.endsWith(']')) return listOf(trimmed.slice(1, -1), depth);
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) return undefined;
  const fields: [string, Json][] = [];
  for (const field of piecesOf(trimmed.slice(1, -1), startsField)) {
    const equals = field.indexOf('=');
    const name = field.slice(0, Math.max(equals, 0)).trim();
    if (!NAME.test(name)) return undefined;
    fields.push([name, valueOf(field.slice(equals + 1), depth)]);
  }
  return Object.fromEntries(fields);
}

/** Lists of CloudTrail hold structs; other lists stay texts, because nothing in them tells where an element ends. */
function listOf(text: string, depth: number): readonly Json[] | undefined {
  const elements = piecesOf(text, startsStruct).map((element) => parseStruct(element, depth + 1));
  return elements.includes(undefined) ? undefined : (elements as readonly Json[]); // just checked
}

function valueOf(text: string, depth: number): Json {
  if (text === 'null') return null;
  return (/^[[{]/.test(text) ? parseStruct(text, depth + 1) : undefined) ?? text;
}

type Starts = (text: string, from: number) => boolean;

/** Splits at commas outside of braces, brackets and quotes; a piece that starts like none belongs to the text before it. */
function piecesOf(text: string, starts: Starts): readonly string[] {
  const pieces: string[] = [];
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
    else if (symbol === ',' && depth === 0 && starts(text, here + 1)) {
      pieces.push(text.slice(from, here));
      from = here + 1;
    }
  }
  if (text.slice(from).trim() !== '') pieces.push(text.slice(from));
  return pieces;
}

const NAME = /^[\w.:/-]+$/;
const FIELD_START = /\s*[\w.:/-]+=/y;
const STRUCT_START = /\s*\{/y;

function startsField(text: string, from: number): boolean {
  FIELD_START.lastIndex = from;
  return FIELD_START.test(text);
}

function startsStruct(text: string, from: number): boolean {
  STRUCT_START.lastIndex = from;
  return STRUCT_START.test(text);
}
