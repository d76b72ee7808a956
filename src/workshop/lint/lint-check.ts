/** What one check of `rules lint` is: it looks at a rule that loads and says what its author would want to know. */
import type { Diagnostic } from '../../document/diagnostic.ts';
import type { Place } from '../../document/reporter.ts';
import type { Rule } from '../../rule-language/rule.ts';

/** A kind of problem. Its page is docs/lint/CODE.md. */
export interface LintCode {
  /** Stable name: `unknown-event-name`. */
  readonly code: string;
  readonly severity: Diagnostic['severity'];
  /** One sentence for the index of the pages. */
  readonly summary: string;
}

/** One problem of one rule; severity and file are added by whoever runs the checks. */
export interface LintFinding {
  readonly code: string;
  readonly place: Place;
  readonly message: string;
  readonly suggestion?: string | undefined;
  readonly help?: string | undefined;
}

/** One check. Pure, one file each; a check may find several kinds of problems. */
export interface LintCheck {
  readonly codes: readonly LintCode[];
  /** All that is wrong with a rule; `rules` are all that were loaded with it. */
  find(rule: Rule, rules: readonly Rule[]): readonly LintFinding[];
}
