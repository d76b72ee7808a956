import { describe, expect, it } from 'vitest';
import { rawEventView } from '../../events/event-view.ts';
import { loadBases } from '../../rule-language/base-event.ts';
import { loadRules } from '../../rule-language/load.ts';
import { policyPredicates } from '../../rule-language/policy-predicates.ts';
import { prepareRuleTests } from '../../rule-language/rule-test.ts';
import { clauseCoverage } from './clause-coverage.ts';
import { coverageText, type RuleCoverage } from './coverage-text.ts';

const { bases } = loadBases([
  { file: 'b.yaml', text: "call: { eventVersion: '1.11', eventSource: iam.amazonaws.com, eventName: CreateUser }\n" },
]);
const RULE = `
title: Users
logsource: { product: aws, service: cloudtrail }
detection:
  made:
    eventSource: iam.amazonaws.com
    eventName: [CreateUser, CreateRole]
  kept:
    - requestParameters.userName: bob
    - requestParameters.tags|any_element: { key: keep }
  condition: made and not kept
variations:
  - { name: role, condition: made, level: high }
`;

function coverageOf(tests: string): RuleCoverage {
  const [rule] = loadRules([{ file: 'users.yaml', text: `${RULE}tests:\n${tests}` }]).rules;
  if (rule === undefined) throw new Error('the rule of this test does not load');
  return { rule, clauses: clauseCoverage(rule, prepareRuleTests(rule, bases, rawEventView, policyPredicates)) };
}

describe('coverage of clauses', () => {
  it('names what no test has seen to hold or to fail, with its line', () => {
    expect(coverageText([coverageOf('  - { name: a user, event: call, expect: alert }\n')])).toBe(
      [
        'never fails  users.yaml:5: made',
        'never fails  users.yaml:6: made.eventSource',
        'never fails  users.yaml:7: made.eventName',
        'never fails  users.yaml:7: made.eventName CreateUser',
        'never holds  users.yaml:7: made.eventName CreateRole',
        'never holds  users.yaml:8: kept',
        'never holds  users.yaml:9: kept#1.requestParameters.userName',
        'never holds  users.yaml:10: kept#2.requestParameters.tags|any_element',
        'never fails  users.yaml:13: variation "role"',
        '0 of 9 clauses seen to hold and to fail',
        '',
      ].join('\n'),
    );
  });

  it('a clause is covered once it was seen both ways, whatever the others say; elements count too', () => {
    const { clauses } = coverageOf(
      [
        '  - { name: a user, event: call, expect: alert }',
        '  - { name: kept, event: call, patch: { requestParameters.tags: [{ key: keep }, { key: b }] }, expect: none }',
        '  - { name: elsewhere, event: call, patch: { eventSource: x, eventName: y }, expect: none }',
        '',
      ].join('\n'),
    );
    expect(clauses.filter(({ held, failed }) => held && failed).map(({ name }) => name)).toEqual([
      'made',
      'made.eventSource',
      'made.eventName',
      'made.eventName CreateUser',
      'kept',
      'kept#2.requestParameters.tags|any_element',
      'kept#2.requestParameters.tags|any_element.key',
    ]);
  });

  it('a variation counts only where its rule matches', () => {
    const { clauses } = coverageOf('  - { name: no user, event: call, patch: { eventName: x }, expect: none }\n');
    expect(clauses.map(({ name }) => name)).not.toContain('variation "role"');
  });
});
