/**
 * The tests inside the shipped rules hold every part of them: no small change goes unnoticed (docs/mutations.md). What
 * survives is listed, with its place and the event that would tell.
 */
import { describe, expect, it } from 'vitest';
import { rawEventView } from '../src/events/event-view.ts';
import { loadBases } from '../src/rule-language/base-event.ts';
import { policyPredicates } from '../src/rule-language/policy-predicates.ts';
import { prepareRuleTests } from '../src/rule-language/rule-test.ts';
import { judgeMutants } from '../src/workshop/mutate/judge-mutants.ts';
import { mutationReportText } from '../src/workshop/mutate/report-text.ts';
import { baseFiles, shippedRules } from './shipped-rules.fixture.ts';

const { bases } = loadBases(baseFiles);

describe.each(shippedRules().map((rule) => [rule.name, rule] as const))('%s', (_, rule) => {
  it('has no mutant that its tests do not notice, and records none as equivalent that they do', () => {
    const report = judgeMutants(rule, prepareRuleTests(rule, bases, rawEventView, policyPredicates));
    expect(report.mutants.length).toBeGreaterThan(0);
    expect(mutationReportText(report)).toBe('');
  });
});
