/** Search identifiers that are called filters and are demanded: `all of them`, `selection and filter`. */
import { namesByRole } from '../mention.ts';
import type { LintCheck } from '../lint-check.ts';

const FILTER = /^(?:filter|exclusion|exception|whitelist|allowlist)/iu;

/** Compares the name of an identifier with its role. */
export const filterNotNegated: LintCheck = {
  codes: [
    {
      code: 'filter-not-negated',
      severity: 'warning',
      summary: 'The condition wants what is called a filter to hold, instead of excluding it.',
    },
  ],
  find: (rule) =>
    [...namesByRole(rule.detection.condition)].flatMap(([name, roles]) => {
      const place = rule.places.get(rule.detection.condition);
      if (!FILTER.test(name) || roles.has('excuses') || place === undefined) return [];
      const message = `the condition wants "${name}" to hold`;
      const suggestion = `write "not ${name}", or give it another name`;
      const help = '"them" stands for every search identifier, filters too';
      return [{ code: 'filter-not-negated', place, message, suggestion, help }];
    }),
};
