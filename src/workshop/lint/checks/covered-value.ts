/** Values of one list of which one does the work of another: the same twice, or `admin` beside `administrator`. */
import type { FieldTest } from '../../../rule-language/detection.ts';
import { isValueTest } from '../../reach/formula.ts';
import { implies } from '../../reach/value-relation.ts';
import { parts } from '../search-part.ts';
import type { LintCheck, LintFinding } from '../lint-check.ts';

/** Compares every two values of a list. */
export const coveredValue: LintCheck = {
  looksAt: 'written',
  codes: [
    {
      code: 'duplicate-value',
      severity: 'warning',
      summary: 'A list names a value twice; upper and lower case do not differ.',
    },
    {
      code: 'covered-value',
      severity: 'warning',
      summary: 'A value of a list adds nothing, because another covers it.',
    },
  ],
  find: (rule) =>
    parts(rule).flatMap(({ search, places, file }): readonly LintFinding[] => {
      if ((search.kind !== 'field' && search.kind !== 'keyword') || search.tests.length > VALUES_MAX) return [];
      const tests: readonly FieldTest[] = search.tests;
      return tests.flatMap((test, number): readonly LintFinding[] => {
        const place = places.get(test);
        const idle = idleBeside(test, number, tests, search.quantifier);
        if (place === undefined || idle === undefined) return [];
        const line = places.get(idle.other)?.line;
        const where = line === undefined || line === place.line ? 'in this list' : `in line ${line}`;
        if (idle.isSame) {
          const help = 'text is compared without case; "cased" makes it differ';
          return [{ code: 'duplicate-value', place, file, message: `this value stands ${where} already`, help }];
        }
        const message = `another value ${where} does the work of this one`;
        return [{ code: 'covered-value', place, file, message, suggestion: 'take it away' }];
      });
    }),
};

/** Longer lists are generated ones, and comparing every two of them would take long. */
const VALUES_MAX = 1_000;

/** The value that makes another idle: among any of them the wider, among all of them the narrower; of two equal ones the first. */
function idleBeside(
  test: FieldTest,
  number: number,
  tests: readonly FieldTest[],
  quantifier: 'any' | 'all',
): { readonly other: FieldTest; readonly isSame: boolean } | undefined {
  for (const [position, other] of tests.entries()) {
    if (position === number) continue;
    const [isWider, isNarrower] = [testCovers(other, test), testCovers(test, other)];
    if (isWider && isNarrower) {
      if (position < number) return { other, isSame: true };
    } else if (quantifier === 'any' ? isWider : isNarrower) return { other, isSame: false };
  }
  return undefined;
}

/** Whether whatever passes the second passes the first; false where it cannot be told. */
function testCovers(wide: FieldTest, narrow: FieldTest): boolean {
  if (isValueTest(wide) && isValueTest(narrow)) return implies(narrow, wide);
  return JSON.stringify(wide) === JSON.stringify(narrow);
}
