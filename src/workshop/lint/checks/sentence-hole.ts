/** Holes of a sentence that the rule does not fill: fields that it never asks for read "(not in the log)". */
import type { Detection, Search } from '../../../rule-language/detection.ts';
import type { Rule } from '../../../rule-language/rule.ts';
import type { Template } from '../../../rule-language/template.ts';
import { fieldSearches } from '../mention.ts';
import type { LintCheck, LintContext, LintFinding } from '../lint-check.ts';

/** Compares the holes of the sentences with the detection. */
export const sentenceHole: LintCheck = {
  codes: [
    {
      code: 'unfilled-sentence-hole',
      severity: 'warning',
      summary: 'A hole of the sentence speaks about something that the detection never finds.',
    },
  ],
  find: (rule, _rules, context) => [
    ...holes(rule, rule.sentence, ['sentence'], context),
    ...rule.variations.flatMap(({ sentence }, index) =>
      holes(rule, sentence, ['variations', index, 'sentence'], context),
    ),
  ],
};

function holes(
  { detection, ...rule }: Rule,
  sentence: Template | undefined,
  path: readonly (string | number)[],
  context: LintContext,
): readonly LintFinding[] {
  const place = context.written({ detection, ...rule }).placeOf(...path);
  return (sentence?.parts ?? []).flatMap((part) => {
    const problem =
      part.kind === 'matched'
        ? matchedProblem(detection)
        : part.kind === 'foreign_accounts'
          ? foreignProblem(detection)
          : undefined;
    if (problem === undefined) return [];
    const hole = part.kind === 'matched' ? `{matched.${part.path}}` : `{${part.kind}}`;
    return [{ code: 'unfilled-sentence-hole', place, message: `nothing fills ${hole}: ${problem}` }];
  });
}

function matchedProblem({ identifiers }: Detection): string | undefined {
  const hasElements = [...identifiers.values()].some(hasElement);
  return hasElements ? undefined : 'no search of the rule uses "any_element"';
}

function foreignProblem({ identifiers }: Detection): string | undefined {
  const asks = [...identifiers.values()]
    .flatMap(fieldSearches)
    .some(({ tests }) => tests.some((test) => test.kind === 'predicate' && /external|foreign/u.test(test.name)));
  return asks ? undefined : 'no search of the rule asks for accounts that are not known';
}

function hasElement(search: Search): boolean {
  if (search.kind === 'element') return true;
  return search.kind === 'all-of' || search.kind === 'any-of' ? search.searches.some(hasElement) : false;
}
