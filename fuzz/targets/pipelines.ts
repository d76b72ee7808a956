/**
 * Pipelines in front of rules. Law: any text of a pipeline loads or is refused with diagnostics that point into it; any rule
 * behind one that loads is loaded or refused, without an exception, with diagnostics that point into one of the two files;
 * and what loads gives one answer from the compiler, the index and the interpreter.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { organisationProfile } from '../../src/context/organisation-profile.ts';
import { eventView } from '../../src/rule-language/event-view.fixture.ts';
import { interpretRuleSet } from '../../src/rule-language/interpret.ts';
import { loadRules } from '../../src/rule-language/load.ts';
import { policyPredicates } from '../../src/rule-language/policy-predicates.ts';
import { compileRuleSet, type RuleMatch } from '../../src/rule-language/rule-set.ts';
import { mutatedText } from '../generate/mutate-text.ts';
import { pipelinePieces, pipelineTexts } from '../generate/pipeline-texts.ts';
import { rulePieces, ruleTexts } from '../generate/rule-texts.ts';
import { target } from '../target.ts';
import { checkDiagnostics } from './diagnostic-places.ts';

interface Input {
  readonly pipeline: string;
  readonly rule: string;
}

const predicates = policyPredicates(organisationProfile());
const events = [
  eventView({ eventName: 'CreateUser', a: 'xy', b: { c: 'X' }, d: 6 }),
  eventView({ data: { a: 'xyz', eventName: 'c' }, x: 'x', 'a.value': 'x' }),
];

/** A rule is as written most of the time: what the pipeline does to it is asked. */
const rules = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...ruleTexts) },
  { weight: 1, arbitrary: mutatedText(ruleTexts, rulePieces) },
);

export const pipelines = target<Input>({
  name: 'pipelines',
  law: 'any pipeline loads or is refused, and any rule behind one that loads is loaded or refused, and answers',
  inputs: fc.record({ pipeline: mutatedText(pipelineTexts, pipelinePieces), rule: rules }),
  runsInTest: 150,
  check({ pipeline, rule }) {
    const options = { pipelines: [{ file: 'pipeline.yaml', text: pipeline }] };
    const loaded = loadRules([{ file: 'rule.yaml', text: rule }], options);
    for (const [file, text] of [
      ['pipeline.yaml', pipeline],
      ['rule.yaml', rule],
    ] as const)
      checkDiagnostics(
        loaded.diagnostics.filter((one) => one.file === file),
        file,
        text,
      );
    assert.ok(loaded.diagnostics.every(({ file }) => file === 'pipeline.yaml' || file === 'rule.yaml'));
    const compiled = compileRuleSet(loaded.rules, { predicates });
    const interpreted = interpretRuleSet(loaded.rules, { predicates });
    for (const event of events) {
      const found = outline(compiled.matchByFullScan(event));
      assert.equal(outline(compiled.match(event)), found, 'the index changes no match');
      assert.equal(outline(interpreted.match(event)), found, 'the interpreter agrees');
    }
  },
  growth: [
    {
      name: 'nested items',
      size: 15,
      make: (size) => around(`${'{ type: nest, items: ['.repeat(size)}${'] }'.repeat(size)}`),
    },
    { name: 'many items', size: 250, make: (size) => around(Array(size).fill(PREFIX).join(', ')) },
    { name: 'texts that double', size: 6, make: (size) => around(Array(size).fill(DOUBLE).join(', ')) },
    { name: 'fields that double', size: 6, make: (size) => around(Array(size).fill(TWO_FIELDS).join(', ')) },
    { name: 'values that double', size: 6, make: (size) => around(Array(size).fill(TWO_VALUES).join(', ')) },
  ],
});

const RULE = 'title: T\nlogsource: {}\ndetection: { s: { a: x }, condition: s }\n';
const PREFIX = '{ type: field_name_suffix, suffix: b }';
const DOUBLE = "{ type: replace_string, regex: '(.+)', replacement: '\\1\\1' }";
const TWO_FIELDS = '{ type: field_name_mapping, mapping: { a: [a, a] } }';
const TWO_VALUES = '{ type: map_string, mapping: { x: [x, x] } }';

function around(items: string): Input {
  return { pipeline: `transformations: [${items}]\n`, rule: RULE };
}

function outline(matches: readonly RuleMatch[]): string {
  return matches.map(({ rule, variation, level }) => `${rule.name} ${variation?.name ?? '-'} ${level}`).join('; ');
}
