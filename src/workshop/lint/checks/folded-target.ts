/**
 * Sentences that name one target where the rule folds targets together: the alert stands for all of them, and the
 * sentence is that of the first.
 */
import type { Rule } from '../../../rule-language/rule.ts';
import { holesOf, type Template } from '../../../rule-language/template.ts';
import type { LintCheck, LintContext, LintFinding } from '../lint-check.ts';

/** Compares the sentences with `dedup`. */
export const foldedTarget: LintCheck = {
  codes: [
    {
      code: 'one-target-of-many',
      severity: 'warning',
      summary: 'A sentence names one target, while the rule folds targets together.',
    },
  ],
  find(rule, _rules, context) {
    if (rule.dedup?.kind !== 'period' || rule.dedup.targets !== 'together') return [];
    return [
      ...naming(rule, rule.sentence, ['sentence'], context),
      ...rule.variations.flatMap(({ sentence }, index) =>
        naming(rule, sentence, ['variations', index, 'sentence'], context),
      ),
      ...rule.modifiers.flatMap(({ sentence }, index) =>
        naming(rule, sentence, ['modifiers', index, 'sentence'], context),
      ),
    ];
  },
};

function naming(
  rule: Rule,
  sentence: Template | undefined,
  path: readonly (string | number)[],
  context: LintContext,
): readonly LintFinding[] {
  const holes = sentence === undefined ? [] : holesOf(sentence);
  const part = holes.find(({ kind }) => kind === 'target' || kind === 'matched');
  if (part === undefined) return [];
  const hole = 'path' in part ? `{${part.kind}.${part.path}}` : `{${part.kind}}`;
  const message = `${hole} is that of the first call alone: "dedup" folds targets together`;
  const place = context.written(rule).placeOf(...path);
  return [{ code: 'one-target-of-many', place, message, suggestion: 'leave it out of the sentence' }];
}
