/**
 * Which clauses of a rule its tests have seen hold and seen fail. Read off the trees of `explain/`, which leave nothing
 * out; so a clause counts by itself, whatever the clauses around it say. It is coarser than mutants: a clause may be
 * seen both ways and still decide nothing.
 */
import type { PreparedTest } from '../../rule-language/rule-test.ts';
import type { Rule } from '../../rule-language/rule.ts';
import { explainRule } from '../explain/explain-rule.ts';
import type { ClausePlace, ExplainedSearch } from '../explain/explained-rule.ts';

/** One clause, and what the tests saw of it. */
export interface CoveredClause {
  /** `key_created.eventName`, with its value where it has several; or `variation "root creates it"`. */
  readonly name: string;
  readonly place: ClausePlace | null;
  readonly held: boolean;
  readonly failed: boolean;
}

/** The clauses of a rule in the order of the file. Variations count only on events that the rule matches. */
export function clauseCoverage(rule: Rule, tests: readonly PreparedTest[]): readonly CoveredClause[] {
  const clauses = new Map<string, CoveredClause>();
  function see(name: string, place: ClausePlace | null, holds: boolean): void {
    const known = clauses.get(name);
    clauses.set(name, { name, place, held: holds || known?.held === true, failed: !holds || known?.failed === true });
  }
  for (const { events, predicates } of tests) {
    for (const event of events) {
      const explained = explainRule(rule, event, { predicates });
      for (const identifier of explained.detection.identifiers) {
        see(identifier.name, identifier.place, identifier.holds);
        seeSearch(identifier.search, identifier.name, see);
      }
      if (!explained.holds) continue;
      for (const { name, place, holds } of explained.variations) see(`variation "${name}"`, place, holds);
    }
  }
  return [...clauses.values()];
}

/** Whether the tests have seen a clause both ways. */
export function isCovered({ held, failed }: CoveredClause): boolean {
  return held && failed;
}

type See = (name: string, place: ClausePlace | null, holds: boolean) => void;

function seeSearch(search: ExplainedSearch, path: string, see: See): void {
  switch (search.kind) {
    case 'field':
    case 'keyword': {
      const name = search.kind === 'field' ? `${path}.${search.clause}` : `${path}.keywords`;
      see(name, search.place, search.holds);
      if (search.tests.length > 1) {
        for (const test of search.tests) see(`${name} ${test.value}`, test.place, test.holds);
      }
      break;
    }
    case 'any-element': {
      const name = `${path}.${search.field}|any_element`;
      see(name, search.place, search.holds);
      for (const element of search.elements) seeSearch(element.search, name, see);
      break;
    }
    case 'all-of':
      for (const part of search.searches) seeSearch(part, path, see);
      break;
    case 'any-of':
      for (const [index, part] of search.searches.entries()) seeSearch(part, `${path}#${index + 1}`, see);
      break;
  }
}
