/** Expects the other answer of a predicate. */
import type { Verdict } from '../../../rule-language/detection.ts';
import type { Rule } from '../../../rule-language/rule.ts';
import { changesOfTests } from '../field-site.ts';
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

/** The values of a list are one question with several verdicts each: they are changed together. */
function changed(rule: Rule, change: (verdicts: readonly Verdict[]) => readonly Verdict[]): readonly Change[] {
  return changesOfTests(rule, (test, { search }) => {
    if (test.kind !== 'predicate') return undefined;
    const verdicts = change(test.verdicts);
    if (verdicts.length === 0) return undefined;
    const [before, after] = [test.verdicts, verdicts].map((list) => list.map((verdict) => words[verdict]).join(', '));
    return {
      test: { ...test, verdicts },
      words: `"${test.name}" may answer ${after ?? ''} instead of ${before ?? ''}`,
      hint: `an event whose ${search.field.text} makes "${test.name}" answer one and not the other`,
    };
  });
}
