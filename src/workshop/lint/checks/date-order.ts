/** A rule that was changed before it was written. */
import type { LintCheck } from '../lint-check.ts';

/** Compares `date` and `modified`. */
export const dateOrder: LintCheck = {
  codes: [
    {
      code: 'modified-before-date',
      severity: 'warning',
      summary: 'The date of the last change lies before the date of the first version.',
    },
  ],
  find(rule, _rules, context) {
    // ISO dates compare as texts.
    if (rule.date === undefined || rule.modified === undefined || rule.modified >= rule.date) return [];
    const message = `modified on ${rule.modified}, before it was written on ${rule.date}`;
    return [{ code: 'modified-before-date', place: context.written(rule).placeOf('modified'), message }];
  },
};
