/**
 * Decides which regular expressions may run natively, and translates them.
 *
 * Accepted: ASCII literals, escaped punctuation, `\d`, `\w`, `\s`, simple classes, `.`, `^` at the start, `$` at
 * the end, plain groups without quantifiers, at most one unbounded quantifier and few bounded ones. That bounds
 * backtracking by the square of the text length times a small constant. Everything else is left to the
 * linear-time engine; being refused costs speed, never meaning.
 */

/** How many ways the bounded quantifiers of one pattern may be taken together. */
const choicesMax = 16;
const punctuation = /[!"#%&',\-./:;<=>@_`~$()*+?[\\\]^{|}]/u;

interface Scan {
  readonly source: string;
  readonly dotAll: boolean;
  position: number;
  unbounded: number;
  choices: number;
  depth: number;
  output: string;
}

/** The pattern for the native engine, or undefined where it is not proven harmless. */
export function nativeSource(written: string, dotAll: boolean): string | undefined {
  const source = withoutOuterRuns(written);
  const scan: Scan = { source, dotAll, position: 0, unbounded: 0, choices: 1, depth: 0, output: '' };
  while (scan.position < source.length) if (!step(scan)) return undefined;
  return scan.depth === 0 && scan.unbounded <= 1 && scan.choices <= choicesMax ? scan.output : undefined;
}

/** In an unanchored search a leading or trailing `.*` changes nothing: it may always take nothing. */
function withoutOuterRuns(source: string): string {
  const front = /^\.\*(?![*+?{])/u.test(source) ? source.slice(2) : source;
  return front.endsWith('.*') && front.at(-3) !== '\\' ? front.slice(0, -2) : front;
}

function step(scan: Scan): boolean {
  const character = scan.source.charAt(scan.position);
  if (character === '^' || character === '$') return anchor(scan, character);
  if (character === '(') return openGroup(scan);
  if (character === ')') return closeGroup(scan);
  if (character === '|') return scan.depth > 0 && emit(scan, '|', 1);
  const atom =
    character === '[' ? readClass(scan) : character === '\\' ? readEscape(scan) : readLiteral(scan, character);
  return atom !== undefined && emit(scan, atom.output, atom.length) && quantifier(scan);
}

function emit(scan: Scan, output: string, length: number): boolean {
  scan.output += output;
  scan.position += length;
  return true;
}

function anchor(scan: Scan, character: '^' | '$'): boolean {
  const isAtEdge = character === '^' ? scan.position === 0 : scan.position === scan.source.length - 1;
  return isAtEdge && emit(scan, character, 1);
}

function openGroup(scan: Scan): boolean {
  const rest = scan.source.slice(scan.position);
  scan.depth += 1;
  if (rest.startsWith('(?:')) return emit(scan, '(?:', 3);
  return !rest.startsWith('(?') && emit(scan, '(?:', 1);
}

function closeGroup(scan: Scan): boolean {
  scan.depth -= 1;
  const next = scan.source.charAt(scan.position + 1);
  return scan.depth >= 0 && !/[*+?{]/u.test(next) && emit(scan, ')', 1);
}

interface Atom {
  readonly output: string;
  readonly length: number;
}

function readLiteral(scan: Scan, character: string): Atom | undefined {
  if (character === '.') return { output: scan.dotAll ? '[^]' : '[^\\n]', length: 1 };
  return /[\w !"#%&',\-/:;<=>@`~]/u.test(character)
    ? { output: character === '/' ? '\\/' : character, length: 1 }
    : undefined;
}

function readEscape(scan: Scan): Atom | undefined {
  const escaped = scan.source.charAt(scan.position + 1);
  if (escaped === 'd' || escaped === 'w') return { output: `\\${escaped}`, length: 2 };
  if (escaped === 's') return { output: '[\\t\\n\\f\\r ]', length: 2 };
  if (escaped === '_') return undefined;
  return punctuation.test(escaped) ? { output: `\\${escaped}`, length: 2 } : undefined;
}

function readClass(scan: Scan): Atom | undefined {
  const found = /^\[\^?(?:[\w !#%&',./:;<=>@`~$()*+?{|}]|\w-\w|\\[dw.\-/])+\]/u.exec(scan.source.slice(scan.position));
  return found === null ? undefined : { output: found[0], length: found[0].length };
}

function quantifier(scan: Scan): boolean {
  const found = /^(?:[*+?]|\{(\d{1,3})(?:,(\d{0,3}))?\})\??/u.exec(scan.source.slice(scan.position));
  if (found === null) return scan.source.charAt(scan.position) !== '{';
  const [text, least, most] = found;
  const following = scan.source.charAt(scan.position + text.length);
  if (/[*+?{]/u.test(following)) return false;
  if (text.startsWith('*') || text.startsWith('+') || most === '') scan.unbounded += 1;
  else if (text.startsWith('?')) scan.choices *= 2;
  else if (most !== undefined) scan.choices *= Math.max(1, Number(most) - Number(least) + 1);
  return emit(scan, text, text.length);
}
