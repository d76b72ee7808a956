/** A search of a rule in words. */
import type { FieldSearch, FieldTest, Pattern, Search, ValueTest } from '../rule-language/detection.ts';

/** One line for a search: `eventName = CreateAccessKey and iamwatch.outcome = success`. */
export function describeSearch(search: Search): string {
  switch (search.kind) {
    case 'field':
      return describeField(search);
    case 'keyword':
      return `any text contains ${search.tests.map(describeValue).join(joint(search.quantifier))}`;
    case 'element':
      return `one of ${search.field.text}: (${describeSearch(search.search)})`;
    case 'all-of':
      return search.searches.map(describeSearch).join(' and ');
    case 'any-of':
      return search.searches.map((inner) => `(${describeSearch(inner)})`).join(' or ');
  }
}

function describeField(search: FieldSearch): string {
  const tests = search.tests.map(describeTest).join(joint(search.quantifier));
  return `${search.field.text} ${search.negated ? 'is there and not ' : ''}${tests}`;
}

function joint(quantifier: 'any' | 'all'): string {
  return quantifier === 'all' ? ' and ' : ' or ';
}

/** One test: `= CreateAccessKey`, `is absent`. */
export function describeTest(test: FieldTest): string {
  switch (test.kind) {
    case 'null':
      return 'is absent';
    case 'exists':
      return test.expected ? 'is there' : 'is absent';
    case 'fieldref':
      return `${test.relation} the value of ${test.other.text}`;
    case 'predicate':
      return `${test.name}: ${test.verdicts.join(' or ')}`;
    case 'text':
    case 'regex':
    case 'compare':
    case 'time':
    case 'cidr':
    case 'either':
      return describeValue(test);
  }
}

const SIGNS = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

function describeValue(test: ValueTest): string {
  switch (test.kind) {
    case 'text':
      return `= ${patternText(test.pattern)}`;
    case 'regex':
      return `matches /${test.source}/`;
    case 'compare':
      return `${SIGNS[test.comparison]} ${test.value}`;
    case 'time':
      return `${test.part} ${SIGNS[test.comparison]} ${test.value}`;
    case 'cidr':
      return `in ${test.network}`;
    case 'either':
      return test.tests.map(describeValue).join(' or ');
  }
}

/** A pattern as a rule writes it. */
export function patternText(pattern: Pattern): string {
  const text = pattern.map((token) => {
    switch (token.kind) {
      case 'literal':
        return token.text;
      case 'any-run':
        return '*';
      case 'any-one':
        return '?';
      case 'one-of':
        return `[${token.characters.join('')}]`;
    }
  });
  return text.length === 0 ? "''" : text.join('');
}
