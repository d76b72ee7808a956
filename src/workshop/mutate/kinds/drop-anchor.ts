/** Takes `^` or `$` off a regular expression. */
import type { FieldTest } from '../../../rule-language/detection.ts';
import type { Rule } from '../../../rule-language/rule.ts';
import { changesOfTests } from '../field-site.ts';
import type { Change, Mutation } from '../mutation.ts';

/** The mutation `drop-start-anchor`. */
export const dropStartAnchor: Mutation = {
  name: 'drop-start-anchor',
  about: 'A regular expression no longer starts with `^`.',
  example: {
    before: `
detection:
  created: { requestParameters.userName|re: ^adm.n }
  condition: created`,
    after: `
detection:
  created: { requestParameters.userName|re: adm.n }
  condition: created`,
  },
  changes: (rule) => without(rule, /^\^/, 'before'),
};

/** The mutation `drop-end-anchor`. */
export const dropEndAnchor: Mutation = {
  name: 'drop-end-anchor',
  about: 'A regular expression no longer ends with `$`.',
  example: {
    before: `
detection:
  created: { requestParameters.userName|re: adm.n$ }
  condition: created`,
    after: `
detection:
  created: { requestParameters.userName|re: adm.n }
  condition: created`,
  },
  // An odd number of backslashes before it makes the sign a character like any other.
  changes: (rule) => without(rule, /(?<=(?:^|[^\\])(?:\\\\)*)\$$/, 'behind'),
};

function without(rule: Rule, anchor: RegExp, side: 'before' | 'behind'): readonly Change[] {
  return changesOfTests(rule, (test: FieldTest) => {
    if (test.kind !== 'regex' || !anchor.test(test.source)) return undefined;
    const source = test.source.replace(anchor, '');
    return {
      test: { ...test, source },
      words: `/${test.source}/ is /${source}/`,
      hint: `an event with more text ${side} what /${source}/ finds`,
    };
  });
}
