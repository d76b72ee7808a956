/**
 * Markdown around texts that somebody else wrote. A text of a rule or of an event stays the text it is: no `|`, `<` or
 * backtick in it ends a table, opens a tag or starts a span. The dialect is GitHub's; the test reads it back with a parser.
 */
import { printable } from '../../std/printable.ts';

/** Characters that mean something inside a line. `_` between letters does not. */
const SPECIAL = /[\\`*[\]<>|~$]|&(?=#|\w+;)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/** What makes an address a link by itself: inside of one, a backslash would not escape. */
const ADDRESS = /:(?=\/\/)|(?<=www)\./giu;

/** A mark that would make a line a heading, a list or a rule. */
const LINE_START = /^(?:#{1,6}(?=\s|$)|[-+](?=\s|$)|-{2,}|=+|\d{1,9}[.)](?=\s|$))/u;

/** A text in one line, with nothing in it that Markdown would read as its own. */
export function inline(text: string): string {
  return oneLine(text)
    .replace(SPECIAL, (character) => `\\${character}`)
    .replace(ADDRESS, (character) => `&#${character.charCodeAt(0)};`)
    .replace(LINE_START, (mark) => (/^\d/u.test(mark) ? `${mark.slice(0, -1)}\\${mark.slice(-1)}` : `\\${mark}`));
}

/** A text of several paragraphs, each in one line. */
export function paragraphs(text: string): string {
  return text
    .split(/\n[ \t]*\n/u)
    .map(inline)
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

/** A text as code. A `|` makes it a tag instead of backticks: inside of these, no table can tell `|` from `\|`. */
export function code(text: string): string {
  const line = oneLine(text);
  if (line === '') return '–';
  if (line.includes('|')) return `<code>${inline(line)}</code>`;
  const fence = '`'.repeat(longestRun(line) + 1);
  const padding = /^`|`$/u.test(line) ? ' ' : '';
  return `${fence}${padding}${line}${padding}${fence}`;
}

/** A fenced block of code, whatever stands in it. */
export function codeBlock(text: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text.replace(/\n*$/u, '')}\n${fence}`;
}

/** A link. The address keeps its meaning: what Markdown would read in it is percent-encoded. */
export function link(label: string, address: string): string {
  return `[${label}](${encodedAddress(address)})`;
}

/** An address of the web as a link to itself; any other text as text. Not for tables, where a `|` would end the cell. */
export function reference(text: string): string {
  return /^https?:\/\/[^\s<>\p{C}]+$/u.test(text) ? `<${text}>` : inline(text);
}

/** A list of items that are Markdown already. */
export function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** A table. Its cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function oneLine(text: string): string {
  return printable(text.replace(/\s+/gu, ' ').trim());
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/gu) ?? []).map(({ length }) => length));
}

function encodedAddress(address: string): string {
  return printable(address).replace(/[\s<>()[\]\\`"'|*~&$]/gu, (character) =>
    character === '&' ? '&amp;' : `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
