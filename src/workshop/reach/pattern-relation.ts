/** How two text patterns relate: whether one covers the other, and whether any text fits both. */
import type { Pattern, PatternToken } from '../../rule-language/detection.ts';
import { foldCase } from '../../std/fold-case.ts';

/** A pattern with its reading of upper and lower case. */
export interface CasedPattern {
  readonly pattern: Pattern;
  readonly cased: boolean;
}

/** One character, one of several, or what stands for any. */
type Piece = string | readonly string[] | Wildcard;

interface Wildcard {
  readonly kind: 'any-run' | 'any-one';
}

/** Pairs of places that are looked at; longer patterns are left undecided. */
const PAIRS_MAX = 250_000;

/** Whether every text that fits `narrow` fits `wide`. Sound: where it is in doubt, no. */
export function covers(wide: CasedPattern, narrow: CasedPattern): boolean {
  if (wide.cased && !narrow.cased && hasCase(narrow.pattern)) return isAnything(wide.pattern);
  const isFolded = !wide.cased;
  const areEqual = exactlyEqual(wide.pattern, narrow.pattern, isFolded);
  if (areEqual !== undefined) return areEqual;
  const [outer, inner] = [pieces(wide.pattern, isFolded), pieces(narrow.pattern, isFolded)];
  return reaches(outer, inner, (from, [open, taken]) => {
    const [wanted, given] = [outer[open], inner[taken]];
    if (wanted === undefined) return;
    if (is(wanted, 'any-run')) {
      from(open + 1, taken);
      if (given !== undefined) from(open, taken + 1);
    } else if (given !== undefined && coversCharacter(wanted, given)) from(open + 1, taken + 1);
  });
}

/** Whether some text may fit both. Sound: where it is in doubt, yes. */
export function overlap(left: CasedPattern, right: CasedPattern): boolean {
  const isFolded = !left.cased || !right.cased;
  const areEqual = exactlyEqual(left.pattern, right.pattern, isFolded);
  if (areEqual !== undefined) return areEqual;
  const [one, other] = [pieces(left.pattern, isFolded), pieces(right.pattern, isFolded)];
  if (one.length * other.length > PAIRS_MAX) return true;
  return reaches(one, other, (from, [first, second]) => {
    const [here, there] = [one[first], other[second]];
    if (is(here, 'any-run')) from(first + 1, second);
    if (is(there, 'any-run')) from(first, second + 1);
    if (is(here, 'any-run') && there !== undefined) from(first, second + 1);
    else if (is(there, 'any-run') && here !== undefined) from(first + 1, second);
    else if (here !== undefined && there !== undefined && mayBeEqual(here, there)) from(first + 1, second + 1);
  });
}

/** Whether a pattern is one text; undefined where it has wildcards. */
export function exactText(pattern: Pattern): string | undefined {
  const [first, ...more] = pattern;
  if (first === undefined) return '';
  return first.kind === 'literal' && more.length === 0 ? first.text : undefined;
}

/** Whether a pattern fits every text. */
export function isAnything(pattern: Pattern): boolean {
  return pattern.length === 1 && pattern[0]?.kind === 'any-run';
}

/** Whether upper and lower case of a text differ. */
export function textHasCase(text: string): boolean {
  return text.toLowerCase() !== text || text.toUpperCase() !== text;
}

function hasCase(pattern: Pattern): boolean {
  return pattern.some((token) => token.kind === 'literal' && textHasCase(token.text));
}

/** Most patterns are plain texts, which are equal or not; undefined where there is a wildcard. */
function exactlyEqual(left: Pattern, right: Pattern, isFolded: boolean): boolean | undefined {
  const [one, other] = [exactText(left), exactText(right)];
  if (one === undefined || other === undefined) return undefined;
  return isFolded ? foldCase(one) === foldCase(other) : one === other;
}

function pieces(pattern: Pattern, isFolded: boolean): readonly Piece[] {
  return pattern.flatMap((token: PatternToken): readonly Piece[] => {
    if (token.kind === 'literal') return Array.from(isFolded ? foldCase(token.text) : token.text);
    return token.kind === 'one-of' ? [token.characters] : [{ kind: token.kind }];
  });
}

/** Walks all pairs of places that `step` leads to from the start; true where it leads to both ends. */
function reaches(
  left: readonly Piece[],
  right: readonly Piece[],
  step: (from: (first: number, second: number) => void, pair: readonly [number, number]) => void,
): boolean {
  if (left.length * right.length > PAIRS_MAX) return false;
  const open: (readonly [number, number])[] = [[0, 0]];
  const seen = new Set<number>([0]);
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    if (pair[0] === left.length && pair[1] === right.length) return true;
    step((first, second) => {
      const key = first * (right.length + 1) + second;
      if (seen.has(key)) return;
      seen.add(key);
      open.push([first, second]);
    }, pair);
  }
  return false;
}

function is(piece: Piece | undefined, kind: Wildcard['kind']): boolean {
  return piece !== undefined && isWildcard(piece) && piece.kind === kind;
}

function isWildcard(piece: Piece): piece is Wildcard {
  return typeof piece === 'object' && 'kind' in piece;
}

/** Neither side is looked at where a run of characters stands. */
function coversCharacter(wanted: Piece, given: Piece): boolean {
  if (is(given, 'any-run') || is(wanted, 'any-run')) return false;
  if (isWildcard(wanted)) return true;
  if (isWildcard(given)) return false;
  return characters(given).every((one) => characters(wanted).includes(one));
}

function mayBeEqual(here: Piece, there: Piece): boolean {
  if (isWildcard(here) || isWildcard(there)) return true;
  return characters(here).some((one) => characters(there).includes(one));
}

function characters(piece: string | readonly string[]): readonly string[] {
  return typeof piece === 'string' ? [piece] : piece;
}
