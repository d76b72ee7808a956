/** Links between rules: counterparts that exist, relations to others, titles that tell rules apart. */
import { didYouMean } from '../../../document/reporter.ts';
import type { Rule } from '../../../rule-language/rule.ts';
import { nearestName } from '../../../std/did-you-mean.ts';
import type { LintCheck, LintContext, LintFinding } from '../lint-check.ts';

/** Looks where links lead. */
export const link: LintCheck = {
  codes: [
    {
      code: 'unknown-counterpart',
      severity: 'warning',
      summary: 'The counterpart in the other cloud is no rule that is loaded.',
    },
    { code: 'related-to-itself', severity: 'warning', summary: 'A rule is related to itself.' },
    { code: 'duplicate-title', severity: 'warning', summary: 'Two rules have one title.' },
  ],
  find: (rule, rules, context) => [
    ...unknownCounterparts(rule, rules, context),
    ...relatedToItself(rule, context),
    ...sharedTitle(rule, rules, context),
  ],
};

function unknownCounterparts(rule: Rule, rules: readonly Rule[], context: LintContext): readonly LintFinding[] {
  const names = rules.map(({ name }) => name);
  return rule.counterparts.flatMap((counterpart, index) => {
    if (names.includes(counterpart)) return [];
    const place = context.written(rule).placeOf('counterparts', index);
    const message = `no rule is called "${counterpart}"`;
    return [{ code: 'unknown-counterpart', place, message, suggestion: didYouMean(nearestName(counterpart, names)) }];
  });
}

function relatedToItself(rule: Rule, context: LintContext): readonly LintFinding[] {
  const index = rule.related.findIndex(({ id }) => id === rule.id);
  if (index < 0) return [];
  const place = context.written(rule).placeOf('related', index, 'id');
  const help = 'a rule that was copied keeps the id of its model under "related" and gets a new one';
  return [{ code: 'related-to-itself', place, message: 'this is the id of the rule itself', help }];
}

/** Told at the second rule, so that one copy gives one finding. */
function sharedTitle(rule: Rule, rules: readonly Rule[], context: LintContext): readonly LintFinding[] {
  const earlier = rules.slice(0, rules.indexOf(rule)).find(({ title }) => sameTitle(title, rule.title));
  if (earlier === undefined) return [];
  const message = `the rule "${earlier.name}" in ${earlier.file} has this title too`;
  const help = 'alerts are read by their titles';
  return [{ code: 'duplicate-title', place: context.written(rule).placeOf('title'), message, help }];
}

function sameTitle(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
