/**
 * Policy documents as CloudTrail carries them: a JSON string with any whitespace, the same URL-encoded (answers of
 * Get* calls and some responseElements), or an object. What went through several hands may be wrapped several times.
 *
 * Documents are written by whoever is being watched, so everything is bounded and nothing recurses: length, nesting
 * and number of statements are measured before the parts are read.
 */
import { isArray, isObject, property, type Json } from '../../../std/json.ts';
import { remember } from '../../../std/remember.ts';
import { readStatement, type Statement } from './statement.ts';

/** What came of reading a policy document. `absent`: there was none (undefined or null). */
export type ReadPolicy =
  | {
      readonly kind: 'document';
      readonly statements: readonly Statement[];
      /** Whether `${…}` is a variable: only since version 2012-10-17, and a document without Version is older. */
      readonly hasVariables: boolean;
    }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'absent' };

/** Longest document that is read, in characters; for an object, its strings and values counted together. */
export const documentCharsMax = 2_000_000;
/** Most statements that are read. */
export const statementsMax = 100_000;
/** Deepest nesting of objects and arrays that is read; a valid document needs six. */
export const nestingMax = 100;

/** Most times that a document is wrapped, as a URL-encoded text or as a JSON string, and is read all the same. */
export const wrappingsMax = 3;

/** Reads a policy document. Beyond a limit, cut, hidden or malformed: unreadable, with the reason for people. */
export const readPolicy: (value: Json | undefined) => ReadPolicy = remember((value) => {
  if (value === undefined || value === null) return { kind: 'absent' };
  return typeof value === 'string' ? readText(value) : readObject(value);
});

function readText(text: string, wrappings = wrappingsMax): ReadPolicy {
  if (text.length > documentCharsMax) return unreadable(`longer than ${documentCharsMax} characters`);
  if (text.includes('HIDDEN_DUE_TO_SECURITY_REASONS')) return unreadable('hidden by CloudTrail');
  const trimmed = text.trim();
  if (!trimmed.startsWith('%')) return readJson(trimmed, wrappings);
  if (wrappings === 0) return WRAPPED_TOO_OFTEN;
  for (const decoded of decodings(trimmed)) {
    const read = readText(decoded, wrappings - 1);
    if (read !== NOT_JSON) return read;
  }
  return NOT_JSON;
}

function readJson(text: string, wrappings: number): ReadPolicy {
  if (textNesting(text) > nestingMax) return unreadable(`nested deeper than ${nestingMax} levels`);
  const parsed = parse(text);
  if (parsed === undefined) return NOT_JSON;
  if (typeof parsed !== 'string') return readObject(parsed);
  return wrappings === 0 ? WRAPPED_TOO_OFTEN : readText(parsed, wrappings - 1);
}

/** IAM encodes after RFC 3986, where a space is `%20`; form encoders write `+`, so that is tried second. */
function* decodings(text: string): Generator<string, void> {
  try {
    yield decodeURIComponent(text);
    if (text.includes('+')) yield decodeURIComponent(text.replaceAll('+', '%20'));
  } catch {
    // Cut within an escape: nothing to read.
  }
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json; // JSON.parse yields nothing else.
  } catch {
    return undefined;
  }
}

function readObject(value: Json): ReadPolicy {
  if (!isObject(value)) return unreadable('not a policy object');
  const excess = measure(value);
  if (excess !== undefined) return unreadable(excess);
  if (property(value, 'omitted') === true) return unreadable('omitted by CloudTrail');
  const given = property(value, 'Statement');
  if (given === undefined) return unreadable('no Statement');
  const list = isArray(given) ? given : [given];
  if (list.length > statementsMax) return unreadable(`more than ${statementsMax} statements`);
  const hasVariables = property(value, 'Version') === '2012-10-17';
  return { kind: 'document', statements: list.map(readStatement), hasVariables };
}

/** Deepest bracket outside of strings: known before JSON.parse sees the text. */
function textNesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const symbol = text[i];
    if (inString) {
      if (symbol === '\\') i++;
      else if (symbol === '"') inString = false;
    } else if (symbol === '"') inString = true;
    else if (symbol === '{' || symbol === '[') deepest = Math.max(deepest, ++depth);
    else if (symbol === '}' || symbol === ']') depth--;
  }
  return deepest;
}

/** Why a value is too much to read, or undefined. Keeps its own stack: an object may be nested as deep as it likes. */
function measure(root: Json): string | undefined {
  const open: { readonly value: Json; readonly depth: number }[] = [{ value: root, depth: 1 }];
  let chars = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    chars += typeof value === 'string' ? value.length + 1 : 1;
    if (chars > documentCharsMax) return `longer than ${documentCharsMax} characters`;
    if (value === null || typeof value !== 'object') continue;
    if (depth > nestingMax) return `nested deeper than ${nestingMax} levels`;
    const parts = isArray(value) ? value : Object.values(value);
    if (parts.length > documentCharsMax) return `longer than ${documentCharsMax} characters`;
    for (const part of parts) open.push({ value: part, depth: depth + 1 });
  }
  return undefined;
}

const NOT_JSON: ReadPolicy = unreadable('not JSON, or cut off');
const WRAPPED_TOO_OFTEN: ReadPolicy = unreadable(`wrapped more than ${wrappingsMax} times`);

function unreadable(reason: string): ReadPolicy {
  return { kind: 'unreadable', reason };
}
