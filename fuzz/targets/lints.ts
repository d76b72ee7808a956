/**
 * Lint and mutation of rules. Law: any text is linted without an exception; what is found points into the file and can be shown
 * and written as SARIF; a comment silences what it names and nothing else; and every mutant of a rule that loads can be asked.
 */
import assert from 'node:assert/strict';
import { organisationProfile } from '../../src/context/organisation-profile.ts';
import { eventView } from '../../src/rule-language/event-view.fixture.ts';
import { loadRules } from '../../src/rule-language/load.ts';
import { policyPredicates } from '../../src/rule-language/policy-predicates.ts';
import { compileRuleSet } from '../../src/rule-language/rule-set.ts';
import { lint } from '../../src/workshop/lint/lint.ts';
import { sarifLog } from '../../src/workshop/lint/sarif.ts';
import { mutantsOf } from '../../src/workshop/mutate/mutants-of.ts';
import { mutatedText } from '../generate/mutate-text.ts';
import { rulePieces, ruleTexts } from '../generate/rule-texts.ts';
import { target } from '../target.ts';
import { checkDiagnostics } from './diagnostic-places.ts';

const COMMENTS = [
  '# iamwatch: ignore[',
  ' # iamwatch: ignore[missing-tests] reason',
  '# iamwatch: ignore[x,,y ] z',
  '] because',
  'iamwatch:',
  'ignore[]',
];
const predicates = policyPredicates(organisationProfile());
const event = eventView({ a: 'xy', eventName: 'CreateUser', d: 6 });

export const lints = target<string>({
  name: 'lints',
  law: 'any text is linted with problems that point into it, and every mutant of what loads can be asked',
  inputs: mutatedText(ruleTexts, [...rulePieces, ...COMMENTS, ...COMMENTS]),
  runsInTest: 60,
  check(text) {
    const files = [{ file: 'rule.yaml', text }];
    const found = lint({ files, baseFiles: [] });
    checkDiagnostics(found, 'rule.yaml', text);
    JSON.stringify(sarifLog(found, '1.0.0'));
    for (const rule of loadRules(files).rules) {
      for (const mutant of mutantsOf(rule).slice(0, MUTANTS_MAX)) {
        assert.ok(mutant.id.length > 0);
        compileRuleSet([mutant.rule], { predicates }).match(event);
      }
    }
  },
});

/** Compiling thousands of them says no more. */
const MUTANTS_MAX = 50;
