/** What the parts of a rule are called, in ids of mutants and in coverage: as near to the file as the checked rule allows. */
import { patternText } from '../alerts/clause-text.ts';
import type {
  FieldSearch,
  FieldTest,
  Pattern,
  Search,
  TextRelation,
  ValueTest,
  Verdict,
} from '../rule-language/detection.ts';

/** A search as its key stands in the file: `role|neq`. A map or a list of maps has no key. */
export function searchName(search: Search): string {
  switch (search.kind) {
    case 'field':
      return [search.field.text, ...fieldModifiers(search)].join('|');
    case 'element':
      return search.field.text;
    case 'keyword':
      return 'keywords';
    case 'all-of':
    case 'any-of':
      return '';
  }
}

function fieldModifiers({ tests, quantifier, negated }: FieldSearch): readonly string[] {
  const [test] = tests;
  return [
    ...(test === undefined ? [] : testModifiers(test)),
    ...(negated ? ['neq'] : []),
    ...(quantifier === 'all' ? ['all'] : []),
  ];
}

function testModifiers(test: FieldTest): readonly string[] {
  switch (test.kind) {
    case 'text':
      return [...relationWord(relationOf(test.pattern)), ...(test.cased ? ['cased'] : [])];
    case 'either':
      return test.tests.slice(0, 1).flatMap(testModifiers);
    case 'regex':
      return ['re', ...(test.ignoreCase ? ['i'] : []), ...(test.multiline ? ['m'] : []), ...(test.dotAll ? ['s'] : [])];
    case 'compare':
      return [test.comparison];
    case 'time':
      return [test.part, ...(test.comparison === 'eq' ? [] : [test.comparison])];
    case 'cidr':
    case 'exists':
      return [test.kind];
    case 'fieldref':
      return ['fieldref', ...relationWord(test.relation), ...(test.cased ? ['cased'] : [])];
    case 'predicate':
      return [test.name];
    case 'null':
      return [];
  }
}

function relationWord(relation: TextRelation): readonly string[] {
  return relation === 'equals' ? [] : [relation];
}

/** How a pattern relates to the whole text. */
export function relationOf(pattern: Pattern): TextRelation {
  if (pattern.length < 2) return 'equals';
  const [isOpenBefore, isOpenAfter] = [pattern[0]?.kind === 'any-run', pattern.at(-1)?.kind === 'any-run'];
  if (isOpenBefore && isOpenAfter) return 'contains';
  if (isOpenBefore) return 'endswith';
  return isOpenAfter ? 'startswith' : 'equals';
}

/** The part of a pattern between the runs at its ends. */
export function innerPattern(pattern: Pattern): Pattern {
  const from = pattern[0]?.kind === 'any-run' ? 1 : 0;
  const to = pattern.at(-1)?.kind === 'any-run' ? pattern.length - 1 : pattern.length;
  return pattern.slice(from, Math.max(from, to));
}

const VERDICTS: Readonly<Record<Verdict, string>> = { yes: 'true', no: 'false', unknown: 'unknown' };

/** One value of a search, as it stands in the file. */
export function testName(test: FieldTest): string {
  switch (test.kind) {
    case 'null':
      return 'null';
    case 'exists':
      return String(test.expected);
    case 'fieldref':
      return test.other.text;
    case 'predicate':
      return test.verdicts.map((verdict) => VERDICTS[verdict]).join(' or ');
    case 'text':
    case 'regex':
    case 'compare':
    case 'time':
    case 'cidr':
    case 'either':
      return valueName(test);
  }
}

function valueName(test: ValueTest): string {
  switch (test.kind) {
    case 'text':
      return patternText(relationOf(test.pattern) === 'equals' ? test.pattern : innerPattern(test.pattern));
    case 'regex':
      return test.source;
    case 'compare':
    case 'time':
      return String(test.value);
    case 'cidr':
      return test.network;
    case 'either':
      return test.tests.map(valueName).join(' or ');
  }
}
