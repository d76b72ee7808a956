/**
 * Laws over generated rules and events: taking a rule apart and putting it together changes nothing; a rule whose
 * fields moved, on an event whose fields moved, is the rule on the event.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventView } from '../../events/audit-event.ts';
import { loadRules } from '../load.ts';
import type { PredicateTable } from '../predicate.ts';
import { generatedEvent, generatedRuleText } from '../rule-generator.fixture.ts';
import { compileRuleSet } from '../rule-set.ts';
import type { Rule } from '../rule.ts';
import { pipeline } from './pipeline.fixture.ts';
import type { PipelineFile } from './load-pipelines.ts';

const fields = ['x', 'y', 'a', 'b', 'a.b', 'a.b.c', '__proto__', 'eventName', 'ip', 'when'];
const predicates: PredicateTable = new Map([
  ['grants_admin', (value) => (typeof value === 'string' ? (value.startsWith('f') ? 'yes' : 'no') : 'unknown')],
]);

/** The rule of a text, which loads; behind pipelines where there are some. */
function ruleOf(text: string, ...pipelines: readonly PipelineFile[]): Rule {
  const { rules, diagnostics } = loadRules([{ file: 'rule.yaml', text }], { pipelines });
  const [rule] = rules;
  if (rule === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return rule;
}

function verdict(rule: Rule, event: EventView): string {
  const [match] = compileRuleSet([rule], { predicates }).match(event);
  return match === undefined ? 'no' : `${match.level} ${match.variation?.name ?? '-'}`;
}

function meaning({ detection, variations }: Rule): unknown {
  return { identifiers: [...detection.identifiers], condition: detection.condition, variations };
}

/**
 * The event with its fields elsewhere. Nothing was stripped from it: where parameters were, a predicate answers
 * "unknown" under every name that the record lacks, so under one of several too.
 */
function moved(event: EventView): EventView {
  return whole({ ...event, raw: { moved: event.raw } });
}

function whole(event: EventView): EventView {
  return { ...event, audit: () => ({ ...event.audit(), parametersStripped: false }) };
}

describe('rules that a pipeline rewrites as they are', () => {
  const unconcerned = pipeline('- type: field_name_mapping\n  mapping: { nowhere: else }');
  // A mapping of a name to itself and a text replaced by itself make every item be written anew.
  const rewriting = pipeline(
    [
      `- type: field_name_mapping\n  mapping: ${JSON.stringify(Object.fromEntries(fields.map((field) => [field, field])))}`,
      '- type: nest',
      '  items:',
      "    - { type: replace_string, regex: '^', replacement: '~' }",
      "    - { type: replace_string, regex: '^~', replacement: '' }",
    ].join('\n'),
  );

  test('mean what they meant', () => {
    fc.assert(
      fc.property(generatedRuleText, (text) => {
        const before = meaning(ruleOf(text));
        expect(meaning(ruleOf(text, unconcerned))).toEqual(before);
        expect(meaning(ruleOf(text, rewriting))).toEqual(before);
      }),
      { numRuns: 150 },
    );
  });

  test('stand where they stood', () => {
    fc.assert(
      fc.property(generatedRuleText, (text) => {
        expect(new Set(ruleOf(text, rewriting).places.values())).toEqual(new Set(ruleOf(text).places.values()));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a moved rule on a moved event is the rule on the event', () => {
  const prefixed = pipeline('- type: field_name_prefix\n  prefix: moved.');
  const several = pipeline(
    `- type: field_name_mapping\n  mapping: ${JSON.stringify(
      Object.fromEntries(fields.map((field) => [field, [`nowhere.${field}`, `moved.${field}`]])),
    )}`,
  );
  const meeting = fc.tuple(generatedRuleText, fc.array(generatedEvent, { minLength: 1, maxLength: 8 }));

  test.each([
    ['under one name', prefixed],
    ['under several, of which the event has one', several],
  ])('%s', (_, mapping) => {
    let matched = 0;
    fc.assert(
      fc.property(meeting, ([text, events]) => {
        const [before, after] = [ruleOf(text), ruleOf(text, mapping)];
        for (const event of events) {
          const expected = verdict(before, whole(event));
          if (expected !== 'no') matched += 1;
          expect(verdict(after, moved(event))).toBe(expected);
        }
      }),
      { numRuns: 150 },
    );
    expect(matched).toBeGreaterThan(50);
  });
});

test('pipelines act in the order of their priorities, whatever the order in which they are given', () => {
  const numbered = fc.uniqueArray(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(numbered, (priorities) => {
      const files = priorities.map((priority) => ({
        ...pipeline(`- type: field_name_suffix\n  suffix: .p${priority}`, `priority: ${priority}`),
        file: `p${priority}.yaml`,
      }));
      const text = 'title: T\nlogsource: { product: aws }\ndetection:\n  s: { f: x }\n  condition: s\n';
      const search = ruleOf(text, ...files).detection.identifiers.get('s');
      const sorted = [...priorities].sort((left, right) => left - right).map((priority) => `.p${priority}`);
      expect(search?.kind === 'field' ? search.field.text : undefined).toBe(`f${sorted.join('')}`);
    }),
  );
});
