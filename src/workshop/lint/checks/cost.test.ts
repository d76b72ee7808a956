/** The check says what the engine does. Its slow twin is the rule set: `generic` and `columnFilter`. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ruleAround } from '../../../rule-language/harness.fixture.ts';
import { loadRules } from '../../../rule-language/load.ts';
import { compileRuleSet } from '../../../rule-language/rule-set.ts';
import { finds, findsIn } from '../lint.fixture.ts';

const SKIMMED = { cloud: 'aws', service: 'cloudtrail' } as const;

const searches = [
  '{ eventName: CreateUser }',
  '{ eventName|startswith: Create }',
  '{ eventName: null }',
  '{ errorCode|neq: AccessDenied }',
  '{ iamwatch.actor.kind: root }',
  '{ iamwatch.outcome: success, eventSource: iam.amazonaws.com }',
  '{ userIdentity.type|exists: true }',
  '[AdministratorAccess]',
  '[{ eventName: CreateUser }, { eventName: DeleteUser, errorCode: x }]',
  '[{ eventName: CreateUser }, { errorCode: x }]',
  '{ requestParameters.policyDocument|grants_admin_for_tests: true }',
];
const conditions = ['a', 'not a', 'a and b', 'a or b', 'a and not b', '1 of them', 'all of them', 'not (a or b)'];

test('a rule is told exactly where no index spares it, and exactly where its records have to be parsed', () => {
  const seen = new Map<string, number>();
  const example = fc.tuple(fc.constantFrom(...searches), fc.constantFrom(...searches), fc.constantFrom(...conditions));
  fc.assert(
    fc.property(example, ([a, b, condition]) => {
      const text = ruleAround(`a: ${a}\nb: ${b}\ncondition: ${condition}`).replaceAll('_for_tests', '');
      const { rules } = loadRules([{ file: 'rule.yaml', text }]);
      expect(rules).toHaveLength(1);
      const set = compileRuleSet(rules, { predicates: new Map([['grants_admin', () => 'yes']]) });
      const isGeneric = set.generic.length > 0;
      const isParsed = !isGeneric && set.columnFilter(SKIMMED) === undefined;
      expect(finds(text, 'evaluated-on-every-event')).toBe(isGeneric);
      expect(finds(text, 'parses-every-record')).toBe(isParsed);
      const kind = isGeneric ? 'generic' : isParsed ? 'parsed' : 'spared';
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }),
    { numRuns: 250, seed: 4 },
  );
  // All three kinds were met, or the comparison would show little.
  expect(Math.min(...['generic', 'parsed', 'spared'].map((kind) => seen.get(kind) ?? 0))).toBeGreaterThan(5);
});

test('records of other clouds are parsed anyway, so a rule on them is not told for that', () => {
  const gcp =
    'title: T\nlogsource: { product: gcp, service: gcp.audit }\ndetection: { a: { iamwatch.actor.kind: user }, condition: a }';
  expect(finds(gcp, 'parses-every-record')).toBe(false);
  expect(finds(gcp.replace('{ iamwatch.actor.kind: user }', '[owner]'), 'evaluated-on-every-event')).toBe(true);
  expect(findsIn('a: { iamwatch.actor.kind: user }\ncondition: a', 'parses-every-record')).toBe(true);
});
