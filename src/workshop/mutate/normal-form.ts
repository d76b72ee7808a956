/**
 * A text that is equal for rules that are the same rule written differently. A mutant with the normal form of its rule
 * changed nothing; two mutants with one normal form are one. It proves sameness and never difference.
 */
import type { Condition, FieldTest, Search } from '../../rule-language/detection.ts';
import { namesIn } from '../../rule-language/parse-detection.ts';
import type { Rule } from '../../rule-language/rule.ts';
import { verdictTable } from './verdict-table.ts';

/** The normal form of what decides whether and how a rule speaks. */
export function normalForm(rule: Rule): string {
  const { detection, level, variations } = rule;
  const conditions = [detection.condition, ...variations.map(({ condition }) => condition)];
  const used = new Set(conditions.flatMap(namesIn));
  const verdicts = verdictTable(rule) ?? [
    conditionForm(detection.condition, false),
    level,
    variations.map(({ name, condition, level: own }) => [name, conditionForm(condition, false), own]),
  ];
  return JSON.stringify([
    [...detection.identifiers].filter(([name]) => used.has(name)).map(([name, search]) => [name, searchForm(search)]),
    verdicts,
  ]);
}

type Form = string;

/** Joins parts whose order and number do not matter; one alone is itself, and parts of the same kind are taken in. */
function bundle(kind: 'all' | 'any', parts: readonly Form[]): Form {
  const head = `${kind}(`;
  const flat = parts.flatMap((part) =>
    part.startsWith(head) ? (JSON.parse(part.slice(head.length, -1)) as Form[]) : part,
  );
  const distinct = [...new Set(flat)].sort();
  return distinct.length === 1 ? (distinct[0] ?? '') : `${head}${JSON.stringify(distinct)})`;
}

/** Negations are pushed down to the identifiers, so that both ways of writing one are the same. */
function conditionForm(condition: Condition, isNegated: boolean): Form {
  switch (condition.kind) {
    case 'identifier':
      return identifierForm(condition.name, isNegated);
    case 'of': {
      const isAll = (condition.quantifier === 'all') !== isNegated;
      return bundle(
        isAll ? 'all' : 'any',
        condition.names.map((name) => identifierForm(name, isNegated)),
      );
    }
    case 'not':
      return conditionForm(condition.operand, !isNegated);
    case 'and':
    case 'or': {
      const isAll = (condition.kind === 'and') !== isNegated;
      return bundle(
        isAll ? 'all' : 'any',
        condition.operands.map((operand) => conditionForm(operand, isNegated)),
      );
    }
  }
}

function identifierForm(name: string, isNegated: boolean): Form {
  return (isNegated ? '-' : '+') + name;
}

function searchForm(search: Search): Form {
  switch (search.kind) {
    case 'all-of':
      return bundle('all', search.searches.map(searchForm));
    case 'any-of':
      return bundle('any', search.searches.map(searchForm));
    case 'element':
      return `element ${search.field.text} ${searchForm(search.search)}`;
    case 'keyword':
      return bundle(
        search.quantifier,
        search.tests.map((test) => `keyword ${testForm(test)}`),
      );
    case 'field': {
      const tests = search.tests.map((test) => bundle('any', testForms(test, `field ${search.field.text}`)));
      return search.negated ? `none ${bundle('any', tests)}` : bundle(search.quantifier, tests);
    }
  }
}

/** A predicate with several verdicts is a list of values with one each. */
function testForms(test: FieldTest, head: string): readonly Form[] {
  if (test.kind !== 'predicate') return [`${head} ${testForm(test)}`];
  return test.verdicts.map((verdict) => `${head} ${testForm({ ...test, verdicts: [verdict] })}`);
}

function testForm(test: FieldTest): Form {
  return JSON.stringify(test.kind === 'exists' && !test.expected ? { kind: 'null' } : test);
}
