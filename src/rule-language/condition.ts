/**
 * Parses Sigma conditions: `or` < `and` < `not` < `x of` < parentheses.
 *
 * `1 of pattern*` is written out to the identifiers that exist; those that start with `_` count only for a
 * pattern that starts with `_` too, and never for `them`.
 */
import { nearestName } from '../std/did-you-mean.ts';
import { fitsGlob, type GlobStep } from '../std/glob.ts';
import type { Condition } from './detection.ts';

/** A condition, or the first problem in it with its place in the text. */
export type ConditionResult =
  | { readonly kind: 'condition'; readonly condition: Condition }
  | { readonly kind: 'problem'; readonly problem: ConditionProblem };

/** What is wrong with a condition, and where in its text. */
export interface ConditionProblem {
  readonly code: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly nearest?: string | undefined;
  readonly help?: string | undefined;
}

interface Token {
  readonly text: string;
  readonly start: number;
}

interface Cursor {
  readonly tokens: readonly Token[];
  readonly textLength: number;
  readonly identifiers: readonly string[];
  position: number;
  depth: number;
}

/** Parentheses and negations inside each other. */
const depthMax = 100;
const tokensMax = 5_000;

/** Parses one condition over the given search identifiers. */
export function parseCondition(text: string, identifiers: readonly string[]): ConditionResult {
  const legacy = legacyAggregation(text);
  if (legacy !== undefined) return { kind: 'problem', problem: legacy };
  const tokens = [...text.matchAll(/[()]|[^\s()]+/gu)].map((match) => ({ text: match[0], start: match.index }));
  const cursor: Cursor = { tokens, textLength: text.length, identifiers, position: 0, depth: 0 };
  try {
    if (tokens.length > tokensMax) fail(cursor, 'condition-too-large', `more than ${tokensMax} words`);
    const condition = parseOr(cursor);
    if (cursor.position < tokens.length)
      fail(cursor, 'condition-syntax', `unexpected "${here(cursor)}"`, 'join two terms with "and" or "or"');
    return { kind: 'condition', condition };
  } catch (error) {
    if (error instanceof ConditionError) return { kind: 'problem', problem: error.problem };
    throw error;
  }
}

/** Which identifiers a pattern such as `selection*` or `them` stands for. */
export function identifiersFor(pattern: string, identifiers: readonly string[]): readonly string[] {
  if (pattern.toLowerCase() === 'them') return identifiers.filter((name) => !name.startsWith('_'));
  const steps = pattern
    .split(/(\*)/u)
    .map((piece): GlobStep => (piece === '*' ? { kind: 'any-run' } : { kind: 'literal', text: piece }));
  return identifiers.filter((name) => fitsGlob(name, steps) && (pattern.startsWith('_') || !name.startsWith('_')));
}

/** The identifiers that a condition names without a "not", in its order. */
export function demandedNames(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'identifier':
      return [condition.name];
    case 'of':
      return condition.names;
    case 'not':
      return [];
    case 'and':
    case 'or':
      return condition.operands.flatMap(demandedNames);
  }
}

function parseOr(cursor: Cursor): Condition {
  const operands = [parseAnd(cursor)];
  while (takes(cursor, 'or')) operands.push(parseAnd(cursor));
  return operands.length === 1 && operands[0] !== undefined ? operands[0] : { kind: 'or', operands };
}

function parseAnd(cursor: Cursor): Condition {
  const operands = [parseNot(cursor)];
  while (takes(cursor, 'and')) operands.push(parseNot(cursor));
  return operands.length === 1 && operands[0] !== undefined ? operands[0] : { kind: 'and', operands };
}

function parseNot(cursor: Cursor): Condition {
  if (!takes(cursor, 'not')) return parseTerm(cursor);
  return nested(cursor, () => ({ kind: 'not', operand: parseNot(cursor) }));
}

function parseTerm(cursor: Cursor): Condition {
  const word = here(cursor);
  if (word === undefined) return fail(cursor, 'condition-syntax', 'the condition ends where a term is expected');
  if (takes(cursor, '(')) {
    return nested(cursor, () => {
      const inner = parseOr(cursor);
      if (!takes(cursor, ')')) fail(cursor, 'condition-syntax', 'a closing parenthesis is missing');
      return inner;
    });
  }
  if (cursor.tokens[cursor.position + 1]?.text.toLowerCase() === 'of') return parseOf(cursor, word);
  if (!/^[\w-]+$/u.test(word)) return fail(cursor, 'condition-syntax', `unexpected "${word}"`);
  if (!cursor.identifiers.includes(word)) return failUnknown(cursor, word);
  cursor.position += 1;
  return { kind: 'identifier', name: word };
}

function parseOf(cursor: Cursor, count: string): Condition {
  const quantifiers = new Map<string, 'any' | 'all'>([
    ['1', 'any'],
    ['any', 'any'],
    ['all', 'all'],
  ]);
  const quantifier = quantifiers.get(count.toLowerCase());
  if (quantifier === undefined) {
    return fail(
      cursor,
      'unsupported-quantifier',
      `"${count} of" is not supported`,
      'allowed here: 1 of, any of, all of',
    );
  }
  cursor.position += 2;
  const pattern = here(cursor);
  if (pattern === undefined || !/^[\w*-]+$/u.test(pattern)) {
    return fail(cursor, 'condition-syntax', 'expected "them" or a pattern such as "selection*" after "of"');
  }
  const names = identifiersFor(pattern, cursor.identifiers);
  if (names.length === 0) {
    return fail(cursor, 'pattern-matches-nothing', `no search identifier fits "${pattern}"`, identifierHelp(cursor));
  }
  cursor.position += 1;
  return { kind: 'of', quantifier, names };
}

function nested(cursor: Cursor, parse: () => Condition): Condition {
  cursor.depth += 1;
  if (cursor.depth > depthMax) fail(cursor, 'condition-too-deep', `more than ${depthMax} levels`);
  const condition = parse();
  cursor.depth -= 1;
  return condition;
}

function here(cursor: Cursor): string | undefined {
  return cursor.tokens[cursor.position]?.text;
}

/** Steps over a word of the grammar. An identifier of that very spelling is not mistaken for it in capitals. */
function takes(cursor: Cursor, word: string): boolean {
  const text = here(cursor);
  if (text?.toLowerCase() !== word) return false;
  if (text !== word && cursor.identifiers.includes(text)) return false;
  cursor.position += 1;
  return true;
}

function failUnknown(cursor: Cursor, word: string): never {
  throw new ConditionError({
    code: 'unknown-identifier',
    message: `unknown search identifier "${word}"`,
    ...spanHere(cursor),
    nearest: nearestName(word, cursor.identifiers),
    help: identifierHelp(cursor),
  });
}

function fail(cursor: Cursor, code: string, message: string, help?: string): never {
  throw new ConditionError({ code, message, ...spanHere(cursor), help });
}

function identifierHelp(cursor: Cursor): string {
  return `defined here: ${[...cursor.identifiers].sort().join(', ')}`;
}

function spanHere(cursor: Cursor): { start: number; end: number } {
  const token = cursor.tokens[cursor.position];
  if (token === undefined) return { start: Math.max(0, cursor.textLength - 1), end: cursor.textLength };
  return { start: token.start, end: token.start + token.text.length };
}

function legacyAggregation(text: string): ConditionProblem | undefined {
  const start = text.indexOf('|');
  if (start < 0) return undefined;
  const word = /[a-z]+/iu.exec(text.slice(start))?.[0]?.toLowerCase() ?? '';
  return {
    code: 'legacy-aggregation',
    message: `the legacy aggregation "| ${word}" is not supported`,
    start,
    end: text.length,
    help: 'Sigma replaced it by correlation rules',
  };
}

/** Leaves the recursive descent at the first problem; never leaves this file. */
class ConditionError extends Error {
  override readonly name = 'ConditionError';
  readonly problem: ConditionProblem;

  constructor(problem: ConditionProblem) {
    super(problem.message);
    this.problem = problem;
  }
}
