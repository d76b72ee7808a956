/** Variations that make no difference to anybody: the level of the rule, and no text of their own. */
import type { LintCheck } from '../lint-check.ts';

/** Compares a variation with its rule. */
export const variation: LintCheck = {
  codes: [
    {
      code: 'variation-without-effect',
      severity: 'warning',
      summary: 'A variation has the level of its rule and no text of its own.',
    },
  ],
  find: (rule, _rules, context) =>
    rule.variations.flatMap(({ name, level, title, sentence, description, confidence, missingContext }, index) => {
      const hasText = [title, sentence, description, confidence].some((text) => text !== undefined);
      if (level !== rule.level || hasText || missingContext.length > 0) return [];
      const place = context.written(rule).placeOf('variations', index, 'level');
      const message = `the variation "${name}" has the level of the rule and says nothing else`;
      return [{ code: 'variation-without-effect', place, message, suggestion: 'give it a title or a sentence' }];
    }),
};
