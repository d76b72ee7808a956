/** What a mutation is: one small change to a rule that a careless author could have made, and a test should notice. */
import type { Place } from '../../document/reporter.ts';
import type { Rule } from '../../rule-language/rule.ts';

/** One way of changing rules. One file each. */
export interface Mutation {
  /** Stable name: `drop-clause`. */
  readonly name: string;
  /** What it does, in one sentence. */
  readonly about: string;
  /** A rule before and after, as `detection`, and `variations` and `level` where they matter. Checked by a test. */
  readonly example: { readonly before: string; readonly after: string };
  /** All changes of this kind that a rule allows, in the order of its file. */
  changes(rule: Rule): readonly Change[];
}

/** One change to one rule. */
export interface Change {
  /** Where, in the words of the rule: `key_created.iamwatch.outcome`. With the name of the mutation, the id. */
  readonly at: string;
  readonly place: Place;
  /** What was done, to read after the place: `"protoPayload.serviceName" is no longer asked for`. */
  readonly words: string;
  /** Which event would tell the changed rule from the rule. */
  readonly hint: string;
  readonly rule: Rule;
}

/** A changed rule that has to be noticed by a test. */
export interface Mutant extends Change {
  /** Unique in the rule, and the same as long as the changed part is: `drop-clause key_created.iamwatch.outcome`. */
  readonly id: string;
  readonly mutation: Mutation;
}
