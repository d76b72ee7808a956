/**
 * Law: a document that loads fits the published JSON Schema, and one whose shape is wrong does not. Where only something
 * is wrong that no schema can say (grammar, names, regular expressions; by code below), the schema may say either.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ruleFiles } from '../../test/shipped-rules.fixture.ts';
import { loadRules } from './load.ts';
import { ruleJsonSchema } from './schema.ts';

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strictTypes: false, strictRequired: false });
ajv.addVocabulary(['enumDescriptions', 'patternErrorMessage', 'doNotSuggest']);
const fits = ajv.compile(ruleJsonSchema());

/** What no schema can say, or what is no matter of shape. */
const BEYOND_SHAPE = new Set([
  ...['condition-syntax', 'unknown-identifier', 'legacy-aggregation', 'pattern-matches-nothing'],
  ...['invalid-regex', 'invalid-network', 'unresolved-placeholder', 'too-many-alternatives'],
  ...['wildcard-in-encoded-value', 'value-too-short', 'duplicate-variation', 'uneven-table'],
  ...['unknown-field', 'field-too-long', 'hole-without-memory', 'test-needs-memory'],
  ...['correlation-of-correlations', 'alias-without-field'],
  ...['modifier-terms', 'modifier-history', 'duplicate-modifier-name'],
]);

type Verdict = 'right' | 'wrong shape' | 'wrong otherwise';

function loaded(text: string): { readonly verdict: Verdict; readonly codes: readonly string[] } {
  const codes = loadRules([{ file: 'own.yaml', text }])
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code }) => code)
    .filter((code) => !['correlation-not-evaluated', 'correlation-unknown-rule'].includes(code));
  const isShape = codes.some((code) => !BEYOND_SHAPE.has(code));
  return { verdict: codes.length === 0 ? 'right' : isShape ? 'wrong shape' : 'wrong otherwise', codes };
}

function document(changes: Readonly<Record<string, unknown>>): string {
  const rule: Readonly<Record<string, unknown>> = {
    title: 'A rule',
    logsource: { product: 'aws' },
    detection: { selection: { eventName: 'CreateUser' }, condition: 'selection' },
    ...changes,
  };
  return JSON.stringify(Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== ABSENT)));
}

const ABSENT = Symbol('absent');

function expectAgreement(text: string): Verdict {
  const { verdict, codes } = loaded(text);
  const isFit = fits(parse(text));
  if (verdict !== 'wrong otherwise' && isFit !== (verdict === 'right')) {
    expect.fail(`${text}\nloader: ${codes.join(', ') || 'right'}\nschema: ${ajv.errorsText(fits.errors)}`);
  }
  return verdict;
}

it('every shipped rule fits', () => {
  for (const { file, text } of ruleFiles) {
    expect(expectAgreement(text), file).toBe('right');
  }
});

function search(selection: unknown): Readonly<Record<string, unknown>> {
  return { detection: { selection, condition: 'selection' } };
}

const test = { name: 't', event: 'call', expect: 'alert' };
const modifier = { name: 'first time', raise: 1, new_terms: { terms: ['iamwatch.actor.principal'], history: '14d' } };
const threshold = { at_least: 3, within: '10m', by: ['a'] };
const newTerms = { terms: ['a', 'b'] };
const filter = { title: 'F', logsource: { product: 'aws' }, filter: { own: { a: 'b' }, condition: 'own' } };
const without = { detection: ABSENT };
const correlation = {
  title: 'C',
  logsource: ABSENT,
  detection: ABSENT,
  correlation: { type: 'event_count', rules: ['x'], timespan: '10m', condition: { gte: 5 } },
};

function correlated(changes: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    ...correlation,
    correlation: JSON.parse(JSON.stringify({ ...correlation.correlation, ...changes })) as unknown,
  };
}

describe.each<readonly [string, boolean, readonly Readonly<Record<string, unknown>>[]]>([
  [
    'a rule has a title, a log source and a detection',
    true,
    [{}, { title: 'x'.repeat(256) }, { ours: { any: ['thing', null] } }],
  ],
  [
    'and nothing goes without them',
    false,
    [
      { title: ABSENT },
      { title: '' },
      { title: 'x'.repeat(257) },
      { title: 5 },
      { title: null },
      { logsource: ABSENT },
      { logsource: 'aws' },
      { logsource: { product: 5 } },
      { detection: ABSENT },
      { detection: null },
      { detection: [] },
    ],
  ],
  [
    'a level, a status, a confidence are words of a list',
    true,
    [{ level: 'low' }, { status: 'test' }, { confidence: 'high' }],
  ],
  [
    'and no other',
    false,
    [{ level: 'severe' }, { level: 'Low' }, { level: null }, { status: 'done' }, { confidence: 1 }],
  ],
  [
    'an id is a UUID in any case',
    true,
    [{ id: '3d0e4c0a-6f0e-4b52-9a55-8f4e7f1c2a01' }, { id: '3D0E4C0A-6F0E-4B52-9A55-8F4E7F1C2A01' }],
  ],
  [
    'and nothing else',
    false,
    [{ id: '3d0e4c0a' }, { id: 'x3d0e4c0a-6f0e-4b52-9a55-8f4e7f1c2a01' }, { related: [{ id: 'x', type: 'similar' }] }],
  ],
  ['a date is one', true, [{ date: '2026-01-31' }, { modified: '2026/1/3' }, { date: null }]],
  ['and nothing else', false, [{ date: '31.1.2026' }, { date: 20260131 }]],
  [
    'one text stands for a list where Sigma writes both',
    true,
    [{ author: 'a' }, { author: ['a', 'b'] }, { references: 'x' }, { falsepositives: null }],
  ],
  ['but not elsewhere', false, [{ tags: 'a' }, { investigate: 'a' }, { author: [1] }, { data: [null] }]],
  [
    'a sentence has known holes',
    true,
    [
      { sentence: '{actor} {target} {{x}} {raw.a.b} {matched.c}' },
      { sentence: '' },
      { sentence: '{actor}[ on {target}] [[x]][{raw.a}]' },
      { sentence: '[[[ {raw.a} [[b]] ]]]' },
    ],
  ],
  [
    'and no other',
    false,
    [
      { sentence: '{actr}' },
      { sentence: '{' },
      { sentence: 'a } b' },
      { sentence: '{raw}' },
      { sentence: '{raw.}' },
      { sentence: '{raw.a b}' },
      { sentence: '{{actor}' },
      { sentence: '[{actor}' },
      { sentence: '{actor}]' },
      { sentence: '[[{actor}]' },
      { sentence: '[{actor}]]' },
      { sentence: '[a]' },
      { sentence: '[]' },
      { sentence: '[{actor}[{target}]]' },
      { sentence: 5 },
    ],
  ],
  [
    'repeats fold over a period',
    true,
    [{ dedup: 'none' }, { dedup: { period: '5d' } }, { dedup: { period: '1d', targets: 'together' } }],
  ],
  [
    'or not',
    false,
    [
      { dedup: '5d' },
      { dedup: {} },
      { dedup: { period: '0d' } },
      { dedup: { period: '24' } },
      { dedup: { period: '1d', more: 1 } },
      { dedup: { period: '1d', targets: 'none' } },
      { dedup: { targets: 'together' } },
    ],
  ],
  [
    'a threshold has a number, a time and a key',
    true,
    [
      { threshold },
      { threshold: { more_than: 1, within: '1h', by: 'a', distinct: 'b', else_by: ['c', 'd'] } },
      { threshold: { ...threshold, distinct: ['b', 'c'] } },
    ],
  ],
  [
    'one of each, and nothing else',
    false,
    [
      { threshold: { ...threshold, more_than: 3 } },
      { threshold: { ...threshold, at_least: undefined } },
      { threshold: { ...threshold, at_least: 1 } },
      { threshold: { ...threshold, at_least: 2.5 } },
      { threshold: { ...threshold, at_least: 10_000 } },
      { threshold: { ...threshold, within: '0m' } },
      { threshold: { ...threshold, by: [] } },
      { threshold: { ...threshold, by: ['a', 'a'] } },
      { threshold: { ...threshold, by: undefined } },
      { threshold: { ...threshold, distinct: [] } },
      { threshold: { ...threshold, count: 3 } },
      { threshold, dedup: { period: '1h' } },
      { threshold, dedup: 'none' },
      { threshold: null },
    ],
  ],
  [
    'new terms have terms',
    true,
    [
      { new_terms: newTerms },
      { new_terms: { terms: 'a', history: '14d', readiness: '7d' } },
      { new_terms: newTerms, dedup: { period: '5d' } },
    ],
  ],
  [
    'and no threshold beside them',
    false,
    [
      { new_terms: { history: '14d' } },
      { new_terms: { terms: [] } },
      { new_terms: { ...newTerms, history: '14' } },
      { new_terms: newTerms, threshold },
      { new_terms: newTerms, dedup: 'none' },
      { new_terms: newTerms, dedup: { period: '1d', targets: 'together' } },
    ],
  ],
  [
    'a modifier has a name, a step and what it looks back for',
    true,
    [
      { modifiers: [modifier] },
      { modifiers: [] },
      {
        modifiers: [
          { ...modifier, raise: 4, sentence: 'None in {history}.' },
          { ...modifier, name: 'm' },
        ],
      },
      { modifiers: [modifier], tests: [{ ...test, expect: { levels: ['high', 'low'], modifiers: ['first time'] } }] },
      { modifiers: [modifier], tests: [{ ...test, expect: { modifiers: [] }, log_since: '3d' }] },
      { new_terms: newTerms, modifiers: [] },
    ],
  ],
  [
    'only raises, and only single events',
    false,
    [
      { modifiers: modifier },
      { modifiers: [{ ...modifier, raise: 0 }] },
      { modifiers: [{ ...modifier, raise: -1 }] },
      { modifiers: [{ ...modifier, raise: 5 }] },
      { modifiers: [{ ...modifier, raise: 0.5 }] },
      { modifiers: [{ ...modifier, raise: undefined }] },
      { modifiers: [{ ...modifier, lower: 1 }] },
      { modifiers: [{ ...modifier, sentence: '{who}' }] },
      { modifiers: [{ ...modifier, name: '' }] },
      { modifiers: [{ ...modifier, name: undefined }] },
      { modifiers: [{ ...modifier, new_terms: undefined }] },
      { modifiers: [{ ...modifier, threshold }] },
      { modifiers: [{ ...modifier, new_terms: { ...modifier.new_terms, history: '3' } }] },
      { modifiers: [modifier], new_terms: newTerms },
      { modifiers: [modifier], threshold },
      { modifiers: [modifier], tests: [{ ...test, expect: { levels: [] } }] },
      { modifiers: [modifier], tests: [{ ...test, expect: { levels: ['worse'] } }] },
    ],
  ],
  [
    'an event of a test repeats',
    true,
    [
      { tests: [{ ...test, times: 9, every: '30s' }] },
      { tests: [{ ...test, values: { a: [1, 2], b: ['x', null] }, at: '2h' }] },
      {
        tests: [
          {
            ...test,
            event: undefined,
            events: [
              { event: 'a', times: 2 },
              { event: 'b', after: '20d' },
            ],
          },
        ],
      },
      { new_terms: newTerms, tests: [{ ...test, log_since: '3d', expect: 'not-ready' }] },
      { threshold, tests: [{ ...test, expect: { alerts: 2, count: 3 } }] },
    ],
  ],
  [
    'in one way',
    false,
    [
      { tests: [{ ...test, times: 1 }] },
      { tests: [{ ...test, times: 1_001 }] },
      { tests: [{ ...test, times: 2, values: { a: [1] } }] },
      { tests: [{ ...test, at: '2h', after: '2h' }] },
      { tests: [{ ...test, event: undefined, events: [{ event: 'a', times: 2, values: { a: [1] } }] }] },
      { tests: [{ ...test, event: undefined, events: [{ event: 'a', at: '1h', after: '1h' }] }] },
      { tests: [{ ...test, values: {} }] },
      { tests: [{ ...test, values: { a: [] } }] },
      { tests: [{ ...test, every: 30 }] },
      { threshold, tests: [{ ...test, expect: { alerts: 0 } }] },
    ],
  ],
  [
    'ATT&CK is named with its origin',
    true,
    [{ attack: {} }, { attack: { tactics: [{ id: 'TA0003', origin: 'local, unvalidated' }] } }],
  ],
  [
    'and never without',
    false,
    [
      { attack: [] },
      { attack: { tactics: [{ id: 'TA0003' }] } },
      { attack: { tactics: ['TA0003'] } },
      { attack: { tactic: [] } },
    ],
  ],
  [
    'a variation has a name, a condition and a level',
    true,
    [{ variations: [{ name: 'v', condition: 'selection', level: 'high', title: 't' }] }, { variations: [] }],
  ],
  [
    'all three of them',
    false,
    [
      { variations: [{ name: 'v', level: 'high' }] },
      { variations: [{ condition: 'selection', level: 'high' }] },
      { variations: [{ name: 'v', condition: 'selection', level: 'high', sentence: '{x}' }] },
      { variations: [{ name: 'v', condition: 'selection', level: 'high', extra: 1 }] },
      { variations: [{ name: 'v', condition: [], level: 'high' }] },
      { variations: {} },
    ],
  ],
  [
    'a test has one event or several',
    true,
    [
      { tests: [test] },
      { tests: [{ ...test, event: undefined, events: [{ event: 'a' }] }] },
      { tests: [{ ...test, patch: { a: null, b: { c: [1] } }, without: ['d'], kind: 'bypass' }] },
    ],
  ],
  [
    'and not both, and not neither',
    false,
    [
      { tests: [{ name: 't', expect: 'none' }] },
      { tests: [{ ...test, events: [{ event: 'a' }] }] },
      { tests: [{ ...test, event: undefined, events: [] }] },
    ],
  ],
  [
    'a table of tests has a path and a row',
    true,
    [{ tests: [{ ...test, each: { a: [1, null] } }] }, { tests: [{ ...test, each: { a: ['x'], b: [{}] } }] }],
  ],
  [
    'at least',
    false,
    [
      { tests: [{ ...test, each: {} }] },
      { tests: [{ ...test, each: { a: [] } }] },
      { tests: [{ ...test, each: { a: 1 } }] },
    ],
  ],
  [
    'a test expects an alert or none',
    true,
    [
      { tests: [{ ...test, expect: 'none' }] },
      { tests: [{ ...test, expect: { level: 'high', variation: 'none' } }] },
      { tests: [{ ...test, expect: {} }] },
    ],
  ],
  [
    'in these words',
    false,
    [
      { tests: [{ ...test, expect: 'silence' }] },
      { tests: [{ ...test, expect: { levle: 'high' } }] },
      { tests: [{ ...test, expect: undefined }] },
      { tests: [{ ...test, kind: 'negative' }] },
      { tests: [{ ...test, name: '' }] },
    ],
  ],
  [
    'the profile of a test is a profile',
    true,
    [
      {
        tests: [
          {
            ...test,
            profile: { aws: { accounts: ['111122223333', 111122223333, { id: '111122223333', name: 'a' }] } },
          },
        ],
      },
      { tests: [{ ...test, profile: { domains: ['Example.com'], gcp: { organizations: [123] } } }] },
    ],
  ],
  [
    'to the letter',
    false,
    [
      { tests: [{ ...test, profile: { aws: { accounts: ['1111'] } } }] },
      { tests: [{ ...test, profile: { aws: { accounts: [1111] } } }] },
      { tests: [{ ...test, profile: { domains: ['example'] } }] },
      { tests: [{ ...test, profile: { domain: [] } }] },
      { tests: [{ ...test, profile: { gcp: { organizations: ['x'] } } }] },
    ],
  ],
  [
    'a search is a map, a list of maps, keywords',
    true,
    [
      search({ a: 'b', c: [1, true, 'x'] }),
      search([{ a: 'b' }, { c: null }]),
      search('word'),
      search(['word', 5, true]),
      search([['word'], { a: 1 }]),
    ],
  ],
  [
    'with something in it',
    false,
    [
      search(null),
      search({}),
      search([]),
      search(''),
      search(['word', null]),
      search(['']),
      search([{}]),
      search({ a: [] }),
      search({ a: { b: 1 } }),
      search({ a: [null] }),
      search({ a: ['x', ['y']] }),
    ],
  ],
  ['null stands alone', true, [search({ a: null })]],
  [
    'and without a modifier',
    false,
    [search({ 'a|contains': null }), search({ 'a|neq': null }), search({ 'a|exists': null }), search({ 'a|lt': null })],
  ],
  [
    'modifiers have values of their kind',
    true,
    [
      search({ 'a|exists': true }),
      search({ 'a|lt': 5 }),
      search({ 'a|day|gte': [1, 2.5] }),
      search({ 'a|all': ['x', 'y'] }),
      search({ 'a|fieldref': 'b.c' }),
      search({ 'p|grants_admin': ['TRUE', false, 'unknown'] }),
      search({ 'a|re|i': 'x' }),
      search({ 'a|re': 5 }),
    ],
  ],
  [
    'and of no other',
    false,
    [
      search({ 'a|exists': 'yes' }),
      search({ 'a|lt': '5' }),
      search({ 'a|day': '1' }),
      search({ 'a|all': 'x' }),
      search({ 'a|all': ['x'] }),
      search({ 'a|contains|all': ['x'] }),
      search({ 'a|fieldref': 5 }),
      search({ 'a|fieldref': '' }),
      search({ 'p|grants_admin': 'maybe' }),
      search({ 'p|grants_admin': 1 }),
    ],
  ],
  [
    'an element is a map of fields',
    true,
    [
      search({ 'l|any_element': { a: 'b', 'c|re': 'x' } }),
      search({ 'l|any_element': [{ a: 1 }, { b: 1 }] }),
      search({ 'l|any_element': { 'm|any_element': { a: 1 } } }),
    ],
  ],
  [
    'and nothing else',
    false,
    [
      search({ 'l|any_element': 'x' }),
      search({ 'l|any_element': ['x'] }),
      search({ 'l|any_element': [] }),
      search({ 'l|any_element': {} }),
      search({ 'l|any_element|all': { a: 1 } }),
      search({ 'l|any_element': { 'a|startwith': 1 } }),
      search({ 'l|any_element': [{ a: 1 }, {}] }),
    ],
  ],
  [
    'keywords have modifiers of their own',
    true,
    [search({ '|all': ['a', 'b'] }), search({ '|re|i': 'a' }), search({ '|contains': 'a' })],
  ],
  [
    'and no value is empty',
    false,
    [
      search({ '|cidr': '10.0.0.0/8' }),
      search({ '|contains': '' }),
      search({ '|all': ['', 'a'] }),
      search({ '|contains': null }),
      search({ '|neq': 'a' }),
    ],
  ],
  [
    'search identifiers are words',
    true,
    [
      { detection: { 'a-b_1': { x: 'y' }, condition: 'a-b_1' } },
      { detection: { a: { x: 1 }, condition: ['a', 'a'], timeframe: '5m' } },
    ],
  ],
  [
    'of letters, digits, _ and -',
    false,
    [
      { detection: { 'a b': { x: 'y' }, condition: 'a' } },
      { detection: { a: { x: 1 } } },
      { detection: { a: { x: 1 }, condition: 5 } },
      { detection: { a: { x: 1 }, condition: [] } },
    ],
  ],
  [
    'a filter has a title, a log source, identifiers and a condition',
    true,
    [
      { ...filter, ...without },
      { ...filter, ...without, filter: { ...filter.filter, rules: 'any' } },
      { ...filter, ...without, filter: { ...filter.filter, rules: null } },
      { ...filter, ...without, filter: { ...filter.filter, rules: [] } },
    ],
  ],
  [
    'and no detection',
    false,
    [
      filter,
      { ...filter, ...without, title: ABSENT },
      { ...filter, ...without, logsource: ABSENT },
      { ...filter, ...without, filter: { own: { a: 'b' } } },
      { ...filter, ...without, filter: null },
      { ...filter, ...without, filter: { ...filter.filter, rules: { a: 'b' } } },
      { ...filter, ...without, filter: { ...filter.filter, rules: [['a']] } },
      { ...filter, ...without, filter: { ...filter.filter, timeframe: null } },
    ],
  ],
  [
    'a correlation has its shape',
    true,
    [
      correlation,
      correlated({ type: 'temporal', condition: undefined }),
      correlated({ type: 'temporal', rules: undefined, condition: 'a and b' }),
      correlated({ type: 'value_count', condition: { gte: 2, field: 'x' }, 'group-by': 'a' }),
    ],
  ],
  [
    'and is nothing beside it',
    false,
    [
      { ...correlation, detection: { a: { x: 1 }, condition: 'a' } },
      { ...correlation, ...filter, detection: ABSENT },
      correlated({ type: 'count' }),
      correlated({ timespan: '10' }),
      correlated({ rules: undefined }),
      correlated({ condition: undefined }),
      correlated({ condition: {} }),
      correlated({ condition: 'a' }),
      correlated({ type: 'value_count' }),
      correlated({ type: 'temporal', rules: undefined, condition: undefined }),
      correlated({ condition: { gte: 5, above: 1 } }),
    ],
  ],
  ['no other action is known', false, [{ action: 'repeated' }, { action: null }]],
])('%s', (_, isRight, documents) => {
  it.each(documents.map((changes) => [document(changes)]))('%s', (text) => {
    expect(expectAgreement(text)).toBe(isRight ? 'right' : 'wrong shape');
  });
});

it('parts of a collection fit, and become a rule together', () => {
  const parts = [
    { action: 'global', title: 'A rule', logsource: { product: 'aws' } },
    { action: 'reset', title: 'B', logsource: {}, detection: { a: { x: 1 }, condition: 'a' } },
    { action: 'repeat', title: 'C' },
  ];
  for (const part of parts) expect(fits(part), ajv.errorsText(fits.errors)).toBe(true);
  expect(loaded(parts.map((part) => JSON.stringify(part)).join('\n---\n')).verdict).toBe('right');
});

const scalar = fc.constantFrom<unknown>('x', '', 'a*b', 'true', '203.0.113.0/24', 0, 5, 2.5, true, false, null);
const key = fc
  .tuple(
    fc.constantFrom('a', 'a.b', '', 'iamwatch.outcome', 'iamwatch.nothing', 'iamwatch.gcp.bindings'),
    fc.array(
      fc.constantFrom(
        'all',
        'neq',
        'exists',
        'contains',
        'startswith',
        're',
        'i',
        'lt',
        'day',
        'cidr',
        'fieldref',
        'cased',
        'wide',
        'base64',
        'windash',
        'grants_admin',
        'any_element',
        'typo',
      ),
      { maxLength: 2 },
    ),
  )
  .map(([field, words]) => [field, ...words].join('|'));
const { anySearch } = fc.letrec<{ anySearch: unknown; map: unknown }>((tie) => ({
  anySearch: fc.oneof({ maxDepth: 3 }, scalar, tie('map'), fc.array(fc.oneof(scalar, tie('map')), { maxLength: 3 })),
  map: fc.dictionary(key, fc.oneof({ maxDepth: 3 }, scalar, fc.array(scalar, { maxLength: 3 }), tie('anySearch')), {
    maxKeys: 2,
  }),
}));

it('whatever a detection says, both judge its shape alike', () => {
  const verdicts = new Map<Verdict, number>();
  fc.assert(
    fc.property(anySearch, (selection) => {
      const verdict = expectAgreement(document(search(selection)));
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    }),
    { numRuns: 1500 },
  );
  for (const kind of ['right', 'wrong shape'] as const) expect(verdicts.get(kind)).toBeGreaterThan(100);
});
