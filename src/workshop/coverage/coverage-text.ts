/** Coverage of clauses for people: what no test has seen both ways, with its line, and a total. */
import { printable } from '../../std/printable.ts';
import type { Rule } from '../../rule-language/rule.ts';
import { type CoveredClause, isCovered } from './clause-coverage.ts';

/** The coverage of one rule. */
export interface RuleCoverage {
  readonly rule: Rule;
  readonly clauses: readonly CoveredClause[];
}

/** The clauses that are not covered, a line each, then the total of all rules. */
export function coverageText(rules: readonly RuleCoverage[]): string {
  const lines = rules.flatMap(({ rule, clauses }) =>
    clauses.filter((clause) => !isCovered(clause)).map((clause) => gap(rule, clause)),
  );
  const all = rules.flatMap(({ clauses }) => clauses);
  const seen = all.filter(isCovered).length;
  const total = `${seen} of ${all.length} ${all.length === 1 ? 'clause' : 'clauses'} seen to hold and to fail`;
  return [...lines, total].join('\n').concat('\n');
}

function gap({ file }: Rule, { name, place, held }: CoveredClause): string {
  const where = place === null ? file : `${file}:${place.line}`;
  return `${held ? 'never fails' : 'never holds'}  ${where}: ${printable(name)}`;
}
