/**
 * What a rule made of one event, clause by clause: the tree that a terminal and a page draw.
 *
 * It survives JSON as it is: texts, numbers, booleans, null and lists only. Bump `EXPLANATION_VERSION` when a kind of
 * node or a field of one changes its meaning or goes away.
 */
import type { FieldTest, Verdict } from '../../rule-language/detection.ts';
import type { Level } from '../../rule-language/rule.ts';

/** Version of the JSON form. */
export const EXPLANATION_VERSION = 1;

/** Where a clause stands in its rule file, counted from 1. */
export interface ClausePlace {
  readonly line: number;
  readonly column: number;
}

/** What every node says. */
export interface Explained {
  readonly holds: boolean;
  /** Whether the node bears the verdict of the rule: of a conjunction that fails, the parts that fail. */
  readonly decides: boolean;
  /** Null for a filter, which stands in another file. */
  readonly place: ClausePlace | null;
}

/** Values as they are shown: a few of them, the rest counted; long ones cut, secrets named only. */
export interface ShownValues {
  readonly values: readonly string[];
  readonly more: number;
}

/** One test of a field or of the texts of a record. */
export interface ExplainedTest extends Explained {
  readonly kind: 'test';
  readonly test: FieldTest['kind'];
  /** The value as it stands in the rule. */
  readonly value: string;
  /** What is needed, in words. */
  readonly needed: string;
  /** The values that pass. */
  readonly passing: ShownValues;
  /** What a predicate answers to each of the values there, in their order. */
  readonly answers: readonly Verdict[];
  /** The values of the other field that `fieldref` compares with. */
  readonly other: ShownValues | null;
  /** What a predicate asks, and why it answers as it does, where that can be said. */
  readonly note: string | null;
}

/** The tests on one field. */
export interface ExplainedField extends Explained {
  readonly kind: 'field';
  /** The key as it stands in the rule: `role|neq`. */
  readonly clause: string;
  readonly field: string;
  /** Whether one of the tests has to hold, or all of them. */
  readonly quantifier: 'any' | 'all';
  /** `neq`: something is there, and none of the tests holds. */
  readonly negated: boolean;
  readonly there: ShownValues;
  readonly tests: readonly ExplainedTest[];
}

/** Texts looked for in every string of the record. */
export interface ExplainedKeywords extends Explained {
  readonly kind: 'keyword';
  readonly quantifier: 'any' | 'all';
  /** How many strings the record holds. */
  readonly strings: number;
  readonly tests: readonly ExplainedTest[];
}

/** One element of a list, and how the search ended in it. */
export interface ExplainedElement extends Explained {
  readonly kind: 'element';
  /** Where it stands in the record, or in the normalised event. */
  readonly at: string;
  readonly search: ExplainedSearch;
}

/** A search that one element has to pass as a whole. */
export interface ExplainedElements extends Explained {
  readonly kind: 'any-element';
  readonly field: string;
  /** Elements in the list. */
  readonly count: number;
  /** Elements that pass. */
  readonly passed: number;
  /** The first few, those that pass before the others. */
  readonly elements: readonly ExplainedElement[];
  /** Elements that are counted and not shown. */
  readonly more: number;
}

/** Searches of which all or any have to hold. */
export interface ExplainedGroup extends Explained {
  readonly kind: 'all-of' | 'any-of';
  readonly searches: readonly ExplainedSearch[];
}

/** What stands under a search identifier. */
export type ExplainedSearch = ExplainedField | ExplainedKeywords | ExplainedElements | ExplainedGroup;

/** A search identifier with its search. */
export interface ExplainedIdentifier extends Explained {
  readonly kind: 'identifier';
  readonly name: string;
  readonly search: ExplainedSearch;
}

/** A part of a condition. Identifiers are named here and explained once, in the list beside the condition. */
export type ExplainedCondition =
  | (Explained & { readonly kind: 'name'; readonly name: string })
  | (Explained & { readonly kind: 'not'; readonly operand: ExplainedCondition })
  | (Explained & { readonly kind: 'and' | 'or'; readonly operands: readonly ExplainedCondition[] })
  | (Explained & {
      readonly kind: 'of';
      readonly quantifier: 'any' | 'all';
      readonly operands: readonly ExplainedCondition[];
    });

/** A condition over search identifiers. */
export interface ExplainedDetection extends Explained {
  readonly condition: ExplainedCondition;
  readonly identifiers: readonly ExplainedIdentifier[];
}

/** Whether the rule reads the logs that the event comes from; a part that the rule leaves open is null. */
export interface ExplainedLogsource extends Explained {
  readonly product: { readonly needed: string | null; readonly there: string; readonly holds: boolean };
  readonly service: { readonly needed: string | null; readonly there: string; readonly holds: boolean };
}

/** A filter that narrows the rule. */
export interface ExplainedFilter extends ExplainedDetection {
  readonly name: string;
}

/** A variation: its condition is over the identifiers of the rule. */
export interface ExplainedVariation extends Explained {
  readonly name: string;
  readonly level: Level;
  /** Whether it is the one that speaks: the rule fires, and of those that hold it is the most severe. */
  readonly wins: boolean;
  readonly condition: ExplainedCondition;
}

/** A rule and one event, with nothing left out. */
export interface ExplainedRule {
  /** Whether the rule fires. */
  readonly holds: boolean;
  /** The level of the alert; null where there is none. */
  readonly level: Level | null;
  /** The variation that speaks; null where none does. */
  readonly variation: string | null;
  readonly logsource: ExplainedLogsource;
  readonly detection: ExplainedDetection;
  readonly filters: readonly ExplainedFilter[];
  readonly variations: readonly ExplainedVariation[];
}
