/**
 * A text that is equal for rules that are the same rule written differently. A mutant with the normal form of its rule
 * changed nothing; two mutants with one normal form are one. It proves sameness and never difference.
 */
import type { FieldPath, FieldTest, Search } from '../../rule-language/detection.ts';
import type { Memory } from '../../rule-language/memory.ts';
import type { Rule } from '../../rule-language/rule.ts';
import { verdictTable } from './verdict-table.ts';

/** The normal form of what decides whether and how a rule speaks. */
export function normalForm(rule: Rule): string {
  const searches = [...rule.detection.identifiers].map(([name, search]) => [name, searchForm(search)]);
  const modifiers = rule.modifiers.map(({ name, raise, memory }) => [name, raise, memoryForm(memory)]);
  return JSON.stringify([searches, verdictTable(rule) ?? writtenVerdicts(rule), memoryForm(rule.memory), modifiers]);
}

/** The order of fields that keep events apart says nothing; of whole numbers "more than 2" is "at least 3". */
function memoryForm(memory: Memory | undefined): unknown {
  if (memory === undefined) return null;
  if (memory.kind === 'new-terms') {
    return [namesOf(memory.terms), memory.historyMs, memory.readinessMs];
  }
  const { by, elseBy, fields, measure, bounds, windowMs } = memory;
  const isWhole = measure.kind === 'actions' || measure.kind === 'distinct';
  const asked = bounds.map(({ operator, value }) =>
    isWhole && operator === 'gt' ? ['gte', Math.floor(value) + 1] : [operator, value],
  );
  return [namesOf(by), elseBy === undefined ? null : namesOf(elseBy), namesOf(fields), measure, asked, windowMs];
}

function namesOf(fields: readonly FieldPath[]): readonly string[] {
  return fields.map(({ text }) => text).sort();
}

/** What stands in for the table of verdicts where that would be too large: it knows fewer rules to be the same. */
function writtenVerdicts({ detection, level, variations }: Rule): unknown {
  return [detection.condition, level, variations.map(({ name, condition, level: own }) => [name, condition, own])];
}

type Form = string;

/** Joins parts whose order and number do not matter; one alone is itself, and parts of the same kind are taken in. */
function bundle(kind: 'all' | 'any', parts: readonly Form[]): Form {
  const head = `${kind}(`;
  const flat = parts.flatMap((part) =>
    // What stands between the parentheses is the list that was written below.
    part.startsWith(head) ? (JSON.parse(part.slice(head.length, -1)) as Form[]) : part,
  );
  const distinct = [...new Set(flat)].sort();
  return distinct.length === 1 ? (distinct[0] ?? '') : `${head}${JSON.stringify(distinct)})`;
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
