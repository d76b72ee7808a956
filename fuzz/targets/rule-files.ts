/**
 * Rule files. Law: loading never throws; every diagnostic has a known severity and a place inside of the file, and can be
 * shown; and what loads can be asked about any event, with one answer from the compiler, the index and the interpreter.
 */
import assert from 'node:assert/strict';
import { organisationProfile } from '../../src/context/organisation-profile.ts';
import { eventView } from '../../src/rule-language/event-view.fixture.ts';
import { interpretRuleSet } from '../../src/rule-language/interpret.ts';
import { loadRules } from '../../src/rule-language/load.ts';
import { policyPredicates } from '../../src/rule-language/policy-predicates.ts';
import { compileRuleSet, type RuleMatch } from '../../src/rule-language/rule-set.ts';
import { record } from '../../src/events/cloudtrail/record.fixture.ts';
import { mutatedText } from '../generate/mutate-text.ts';
import { rulePieces, ruleTexts } from '../generate/rule-texts.ts';
import { target } from '../target.ts';
import { checkDiagnostics } from './diagnostic-places.ts';

const predicates = policyPredicates(organisationProfile());
const events = [
  eventView(record({ eventName: 'CreateUser', requestParameters: { userName: 'bob' } })),
  eventView({ a: 'xy', b: { c: 'X', y: 1 }, x: [{ y: 1, z: '203.0.113.7' }], d: 6, e: null, __proto__: 1, 'x.y': '' }),
  eventView({
    d: '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
    t: 'foo bar',
    a: ['2025-01-31T10:00:00Z', 5],
  }),
];

export const ruleFiles = target<string>({
  name: 'rule-files',
  law: 'any text loads or is refused with diagnostics that point into it, and what loads answers for any event',
  inputs: mutatedText(ruleTexts, rulePieces),
  runsInTest: 300,
  check(text) {
    const { rules, diagnostics } = loadRules([{ file: 'rule.yaml', text }]);
    checkDiagnostics(diagnostics, 'rule.yaml', text);
    const compiled = compileRuleSet(rules, { predicates });
    const interpreted = interpretRuleSet(rules, { predicates });
    for (const event of events) {
      const found = outline(compiled.matchByFullScan(event));
      assert.equal(outline(compiled.match(event)), found, 'the index changes no match');
      assert.equal(outline(interpreted.match(event)), found, 'the interpreter agrees');
    }
    for (const source of [{ cloud: 'aws', service: 'cloudtrail' }] as const) compiled.columnFilter(source);
  },
  growth: [
    { name: 'aliases', size: 8, make: (size) => bomb(size) },
    { name: 'nested maps', size: 2000, make: (size) => `title: x\na: ${'{a: '.repeat(size)}` },
    { name: 'nested lists', size: 2000, make: (size) => `title: x\na: ${'['.repeat(size)}` },
    {
      name: 'keys',
      size: 1000,
      make: (size) =>
        `title: x\ndetection:\n${Array.from({ length: size }, (_, index) => `  s${index}: { a: 1 }\n`).join('')}  condition: 1 of s*\n`,
    },
    {
      name: 'anchors',
      size: 1000,
      make: (size) =>
        `title: x\n${Array.from({ length: size }, (_, index) => `k${index}: &a${index} [*a${Math.max(0, index - 1)}]\n`).join('')}`,
    },
    {
      name: 'wildcards',
      size: 500,
      make: (size) => `title: x\nlogsource: {}\ndetection: { s: { t: '${'*a'.repeat(size)}*b' }, condition: s }\n`,
    },
  ],
});

function bomb(levels: number): string {
  const lines = Array.from(
    { length: levels },
    (_, index) => `l${index + 1}: &l${index + 1} [${Array<string>(6).fill(`*l${index}`).join(', ')}]`,
  );
  return `title: x\nl0: &l0 a\n${lines.join('\n')}\n`;
}

function outline(matches: readonly RuleMatch[]): string {
  return matches.map(({ rule, variation, level }) => `${rule.name} ${variation?.name ?? '-'} ${level}`).join('; ');
}
