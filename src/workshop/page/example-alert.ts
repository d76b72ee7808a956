/** The alert of a rule's own first positive test: what a reader of its page sees before the rule has ever fired. */
import type { Alert } from '../../alerts/alert.ts';
import { alertOf } from '../../alerts/alert-of-finding.ts';
import { folded } from '../../alerts/fold.ts';
import { foldOf, sightingOf } from '../../alerts/sighting.ts';
import { foldAll } from '../../detectors/fold-all.ts';
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
export function exampleAlert(rule: Rule, bases: ReadonlyMap<string, JsonObject>): ExampleAlert | undefined {
  for (const test of positives(rule)) {
    const alert = alertOfTest(rule, test, bases);
    if (alert !== undefined) return { test, alert };
  }
  return undefined;
}

function positives({ tests }: Rule): readonly RuleTest[] {
  const alerting = tests.filter(({ expect }) => expect.kind === 'alert');
  return [...alerting.filter(({ kind }) => kind === 'positive'), ...alerting.filter(({ kind }) => kind !== 'positive')];
}

/** The alert of the first event of a test that matches. */
function alertOfTest(rule: Rule, test: RuleTest, bases: ReadonlyMap<string, JsonObject>): Alert | undefined {
  const profile = organisationProfile(test.profile);
  const engine = compileRuleSet([rule], { predicates: policyPredicates(profile) });
  for (const [index, event] of test.events.entries()) {
    const base = bases.get(event.base);
    if (base === undefined) continue;
    const raw = applyPatch(base, event);
    const view = rawEventView(raw);
    const match = engine.match(view)[0];
    if (match === undefined) continue;
    const place = { engine, profile, dataSet: '', input: { file: 'example.json', record: index + 1 } };
    const sighting = sightingOf(match, undefined, view, place, { value: raw, isNative: true });
    const [finding] = foldAll(foldOf(rule), [sighting.observation]);
    return finding === undefined ? undefined : alertOf(folded(finding, sighting), engine, profile);
  }
  return undefined;
}
