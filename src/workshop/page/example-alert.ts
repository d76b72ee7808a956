/** The alert of a rule's own first positive test: what a reader of its page sees before the rule has ever fired. */
import type { Alert } from '../../alerts/alert.ts';
import { fold } from '../../alerts/fold.ts';
import { observe, type Observation } from '../../alerts/observation.ts';
import { organisationProfile } from '../../context/organisation-profile.ts';
import { rawEventView } from '../../events/event-view.ts';
import { applyPatch } from '../../rule-language/event-patch.ts';
import { policyPredicates } from '../../rule-language/policy-predicates.ts';
import { compileRuleSet } from '../../rule-language/rule-set.ts';
import type { Rule, RuleTest } from '../../rule-language/rule.ts';
import type { JsonObject } from '../../std/json.ts';

/** An alert, and the test whose event raised it. */
export interface ExampleAlert {
  readonly test: RuleTest;
  readonly alert: Alert;
}

/** The alert of the first test that raises one, those of kind `positive` first; undefined where none does. */
export async function exampleAlert(
  rule: Rule,
  bases: ReadonlyMap<string, JsonObject>,
): Promise<ExampleAlert | undefined> {
  for (const test of positives(rule)) {
    for await (const alert of fold(observations(rule, test, bases))) return { test, alert };
  }
  return undefined;
}

function positives({ tests }: Rule): readonly RuleTest[] {
  const alerting = tests.filter(({ expect }) => expect.kind === 'alert');
  return [...alerting.filter(({ kind }) => kind === 'positive'), ...alerting.filter(({ kind }) => kind !== 'positive')];
}

/** What the first event of a test that matches contributes: one observation, or none. */
async function* observations(
  rule: Rule,
  test: RuleTest,
  bases: ReadonlyMap<string, JsonObject>,
): AsyncGenerator<Observation> {
  const profile = organisationProfile(test.profile);
  const engine = compileRuleSet([rule], { predicates: policyPredicates(profile) });
  for (const [index, event] of test.events.entries()) {
    const base = bases.get(event.base);
    if (base === undefined) continue;
    const view = rawEventView(applyPatch(base, event));
    const match = engine.match(view)[0];
    if (match === undefined) continue;
    // The fold takes its observations as a stream.
    yield await Promise.resolve(
      observe(match, view, { engine, profile, dataSet: '', input: { file: 'example.json', record: index + 1 } }),
    );
    return;
  }
}
