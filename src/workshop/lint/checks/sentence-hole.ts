/**
 * Holes of a sentence that nothing fills: the analyst reads "(not in the log)". What an element or a stranger fills shows
 * in the detection; what the raw record fills shows in the tests that expect an alert.
 */
import type { Detection, FieldPath, Search } from '../../../rule-language/detection.ts';
import { didYouMean } from '../../../document/reporter.ts';
import { elementFieldProblem } from '../../../rule-language/field-path.ts';
import type { Rule } from '../../../rule-language/rule.ts';
import { type Hole, holesOf, type Template } from '../../../rule-language/template.ts';
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
    ...rule.modifiers.flatMap(({ sentence }, index) =>
      holes(rule, sentence, ['modifiers', index, 'sentence'], context),
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
  return (sentence === undefined ? [] : holesOf(sentence)).flatMap((part) => {
    const found = problemOf(part, rule, context);
    if (found === undefined) return [];
    const { problem, ...hints } = found;
    const hole = 'path' in part ? `{${part.kind}.${part.path}}` : `{${part.kind}}`;
    return [{ code: 'unfilled-sentence-hole', place, message: `nothing fills ${hole}: ${problem}`, ...hints }];
  });
}

interface Problem {
  readonly problem: string;
  readonly suggestion?: string | undefined;
  readonly help?: string | undefined;
}

function problemOf(part: Hole, rule: Rule, context: LintContext): Problem | undefined {
  switch (part.kind) {
    case 'matched':
      return matchedProblem(part.path, rule, context);
    case 'foreign_accounts':
      return foreignProblem(rule.detection);
    case 'raw':
      return rawProblem(part.path.split('.'), rule, context);
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
function rawProblem(path: readonly string[], rule: Rule, context: LintContext): Problem | undefined {
  const events = alertingEvents(rule, context);
  if (events.length === 0) return undefined;
  const isFilled = events.some((event) => present(event, path));
  return isFilled ? undefined : { problem: 'no test that expects an alert has it' };
}

function alertingEvents({ tests }: Rule, { bases }: LintContext): readonly Json[] {
  return tests
    .filter(({ expect }) => expect.kind === 'alert')
    .flatMap((test) =>
      testEvents(
        test.events.filter(({ base }) => bases.has(base)),
        bases,
      ),
    );
}

/** Whether anything is there at a path, in any element of a list, under literal dotted keys too. */
function present(value: Json | undefined, path: readonly string[]): boolean {
  if (value === undefined || value === null) return false;
  if (path.length === 0) return true;
  if (isArray(value)) return value.some((element) => present(element, path));
  return path.some((_, index) => present(property(value, path.slice(0, index + 1).join('.')), path.slice(index + 1)));
}

/** Elements of the normalised event have known fields; those of the raw record show in the tests. */
function matchedProblem(path: string, rule: Rule, context: LintContext): Problem | undefined {
  const lists = [...rule.detection.identifiers.values()].flatMap(elementLists);
  if (lists.length === 0) return { problem: 'no search of the rule uses "any_element"' };
  const problems = lists.map((list) => {
    if (list.origin === 'raw') return rawProblem([...list.segments, ...path.split('.')], rule, context);
    const unknown = elementFieldProblem(path, list.segments.join('.'));
    if (unknown === undefined) return undefined;
    const { problem, nearest, help } = unknown;
    return { problem, suggestion: didYouMean(nearest === undefined ? undefined : `{matched.${nearest}}`), help };
  });
  return problems.includes(undefined) ? undefined : problems[0];
}

function foreignProblem({ identifiers }: Detection): Problem | undefined {
  const asks = [...identifiers.values()]
    .flatMap(fieldSearches)
    .some(({ tests }) => tests.some((test) => test.kind === 'predicate' && /external|foreign/u.test(test.name)));
  return asks ? undefined : { problem: 'no search of the rule asks for accounts that are not known' };
}

/** The lists whose elements a search looks into. */
function elementLists(search: Search): readonly FieldPath[] {
  if (search.kind === 'element') return [search.field];
  return search.kind === 'all-of' || search.kind === 'any-of' ? search.searches.flatMap(elementLists) : [];
}
