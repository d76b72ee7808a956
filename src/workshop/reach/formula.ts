/**
 * What a rule says as a formula over literals: claims about one field that hold or do not. Negations are pushed inwards
 * until they stand on literals, so that a conjunction of literals is one way in which the rule can match.
 */
import type {
  Condition,
  Detection,
  ElementSearch,
  FieldPath,
  FieldSearch,
  FieldTest,
  Search,
  ValueTest,
} from '../../rule-language/detection.ts';

/** A part of a rule: what a place in the file belongs to, and what can be left out on trial. */
export type RulePart = Condition | Search | FieldTest;

/** Where a field is read. Inside of `any_element` names are those of one element, which nobody else speaks of. */
export interface FieldKey {
  /** Equal for what must be the same values. */
  readonly key: string;
  readonly field: FieldPath;
  /** The list, inside of `any_element`. */
  readonly list: FieldPath | undefined;
}

/** A claim about one field. */
export type Literal = (
  | { readonly kind: 'some' | 'none'; readonly tests: readonly ValueTest[] }
  | { readonly kind: 'present' | 'absent' }
  | { readonly kind: 'verdict'; readonly holds: boolean; readonly name: string; readonly verdicts: readonly string[] }
  /** A question of which only itself and its opposite are known. */
  | { readonly kind: 'opaque'; readonly holds: boolean; readonly question: string }
) & { readonly at: FieldKey; readonly part: RulePart };

/** A formula in negation normal form. */
export type Formula =
  | { readonly kind: 'literal'; readonly literal: Literal }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Formula[] };

/** What always holds. */
export const ALWAYS: Formula = { kind: 'and', parts: [] };

/** What never holds. */
export const NEVER: Formula = { kind: 'or', parts: [] };

/** How a formula is read out of a rule. */
export interface FormulaOptions {
  /** What is left out, as if it were not written: one of several, never the last. `name` is one of those of an `of`. */
  readonly isLeftOut?: (part: RulePart, name?: string) => boolean;
}

/** The formula of a condition, or of its negation. */
export function formulaOf(
  condition: Condition,
  { identifiers }: Pick<Detection, 'identifiers'>,
  options: FormulaOptions & { readonly holds?: boolean } = {},
): Formula {
  const reader = new FormulaReader(identifiers, options.isLeftOut ?? (() => false));
  return reader.condition(condition, options.holds ?? true);
}

/** Joins formulas that must all hold. */
export function allOf(parts: readonly Formula[]): Formula {
  return { kind: 'and', parts };
}

/** Joins formulas of which one must hold. */
export function anyOf(parts: readonly Formula[]): Formula {
  return { kind: 'or', parts };
}

interface Scope {
  /** Names the element that the fields are read in; empty for the record. */
  readonly prefix: string;
  readonly list: FieldPath | undefined;
}

const RECORD: Scope = { prefix: '', list: undefined };

const KEYWORDS: FieldPath = { text: '(any text)', origin: 'raw', segments: [] };

class FormulaReader {
  readonly #identifiers: ReadonlyMap<string, Search>;
  readonly #isLeftOut: NonNullable<FormulaOptions['isLeftOut']>;

  constructor(identifiers: ReadonlyMap<string, Search>, isLeftOut: NonNullable<FormulaOptions['isLeftOut']>) {
    this.#identifiers = identifiers;
    this.#isLeftOut = isLeftOut;
  }

  condition(condition: Condition, holds: boolean): Formula {
    switch (condition.kind) {
      case 'identifier':
        return this.#identifier(condition.name, holds);
      case 'of': {
        const names = condition.names.filter((name) => !this.#isLeftOut(condition, name));
        const parts = names.map((name) => this.#identifier(name, holds));
        return join(condition.quantifier === 'all', holds, parts);
      }
      case 'not':
        return this.condition(condition.operand, !holds);
      case 'and':
      case 'or': {
        const operands = condition.operands.filter((operand) => !this.#isLeftOut(operand));
        const parts = operands.map((operand) => this.condition(operand, holds));
        return join(condition.kind === 'and', holds, parts);
      }
    }
  }

  #identifier(name: string, holds: boolean): Formula {
    const search = this.#identifiers.get(name);
    if (search === undefined) throw new Error(`Cannot read condition: no search identifier "${name}"`);
    return this.#search(search, holds, RECORD);
  }

  #search(search: Search, holds: boolean, scope: Scope): Formula {
    switch (search.kind) {
      case 'all-of':
      case 'any-of': {
        const searches = search.searches.filter((one) => !this.#isLeftOut(one));
        const parts = searches.map((one) => this.#search(one, holds, scope));
        return join(search.kind === 'all-of', holds, parts);
      }
      case 'field':
        return this.#field(search, holds, scope);
      case 'element':
        return this.#element(search, holds, scope);
      case 'keyword': {
        const at = keyOf(KEYWORDS, scope);
        const tests = search.tests.filter((test) => !this.#isLeftOut(test));
        return valueFormula(at, search.quantifier, tests, holds);
      }
    }
  }

  #field(search: FieldSearch, holds: boolean, scope: Scope): Formula {
    const at = keyOf(search.field, scope);
    const tests = search.tests.filter((test) => !this.#isLeftOut(test));
    if (search.negated) {
      // Present, and none of the tests holds for any value.
      const parts = [
        literal({ kind: holds ? 'present' : 'absent', at, part: search }),
        ...tests.map((test) => testFormula(test, at, !holds, scope)),
      ];
      return holds ? allOf(parts) : anyOf(parts);
    }
    const values = tests.filter(isValueTest);
    const others = tests.filter((test) => !isValueTest(test));
    const parts = [
      ...(values.length === 0 ? [] : [valueFormula(at, search.quantifier, values, holds)]),
      ...others.map((test) => testFormula(test, at, holds, scope)),
    ];
    return join(search.quantifier === 'all', holds, parts);
  }

  #element(search: ElementSearch, holds: boolean, scope: Scope): Formula {
    const at = keyOf(search.field, scope);
    const question = JSON.stringify(this.#kept(search.search));
    const itself = literal({ kind: 'opaque', holds, question, at, part: search });
    if (!holds) return itself;
    // Another search of the same list may find another element; the same search may as well mean the same one.
    const inside = { prefix: `${at.key}${question}.`, list: search.field };
    const present = literal({ kind: 'present', at, part: search });
    return allOf([itself, present, this.#search(search.search, true, inside)]);
  }

  /** A search without what is left out. */
  #kept(search: Search): Search {
    switch (search.kind) {
      case 'all-of':
      case 'any-of': {
        const searches = search.searches.filter((one) => !this.#isLeftOut(one));
        return { ...search, searches: searches.map((one) => this.#kept(one)) };
      }
      case 'element':
        return { ...search, search: this.#kept(search.search) };
      case 'field':
        return { ...search, tests: search.tests.filter((test) => !this.#isLeftOut(test)) };
      case 'keyword':
        return { ...search, tests: search.tests.filter((test) => !this.#isLeftOut(test)) };
    }
  }
}

function keyOf(field: FieldPath, scope: Scope): FieldKey {
  if (field.origin === 'audit') return { key: field.text, field, list: undefined };
  return { key: scope.prefix + field.text, field, list: scope.list };
}

function valueFormula(at: FieldKey, quantifier: 'any' | 'all', tests: readonly ValueTest[], holds: boolean): Formula {
  const groups = quantifier === 'any' ? [tests] : tests.map((test) => [test]);
  const parts = groups.flatMap((group) => {
    const [part] = group;
    return part === undefined ? [] : [literal({ kind: holds ? 'some' : 'none', tests: group, at, part })];
  });
  return join(quantifier === 'all', holds, parts);
}

function testFormula(test: FieldTest, at: FieldKey, holds: boolean, scope: Scope): Formula {
  switch (test.kind) {
    case 'null':
      return literal({ kind: holds ? 'absent' : 'present', at, part: test });
    case 'exists':
      return literal({ kind: holds === test.expected ? 'present' : 'absent', at, part: test });
    case 'predicate':
      return literal({ kind: 'verdict', holds, name: test.name, verdicts: test.verdicts, at, part: test });
    case 'fieldref': {
      const other = keyOf(test.other, scope);
      const question = JSON.stringify([test.relation, test.cased, other.key]);
      const itself = literal({ kind: 'opaque', holds, question, at, part: test });
      if (!holds) return itself;
      const [here, there] = [at, other].map((one) => literal({ kind: 'present', at: one, part: test }));
      return allOf([itself, here ?? ALWAYS, there ?? ALWAYS]);
    }
    case 'text':
    case 'regex':
    case 'compare':
    case 'time':
    case 'cidr':
    case 'either':
      return literal({ kind: holds ? 'some' : 'none', tests: [test], at, part: test });
  }
}

function literal(of: Literal): Formula {
  return { kind: 'literal', literal: of };
}

/** A conjunction that is negated is a disjunction. */
function join(isConjunction: boolean, holds: boolean, parts: readonly Formula[]): Formula {
  return isConjunction === holds ? allOf(parts) : anyOf(parts);
}

/** Whether a test sees one value alone. */
export function isValueTest(test: FieldTest): test is ValueTest {
  return test.kind !== 'null' && test.kind !== 'exists' && test.kind !== 'fieldref' && test.kind !== 'predicate';
}
