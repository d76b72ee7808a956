/** Verbs for tests of mutation: the mutants of a detection, and what became of them. */
import type { JsonObject } from '../../std/json.ts';
import { eventView } from '../../rule-language/event-view.fixture.ts';
import { ruleAround, ruleFrom } from '../../rule-language/harness.fixture.ts';
import { prepareRuleTests } from '../../rule-language/rule-test.ts';
import { judgeMutants, type RuleMutationReport } from './judge-mutants.ts';
import { mutantsOf } from './mutants-of.ts';

/** Ids of all mutants of a rule with this detection. */
export function mutantIds(detection: string, more = ''): readonly string[] {
  return mutantsOf(ruleFrom(ruleAround(detection, more))).map(({ id }) => id);
}

/** The judgement on a rule by the tests that stand in `more`, over one base event called `base`. */
export function judged(detection: string, more: string, base: JsonObject, mutantsMax?: number): RuleMutationReport {
  const rule = ruleFrom(ruleAround(detection, more));
  return judgeMutants(
    rule,
    prepareRuleTests(rule, new Map([['base', base]]), (raw) => eventView(raw)),
    mutantsMax,
  );
}
