/**
 * Holes of a sentence that nothing fills: the analyst reads "(not in the log)". What an element or a stranger fills shows
 * in the detection; what the raw record fills shows in the tests that expect an alert.
 */
import type { Detection, Search } from '../../../rule-language/detection.ts';
import type { Rule } from '../../../rule-language/rule.ts';
import type { Template, TemplatePart } from '../../../rule-language/template.ts';
import { isArray, type Json, property } from '../../../std/json.ts';
import { testEvents } from '../../../rule-language/test-events.ts';
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
  rule: Rule,
  sentence: Template | undefined,
  path: readonly (string | number)[],
  context: LintContext,
): readonly LintFinding[] {
  const place = context.written(rule).placeOf(...path);
  return (sentence?.parts ?? []).flatMap((part) => {
    const problem = problemOf(part, rule, context);
    if (problem === undefined) return [];
    const hole = 'path' in part ? `{${part.kind}.${part.path}}` : `{${part.kind}}`;
    return [{ code: 'unfilled-sentence-hole', place, message: `nothing fills ${hole}: ${problem}` }];
  });
}

function problemOf(part: TemplatePart, rule: Rule, context: LintContext): string | undefined {
  switch (part.kind) {
    case 'matched':
      return matchedProblem(rule.detection);
    case 'foreign_accounts':
      return foreignProblem(rule.detection);
    case 'raw':
      return rawProblem(part.path, rule, context);
    case 'text':
    case 'actor':
    case 'action':
    case 'target':
    case 'account':
    // Which memory fills which of these is known when a rule is read.
    case 'count':
    case 'measured':
    case 'limit':
    case 'window':
    case 'span':
    case 'values':
    case 'history':
      return undefined;
  }
}

/** Told only where tests expect alerts: without any there is nothing to tell by. */
function rawProblem(path: string, { tests }: Rule, { bases }: LintContext): string | undefined {
  const events = tests
    .filter(({ expect }) => expect.kind === 'alert')
    .flatMap((test) =>
      testEvents(
        test.events.filter(({ base }) => bases.has(base)),
        bases,
      ),
    );
  if (events.length === 0) return undefined;
  const isFilled = events.some((event) => present(event, path.split('.')));
  return isFilled ? undefined : 'no test that expects an alert has it';
}

/** Whether anything is there at a path, in any element of a list, under literal dotted keys too. */
function present(value: Json | undefined, path: readonly string[]): boolean {
  if (value === undefined || value === null) return false;
  if (path.length === 0) return true;
  if (isArray(value)) return value.some((element) => present(element, path));
  return path.some((_, index) => present(property(value, path.slice(0, index + 1).join('.')), path.slice(index + 1)));
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
