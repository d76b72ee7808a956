/**
 * IAM wildcards: `*` is any run of characters, `?` is exactly one. Both also match `:` and `/`.
 * Semantics: IAM User Guide, "IAM JSON policy elements: Resource" and "… Action".
 *
 * Both questions are the same walk: a pattern against a row of symbols. In a text every symbol is a character; in a
 * pattern a symbol may also be `?` or `*`, which only an equally wide wildcard can stand for.
 */

/** Whether an IAM pattern matches a text, respecting case (resources, principals). */
export function matches(pattern: string, text: string): boolean {
  return isPossible(pattern, text) && walk(normalize(pattern), text, { wildcardsInText: false });
}

/** Whether an IAM action pattern matches an action such as `iam:PassRole`. Actions ignore case. */
export function matchesAction(pattern: string, action: string): boolean {
  // Most patterns are of another service: told by the first letter, before anything is copied.
  const first = pattern.charCodeAt(0) | CASE_BIT;
  if (first !== STAR && first !== QUESTION_MARK && first !== (action.charCodeAt(0) | CASE_BIT)) return false;
  return !consumesMoreThan(pattern, action.length) && matches(pattern.toLowerCase(), action.toLowerCase());
}

/** Sets ASCII letters to lower case. What else it changes stays apart from letters, or is compared in full below. */
const CASE_BIT = 0x20;
/** Both have that bit anyway. */
const STAR = '*'.charCodeAt(0);
const QUESTION_MARK = '?'.charCodeAt(0);

/**
 * Whether every text that `narrow` matches is also matched by `wide`.
 *
 * `true` is proven. `false` means not proven: the walk is exact for patterns in which `*` and `?` do not compete for
 * the same characters, and misses containments such as `?*` over `*a`. It never looks at unions of patterns.
 */
export function covers(wide: string, narrow: string): boolean {
  return isPossible(wide, narrow) && walk(normalize(wide), normalize(narrow), { wildcardsInText: true });
}

/** Merges each run of wildcards: all its `?` first, then at most one `*`. Matches the same texts. */
function normalize(pattern: string): string {
  if (!/\*[*?]/u.test(pattern)) return pattern;
  let out = '';
  let starPending = false;
  for (const symbol of pattern) {
    if (symbol === '*') starPending = true;
    else if (symbol === '?') out += '?';
    else {
      out += starPending ? `*${symbol}` : symbol;
      starPending = false;
    }
  }
  return starPending ? `${out}*` : out;
}

/**
 * Two pointers, one remembered `*`. A text shorter than what the pattern must consume was refused before, so the cost
 * is bounded by pattern length plus the square of the shorter side, whatever a hostile pattern looks like.
 */
function walk(pattern: string, text: string, options: { readonly wildcardsInText: boolean }): boolean {
  let p = 0;
  let t = 0;
  let starAt = -1;
  let resumeAt = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      starAt = p++;
      resumeAt = t;
    } else if (p < pattern.length && standsFor(pattern.charAt(p), text.charAt(t), options.wildcardsInText)) {
      p++;
      t++;
    } else if (starAt >= 0) {
      p = starAt + 1;
      t = ++resumeAt;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

function standsFor(pattern: string, symbol: string, wildcardsInText: boolean): boolean {
  if (wildcardsInText && symbol === '*') return false;
  if (pattern === '?') return true;
  return pattern === symbol && !(wildcardsInText && symbol === '?');
}

/**
 * Refuses most patterns without a walk: those that need more symbols than there are, and those whose last run of
 * characters the text does not have.
 */
function isPossible(pattern: string, text: string): boolean {
  if (consumesMoreThan(pattern, text.length)) return false;
  let end = pattern.length;
  while (end > 0 && isWildcard(pattern.charCodeAt(end - 1))) end--;
  let start = end;
  while (start > 0 && !isWildcard(pattern.charCodeAt(start - 1))) start--;
  return start === end || text.includes(pattern.slice(start, end));
}

function isWildcard(code: number): boolean {
  return code === STAR || code === QUESTION_MARK;
}

/** Whether a pattern needs more symbols than there are. Stops counting at the first one too many. */
function consumesMoreThan(pattern: string, symbols: number): boolean {
  if (pattern.length <= symbols) return false;
  let consumed = 0;
  for (const symbol of pattern) if (symbol !== '*' && ++consumed > symbols) return true;
  return false;
}
