/** What holds for every shipped rule: metadata, tests inside, an explanation that was tried. */
import { describe, expect, it } from 'vitest';
import { draftAlert } from '../src/alerts/draft.ts';
import { isAlert } from '../src/alerts/alert.ts';
import { rawEventView } from '../src/events/event-view.ts';
import { loadBases } from '../src/rule-language/base-event.ts';
import { loadRules } from '../src/rule-language/load.ts';
import { organisationProfile } from '../src/context/organisation-profile.ts';
import { policyPredicates } from '../src/rule-language/policy-predicates.ts';
import { runRuleTests } from '../src/rule-language/rule-test.ts';
import { compileRuleSet } from '../src/rule-language/rule-set.ts';
import { reachableLevels } from '../src/rule-language/severity-modifier.ts';
import { testEvents } from '../src/rule-language/test-events.ts';
import { withoutTests } from '../src/cli/rule-files.ts';
import { edited } from '../src/std/json-edit.ts';
import { lint } from '../src/workshop/lint/lint.ts';
import { baseFiles, ruleFiles } from './shipped-rules.fixture.ts';

const { rules, diagnostics } = loadRules(ruleFiles);
const { bases, diagnostics: baseDiagnostics } = loadBases(baseFiles);
const ruleSet = compileRuleSet(rules, { predicates: policyPredicates(organisationProfile()) });

it('all rules load without a word', () => {
  expect([...diagnostics, ...baseDiagnostics]).toEqual([]);
  expect(rules.length).toBeGreaterThan(0);
});

it('a run that leaves the tests unread has the same rules', () => {
  const cut = loadRules(ruleFiles.map(({ file, text }) => ({ file, text: withoutTests(text) })));
  expect(cut.diagnostics).toEqual([]);
  expect(cut.rules.map((rule) => ({ ...rule, tests: [], source: '' }))).toEqual(
    rules.map((rule) => ({ ...rule, tests: [], source: '' })),
  );
  expect(cut.rules.every(({ tests }) => tests.length === 0)).toBe(true);
});

describe.each(rules.map((rule) => [rule.name, rule] as const))('%s', (_, rule) => {
  it('passes the tests it carries', () => {
    const results = runRuleTests(rule, bases, rawEventView, policyPredicates);
    expect(results.filter(({ passed }) => !passed).map(({ test, reason }) => `${test.name}: ${reason ?? ''}`)).toEqual(
      [],
    );
  });

  it('carries a positive, a near miss, a test with null parameters, and from high upwards a bypass', () => {
    const kinds = new Set(rule.tests.map(({ kind }) => kind));
    const levels = reachableLevels(rule);
    const needed = [
      'positive',
      'near-miss',
      'null-parameters',
      ...(levels.some((l) => l === 'high' || l === 'critical') ? ['bypass'] : []),
    ];
    expect(needed.filter((kind) => !kinds.has(kind as 'positive'))).toEqual([]);
  });

  it('says everything an analyst needs (R92)', () => {
    for (const text of [
      rule.id,
      rule.description,
      rule.attackersGoal,
      rule.business,
      rule.confidence,
      rule.category,
      rule.date,
    ]) {
      expect(text).toBeTruthy();
    }
    for (const list of [
      rule.references,
      rule.investigate,
      rule.respond,
      rule.falsepositives,
      rule.blindSpots,
      rule.data,
    ]) {
      expect(list.length).toBeGreaterThan(0);
    }
    expect(rule.sentence).toBeDefined();
    expect(rule.attack?.release).toBe('19.1');
  });

  it('tells what would have silenced each of its positives, and every telling was tried', () => {
    for (const test of rule.tests.filter(({ expect: expected }) => expected.kind === 'alert')) {
      for (const record of testEvents(test.events, bases)) {
        const profile = organisationProfile(test.profile);
        const engine =
          test.profile === undefined ? ruleSet : compileRuleSet([rule], { predicates: policyPredicates(profile) });
        const view = rawEventView(record);
        const match = engine.match(view).find((found) => found.rule === rule);
        if (match === undefined) continue; // another event of the test is the one
        const alert = draftAlert(match, view, { file: 'test', record: 1 }, { engine, profile });
        expect(isAlert(alert)).toBe(true);
        expect(alert.explanation.reason).not.toMatch(/undefined|\[object/);
        expect(alert.explanation.would_not_fire_if.length).toBeGreaterThan(0);
        for (const { edits } of alert.explanation.would_not_fire_if) {
          const changed = edited(
            view.raw,
            edits.map(({ field, set }) => ({ path: field, set: set ?? undefined })),
          );
          expect(engine.matchesRule(rule, rawEventView(changed))).toBe(false);
        }
      }
    }
  });

  it('names no policy, and takes no user agent for an excuse', () => {
    const detection = /^detection:\n(?:[ \t].*\n|\n)*/m.exec(rule.source)?.[0] ?? '';
    expect(detection).not.toMatch(/AdministratorAccess|PowerUserAccess|IAMFullAccess/i);
    // Where an agent is a sign, the check of `rules lint` follows its polarity; nobody silences that check.
    expect(rule.source).not.toMatch(/user-agent-as-innocence/);
    if (!/userAgent|accessMethod/i.test(detection)) return;
    const findings = lint({ files: [{ file: rule.name, text: rule.source }], baseFiles });
    expect(findings.filter(({ code }) => code === 'user-agent-as-innocence')).toEqual([]);
  });
});
