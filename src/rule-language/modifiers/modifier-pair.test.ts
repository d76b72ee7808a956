/**
 * Every pair of modifiers: either a case below states what it matches, or the pair is refused by name. A pair that
 * may be combined and has no case fails.
 */
import { describe, expect, test } from 'vitest';
import type { Json } from '../../std/json.ts';
import { errorsIn, itemAlerts, ruleAround } from '../harness.fixture.ts';
import { loadRules } from '../load.ts';
import { mayCombine, sigmaModifiers } from './registry.ts';

/** Modifiers as written, values, a field value that matches, one that does not. */
type Case = readonly [modifiers: string, values: string, hit: Json, miss: Json];

const placeholders = new Map<string, readonly (string | number)[]>([
  ['p', ['Foo', 'Bar']],
  ['net', ['203.0.113.0/24']],
]);

const cases: readonly Case[] = [
  // all
  ['cased|all', "['A*', '*B']", 'AxB', 'axB'],
  ['contains|all', '[x, y]', 'xy', 'x'],
  ['startswith|all', "[x, 'x?']", 'xyz', 'x'],
  ['endswith|all', "[z, '?z']", 'xyz', 'z'],
  ['windash|all', "['* -a*', '* -b*']", 'x /a –b', 'x /a b'],
  ['expand|all', "['%p%*', '*%p%']", 'FooxBar', 'Foox'],
  ['all|utf16le|contains', '[a, b]', 'a\0b\0', 'a\0'],
  ['all|utf16be|contains', '[a, b]', '\0a\0b', '\0a'],
  ['all|utf16|contains', '[a, ab]', '\u00ff\u00fea\0b\0', '\u00ff\u00fea\0c\0'],
  ['all|base64|contains', '[foo, bar]', 'Zm9vYmFy', 'Zm9v'],
  ['all|base64offset|contains', '[foo, bar]', 'Zm9vYmFy', 'Zm9v'],
  ['re|all', "['^x', 'y$']", 'x-y', 'x-z'],
  ['re|i|all', "['^X', 'Y$']", 'x-y', 'x-z'],
  ['re|m|all', "['^x', '^y']", 'x\ny', 'x'],
  ['re|s|all', "['x.y', 'y']", 'x\ny', 'xy'],
  ['lt|all', '[5, 3]', 2, 4],
  ['lte|all', '[5, 3]', 3, 4],
  ['gt|all', '[5, 3]', 6, 4],
  ['gte|all', '[5, 3]', 5, 4],
  ['minute|gt|all', '[5, 7]', '2025-01-31T00:08:00Z', '2025-01-31T00:06:00Z'],
  ['hour|gt|all', '[5, 7]', '2025-01-31T08:00:00Z', '2025-01-31T06:00:00Z'],
  ['day|gt|all', '[5, 7]', '2025-01-08', '2025-01-06'],
  ['week|gt|all', '[5, 7]', '2025-03-03', '2025-02-05'],
  ['month|gt|all', '[5, 7]', '2025-08-01', '2025-06-01'],
  ['year|gt|all', '[2005, 2007]', '2008-01-01', '2006-01-01'],
  ['cidr|all', '[203.0.113.0/24, 203.0.113.0/28]', '203.0.113.7', '203.0.113.99'],
  ['fieldref|contains|all', '[b, c]', 'x-one-two', 'x-one'],
  ['fieldref|all', '[b, d]', 'one', 'two'],
  // cased
  ['cased|neq', 'Ab', 'ab', 'Ab'],
  ['cased|contains', 'Ab', 'xAbx', 'xabx'],
  ['cased|startswith', 'Ab', 'Abx', 'abx'],
  ['cased|endswith', 'Ab', 'xAb', 'xab'],
  ['cased|windash', '-A', '/A', '/a'],
  ['cased|expand', "'%p%'", 'Foo', 'foo'],
  ['cased|utf16le', 'A', 'A\0', 'a\0'],
  ['cased|utf16be', 'A', '\0A', '\0a'],
  ['cased|utf16', 'A', '\u00ff\u00feA\0', '\u00ff\u00fea\0'],
  ['cased|base64', 'foo', 'Zm9v', 'zm9v'],
  ['cased|base64offset', 'foo', 'Zm9v', 'zm9v'],
  ['cased|fieldref', 'b', 'one', 'One'],
  // neq
  ['neq|contains', 'x', 'aya', 'axa'],
  ['neq|startswith', 'x', 'ax', 'xa'],
  ['neq|endswith', 'x', 'xa', 'ax'],
  ['neq|windash', '-a', '+a', '/a'],
  ['neq|expand', "'%p%'", 'baz', 'bar'],
  ['neq|utf16le', 'a', 'a', 'a\0'],
  ['neq|utf16be', 'a', 'a', '\0a'],
  ['neq|utf16', 'a', 'a', '\u00ff\u00fea\0'],
  ['neq|base64', 'foo', 'foo', 'Zm9v'],
  ['neq|base64offset', 'foo', 'foo', 'Zm9v'],
  ['neq|re', "'^x'", 'ax', 'xa'],
  ['neq|re|i', "'^X'", 'ax', 'xa'],
  ['neq|re|m', "'^x'", 'a', 'a\nx'],
  ['neq|re|s', "'a.x'", 'ax', 'a\nx'],
  ['neq|minute', '5', '2025-01-31T00:06:00Z', '2025-01-31T00:05:00Z'],
  ['neq|hour', '5', '2025-01-31T06:00:00Z', '2025-01-31T05:00:00Z'],
  ['neq|day', '5', '2025-01-06', '2025-01-05'],
  ['neq|week', '1', '2025-01-06', '2025-01-05'],
  ['neq|month', '5', '2025-06-01', '2025-05-01'],
  ['neq|year', '2025', '2024-01-01', '2025-01-01'],
  ['neq|cidr', '203.0.113.0/24', '198.51.100.7', '203.0.113.7'],
  ['neq|fieldref', 'b', 'two', 'one'],
  // contains, startswith, endswith
  ['contains|windash', "' -a'", 'x /a y', 'x a y'],
  ['contains|expand', "'%p%'", 'xfoox', 'xbazx'],
  ['utf16le|contains', 'a', 'x\0a\0', 'x\0b\0'],
  ['utf16be|contains', 'a', '\0x\0a', '\0x\0b'],
  ['utf16|contains', 'a', 'x\u00ff\u00fea\0', 'xa\0'],
  ['base64|contains', 'foo', 'xZm9vx', 'xfoox'],
  ['base64offset|contains', 'foo', 'eGZvbw==', 'foo'],
  ['fieldref|contains', 'b', 'xonex', 'x'],
  ['re|contains', "'b.d'", 'abcde', 'abde'],
  ['re|i|contains', "'B.D'", 'abcde', 'abde'],
  ['re|m|contains', "'^b'", 'a\nb', 'ab'],
  ['re|s|contains', "'a.b'", 'a\nb', 'ab'],
  ['windash|startswith', '-a', '/abc', 'x/a'],
  ['startswith|expand', "'%p%'", 'barx', 'xbar'],
  ['utf16le|startswith', 'a', 'a\0b\0', 'b\0a\0'],
  ['utf16be|startswith', 'a', '\0a\0b', '\0b\0a'],
  ['utf16|startswith', 'a', '\u00ff\u00fea\0b\0', 'a\0'],
  ['base64|startswith', 'foo', 'Zm9vx', 'xZm9v'],
  ['base64offset|startswith', 'foo', 'Zm9vx', 'xZm9v'],
  ['fieldref|startswith', 'b', 'one more', 'no one'],
  ['windash|endswith', "' -a'", 'x —a', 'x —ab'],
  ['endswith|expand', "'%p%'", 'xbar', 'barx'],
  ['utf16le|endswith', 'b', 'a\0b\0', 'b\0a\0'],
  ['utf16be|endswith', 'b', '\0a\0b', '\0b\0a'],
  ['utf16|endswith', 'b', 'x\u00ff\u00feb\0', 'xb\0'],
  ['base64|endswith', 'foo', 'xZm9v', 'Zm9vx'],
  ['base64offset|endswith', 'foo', 'xZm9v', 'Zm9vx'],
  ['fieldref|endswith', 'b', 'no one', 'one more'],
  // windash, expand
  ['windash|expand', "'-%p%'", '-foo', 'foo'],
  ['windash|utf16le', '-a', '/\0a\0', '+\0a\0'],
  ['windash|utf16be', '-a', '\0/\0a', '\0+\0a'],
  ['windash|utf16', '-a', '\u00ff\u00fe/\0a\0', '/\0a\0'],
  ['windash|base64', '-foo', 'L2Zvbw==', 'K2Zvbw=='],
  ['windash|base64offset|contains', '-foo', 'L2Zvbw==', 'K2Zvbw=='],
  ['expand|utf16le', "'%p%'", 'f\0o\0o\0', 'foo'],
  ['expand|utf16be', "'%p%'", '\0f\0o\0o', 'foo'],
  ['expand|utf16', "'%p%'", '\u00ff\u00feF\0o\0o\0', 'foo'],
  ['expand|base64', "'%p%'", 'Rm9v', 'foo'],
  ['expand|base64offset|contains', "'%p%'", 'xRm9v', 'foo'],
  ['expand|re', "'^%p%$'", 'Foo', 'xFoo'],
  ['expand|re|i', "'^%p%$'", 'foo', 'xfoo'],
  ['expand|re|m', "'^%p%$'", 'x\nFoo', 'xFoo'],
  ['expand|re|s', "'x.%p%'", 'x\nFoo', 'xFoo'],
  ['expand|cidr', "'%net%'", '203.0.113.7', '198.51.100.7'],
  // encodings
  ['utf16le|base64', 'ab', 'YQBiAA==', 'YWI='],
  ['utf16be|base64', 'ab', 'AGEAYg==', 'YWI='],
  ['utf16|base64', 'ab', '//5hAGIA', 'YQBiAA=='],
  ['utf16le|base64offset|contains', 'ab', 'YQBiAA==', 'YWI='],
  ['utf16be|base64offset|contains', 'ab', 'AGEAYg==', 'YWI='],
  ['utf16|base64offset|contains', 'ab', '//5hAGIA', 'YWI='],
  // regular expressions
  ['re|i', "'^X'", 'xa', 'ax'],
  ['re|m', "'^x'", 'a\nx', 'ax'],
  ['re|s', "'a.x'", 'a\nx', 'ax'],
  ['re|i|m', "'^X'", 'a\nx', 'ax'],
  ['re|i|s', "'A.X'", 'a\nx', 'ax'],
  ['re|m|s', "'^x.y'", 'a\nx\ny', 'ax\ny'],
  // parts of a date, compared
  ...compared('minute', '2025-01-31T00:0%:00Z'),
  ...compared('hour', '2025-01-31T0%:00:00Z'),
  ...compared('day', '2025-01-0%'),
  ...compared(
    'week',
    new Map([
      [4, '2025-01-22'],
      [5, '2025-01-29'],
      [6, '2025-02-05'],
    ]),
  ),
  ...compared('month', '2025-0%-01'),
  ...compared('year', '000%-01-01'),
];

/** The four comparisons of one part with 5. `%` in the text stands for the number. */
function compared(part: string, dates: string | ReadonlyMap<number, string>): readonly Case[] {
  function date(number: number): string {
    return typeof dates === 'string' ? dates.replace('%', String(number)) : (dates.get(number) ?? '');
  }
  return [
    [`${part}|lt`, '5', date(4), date(5)],
    [`${part}|lte`, '5', date(5), date(6)],
    [`${part}|gt`, '5', date(6), date(5)],
    [`${part}|gte`, '5', date(5), date(4)],
  ];
}

const pairs = sigmaModifiers.flatMap((one, index) =>
  sigmaModifiers.slice(index + 1).map((other) => [one, other] as const),
);
const covered = new Set(
  cases.flatMap(([modifiers]) => {
    const names = modifiers.split('|');
    return names.flatMap((one) => names.map((other) => `${one} ${other}`));
  }),
);

describe('a pair that may be combined matches what its case says', () => {
  test.each(cases)('%s: %s', (modifiers, values, hit, miss) => {
    const others = { b: 'one', c: 'two', d: 'ONE' };
    expect(itemAlerts(`a|${modifiers}: ${values}`, { a: hit, ...others }, { placeholders })).toBe(true);
    expect(itemAlerts(`a|${modifiers}: ${values}`, { a: miss, ...others }, { placeholders })).toBe(false);
    expect(itemAlerts(`a|${modifiers}: ${values}`, others, { placeholders })).toBe(false);
  });

  test.each(
    pairs.filter(([one, other]) => mayCombine(one, other)).map(([one, other]) => [one.name, other.name] as const),
  )('%s and %s have a case', (one, other) => {
    expect(covered).toContain(`${one} ${other}`);
  });
});

describe('a pair that may not be combined is refused by name, in either order', () => {
  const refused = pairs
    .filter(([one, other]) => !mayCombine(one, other))
    .map(([one, other]) => [one.name, other.name] as const);
  test.each(refused)('%s and %s', (one, other) => {
    for (const modifiers of [`${one}|${other}`, `${other}|${one}`]) {
      const text = ruleAround(`selection:\n  a|${modifiers}: [x, y]\ncondition: selection`);
      const { diagnostics } = loadRules([{ file: 'rule.yaml', text }]);
      expect(diagnostics.map(({ code }) => code)).toEqual(['modifiers-cannot-combine']);
      const [first = '', second = ''] = modifiers.split('|');
      expect(diagnostics[0]?.message).toBe(`"${first}" and "${second}" cannot be combined`);
    }
  });
});

describe('the table of pairs is sound', () => {
  test('both sides name each other', () => {
    for (const [one, other] of pairs)
      expect([one.name, other.name, mayCombine(other, one)]).toEqual([one.name, other.name, mayCombine(one, other)]);
  });

  test('every name in it is a modifier', () => {
    const names = new Set(sigmaModifiers.map(({ name }) => name));
    const named = sigmaModifiers.flatMap(({ combinesWith, standsBefore, needs }) => [
      ...combinesWith,
      ...standsBefore,
      ...needs,
    ]);
    expect(named.filter((name) => !names.has(name))).toEqual([]);
  });

  test('a modifier that must come first and does not is named', () => {
    const misplaced = pairs
      .flatMap(([one, other]) => [[one, other] as const, [other, one] as const])
      .filter(([one, other]) => one.standsBefore.includes(other.name));
    expect(misplaced.length).toBeGreaterThan(20);
    for (const [first, last] of misplaced) {
      const text = ruleAround(`selection:\n  a|${last.name}|${first.name}: xyz\ncondition: selection`);
      expect(errorsIn(text, { placeholders })).toEqual(['modifier-order']);
    }
  });

  test('a modifier twice is an error', () => {
    expect(errorsIn(ruleAround('s:\n  a|re|i|ignorecase: x\ncondition: s'))).toEqual(['duplicate-modifier']);
  });
});
