/** Tests that a rule should carry: a positive, a near miss, null parameters, and from level high upwards a bypass. */
import type { Rule, RuleTest } from '../../../rule-language/rule.ts';
import type { LintCheck } from '../lint-check.ts';

type Kind = NonNullable<RuleTest['kind']>;

/** Looks which kinds of tests there are. */
export const testsPresent: LintCheck = {
  codes: [
    { code: 'missing-tests', severity: 'warning', summary: 'A rule carries no tests.' },
    {
      code: 'missing-test-kind',
      severity: 'warning',
      summary: 'A rule has tests, but not of every kind that shows what it does.',
    },
  ],
  find(rule, _rules, context) {
    const place = context.written(rule).placeOf(rule.tests.length === 0 ? 'title' : 'tests');
    if (rule.tests.length === 0) {
      const help = 'nothing shows that it fires, nor when it must not';
      return [{ code: 'missing-tests', place, message: 'the rule carries no tests', help }];
    }
    const kinds = new Set(rule.tests.map(({ kind }) => kind));
    const missing = neededKinds(rule).filter((kind) => !kinds.has(kind));
    if (missing.length === 0) return [];
    const unsorted = rule.tests.filter(({ kind }) => kind === undefined).length;
    const help = unsorted === 0 ? undefined : `${unsorted} of the tests ${unsorted === 1 ? 'names' : 'name'} no kind`;
    const message = `the rule has no test of kind ${missing.join(', ')}`;
    return [{ code: 'missing-test-kind', place, message, help }];
  },
};

function neededKinds({ level, variations }: Rule): readonly Kind[] {
  const isSevere = [level, ...variations.map((one) => one.level)].some((one) => one === 'high' || one === 'critical');
  return ['positive', 'near-miss', 'null-parameters', ...(isSevere ? (['bypass'] as const) : [])];
}
