/** Sigma correlations that count: which rules they count, under which names, and what they find. */
import { describe, expect, test } from 'vitest';
import { cloudTrailView } from '../events/cloudtrail/event-view.ts';
import { foldAll } from '../detectors/fold-all.ts';
import type { JsonObject } from '../std/json.ts';
import { loadRules, type LoadResult } from './load.ts';
import { detectorOf } from './memory.ts';
import { memoryRulesOf } from './memory-rule.ts';
import { memoryText } from './memory-text.ts';
import { compileRuleSet } from './rule-set.ts';

const CREATED = `title: Key created
name: created
id: 3d0e4c0a-6f0e-4b52-9a55-8f4e7f1c2a01
level: low
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: CreateAccessKey }, condition: selection }
`;
const USED = `title: Key used
name: used
level: medium
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: GetCallerIdentity }, condition: selection }
`;

function loaded(correlation: string, words = ''): LoadResult {
  const counting = `title: Counted\nname: counted\n${words}correlation: { ${correlation} }\n`;
  return loadRules([{ file: 'r.yaml', text: [CREATED, USED, counting].join('---\n') }]);
}

function codes(correlation: string, words = ''): readonly string[] {
  return loaded(correlation, words).diagnostics.map(({ code }) => code);
}

const CONDITIONS: Readonly<Record<string, string>> = {
  event_count: 'condition: { gte: 3 }',
  value_count: 'condition: { gt: 2, field: user }',
  value_sum: 'condition: { gt: 10, field: size }',
  value_avg: 'condition: { gt: 4, field: size }',
  value_median: 'condition: { gte: 4, field: size }',
  value_percentile: 'condition: { gte: 8, field: size, percentile: 90 }',
};

/** The findings of a correlation over records a minute apart: what was measured, and how many actions folded. */
function found(correlation: string, records: readonly JsonObject[]): readonly unknown[] {
  const { rules, correlated, diagnostics } = loaded(correlation);
  expect(diagnostics).toEqual([]);
  const ruleSet = compileRuleSet(rules, { memoryRules: memoryRulesOf({ rules, correlated }) });
  const folds = new Map<string, Parameters<typeof foldAll<unknown, string>>[1][number][]>();
  for (const [number, record] of records.entries()) {
    const time = new Date(Date.UTC(2026, 2, 2, 9, number)).toISOString().replace('.000Z', 'Z');
    const view = cloudTrailView({ eventID: `e${number}`, eventTime: time, ...record });
    for (const match of ruleSet.match(view)) {
      for (const { entry, source } of ruleSet.feeds(match, view)) {
        const { timeMs = 0, dedupKey, actionKey, id } = view.audit();
        const key = JSON.stringify(entry.key);
        const event = { id, action: null, input: { file: '', record: number } };
        const observation = {
          ...{ timeMs, eventKey: dedupKey, copy: String(source), actionKey, value: entry.value },
          ...{ rank: 0, event, payload: id },
        };
        folds.set(key, [...(folds.get(key) ?? []), observation]);
      }
    }
  }
  return [...folds.values()].flatMap((observations) =>
    foldAll(detectorOf<string>(correlated[0]?.memory, null), observations).map(({ measured, count }) => [
      measured,
      count,
    ]),
  );
}

function created(...values: readonly JsonObject[]): readonly JsonObject[] {
  return values.map((value) => ({ eventName: 'CreateAccessKey', who: 'ann', ...value }));
}

describe('every type that measures', () => {
  const sizes = created({ size: 2 }, { size: 3 }, { size: '7' }, { size: 'none' });
  test.each([
    ['event_count', created({}, {}, {}), [[3, 3]]],
    ['event_count', created({}, {}), []],
    ['value_count', created({ user: 'a' }, { user: 'b' }, { user: 'c' }, { user: 'c' }), [[3, 4]]],
    ['value_count', created({ user: 'a' }, { user: 'b' }, { user: 'b' }), []],
    ['value_count', created({ user: 'a' }, { user: 'b' }, {}), []],
    ['value_sum', sizes, [[12, 4]]],
    ['value_avg', created({ size: 2 }, { size: 6 }, { size: 7 }), [[5, 3]]],
    ['value_median', created({ size: 1 }, { size: 7 }, { size: 9 }), [[7, 3]]],
    ['value_percentile', created({ size: 1 }, { size: 1 }, { size: 9 }, { size: 9 }), [[9, 4]]],
  ])('%s of %j', (type, records, expected) => {
    const correlation = `type: ${type}, rules: [created], group-by: [who], timespan: 1h, ${CONDITIONS[type] ?? ''}`;
    expect(found(correlation, records)).toEqual(expected);
  });
});

describe('what is counted together', () => {
  const three = 'timespan: 1h, condition: { gte: 3 }';

  test('events of the window alone, which slides', () => {
    const records = created(...Array.from({ length: 4 }, () => ({})));
    expect(found('type: event_count, rules: [created], timespan: 2m, condition: { gte: 3 }', records)).toEqual([]);
    expect(found('type: event_count, rules: [created], timespan: 3m, condition: { gte: 3 }', records)).toEqual([
      [3, 4],
    ]);
  });

  test('events with the same values of group-by; without it all', () => {
    const records = created({ who: 'a' }, { who: 'b' }, { who: 'c' });
    expect(found(`type: event_count, rules: [created], group-by: [who], ${three}`, records)).toEqual([]);
    expect(found(`type: event_count, rules: [created], ${three}`, records)).toEqual([[3, 3]]);
  });

  test('events of several rules, by name or id, under aliases', () => {
    const records = [
      ...created({ key: 'k' }, { key: 'k' }),
      { eventName: 'GetCallerIdentity', by: 'k' },
      { eventName: 'GetCallerIdentity', by: 'other' },
    ];
    const aliases = 'aliases: { k: { created: key, used: by } }';
    const byId = 'rules: [3D0E4C0A-6f0e-4b52-9a55-8f4e7f1c2a01, used]';
    for (const rules of ['rules: [created, used]', byId]) {
      expect(found(`type: event_count, ${rules}, group-by: [k], ${aliases}, ${three}`, records)).toEqual([[3, 3]]);
    }
  });

  test('values of a tuple', () => {
    const tuple = 'type: value_count, rules: [created], timespan: 1h, condition: { gte: 3, field: [a, b] }';
    expect(found(tuple, created({ a: 1, b: 1 }, { a: 1, b: 2 }, { a: 2, b: 1 }))).toEqual([[3, 3]]);
    expect(found(tuple, created({ a: 1, b: 1 }, { a: 1, b: 1 }, { a: 2, b: 1 }))).toEqual([]);
  });

  test('a range: all bounds hold at once', () => {
    const range = 'type: event_count, rules: [created], timespan: 90s, condition: { gte: 2, lt: 3 }';
    expect(found(range, created({}, {}, {}))).toEqual([[2, 3]]);
    const none = 'type: event_count, rules: [created], timespan: 1h, condition: { gt: 2, lte: 2 }';
    expect(found(none, created({}, {}, {}))).toEqual([]);
  });
});

describe('what its alerts say', () => {
  const counting = 'type: event_count, rules: [created, used], timespan: 1h, condition: { gte: 3 }';

  test('the words of the correlation, at its level', () => {
    const words = "level: high\ntags: [attack.t1098]\nsentence: '{count} in {span}'\n";
    const [rule] = loaded(counting, words).correlated;
    expect(rule?.level).toBe('high');
    expect(rule?.words).toMatchObject({ name: 'counted', title: 'Counted', level: 'high', tags: ['attack.t1098'] });
    expect(rule === undefined ? '' : memoryText(rule.memory)).toBe('at least 3 actions within 1 hour');
  });

  test('without a level, as bad as what it counts', () => {
    const [rule] = loaded(counting).correlated;
    expect(rule?.level).toBeUndefined();
    expect(rule?.words.level).toBe('medium');
  });

  test('a sentence about values asks for values', () => {
    expect(codes(counting, "sentence: '{values}'\n")).toEqual(['hole-without-memory']);
  });

  test('the rules that it counts are silent, unless it says that they are told too', () => {
    function silent(text: string): readonly string[] {
      const { rules, correlated } = loaded(text);
      const { silentRules } = compileRuleSet(rules, { memoryRules: memoryRulesOf({ rules, correlated }) });
      return [...silentRules].map(({ name }) => name);
    }
    expect(silent(counting)).toEqual(['created', 'used']);
    expect(silent(`${counting}, generate: true`)).toEqual([]);
    expect(silent(counting.replace(', used', ''))).toEqual(['created']);
    expect(silent('type: temporal, rules: [created, used], timespan: 1h')).toEqual([]);
  });
});

describe('what cannot be resolved is told, and leaves its rules as they are', () => {
  const end = 'timespan: 1h, condition: { gte: 3 }';
  const value = 'timespan: 1h, condition: { gte: 3, field: [a, b] }';
  test.each([
    [`type: event_count, rules: [creatd], ${end}`, ['correlation-unknown-rule']],
    [`type: event_count, rules: [created, Key used], ${end}`, ['correlation-unknown-rule']],
    [`type: event_count, rules: [counted], ${end}`, ['correlation-of-correlations']],
    [
      `type: event_count, rules: [created, used], group-by: [k], aliases: { k: { created: a } }, ${end}`,
      ['alias-without-field'],
    ],
    [`type: event_count, rules: [created], group-by: [iamwatch.actr], ${end}`, ['unknown-field']],
    [`type: value_sum, rules: [created], ${value}`, ['correlation-condition']],
    [
      'type: value_percentile, rules: [created], timespan: 1h, condition: { gte: 3, field: a }',
      ['correlation-condition'],
    ],
    [`type: event_count, rules: [created], ${end.replace('gte: 3', 'field: a')}`, ['correlation-condition']],
  ])('%s', (correlation, expected) => {
    expect(codes(correlation)).toEqual(expected);
    const { rules, correlated } = loaded(correlation);
    expect(correlated).toEqual([]);
    expect(compileRuleSet(rules, { memoryRules: memoryRulesOf({ rules, correlated }) }).silentRules.size).toBe(0);
  });

  test('with the name that was meant', () => {
    const [typo] = loaded(`type: event_count, rules: [creatd], ${end}`).diagnostics;
    expect(typo?.suggestion).toBe('did you mean "created"?');
    const [title] = loaded(`type: event_count, rules: [created, Key used], ${end}`).diagnostics;
    expect(title?.suggestion).toBe('did you mean "used"?');
  });

  test('a name that a rule has', () => {
    const text = `${CREATED}---\ntitle: C\nname: created\ncorrelation: { type: event_count, rules: [created], ${end} }\n`;
    expect(loadRules([{ file: 'r.yaml', text }]).diagnostics.map(({ code }) => code)).toEqual(['duplicate-name']);
  });
});

test('pipelines rename what a correlation keeps apart and counts, as they do in its rules', () => {
  const text = `${CREATED}---\n${USED}---\ntitle: C\ncorrelation: { type: value_count, rules: [created], group-by: [who], timespan: 1h, condition: { gte: 2, field: what } }\n`;
  const pipeline = `name: p\npriority: 1\ntransformations:\n  - type: field_name_mapping\n    mapping: { who: userIdentity.arn, what: requestParameters.userName }\n`;
  const { correlated, diagnostics } = loadRules([{ file: 'r.yaml', text }], {
    pipelines: [{ file: 'p.yaml', text: pipeline }],
  });
  expect(diagnostics).toEqual([]);
  expect(correlated.map(({ memory }) => memoryText(memory))).toEqual([
    'at least 2 different requestParameters.userName within 1 hour for each userIdentity.arn',
  ]);
});

test('pipelines rename what a rule of one’s own remembers', () => {
  const text = `${CREATED}threshold: { at_least: 2, distinct: what, within: 1h, by: who, else_by: other }\n`;
  const pipeline = `name: p\npriority: 1\ntransformations:\n  - type: field_name_mapping\n    mapping: { who: userIdentity.arn, what: requestParameters.userName }\n`;
  const { rules } = loadRules([{ file: 'r.yaml', text }], { pipelines: [{ file: 'p.yaml', text: pipeline }] });
  expect(rules.map(({ memory }) => (memory === undefined ? '' : memoryText(memory)))).toEqual([
    'at least 2 different requestParameters.userName within 1 hour for each userIdentity.arn, else for each other',
  ]);
});
