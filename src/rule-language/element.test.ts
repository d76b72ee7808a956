/** Matching inside one element of a list: what belongs together must be found together. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../std/json.ts';
import { renderDiagnostic } from '../document/diagnostic.ts';
import { eventView } from './event-view.fixture.ts';
import { interpretRuleSet } from './interpret.ts';
import { loadRules } from './load.ts';
import { compileRuleSet, type RuleSet } from './rule-set.ts';

function load(detection: string): { readonly set: RuleSet; readonly text: string } {
  const text = `title: T\nlogsource: { category: any }\ndetection:\n${detection}\n  condition: all of them\n`;
  const { rules, diagnostics } = loadRules([{ file: 'r.yaml', text }]);
  return { set: compileRuleSet(rules), text: diagnostics.map((one) => renderDiagnostic(one, text)).join('\n') };
}

function isFound(detection: string, raw: JsonObject): boolean {
  const { set, text } = load(detection);
  expect(text).toBe('');
  const [compiled, interpreted] = [set, interpretRuleSet(set.rules)].map((one) => one.match(eventView(raw)).length > 0);
  expect(interpreted).toBe(compiled);
  return compiled ?? false;
}

const OWNER_ADDED = '  s:\n    deltas|any_element: { action: ADD, role: roles/owner }';

describe('all fields must hold for one element', () => {
  test.each<[string, readonly JsonObject[], boolean]>([
    [
      'in one',
      [
        { action: 'REMOVE', role: 'roles/viewer' },
        { action: 'ADD', role: 'roles/owner' },
      ],
      true,
    ],
    [
      'torn apart',
      [
        { action: 'ADD', role: 'roles/viewer' },
        { action: 'REMOVE', role: 'roles/owner' },
      ],
      false,
    ],
    ['none', [], false],
  ])('%s', (_, deltas, found) => {
    expect(isFound(OWNER_ADDED, { deltas })).toBe(found);
  });

  test('one object counts as a list of one, and lists of lists are entered', () => {
    expect(isFound(OWNER_ADDED, { deltas: { action: 'ADD', role: 'roles/owner' } })).toBe(true);
    expect(isFound(OWNER_ADDED, { deltas: [[{ action: 'ADD', role: 'roles/owner' }]] })).toBe(true);
  });

  test('what is no object is no element', () => {
    for (const deltas of ['ADD', 7, null, ['ADD', 'roles/owner'], []]) {
      expect(isFound(OWNER_ADDED, { deltas })).toBe(false);
    }
  });
});

describe('inside an element', () => {
  test('a list of maps stands for any of them', () => {
    const either = '  s:\n    d|any_element:\n      - { a: 1, b: 1 }\n      - { a: 2, b: 2 }';
    expect(
      isFound(either, {
        d: [
          { a: 1, b: 2 },
          { a: 2, b: 2 },
        ],
      }),
    ).toBe(true);
    expect(
      isFound(either, {
        d: [
          { a: 1, b: 2 },
          { a: 2, b: 1 },
        ],
      }),
    ).toBe(false);
  });

  test('elements may be searched inside elements', () => {
    const nested = '  s:\n    d|any_element:\n      kind: x\n      p|any_element: { name: n, value: v }';
    expect(isFound(nested, { d: [{ kind: 'x', p: [{ name: 'n', value: 'v' }] }] })).toBe(true);
    expect(
      isFound(nested, {
        d: [
          { kind: 'y', p: [{ name: 'n', value: 'v' }] },
          { kind: 'x', p: [] },
        ],
      }),
    ).toBe(false);
  });

  test('absence is that of the element, normalised fields are those of the event', () => {
    expect(isFound('  s:\n    d|any_element: { condition: null, a: 1 }', { d: [{ a: 1 }], condition: 'c' })).toBe(true);
    const referring = '  s:\n    d|any_element: { member|fieldref: iamwatch.actor.name }';
    expect(isFound(referring, { d: [{ member: 'alice' }] })).toBe(true);
    expect(isFound(referring, { d: [{ member: 'bob' }] })).toBe(false);
  });

  test('the elements that matched can be had, and no others', () => {
    const { set } = load(OWNER_ADDED);
    const view = eventView({ deltas: [{ action: 'ADD', role: 'roles/owner', member: 'm' }, { action: 'ADD' }] });
    const [rule] = set.rules;
    expect(rule && set.matchedElements(rule, view)).toEqual([{ action: 'ADD', role: 'roles/owner', member: 'm' }]);
  });

  describe('they are those that the variation asks for, else those that the rule asks for', () => {
    const text = [
      'title: T\nlogsource: { category: any }\ndetection:',
      '  added: { d|any_element: { action: ADD } }',
      '  everybody: { d|any_element: { action: ADD, member: all } }',
      '  high: { level: high }',
      '  condition: added',
      'variations:',
      '  - { name: all, condition: everybody and not high, level: critical }',
      '  - { name: up, condition: high and not everybody, level: high }',
    ].join('\n');
    const [rule] = loadRules([{ file: 'r.yaml', text }]).rules;
    const [ann, all, bob] = [
      { action: 'ADD', member: 'ann' },
      { action: 'ADD', member: 'all' },
      { action: 'REMOVE', member: 'bob' },
    ];
    test.each<[string, JsonObject, readonly JsonObject[]]>([
      ['no variation', { d: [ann, bob] }, [ann]],
      ['a variation with elements of its own', { d: [ann, all, bob] }, [all]],
      ['a variation without, and what it denies counts for nothing', { d: [bob, ann], level: 'high' }, [ann]],
      ['no variation, though its elements are there', { d: [ann, all], level: 'high' }, [ann, all]],
    ])('%s', (_, raw, expected) => {
      expect(rule && compileRuleSet([rule]).matchedElements(rule, eventView(raw))).toEqual(expected);
    });
  });
});

describe('what cannot be', () => {
  test.each([
    ['  s:\n    d|any_element: x', '"any_element" needs a map of fields'],
    ['  s:\n    d|any_element: [1]', '"any_element" needs a map of fields'],
    ['  s:\n    d|any_element|all: { a: 1 }', '"any_element" stands alone'],
    ['  s:\n    d|any_elment: { a: 1 }', 'did you mean "any_element"?'],
    ['  s:\n    iamwatch.gcp.binding|any_element: { a: 1 }', 'did you mean "iamwatch.gcp.bindings"?'],
    ['  s:\n    d|any_element: { a|startwith: x }', 'did you mean "startswith"?'],
  ])('%s', (detection, message) => {
    expect(load(detection).text).toContain(message);
  });
});
