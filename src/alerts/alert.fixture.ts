/** Alerts for tests: one rule and one record in, the alerts of a bounded run out. */
import { organisationProfile } from '../context/organisation-profile.ts';
import { record } from '../events/cloudtrail/record.fixture.ts';
import { cloudTrailView } from '../events/cloudtrail/event-view.ts';
import { loadRules } from '../rule-language/load.ts';
import { compileRuleSet } from '../rule-language/rule-set.ts';
import type { Json } from '../std/json.ts';
import type { Alert } from './alert.ts';
import { draftAlert } from './draft.ts';

const HEAD = `
title: A test
id: 11111111-2222-4333-8444-555555555555
name: a-test
level: low
logsource: { product: aws, service: cloudtrail }
`;

/** The alert that a rule (its text below the header) gives for a record, before repeats are folded in. */
export function alertFor(rule: string, patch: Readonly<Record<string, Json | undefined>> = {}): Alert {
  const { rules, diagnostics } = loadRules([{ file: 'rule.yaml', text: HEAD + rule }]);
  const ruleSet = compileRuleSet(rules);
  const view = cloudTrailView(record(patch));
  const [match] = ruleSet.match(view);
  if (match === undefined) throw new Error(`The rule does not match: ${JSON.stringify(diagnostics)}`);
  return draftAlert(match, view, { file: 'a.json', record: 1 }, { engine: ruleSet, profile: organisationProfile() });
}
