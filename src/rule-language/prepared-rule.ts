/**
 * Checked rules as JSON: all that running them needs, so that a start reads no YAML and checks nothing again.
 *
 * Law: a rule that was written and read back is the rule, but for what only its author asks for: its text, its tests,
 * and where its parts stand. Keys without a value are left out by JSON, and absent is what no value means.
 */
import type { Json } from '../std/json.ts';
import type { Search } from './detection.ts';
import type { Rule } from './rule.ts';

/** What of a rule is not written, or not as it is. */
type Unwritten = 'detection' | 'custom' | 'filters' | 'file' | 'source' | 'places' | 'tests' | 'equivalentMutants';

/** One rule as JSON. Maps stand as lists of pairs, in their order. */
export interface PreparedRule extends Omit<Rule, Unwritten> {
  readonly detection: {
    readonly identifiers: readonly (readonly [string, Search])[];
    readonly condition: Rule['detection']['condition'];
  };
  readonly custom: readonly (readonly [string, Json])[];
}

/** A rule as it is written. A filter is no part of it: it stands in a file of its own. */
export function prepareRule(rule: Rule): PreparedRule {
  const { identifiers, condition } = rule.detection;
  return {
    ...rule,
    ...LEFT_OUT,
    detection: { identifiers: [...identifiers], condition },
    custom: [...rule.custom],
  };
}

/** The rule again; `file` is where it stands. */
export function preparedRule(prepared: PreparedRule, file: string): Rule {
  const { identifiers, condition } = prepared.detection;
  return {
    ...prepared,
    detection: { identifiers: new Map(identifiers), condition },
    custom: new Map(prepared.custom),
    filters: [],
    file,
    ...NOT_WRITTEN,
  };
}

/** JSON has no undefined: these keys are not there. */
const LEFT_OUT = {
  filters: undefined,
  file: undefined,
  source: undefined,
  places: undefined,
  tests: undefined,
  equivalentMutants: undefined,
};

const NOT_WRITTEN: Pick<Rule, 'source' | 'places' | 'tests' | 'equivalentMutants'> = {
  source: '',
  places: new Map(),
  tests: [],
  equivalentMutants: [],
};
