/** What a rule looks for, with all modifiers applied: the tree that the compiler and the interpreter both read. */

/** One piece of a text pattern. */
export type PatternToken =
  | { readonly kind: 'literal'; readonly text: string }
  /** `*`: any run of characters, the empty one too. */
  | { readonly kind: 'any-run' }
  /** `?`: exactly one character. */
  | { readonly kind: 'any-one' }
  /** Exactly one of these characters (from `windash`). */
  | { readonly kind: 'one-of'; readonly characters: readonly string[] };

/** A text pattern; it must fit the whole text. */
export type Pattern = readonly PatternToken[];

/** Where a value is looked up: a dotted path below the raw record, or below the normalised event. */
export interface FieldPath {
  /** As written in the rule. */
  readonly text: string;
  readonly origin: 'raw' | 'audit';
  readonly segments: readonly string[];
}

/** How a number is compared with the number in the rule. */
export type Comparison = 'eq' | 'lt' | 'lte' | 'gt' | 'gte';

/** Which number of a date is read. */
export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** How two texts relate. */
export type TextRelation = 'equals' | 'startswith' | 'endswith' | 'contains';

/** What a policy predicate can answer. */
export type Verdict = 'yes' | 'no' | 'unknown';

/** A regular expression that the linear-time engine accepts. */
export interface RegexTest {
  readonly kind: 'regex';
  readonly source: string;
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
}

/** A question about one value: it sees the value alone, nothing else of the event. */
export type ValueTest =
  | { readonly kind: 'text'; readonly pattern: Pattern; readonly cased: boolean }
  | RegexTest
  | { readonly kind: 'compare'; readonly comparison: Comparison; readonly value: number }
  | { readonly kind: 'time'; readonly part: TimePart; readonly comparison: Comparison; readonly value: number }
  | { readonly kind: 'cidr'; readonly network: string }
  /** True if any of these is. */
  | { readonly kind: 'either'; readonly tests: readonly ValueTest[] };

/** A question about one field of an event. */
export type FieldTest =
  | ValueTest
  | { readonly kind: 'null' }
  | { readonly kind: 'exists'; readonly expected: boolean }
  | { readonly kind: 'fieldref'; readonly other: FieldPath; readonly relation: TextRelation; readonly cased: boolean }
  | { readonly kind: 'predicate'; readonly name: string; readonly verdicts: readonly Verdict[] };

/** The tests on one field: any of them must hold, or all; `negated` (`neq`) wants a present value and none to hold. */
export interface FieldSearch {
  readonly kind: 'field';
  readonly field: FieldPath;
  readonly quantifier: 'any' | 'all';
  readonly negated: boolean;
  readonly tests: readonly FieldTest[];
}

/** Texts looked for in every string of the record. */
export interface KeywordSearch {
  readonly kind: 'keyword';
  readonly quantifier: 'any' | 'all';
  readonly tests: readonly ValueTest[];
}

/** A search that one element of a list must pass as a whole; raw names inside it start at the element. */
export interface ElementSearch {
  readonly kind: 'element';
  readonly field: FieldPath;
  readonly search: Search;
}

/** What stands under one search identifier. */
export type Search =
  | FieldSearch
  | KeywordSearch
  | ElementSearch
  | { readonly kind: 'all-of'; readonly searches: readonly Search[] }
  | { readonly kind: 'any-of'; readonly searches: readonly Search[] };

/** A parsed condition. `of` carries the identifiers that its pattern stands for. */
export type Condition =
  | { readonly kind: 'identifier'; readonly name: string }
  | { readonly kind: 'of'; readonly quantifier: 'any' | 'all'; readonly names: readonly string[] }
  | { readonly kind: 'not'; readonly operand: Condition }
  | { readonly kind: 'and'; readonly operands: readonly Condition[] }
  | { readonly kind: 'or'; readonly operands: readonly Condition[] };

/** Search identifiers and the condition over them. */
export interface Detection {
  readonly identifiers: ReadonlyMap<string, Search>;
  readonly condition: Condition;
}
