/** Which other field searches must hold wherever one of a rule's does: those joined to it by "and", in a map or a condition. */
import type { Condition, Detection, FieldSearch, Search } from '../../rule-language/detection.ts';
import type { Rule } from '../../rule-language/rule.ts';

/** A search of a field, with what must hold beside it. Inside of a negation: beside it in what is negated, too. */
export interface AccompaniedSearch {
  readonly search: FieldSearch;
  readonly company: readonly FieldSearch[];
}

/** All searches of raw fields of a rule, its filters and its variations, each once for each place that uses it. */
export function accompaniedSearches(rule: Rule): readonly AccompaniedSearch[] {
  const found: AccompaniedSearch[] = [];
  const whole = [rule, ...rule.filters].flatMap(({ detection }) => mustHold(detection.condition, detection));
  for (const { detection } of [rule, ...rule.filters]) visit(detection.condition, detection, whole, found);
  for (const { condition } of rule.variations) visit(condition, rule.detection, whole, found);
  return found;
}

function visit(
  condition: Condition,
  detection: Detection,
  company: readonly FieldSearch[],
  found: AccompaniedSearch[],
): void {
  switch (condition.kind) {
    case 'identifier':
      visitSearch(detection.identifiers.get(condition.name), company, found);
      return;
    case 'of':
      for (const name of condition.names) visitSearch(detection.identifiers.get(name), company, found);
      return;
    case 'not':
      visit(condition.operand, detection, company, found);
      return;
    case 'and':
      for (const operand of condition.operands) {
        const others = condition.operands.filter((other) => other !== operand);
        visit(operand, detection, [...company, ...others.flatMap((other) => mustHold(other, detection))], found);
      }
      return;
    case 'or':
      for (const operand of condition.operands) visit(operand, detection, company, found);
  }
}

function visitSearch(search: Search | undefined, company: readonly FieldSearch[], found: AccompaniedSearch[]): void {
  switch (search?.kind) {
    case 'field':
      found.push({ search, company });
      return;
    case 'all-of':
      for (const one of search.searches) {
        const others = search.searches.filter((other) => other !== one);
        visitSearch(one, [...company, ...others.flatMap(searchesThatMustHold)], found);
      }
      return;
    case 'any-of':
      for (const one of search.searches) visitSearch(one, company, found);
      return;
    case 'keyword':
    case 'element': // its fields are those of the element
    case undefined:
  }
}

function mustHold(condition: Condition, detection: Detection): readonly FieldSearch[] {
  switch (condition.kind) {
    case 'identifier':
      return searchesThatMustHold(detection.identifiers.get(condition.name));
    case 'and':
      return condition.operands.flatMap((operand) => mustHold(operand, detection));
    case 'of':
      if (condition.quantifier === 'any') return [];
      return condition.names.flatMap((name) => searchesThatMustHold(detection.identifiers.get(name)));
    case 'or':
    case 'not':
      return [];
  }
}

function searchesThatMustHold(search: Search | undefined): readonly FieldSearch[] {
  switch (search?.kind) {
    case 'field':
      return search.negated ? [] : [search];
    case 'all-of':
      return search.searches.flatMap(searchesThatMustHold);
    case 'any-of':
    case 'keyword':
    case 'element':
    case undefined:
      return [];
  }
}
