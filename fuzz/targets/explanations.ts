/**
 * Explanations of shipped rules on any event. Law: the tree holds where the engine fires, and survives JSON; and a difference that
 * is named makes the rule fire.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eventViewOf, rawEventView } from '../../src/events/event-view.ts';
import { recognise } from '../../src/events/recognise.ts';
import { policyPredicates } from '../../src/rule-language/policy-predicates.ts';
import { isObject, type Json } from '../../src/std/json.ts';
import { differenceFinder } from '../../src/workshop/explain/difference.ts';
import { explainRule } from '../../src/workshop/explain/explain-rule.ts';
import { withEdits } from '../../src/workshop/explain/record-edit.ts';
import { mutatedJson } from '../generate/mutate-json.ts';
import { valueSeeds } from '../generate/seeds.ts';
import { target } from '../target.ts';
import { organisations } from './rule-set.fixture.ts';

interface Input {
  readonly value: Json;
  /** Counts rules, round and round. */
  readonly rule: number;
  readonly isAskedWhyNot: boolean;
}

const WORDS = [
  'eventName',
  'userName',
  'policyDocument',
  'member',
  'role',
  'methodName',
  'roles/owner',
  '*',
  'Failure',
  'errorCode',
  'a.b',
];

export const explanations = target<Input>({
  name: 'explanations',
  law: 'an explanation says what the engine says, and a named difference makes the rule fire',
  inputs: fc.record({
    value: mutatedJson(valueSeeds, WORDS),
    rule: fc.nat(200),
    isAskedWhyNot: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  }),
  runsInTest: 400,
  check({ value, rule: number, isAskedWhyNot }) {
    const recognition = recognise(value);
    const organisation = organisations[1];
    if (recognition.kind !== 'record' || organisation === undefined) return;
    const { ruleSet, profile } = organisation;
    const rule = ruleSet.rules[number % ruleSet.rules.length];
    assert.ok(rule !== undefined);
    const predicates = policyPredicates(profile);
    const view = eventViewOf(recognition);
    const explained = explainRule(rule, view, { predicates });
    assert.equal(explained.holds, ruleSet.matchesRule(rule, view), rule.name);
    assert.deepEqual(JSON.parse(JSON.stringify(explained)), explained, 'survives JSON');
    if (!isAskedWhyNot || !isObject(value) || recognition.raw !== value) return;
    const difference = differenceFinder(rule, { predicates })(rawEventView(value));
    if (difference.kind !== 'found') return;
    const changed = rawEventView(withEdits(value, difference.edits));
    assert.ok(ruleSet.matchesRule(rule, changed), `${rule.name} does not fire after the edits`);
  },
});
