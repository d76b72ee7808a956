/**
 * What is proven about rules. Law: for any rule that loads, the question whether it can match, can be silent, can fire on
 * real records, and which of its parts are idle, is answered without an exception and within bounded work; and a rule that
 * is called impossible matches none of some events, one that is called always true all of them.
 */
import assert from 'node:assert/strict';
import { organisationProfile } from '../../src/context/organisation-profile.ts';
import { eventView } from '../../src/rule-language/event-view.fixture.ts';
import { loadRules } from '../../src/rule-language/load.ts';
import { policyPredicates } from '../../src/rule-language/policy-predicates.ts';
import { compileRuleSet } from '../../src/rule-language/rule-set.ts';
import { fieldFacts } from '../../src/workshop/reach/field-facts.ts';
import { idleParts } from '../../src/workshop/reach/idle-part.ts';
import { impossibility } from '../../src/workshop/reach/possible.ts';
import { ruleIsSilent, ruleMatches } from '../../src/workshop/reach/rule-formula.ts';
import { cannotFire } from '../../src/workshop/record/cannot-fire.ts';
import { mutatedText } from '../generate/mutate-text.ts';
import { rulePieces, ruleTexts } from '../generate/rule-texts.ts';
import { target } from '../target.ts';

const predicates = policyPredicates(organisationProfile());
const events = [
  eventView({ eventName: 'CreateUser', a: 'xy', b: { c: 'X' }, d: 6, x: [{ y: 1, z: '203.0.113.7' }] }),
  eventView({ d: '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}', t: 'foo bar', e: null }),
];

export const reach = target<string>({
  name: 'reach',
  law: 'what is proven about any rule that loads is so, and costs bounded work',
  inputs: mutatedText(ruleTexts, rulePieces),
  runsInTest: 80,
  check(text) {
    for (const rule of loadRules([{ file: 'rule.yaml', text }]).rules) {
      const facts = fieldFacts(rule.logsource);
      const isNever = impossibility(ruleMatches(rule), facts) !== undefined;
      const isAlways = impossibility(ruleIsSilent(rule), facts) !== undefined;
      const dead = cannotFire(rule);
      assert.ok(dead === undefined || dead.reason.length > 0);
      assert.ok(idleParts(rule, facts).every(({ name }) => name !== ''));
      const compiled = compileRuleSet([rule], { predicates });
      const isOfLog = rule.logsource.product === undefined && rule.logsource.service === undefined;
      for (const event of events) {
        const doesMatch = compiled.match(event).length > 0;
        assert.ok(!(isNever && doesMatch), 'a rule that is called impossible matches');
        assert.ok(!(isAlways && isOfLog && !doesMatch), 'a rule that is called always true is silent');
      }
    }
  },
  growth: [
    { name: 'values', size: 250, make: (size) => rule(`s: { a: [${numbered(size, 'v')}] }`, 's') },
    { name: 'wildcards', size: 250, make: (size) => rule(`s: { a: [${numbered(size, '*v*')}] }`, 's') },
    { name: 'clauses', size: 60, make: (size) => rule(`s: { ${fields(size, 'x')} }`, 's') },
    { name: 'alternatives', size: 25, make: (size) => rule(identifiers(size), '1 of s*') },
    { name: 'choices', size: 25, make: (size) => rule(identifiers(size), 'all of s*') },
    { name: 'choices that exclude', size: 25, make: (size) => rule(identifiers(size), 'all of s* and not 1 of s*') },
    {
      name: 'long texts',
      size: 2_000,
      make: (size) => rule(`s: { a: ['${'*a?'.repeat(size)}', '${'a*'.repeat(size)}'] }`, 's'),
    },
  ],
});

function rule(searches: string, condition: string): string {
  return `title: T\nlogsource: {}\ndetection:\n  ${searches}\n  condition: ${condition}\n`;
}

function numbered(size: number, text: string): string {
  return Array.from({ length: size }, (_, index) => `'${text}${index}'`).join(', ');
}

function fields(size: number, value: string): string {
  return Array.from({ length: size }, (_, index) => `f${index}: ${value}`).join(', ');
}

/** Lists of maps that share their fields: every way through them is a choice. */
function identifiers(size: number): string {
  return Array.from({ length: size }, (_, index) => `s${index}: [{ a: x${index}, b: y }, { c: z, a: y${index} }]`).join(
    '\n  ',
  );
}
