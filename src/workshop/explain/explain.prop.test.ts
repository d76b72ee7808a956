/**
 * Laws of explaining, over generated rules and events: the tree says what the engine says, for the rule, its level,
 * its variation and every identifier; and every node is what its parts make of it. The comparison is itself tested:
 * bugs planted in the engine are found.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventView } from '../../events/audit-event.ts';
import { type Operators, operators } from '../../rule-language/operator.ts';
import type { PredicateTable } from '../../rule-language/predicate.ts';
import { generatedEvent, generatedRules } from '../../rule-language/rule-generator.fixture.ts';
import { compileRuleSet } from '../../rule-language/rule-set.ts';
import type { Rule } from '../../rule-language/rule.ts';
import { explainRule } from './explain-rule.ts';
import type { ExplainedCondition, ExplainedDetection, ExplainedRule, ExplainedSearch } from './explained-rule.ts';

const predicates: PredicateTable = new Map([
  ['grants_admin', (value) => (typeof value === 'string' ? (value.startsWith('f') ? 'yes' : 'no') : 'unknown')],
]);
const meetings = fc.tuple(generatedRules, fc.array(generatedEvent, { minLength: 1, maxLength: 10 }));

/** What the engine says about a rule and an event. */
function engineSays(rules: readonly Rule[], table: Operators): (rule: Rule, event: EventView) => string {
  const engine = compileRuleSet(rules, { predicates, operators: table });
  return (rule, event) => {
    const match = engine.match(event).find((one) => one.rule === rule);
    const verdict = match === undefined ? 'silent' : `${match.level} ${match.variation?.name ?? '-'}`;
    return `${verdict}: ${engine.identifiersHeld(rule, event).join(' ')}`;
  };
}

function explanationSays({ holds, level, variation, detection }: ExplainedRule): string {
  const verdict = holds ? `${level ?? ''} ${variation ?? '-'}` : 'silent';
  const held = detection.identifiers.filter((one) => one.holds).map(({ name }) => name);
  return `${verdict}: ${held.join(' ')}`;
}

test('the tree says what the engine says, and every node is what its parts make of it: 10,000 pairs', () => {
  let pairs = 0;
  let fired = 0;
  fc.assert(
    fc.property(meetings, ([rules, events]) => {
      const asked = engineSays(rules, operators);
      for (const rule of rules) {
        for (const event of events) {
          const explained = explainRule(rule, event, { predicates });
          expect(explanationSays(explained)).toBe(asked(rule, event));
          expect(contradictions(explained)).toEqual([]);
          pairs += 1;
          if (explained.holds) fired += 1;
        }
      }
    }),
    { numRuns: 650, seed: 11 },
  );
  expect(pairs).toBeGreaterThanOrEqual(10_000);
  // Rules that always or never fire would prove little.
  expect(fired / pairs).toBeGreaterThan(0.1);
  expect(fired / pairs).toBeLessThan(0.9);
});

const bugs: Record<string, Partial<Operators>> = {
  'text keeps case': { text: (pattern) => operators.text(pattern, true) },
  'lt includes the bound': {
    compare: (comparison, value) => operators.compare(comparison === 'lt' ? 'lte' : comparison, value),
  },
  'fieldref keeps case': { relate: (relation) => operators.relate(relation, true) },
  'an absent field is not equal': { negate: (leaves, holds) => !leaves.some(holds) },
  'not equal wants one value that differs': { negate: (leaves, holds) => leaves.some((leaf) => !holds(leaf)) },
  'an empty list is absent': { exists: (leaves) => leaves.some((leaf) => !Array.isArray(leaf)) },
};

describe('a bug planted in the engine is found by explaining', () => {
  test.each(Object.entries(bugs))('%s', (_name, bug) => {
    const law = fc.property(meetings, ([rules, events]) => {
      const asked = engineSays(rules, { ...operators, ...bug });
      return rules.every((rule) =>
        events.every((event) => explanationSays(explainRule(rule, event, { predicates })) === asked(rule, event)),
      );
    });
    expect(fc.check(law, { numRuns: 1_500, seed: 7, endOnFailure: true }).failed).toBe(true);
  });
});

/** Every node whose verdict is not what its parts make of it, and every blame on a part that had no say. */
function contradictions(rule: ExplainedRule): readonly string[] {
  const parts = [rule.logsource, rule.detection, ...rule.filters];
  return [
    ...(parts.every(({ holds }) => holds) === rule.holds ? [] : ['rule']),
    ...(parts.some(({ decides }) => decides) ? [] : ['nobody bears the verdict']),
    ...[rule.detection, ...rule.filters].flatMap(inDetection),
    ...rule.variations.flatMap(({ condition }) => inCondition(condition)),
  ];
}

function inDetection({ condition, identifiers, holds, decides }: ExplainedDetection): readonly string[] {
  return [
    ...(condition.holds === holds && condition.decides === decides ? [] : ['detection']),
    ...inCondition(condition),
    ...identifiers.flatMap(({ name, search, ...one }) => [
      ...(search.holds === one.holds ? [] : [name]),
      ...inSearch(search),
    ]),
  ];
}

function inCondition(node: ExplainedCondition): readonly string[] {
  if (node.kind === 'name') return [];
  const operands = node.kind === 'not' ? [node.operand] : node.operands;
  const isJoint = node.kind === 'and' || (node.kind === 'of' && node.quantifier === 'all');
  const holds = isJoint ? operands.every((one) => one.holds) : operands.some((one) => one.holds);
  const isRight = (node.kind === 'not' ? !holds : holds) === node.holds;
  const isBlamed = !node.decides || operands.some(({ decides }) => decides);
  return [...(isRight && isBlamed ? [] : [node.kind]), ...operands.flatMap(inCondition)];
}

function inSearch(node: ExplainedSearch): readonly string[] {
  const { parts, isJoint, below } = partsOf(node);
  const joined = isJoint ? parts.every(({ holds }) => holds) : parts.some(({ holds }) => holds);
  const isThere = node.kind === 'field' && node.there.values.length > 0;
  const holds = node.kind === 'field' && node.negated ? isThere && !parts.some((part) => part.holds) : joined;
  const isBlameless = !node.decides && parts.some(({ decides }) => decides);
  return [...(holds === node.holds && !isBlameless ? [] : [node.kind]), ...below.flatMap(inSearch)];
}

interface Parts {
  readonly parts: readonly Pick<ExplainedSearch, 'holds' | 'decides'>[];
  readonly isJoint: boolean;
  readonly below: readonly ExplainedSearch[];
}

function partsOf(node: ExplainedSearch): Parts {
  switch (node.kind) {
    case 'all-of':
    case 'any-of':
      return { parts: node.searches, isJoint: node.kind === 'all-of', below: node.searches };
    case 'any-element':
      return { parts: node.elements, isJoint: false, below: node.elements.map(({ search }) => search) };
    case 'field':
    case 'keyword':
      return { parts: node.tests, isJoint: node.quantifier === 'all', below: [] };
  }
}
