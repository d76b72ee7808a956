/** Expects the other answer of a predicate. */
import type { Verdict } from '../../../rule-language/detection.ts';
import type { Rule } from '../../../rule-language/rule.ts';
import { changesOfFields } from '../field-site.ts';
import type { Change, Mutation } from '../mutation.ts';

/** The mutation `flip-verdict`. */
export const flipVerdict: Mutation = {
  name: 'flip-verdict',
  about: 'A predicate must answer `false` where `true` was asked for, or the other way round.',
  example: {
    before: `
detection:
  made_admin: { requestParameters.policyDocument|grants_admin: true }
  condition: made_admin`,
    after: `
detection:
  made_admin: { requestParameters.policyDocument|grants_admin: false }
  condition: made_admin`,
  },
  changes: (rule) => changed(rule, (verdicts) => verdicts.map((verdict) => opposite[verdict])),
};

/** The mutation `toggle-unknown`. */
export const toggleUnknown: Mutation = {
  name: 'toggle-unknown',
  about: 'The answer `unknown` of a predicate is added to those asked for, or taken from them.',
  example: {
    before: `
detection:
  made_admin: { requestParameters.policyDocument|grants_admin: true }
  condition: made_admin`,
    after: `
detection:
  made_admin: { requestParameters.policyDocument|grants_admin: [true, unknown] }
  condition: made_admin`,
  },
  changes: (rule) =>
    changed(rule, (verdicts) =>
      verdicts.includes('unknown') ? verdicts.filter((verdict) => verdict !== 'unknown') : [...verdicts, 'unknown'],
    ),
};

const opposite: Readonly<Record<Verdict, Verdict>> = { yes: 'no', no: 'yes', unknown: 'unknown' };
const words: Readonly<Record<Verdict, string>> = { yes: 'true', no: 'false', unknown: 'unknown' };

/** Each value of a list is a question of its own; all of a list are changed together. */
function changed(rule: Rule, change: (verdicts: readonly Verdict[]) => readonly Verdict[]): readonly Change[] {
  return changesOfFields(rule, (search) => {
    const asked = search.tests.flatMap((test) => (test.kind === 'predicate' ? test.verdicts : []));
    const verdicts = change(asked);
    const [first] = search.tests;
    if (first?.kind !== 'predicate' || verdicts.length === 0) return undefined;
    const [before, after] = [asked, verdicts].map((list) => list.map((verdict) => words[verdict]).join(', '));
    return {
      search: { ...search, tests: [{ ...first, verdicts }] },
      words: `"${first.name}" may answer ${after ?? ''} instead of ${before ?? ''}`,
      hint: `an event whose ${search.field.text} makes "${first.name}" answer one and not the other`,
    };
  });
}
