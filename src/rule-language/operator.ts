/** What the compiled side computes with. A table, so that a test can plant a bug and see it found. */
import { foldCase } from '../std/fold-case.ts';
import { isInNetwork, parseNetwork } from '../std/ip-network.ts';
import { datePart } from './date-part.ts';
import type { Comparison, Pattern, RegexTest, TextRelation, TimePart } from './detection.ts';
import type { Leaf } from './field-reader.ts';
import { leafText } from './leaf-text.ts';
import { regexMatcher } from './regex-matcher.ts';
import { textMatcher } from './text-matcher.ts';

/** A question about one leaf. */
export type LeafTest = (leaf: Leaf) => boolean;

/** The operators of the compiled side. */
export interface Operators {
  text(pattern: Pattern, cased: boolean): LeafTest;
  regex(test: RegexTest): LeafTest;
  compare(comparison: Comparison, value: number): LeafTest;
  time(part: TimePart, comparison: Comparison, value: number): LeafTest;
  cidr(network: string): LeafTest;
  relate(relation: TextRelation, cased: boolean): (left: Leaf, right: Leaf) => boolean;
  exists(leaves: readonly Leaf[]): boolean;
  negate(leaves: readonly Leaf[], holds: (leaf: Leaf) => boolean): boolean;
}

/** The operators as they are meant. */
export const operators: Operators = {
  text(pattern, cased) {
    return onText(textMatcher(pattern, cased));
  },
  regex(test) {
    return onText(regexMatcher(test));
  },
  compare(comparison, value) {
    return (leaf) => {
      const number = leafNumber(leaf);
      return number !== undefined && compares(number, comparison, value);
    };
  },
  time(part, comparison, value) {
    return (leaf) => {
      const number = typeof leaf === 'string' ? datePart(leaf, part) : undefined;
      return number !== undefined && compares(number, comparison, value);
    };
  },
  cidr(text) {
    const network = parseNetwork(text);
    return (leaf) => network !== undefined && typeof leaf === 'string' && isInNetwork(leaf, network);
  },
  relate(relation, cased) {
    return (left, right) => {
      const [leftText, rightText] = [leafText(left), leafText(right)];
      if (leftText === undefined || rightText === undefined) return false;
      return cased
        ? relates(leftText, relation, rightText)
        : relates(foldCase(leftText), relation, foldCase(rightText));
    };
  },
  exists: (leaves) => leaves.length > 0,
  negate: (leaves, holds) => leaves.length > 0 && !leaves.some(holds),
};

/** A leaf as a number: numbers, and texts that JSON would read as one. */
export function leafNumber(leaf: Leaf): number | undefined {
  if (typeof leaf === 'number') return leaf;
  if (typeof leaf !== 'string' || !/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/iu.test(leaf)) return undefined;
  return Number(leaf);
}

function onText(fits: (text: string) => boolean): LeafTest {
  return (leaf) => {
    const text = leafText(leaf);
    return text !== undefined && fits(text);
  };
}

function compares(number: number, comparison: Comparison, value: number): boolean {
  switch (comparison) {
    case 'eq':
      return number === value;
    case 'lt':
      return number < value;
    case 'lte':
      return number <= value;
    case 'gt':
      return number > value;
    case 'gte':
      return number >= value;
  }
}

function relates(left: string, relation: TextRelation, right: string): boolean {
  switch (relation) {
    case 'equals':
      return left === right;
    case 'startswith':
      return left.startsWith(right);
    case 'endswith':
      return left.endsWith(right);
    case 'contains':
      return left.includes(right);
  }
}
