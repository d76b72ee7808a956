import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rawEventView } from '../../events/event-view.ts';
import { loadBases } from '../../rule-language/base-event.ts';
import { loadRules } from '../../rule-language/load.ts';
import { policyPredicates } from '../../rule-language/policy-predicates.ts';
import { prepareRuleTests } from '../../rule-language/rule-test.ts';
import { kindOf } from '../../rule-language/rule.ts';
import { judgeMutants, withFate } from '../mutate/judge-mutants.ts';
import { runTests } from '../test-report/rule-test-run.ts';
import { baseDraft, type DraftOrder, ruleDraft } from './rule-draft.ts';

const shippedBases = ['aws', 'gcp'].map((cloud) => {
  const file = new URL(`../../../rules/${cloud}/base-events.yaml`, import.meta.url);
  return { file: file.pathname, text: readFileSync(file, 'utf8') };
});
const order: DraftOrder = {
  name: 'user-tagged',
  id: '11111111-2222-4333-8444-555555555555',
  date: '2026-11-22',
  cloud: 'aws',
  service: 'iam.amazonaws.com',
  action: 'TagUser',
  title: undefined,
  level: 'medium',
  event: undefined,
  hasFailed: false,
  memory: undefined,
};
const gcp = {
  cloud: 'gcp',
  service: 'iam.googleapis.com',
  action: 'google.iam.admin.v1.DeleteServiceAccount',
} as const;

/** Loads a draft and runs its tests. */
function tried(draft: DraftOrder): {
  readonly problems: readonly string[];
  readonly failed: readonly string[];
  readonly passed: number;
} {
  const { rules, diagnostics } = loadRules([{ file: `${draft.name}.yaml`, text: ruleDraft(draft) }]);
  const own = draft.event === undefined ? [] : [{ file: 'base-events.yaml', text: baseDraft(draft.name, draft.event) }];
  const { bases, diagnostics: baseProblems } = loadBases([...shippedBases, ...own]);
  const run = runTests(rules, { bases, toEventView: rawEventView, predicatesOf: policyPredicates });
  const failed = run.suites.flatMap(({ results }) =>
    results.filter(({ passed }) => !passed).map(({ test }) => test.name),
  );
  return { problems: [...diagnostics, ...baseProblems].map(({ message }) => message), failed, passed: run.passed };
}

const DRAFTS = [
  ['an action of AWS', order],
  ['a method of Google Cloud', { ...order, ...gcp }],
  [
    'an event of CloudTrail',
    {
      ...order,
      event: {
        eventVersion: '1.11',
        eventSource: order.service,
        eventName: order.action,
        requestParameters: { userName: 'bob' },
      },
    },
  ],
  [
    'an event of CloudTrail that was denied',
    {
      ...order,
      hasFailed: true,
      event: {
        eventVersion: '1.11',
        eventSource: order.service,
        eventName: order.action,
        errorCode: 'AccessDenied',
        errorMessage: 'not allowed',
      },
    },
  ],
  [
    'an entry of Google Cloud that was denied',
    {
      ...order,
      ...gcp,
      hasFailed: true,
      event: {
        insertId: 'a',
        logName: 'projects/p/logs/cloudaudit.googleapis.com%2Factivity',
        protoPayload: {
          '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
          serviceName: gcp.service,
          methodName: gcp.action,
          status: { code: 7, message: 'PERMISSION_DENIED' },
        },
      },
    },
  ],
  [
    'an entry of Google Cloud',
    {
      ...order,
      ...gcp,
      event: {
        insertId: 'a',
        logName: 'projects/p/logs/cloudaudit.googleapis.com%2Factivity',
        protoPayload: {
          '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
          serviceName: gcp.service,
          methodName: gcp.action,
        },
      },
    },
  ],
] as const;

describe('the draft of a rule', () => {
  it.each(DRAFTS)('from %s loads, and passes a test of every kind', (_, draft) => {
    expect(tried(draft)).toEqual({ problems: [], failed: [], passed: 6 });
    const { rules } = loadRules([{ file: 'draft.yaml', text: ruleDraft(draft) }]);
    expect(new Set(rules[0]?.tests.map(({ kind }) => kind))).toEqual(
      new Set(['positive', 'near-miss', 'null-parameters', 'bypass']),
    );
  });

  it.each(DRAFTS.flatMap((one) => (['threshold', 'new_terms'] as const).map((memory) => [...one, memory] as const)))(
    'from %s that remembers loads, passes a test of every kind, and no mutant of its memory survives',
    (_, draft, memory) => {
      const remembering = { ...draft, memory };
      expect(tried(remembering)).toMatchObject({ problems: [], failed: [] });
      const { rules } = loadRules([{ file: 'draft.yaml', text: ruleDraft(remembering) }]);
      const [rule] = rules;
      if (rule === undefined) throw new Error('no rule');
      expect(kindOf(rule)).toBe(memory);
      const own = draft.event === undefined ? [] : [{ file: 'b.yaml', text: baseDraft(draft.name, draft.event) }];
      const { bases } = loadBases([...shippedBases, ...own]);
      const report = judgeMutants(rule, prepareRuleTests(rule, bases, rawEventView, policyPredicates));
      const survivors = withFate(report, 'survived').map(({ mutant }) => mutant.mutation.name);
      expect(survivors.filter((name) => /window|history|limit|term|key|readiness/u.test(name))).toEqual([]);
    },
  );

  it('says everything that a shipped rule has to say', () => {
    const { rules } = loadRules([{ file: 'draft.yaml', text: ruleDraft(order) }]);
    expect(rules[0]).toMatchObject({
      name: 'user-tagged',
      id: order.id,
      date: '2026-11-22',
      level: 'medium',
      confidence: 'medium',
    });
    for (const text of [
      'attackersGoal',
      'business',
      'sentence',
      'investigate',
      'respond',
      'blindSpots',
      'data',
      'attack',
    ] as const) {
      expect(rules[0]?.[text]).toBeTruthy();
    }
  });

  it('is sound YAML whatever title, service and action are', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(text, text, text, (title, service, action) => {
        const { diagnostics } = loadRules([{ file: 'x.yaml', text: ruleDraft({ ...order, title, service, action }) }]);
        expect(diagnostics).toEqual([]);
      }),
    );
  });
});
