/** Generates rules and events that have a fair chance to meet: both draw from the same few fields and values. */
import fc from 'fast-check';
import type { Outcome, Target } from '../events/audit-event.ts';
import type { EventView } from '../events/audit-event.ts';
import type { JsonObject } from '../std/json.ts';
import { eventView } from './event-view.fixture.ts';
import { loadRules } from './load.ts';
import type { Rule } from './rule.ts';

const words = [
  'Foo',
  'foo',
  'foobar',
  'xFooy',
  'bar',
  'BAR',
  'Σa',
  'ΑΣ',
  'ß',
  'İx',
  '😀',
  'a\nb',
  '-f',
  '/f',
  'x –f',
  '',
  '5',
  '12',
  '-1.5e1',
];
const patterns = ['f*', '*o', '*oo*', 'f?o', '??', '*', 'f*b*r', 'x\\*', '*σ*', '?', '-f', ...words];
const addresses = [
  '203.0.113.7',
  '203.0.113.77',
  '198.51.100.7',
  '075.050.255.67',
  '2001:db8::7',
  '::ffff:203.0.113.7',
  'AWS Internal',
];
const networks = ['203.0.113.0/24', '203.0.113.0/28', '2001:db8::/32', '0.0.0.0/0', '::/0', '198.51.100.7'];
const dates = [
  '2025-01-31T23:58:59Z',
  '2024-12-30T05:05:00+02:00',
  '2021-01-03',
  '2025-02-30',
  'soon',
  '2020-05-05T05:05:05.123Z',
];
const regexes = [
  '^f',
  'o+$',
  'f.o',
  '[a-f]+',
  'a.b',
  '(foo|bar)',
  '^b',
  '\\d{1,2}',
  '\\s',
  '.*o.*',
  '(?:f|F)oo',
  '^$',
  'x{0,2}y',
  '\\w+',
];
const names = ['CreateUser', 'CreateRole', 'DeleteUser', 'ConsoleLogin'];

const textFields = ['x', 'x', 'y', 'a', 'b', 'a.b', 'a.b.c', 'iamwatch.outcome', 'iamwatch.actor.name', '__proto__'];
const scalar = fc.oneof(fc.constantFrom(...words), fc.constantFrom(0, 5, 12, -15, 1.5), fc.boolean());
const leaf = fc.oneof(scalar, fc.constantFrom(...addresses, ...dates, 'alice', 'success'), fc.constant(null));

/** One item of a search: key and value. */
const item: fc.Arbitrary<readonly [string, unknown]> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.tuple(keyed(['x', 'y'], ['|cased', '|cased|contains']), fc.constantFrom('Foo', 'foo', 'BAR', 'bar')),
  },
  { weight: 2, arbitrary: fc.tuple(keyed(['x', 'y'], ['|re', '|re|i']), fc.constantFrom('a.b', '^B', '^f', 'o$')) },
  {
    weight: 1,
    arbitrary: fc.tuple(keyed(['x'], ['|fieldref', '|fieldref|contains', '|fieldref|cased']), fc.constantFrom('y')),
  },
  { weight: 1, arbitrary: fc.tuple(keyed(['a'], ['|lt', '|lte', '|gt', '|gte']), fc.constantFrom(5, 12)) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('eventName'), oneOrMore(fc.constantFrom(...names))) },
  {
    weight: 2,
    arbitrary: fc.tuple(
      keyed(textFields, [
        '',
        '|cased',
        '|contains',
        '|startswith',
        '|endswith',
        '|neq',
        '|windash',
        '|contains|windash',
        '|cased|neq',
      ]),
      oneOrMore(fc.constantFrom(...patterns)),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(
      keyed(textFields, ['|contains|all', '|all', '|startswith|all']),
      fc.array(fc.constantFrom(...patterns), { minLength: 2, maxLength: 3 }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(
      keyed(textFields, ['', '|neq']),
      oneOrMore(fc.oneof(fc.integer({ min: -15, max: 12 }), fc.boolean())),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(
      keyed(textFields, ['|re', '|re|i', '|re|m', '|re|s', '|neq|re', '|re|i|s']),
      oneOrMore(fc.constantFrom(...regexes)),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(keyed(['a', 'b', 'a.b'], ['|lt', '|lte', '|gt', '|gte']), fc.constantFrom(0, 5, 12, -15, 5.5)),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(keyed(['ip', 'a'], ['|cidr', '|neq|cidr']), oneOrMore(fc.constantFrom(...networks))),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(
      keyed(
        ['when', 'a'],
        ['|hour', '|minute', '|day', '|week', '|week|gte', '|month', '|year', '|month|lt', '|neq|hour'],
      ),
      fc.constantFrom(1, 5, 23, 30, 31, 52, 53, 58, 2025),
    ),
  },
  { weight: 1, arbitrary: fc.tuple(keyed(textFields, ['|exists']), fc.boolean()) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...textFields), fc.constant(null)) },
  {
    weight: 1,
    arbitrary: fc.tuple(
      keyed(textFields, [
        '|fieldref',
        '|fieldref|neq',
        '|fieldref|contains',
        '|fieldref|startswith',
        '|fieldref|cased',
        '|fieldref|endswith',
      ]),
      fc.constantFrom(...textFields),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('a|grants_admin', 'a.b|grants_admin'), fc.constantFrom(true, false, 'unknown')),
  },
);

const itemMap = fc.array(item, { minLength: 1, maxLength: 2 }).map((items) => Object.fromEntries(items));

/** Searches inside one element of a list: fields, any of several maps, an element of a list inside it. */
const elementItem: fc.Arbitrary<readonly [string, unknown]> = fc.tuple(
  keyed(['a', 'b', 'a.b', 'iamwatch.targets'], ['|any_element']),
  fc.oneof(
    { weight: 6, arbitrary: itemMap },
    { weight: 1, arbitrary: fc.array(itemMap, { minLength: 2, maxLength: 2 }) },
    { weight: 1, arbitrary: itemMap.map((inner) => ({ 'b|any_element': inner })) },
    { weight: 2, arbitrary: fc.constantFrom({ type: 'user' }, { 'name|startswith': 'b', 'type|neq': 'role' }) },
  ),
);

const keywords = fc.uniqueArray(fc.constantFrom('foo', 'f*r', 'Bar', 'Σ', '203.0'), { minLength: 1, maxLength: 2 });
const map = fc
  .array(fc.oneof({ weight: 9, arbitrary: item }, { weight: 1, arbitrary: elementItem }), {
    minLength: 1,
    maxLength: 2,
  })
  .map((items) => Object.fromEntries(items));
const search = fc.oneof(
  { weight: 6, arbitrary: map },
  { weight: 2, arbitrary: fc.array(map, { minLength: 1, maxLength: 2 }) },
  { weight: 1, arbitrary: keywords },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ '|all': ['foo', 'bar'] }, { '|startswith': 'f' }, { '|re': ['^B', 'o$'] }),
  },
);
const oneCondition = fc.constantFrom(
  's1',
  's1 and s2',
  's1 or s2',
  's1 and not s2',
  'not s1',
  '1 of s*',
  'all of s*',
  's1 and (s2 or s3)',
  'not (s1 or s2) and s3',
  'not (s1 and s2)',
  '1 of them',
  's1 and not 1 of s*',
  's3 and not all of s*',
);
/** A list of conditions is any of them. */
const condition = fc.oneof(
  { weight: 8, arbitrary: oneCondition },
  { weight: 1, arbitrary: fc.tuple(oneCondition, oneCondition) },
);
const level = fc.constantFrom('low', 'medium', 'high', 'critical');

/** A filter narrows what it is applied to: most rules have none, so that enough of them match. */
const filter = fc.option(
  fc.record({ f1: search, f2: search, condition: fc.constantFrom('f1', 'not f1', 'f1 or f2') }),
  {
    freq: 6,
    nil: undefined,
  },
);

/** The documents of a rule and of its filter, without what ties them together. */
const ruleDocuments = fc
  .record({
    s1: search,
    s2: search,
    s3: search,
    condition,
    variation: condition,
    levels: fc.tuple(level, level),
    product: fc.constantFrom('aws', 'gcp', undefined),
    filter,
  })
  .map(({ variation, levels: [first, second], product, filter: narrowing, ...detection }) => {
    const variations = [
      { name: 'one', condition: variation, level: first },
      { name: 'two', condition: 's3', level: second },
    ];
    const rule = { title: 'Generated', logsource: { category: 'any', product }, detection, variations };
    return { rule, narrowing };
  });

/** A rule without a filter, written as JSON, which is YAML. */
export const generatedRuleText: fc.Arbitrary<string> = ruleDocuments.map(({ rule }) => JSON.stringify(rule));

/** Some rules that load, written as JSON, which is YAML. */
export const generatedRules: fc.Arbitrary<readonly Rule[]> = fc
  .array(ruleDocuments, { minLength: 1, maxLength: 6 })
  .map((documents) => {
    const files = documents.flatMap(({ rule, narrowing }, index) => {
      const name = `r${index}`;
      const filters = narrowing === undefined ? [] : [{ ...narrowing, rules: [name] }];
      return [
        { file: `${name}.yaml`, text: JSON.stringify({ name, ...rule }) },
        ...filters.map((body) => ({
          file: `${name}-filter.yaml`,
          text: JSON.stringify({ title: 'Narrows', logsource: { category: 'any' }, filter: body }),
        })),
      ];
    });
    const { rules, diagnostics } = loadRules(files);
    const error = diagnostics.find(({ severity }) => severity === 'error');
    if (error !== undefined) throw new Error(`a generated rule does not load: ${error.message}`);
    return rules;
  });

const { tree } = fc.letrec<{ tree: unknown; node: unknown; object: unknown }>((tie) => ({
  tree: fc.oneof({ maxDepth: 4, withCrossShrink: true }, leaf, tie('object'), fc.array(tie('tree'), { maxLength: 3 })),
  node: tie('tree'),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'a.b', 'b.c', '__proto__'), tie('tree'), {
    maxKeys: 3,
    noNullPrototype: true,
  }),
}));

/** A raw record in which the fields of the rules may stand. */
export const generatedEvent: fc.Arbitrary<EventView> = fc
  .record({
    raw: fc.record(
      {
        eventName: fc.oneof(
          { weight: 8, arbitrary: fc.constantFrom(...names) },
          { weight: 1, arbitrary: leaf },
          { weight: 1, arbitrary: fc.array(fc.constantFrom(...names)) },
        ),
        a: tree,
        b: tree,
        'a.b': tree,
        ip: fc.oneof(fc.constantFrom(...addresses), fc.array(fc.constantFrom(...addresses), { maxLength: 2 })),
        when: fc.constantFrom(...dates),
        x: fc.constantFrom(...words),
        y: fc.constantFrom(...words),
      },
      { requiredKeys: ['eventName', 'x'] },
    ),
    outcome: fc.constantFrom<Outcome>('success', 'failure', 'denied'),
    targets: fc.subarray<Target>([
      { type: 'user', id: 'bob', name: 'bob', account: undefined },
      { type: 'role', id: 'build', name: 'build', account: undefined },
    ]),
    cloud: fc.constantFrom<'aws' | 'gcp'>('aws', 'gcp'),
    parametersStripped: fc.boolean(),
  })
  .map(({ raw, ...parts }) => eventView(raw as JsonObject, parts));

function oneOrMore<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | readonly T[]> {
  return fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 }));
}

function keyed(fields: readonly string[], modifiers: readonly string[]): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...fields), fc.constantFrom(...modifiers)).map(([field, suffix]) => field + suffix);
}
