/**
 * Marks the clauses that bear the verdict: of a conjunction that fails the parts that fail, of one that holds all of
 * them; of a disjunction that holds the parts that hold, of one that fails all of them.
 */
import type {
  Explained,
  ExplainedCondition,
  ExplainedDetection,
  ExplainedField,
  ExplainedSearch,
  ExplainedTest,
} from './explained-rule.ts';

/** A detection with its deciding clauses marked; none where the detection itself does not decide. */
export function blamed(detection: ExplainedDetection, decides: boolean): ExplainedDetection {
  const condition = blamedCondition(detection.condition, decides);
  const names = new Set(decidingNames(condition));
  return {
    ...detection,
    decides,
    condition,
    identifiers: detection.identifiers.map((identifier) => {
      const isDeciding = names.has(identifier.name);
      return { ...identifier, decides: isDeciding, search: blamedSearch(identifier.search, isDeciding) };
    }),
  };
}

/** Which of the parts decide. */
function share(parts: readonly Explained[], joint: 'and' | 'or', decides: boolean): readonly boolean[] {
  const holds = joint === 'and' ? parts.every((part) => part.holds) : parts.some((part) => part.holds);
  return parts.map((part) => decides && part.holds === holds);
}

function blamedCondition(condition: ExplainedCondition, decides: boolean): ExplainedCondition {
  switch (condition.kind) {
    case 'name':
      return { ...condition, decides };
    case 'not':
      return { ...condition, decides, operand: blamedCondition(condition.operand, decides) };
    case 'and':
    case 'or':
    case 'of': {
      const joint = condition.kind === 'and' || (condition.kind === 'of' && condition.quantifier === 'all');
      const deciding = share(condition.operands, joint ? 'and' : 'or', decides);
      const operands = condition.operands.map((operand, index) => blamedCondition(operand, deciding[index] ?? false));
      return { ...condition, decides, operands };
    }
  }
}

function decidingNames(condition: ExplainedCondition): readonly string[] {
  if (!condition.decides) return [];
  if (condition.kind === 'name') return [condition.name];
  return condition.kind === 'not'
    ? decidingNames(condition.operand)
    : condition.operands.flatMap((operand) => decidingNames(operand));
}

function blamedSearch(search: ExplainedSearch, decides: boolean): ExplainedSearch {
  switch (search.kind) {
    case 'all-of':
    case 'any-of': {
      const deciding = share(search.searches, search.kind === 'all-of' ? 'and' : 'or', decides);
      return {
        ...search,
        decides,
        searches: search.searches.map((one, index) => blamedSearch(one, deciding[index] ?? false)),
      };
    }
    case 'field':
      return { ...search, decides, tests: blamedTests(search, decides) };
    case 'keyword': {
      const deciding = share(search.tests, search.quantifier === 'all' ? 'and' : 'or', decides);
      return {
        ...search,
        decides,
        tests: search.tests.map((test, index) => ({ ...test, decides: deciding[index] ?? false })),
      };
    }
    case 'any-element': {
      const deciding = share(search.elements, 'or', decides);
      return {
        ...search,
        decides,
        elements: search.elements.map((element, index) => {
          const isDeciding = deciding[index] ?? false;
          return { ...element, decides: isDeciding, search: blamedSearch(element.search, isDeciding) };
        }),
      };
    }
  }
}

/** Under `neq` nothing may hold: where it fails on a value that is there, what holds is to blame. */
function blamedTests(field: ExplainedField, decides: boolean): readonly ExplainedTest[] {
  const deciding = field.negated
    ? field.tests.map((test) => decides && test.holds !== field.holds)
    : share(field.tests, field.quantifier === 'all' ? 'and' : 'or', decides);
  return field.tests.map((test, index) => ({ ...test, decides: deciding[index] ?? false }));
}
