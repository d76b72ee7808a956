/** The alert of a rule's own first positive test: what a reader of its page sees before the rule has ever fired. */
import type { Alert } from '../../alerts/alert.ts';
import { alertOf } from '../../alerts/alert-of-finding.ts';
import { folded } from '../../alerts/fold.ts';
import { foldOf, type Sighting, sightingOf } from '../../alerts/sighting.ts';
import { foldAll } from '../../detectors/fold-all.ts';
import { organisationProfile } from '../../context/organisation-profile.ts';
import { rawEventView } from '../../events/event-view.ts';
import type { MemoryFeed } from '../../rule-language/memory-rule.ts';
import { policyPredicates } from '../../rule-language/policy-predicates.ts';
import { compileRuleSet } from '../../rule-language/rule-set.ts';
import type { Rule, RuleTest } from '../../rule-language/rule.ts';
import { testEvents } from '../../rule-language/test-events.ts';
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

/** The first alert that the events of a test make together; without a memory, that of the first event that matches. */
function alertOfTest(rule: Rule, test: RuleTest, bases: ReadonlyMap<string, JsonObject>): Alert | undefined {
  if (test.events.some(({ base }) => !bases.has(base))) return undefined;
  const profile = organisationProfile(test.profile);
  const engine = compileRuleSet([rule], { predicates: policyPredicates(profile) });
  const sightings = testEvents(test.events, bases).flatMap((raw, index): readonly Sighting[] => {
    const view = rawEventView(raw);
    const match = engine.match(view)[0];
    if (match === undefined) return [];
    const place = { engine, profile, dataSet: '', input: { file: 'example.json', record: index + 1 } };
    const feeds: readonly (MemoryFeed | undefined)[] =
      rule.memory === undefined ? [undefined] : engine.feeds(match, view);
    return feeds.map((feed) => sightingOf(match, feed, view, place, { value: raw, isNative: true }));
  });
  for (const together of foldsOf(rule, sightings)) {
    const [first] = together;
    const [finding] = foldAll(
      foldOf(rule.name, engine),
      together.map(({ observation }) => observation),
    );
    if (first !== undefined && finding !== undefined)
      return alertOf(folded(finding, first), { ruleSet: engine, profile, logSinceMs: () => Number.NEGATIVE_INFINITY });
  }
  return undefined;
}

/** The sightings of each fold. What remembers nothing is shown by one event. */
function foldsOf({ memory }: Rule, sightings: readonly Sighting[]): readonly (readonly Sighting[])[] {
  if (memory === undefined) return [sightings.slice(0, 1)];
  const partitions = [...new Set(sightings.map(({ partition }) => partition))];
  return partitions.map((partition) => sightings.filter((one) => one.partition === partition));
}
