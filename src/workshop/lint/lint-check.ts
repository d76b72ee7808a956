/** What one check of `rules lint` is: it looks at a rule that loads and says what its author would want to know. */
import type { Diagnostic } from '../../document/diagnostic.ts';
import type { Place } from '../../document/reporter.ts';
import type { Rule } from '../../rule-language/rule.ts';
import type { JsonObject } from '../../std/json.ts';
import type { WrittenRule } from './written-rule.ts';

/** A kind of problem. Its page is docs/lint/CODE.md. */
export interface LintCode {
  /** Stable name: `unknown-event-name`. */
  readonly code: string;
  readonly severity: Diagnostic['severity'];
  /** One sentence for the index of the pages. */
  readonly summary: string;
}

/** One problem of one rule; severity is added by whoever runs the checks, and the rule's file where none is named. */
export interface LintFinding {
  readonly code: string;
  readonly place: Place;
  readonly message: string;
  readonly suggestion?: string | undefined;
  readonly help?: string | undefined;
  /** Where the problem stands in another file than the rule's: in that of a filter. */
  readonly file?: string | undefined;
}

/** What a check may look up beside the rules. */
export interface LintContext {
  /** Base events by name, for tests inside rules. */
  readonly bases: ReadonlyMap<string, JsonObject>;
  /** A rule as its file writes it: which keys it has, and where they stand. */
  written(rule: Rule): WrittenRule;
}

/** One check. Pure, one file each; a check may find several kinds of problems. */
export interface LintCheck {
  /**
   * `written`: judges how the file spells things, so it is given the rule without what pipelines made of it. All other
   * checks judge what will run.
   */
  readonly looksAt?: 'written';
  readonly codes: readonly LintCode[];
  /** All that is wrong with a rule; `rules` are all that were loaded with it. */
  find(rule: Rule, rules: readonly Rule[], context: LintContext): readonly LintFinding[];
}
