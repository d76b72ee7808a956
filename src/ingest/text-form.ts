/** In what form a text holds its records: told by how it begins, never by the name of its file. */
import type { Buffer } from 'node:buffer';
import { isAuditTable } from '../events/table.ts';
import { isBracket, isSpace } from './json-byte.ts';
import { hasLinePrefixes } from './line-prefix.ts';

/** JSON values; JSON values with a time before them, line by line; or a table. */
export type TextForm =
  { readonly kind: 'json' } | { readonly kind: 'prefixed' } | { readonly kind: 'csv'; readonly delimiter: string };

/** Most of a text that has to be seen to tell its form. */
export const HEAD_BYTES_MAX = 64 * 1024;

const DELIMITERS = [',', ';', '\t'];

/** The form of the text that begins so. Whatever is neither a table of ours nor prefixed is to be read as JSON. */
export function textForm(head: Buffer): TextForm {
  if (beginsLikeJson(head)) return { kind: 'json' };
  const text = head.toString('utf8', 0, HEAD_BYTES_MAX);
  const line = /^[^\n]*/.exec(text)?.[0] ?? '';
  const delimiter = DELIMITERS.find((one) => isAuditTable(namesIn(line, one)));
  if (delimiter !== undefined) return { kind: 'csv', delimiter };
  return hasLinePrefixes(text) ? { kind: 'prefixed' } : { kind: 'json' };
}

/**
 * Whether the head is enough to tell by, or more of the text has to be seen. A line is not: what stands before its JSON may
 * begin on a later one, and the form must not depend on where the first block of a stream ends.
 */
export function isTelling(head: Buffer): boolean {
  return beginsLikeJson(head) || head.length >= HEAD_BYTES_MAX;
}

/** Whether the first byte that is no white space opens an object or a list. */
export function beginsLikeJson(head: Buffer): boolean {
  const end = Math.min(head.length, HEAD_BYTES_MAX);
  let at = 0;
  while (at < end && isSpace(head[at] ?? 0)) at += 1;
  return isBracket(head[at]);
}

/** Names of columns never hold delimiters: no need to parse. */
function namesIn(line: string, delimiter: string): readonly string[] {
  return line.split(delimiter).map((name) => name.trim().replace(/^"(?<name>[^"]*)"$/, '$<name>'));
}
