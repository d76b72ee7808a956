/** For tests: a rule without some of its parts, so that the engine can be asked what it matches then. */
import type { Condition, Detection, Search } from '../../rule-language/detection.ts';
import type { Rule } from '../../rule-language/rule.ts';
import type { IdlePart } from './idle-part.ts';

/** The rule as if the parts had not been written. */
export function withoutParts(rule: Rule, parts: readonly IdlePart[]): Rule {
  const gone = new Set<unknown>(parts.filter(({ name }) => name === undefined).map(({ part }) => part));

  function search(of: Search): Search {
    switch (of.kind) {
      case 'all-of':
      case 'any-of':
        return { ...of, searches: of.searches.filter((one) => !gone.has(one)).map(search) };
      case 'field':
        return { ...of, tests: of.tests.filter((test) => !gone.has(test)) };
      case 'keyword':
        return { ...of, tests: of.tests.filter((test) => !gone.has(test)) };
      case 'element':
        return of;
    }
  }

  function condition(of: Condition): Condition {
    switch (of.kind) {
      case 'identifier':
        return of;
      case 'of':
        return {
          ...of,
          names: of.names.filter((name) => !parts.some((one) => one.part === of && one.name === name)),
        };
      case 'not':
        return { ...of, operand: condition(of.operand) };
      case 'and':
      case 'or':
        return { ...of, operands: of.operands.filter((one) => !gone.has(one)).map(condition) };
    }
  }

  function without(of: Detection): Detection {
    return {
      ...of,
      identifiers: new Map([...of.identifiers].map(([name, one]) => [name, search(one)])),
      condition: condition(of.condition),
    };
  }

  return {
    ...rule,
    detection: without(rule.detection),
    filters: rule.filters.map((filter) => ({ ...filter, detection: without(filter.detection) })),
    variations: rule.variations.map((variation) => ({ ...variation, condition: condition(variation.condition) })),
  };
}
