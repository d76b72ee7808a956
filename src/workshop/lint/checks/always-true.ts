/** Tests of a text that every text passes: `*`, `contains: ''`, `re: .*`. */
import type { FieldTest, Search } from '../../../rule-language/detection.ts';
import { parts } from '../search-part.ts';
import type { LintCheck } from '../lint-check.ts';

/** Looks for texts that say nothing. */
export const alwaysTrue: LintCheck = {
  looksAt: 'written',
  codes: [
    {
      code: 'always-true-test',
      severity: 'warning',
      summary: 'A test of a text holds for every text, so it only asks whether the field is there.',
    },
  ],
  find: (rule) =>
    parts(rule).flatMap(({ search, places, file }) =>
      testsOf(search).flatMap((test) => {
        const place = places.get(test);
        if (place === undefined || !isAlwaysTrue(test)) return [];
        const field = search.kind === 'field' ? search.field.text : undefined;
        const suggestion = field === undefined ? undefined : `write "${field}|exists: true" if that is meant`;
        const message = 'every text passes this test';
        return [{ code: 'always-true-test', place, file, message, suggestion }];
      }),
    ),
};

function testsOf(search: Search): readonly FieldTest[] {
  return search.kind === 'field' || search.kind === 'keyword' ? search.tests : [];
}

function isAlwaysTrue(test: FieldTest): boolean {
  if (test.kind === 'either') return test.tests.some(isAlwaysTrue);
  if (test.kind === 'regex') return /^\^?(?:\(\?:)?\.\*\??\)?\$?$/u.test(test.source);
  return test.kind === 'text' && test.pattern.length === 1 && test.pattern[0]?.kind === 'any-run';
}
