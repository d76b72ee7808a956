/**
 * What an attribute condition of a workload identity pool provider demands, as far as it can be read without a full
 * evaluator of CEL: comparisons of one claim with literals, joined by `&&`, `||` and parentheses. Comparisons of literals
 * are worked out, because `1 == 1` is no condition, and what asks only that a claim is there is told as such.
 *
 * Whatever else it says counts as not understood, never as a limit: escapes, raw and triple-quoted texts, comments and
 * `a ? b : c` among it, because each can hide an `||` from a reader who does not know it. Language: IAM documentation,
 * "Workload Identity Federation", "Attribute conditions"; conditions are at most 4,096 characters.
 */

/** Longest condition that is read. */
export const conditionCharsMax = 4096;
/** Deepest nesting that is read; each pair of parentheses, each `||` and `&&` within the last is one level. */
export const conditionNestingMax = 40;

/** One comparison: the claim is limited to texts that begin with one of `values`, or are it where `isWhole`. */
export interface ClaimTest {
  /** As written: `assertion.repository_owner`, `attribute.owner`, `google.subject`. */
  readonly claim: string;
  readonly values: readonly string[];
  readonly isWhole: boolean;
  /** Whether nothing is asked but that the claim is there: `has(assertion.sub)`, `assertion.sub != ''`. */
  readonly isPresence?: true;
}

/** Whether a comparison is a limit; undefined where that is not known. */
export type AskLimit = (test: ClaimTest) => boolean | undefined;

/**
 * Whether a condition can only hold where one of its comparisons that `isLimit` accepts holds. `undefined` where a part
 * that was not understood could be the limit.
 */
export function demandsLimit(condition: string, isLimit: AskLimit): boolean | undefined {
  return condition.length > conditionCharsMax || !isPlain(condition) ? undefined : judge(condition, isLimit, 0);
}

/** Whether quotes and brackets pair up in the simplest way, so that what lies outside of them is known. */
function isPlain(condition: string): boolean {
  if (/\\|'''|"""/u.test(condition)) return false;
  let last: Place | undefined;
  for (const place of walk(condition)) {
    const isComment = place.symbol === '/' && condition[place.index + 1] === '/';
    if (place.depth < 0 || place.symbol === '?' || isComment) return false;
    last = place;
  }
  return last?.depth === 0 && !/^["']/u.test(last.symbol);
}

function judge(text: string, isLimit: AskLimit, depth: number): boolean | undefined {
  if (depth > conditionNestingMax) return undefined;
  const expression = text.trim();
  if (isEnclosed(expression)) return judge(expression.slice(1, -1), isLimit, depth + 1);
  const either = split(expression, '||');
  if (either.length > 1) return every(either.map((part) => judge(part, isLimit, depth + 1)));
  const both = split(expression, '&&');
  if (both.length > 1) return some(both.map((part) => judge(part, isLimit, depth + 1)));
  const always = constantOf(expression);
  if (always !== undefined) return !always;
  const test = readTest(expression) ?? readPresence(expression);
  return test === undefined ? undefined : isLimit(test);
}

/** Three-valued "or": one limit among parts that must all hold is enough. */
function some(parts: readonly (boolean | undefined)[]): boolean | undefined {
  if (parts.includes(true)) return true;
  return parts.includes(undefined) ? undefined : false;
}

/** Three-valued "and": of parts of which any may hold, each must limit. */
function every(parts: readonly (boolean | undefined)[]): boolean | undefined {
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}

function readTest(expression: string): ClaimTest | undefined {
  const [left, right, ...more] = split(expression, '==');
  if (left !== undefined && right !== undefined)
    return more.length > 0 ? undefined : (listed(left.trim(), [right]) ?? listed(right.trim(), [left]));
  const among = /^(?<claim>\S+)\s+in\s+\[(?<list>.*)\]$/su.exec(expression)?.groups;
  if (among !== undefined) return listed(among.claim ?? '', split(among.list ?? '', ','));
  const begins = /^(?<claim>\S+?)\.startsWith\((?<prefix>.*)\)$/su.exec(expression)?.groups;
  const prefix = readLiteral(begins?.prefix ?? '');
  if (begins?.claim === undefined || prefix === undefined || !isClaim(begins.claim)) return undefined;
  return { claim: begins.claim, values: [prefix], isWhole: false };
}

/** What a comparison of two literals comes to, negated or not; undefined for everything else. What never holds limits. */
function constantOf(text: string): boolean | undefined {
  const rest = text.replace(/^[!\s]+/u, '');
  const signs = text.slice(0, text.length - rest.length).replaceAll(/\s/gu, '');
  const isNegated = signs.length % 2 === 1;
  const inner = isEnclosed(rest) ? rest.slice(1, -1).trim() : rest;
  const found = readValue(inner);
  const holds = typeof found === 'boolean' ? found : compare(inner);
  return holds === undefined ? undefined : holds !== isNegated;
}

/** Longer operators come first: `<=` holds a `<`. */
const COMPARISONS: readonly (readonly [operator: string, holds: (order: number) => boolean])[] = [
  ['==', (order) => order === 0],
  ['!=', (order) => order !== 0],
  ['<=', (order) => order <= 0],
  ['>=', (order) => order >= 0],
  ['<', (order) => order < 0],
  ['>', (order) => order > 0],
];

function compare(text: string): boolean | undefined {
  for (const [operator, holds] of COMPARISONS) {
    const [left, right, ...more] = split(text, operator);
    if (left === undefined || right === undefined) continue;
    const [one, other] = [readValue(left), readValue(right)];
    if (more.length > 0 || one === undefined || typeof one !== typeof other) return undefined;
    return holds(one === other ? 0 : one < (other ?? one) ? -1 : 1);
  }
  return undefined;
}

/** A literal: a text, a number, or true or false. */
function readValue(text: string): string | number | boolean | undefined {
  const trimmed = text.trim();
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  return /^-?\d{1,15}(?:\.\d{1,15})?u?$/u.test(trimmed) ? Number.parseFloat(trimmed) : readLiteral(trimmed);
}

/**
 * What holds for every token that has the claim, or for all but a single one: `has(c)`, `'sub' in assertion`, `c != ''`,
 * `c == c`, `size(c) > 0`, `c.contains('')`, `c.matches('.*')`.
 */
function readPresence(expression: string): ClaimTest | undefined {
  const claim = claimOfPresence(expression);
  if (claim === undefined || !isClaim(claim)) return undefined;
  return { claim: dotted(claim), values: [''], isWhole: false, isPresence: true };
}

function claimOfPresence(expression: string): string | undefined {
  const [left = '', right = '', ...others] = split(expression, '!=').map((part) => part.trim());
  if (others.length > 0) return undefined;
  if (readLiteral(right) !== undefined) return left;
  if (readLiteral(left) !== undefined && right !== '') return right;
  const [same = '', again = '', ...more] = split(expression, '==').map((part) => dotted(part.trim()));
  if (same === again && more.length === 0) return same;
  const within = /^(?<quote>['"])(?<name>\w+)\k<quote>\s+in\s+(?<whole>assertion|attribute)$/u.exec(expression)?.groups;
  if (within !== undefined) return `${within.whole ?? ''}.${within.name ?? ''}`;
  for (const form of PRESENCES) {
    const claim = form.exec(expression)?.groups?.claim;
    if (claim !== undefined) return claim;
  }
  return undefined;
}

const PRESENCES: readonly RegExp[] = [
  /^has\(\s*(?<claim>[^()\s]+)\s*\)$/u,
  /^size\(\s*(?<claim>[^()\s]+)\s*\)\s*(?:>\s*0|>=\s*[01]|!=\s*0)$/u,
  /^(?<claim>[^()\s]+)\.size\(\)\s*(?:>\s*0|>=\s*[01]|!=\s*0)$/u,
  /^(?<claim>[^()\s]+)\.(?:contains|endsWith)\(\s*(?:''|"")\s*\)$/u,
  /^(?<claim>[^()\s]+)\.matches\(\s*['"]\^?(?:\.[*+]?)?\$?['"]\s*\)$/u,
];

function listed(claim: string, literals: readonly string[]): ClaimTest | undefined {
  const values = literals.map(readLiteral);
  if (!isClaim(claim) || !values.every((value) => value !== undefined)) return undefined;
  return { claim: dotted(claim), values, isWhole: true };
}

/** `assertion['sub']` as `assertion.sub`. */
function dotted(claim: string): string {
  return claim.replace(/\[\s*['"](?<key>\w+)['"]\s*\]/u, '.$<key>');
}

function isClaim(text: string): boolean {
  return /^(?:assertion|attribute|google)(?:\.\w+|\[\s*(?:'\w+'|"\w+")\s*\])+$/u.test(text);
}

/** A literal without escapes; one with a backslash is not understood. */
function readLiteral(text: string): string | undefined {
  return /^(?<quote>['"])(?<value>[^'"\\]*)\k<quote>$/u.exec(text.trim())?.groups?.value;
}

/** Whether the parenthesis at the start closes at the end. */
function isEnclosed(text: string): boolean {
  if (!text.startsWith('(')) return false;
  for (const { index, depth } of walk(text)) if (depth === 0) return index === text.length - 1;
  return false;
}

/** Splits at a separator outside of quotes and brackets. */
function split(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (const { index, depth } of walk(text)) {
    if (depth > 0 || index < start || !text.startsWith(separator, index)) continue;
    parts.push(text.slice(start, index));
    start = index + separator.length;
  }
  return [...parts, text.slice(start)];
}

interface Place {
  readonly index: number;
  readonly symbol: string;
  /** Brackets open after this symbol. */
  readonly depth: number;
}

/** The symbols outside of quotes; an opening quote stands for itself, a closing one for a space. */
function* walk(text: string): Generator<Place, void> {
  let depth = 0;
  let quote = '';
  for (let index = 0; index < text.length; index++) {
    const symbol = text.charAt(index);
    if (quote !== '') {
      if (symbol !== quote) continue;
      quote = '';
      yield { index, symbol: ' ', depth };
      continue;
    }
    if (symbol === '"' || symbol === "'") quote = symbol;
    if (symbol === '(' || symbol === '[') depth++;
    if (symbol === ')' || symbol === ']') depth--;
    yield { index, symbol, depth };
  }
}
