/** How values are compared with fields: C2 of the Sigma checklist, reading by reading. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../std/json.ts';
import { auditEvent, eventView } from './event-view.fixture.ts';
import { alerts, itemAlerts, itemErrors } from './harness.fixture.ts';

type Row = readonly [item: string, raw: JsonObject, expected: boolean];

const tables: Record<string, readonly Row[]> = {
  'text is compared without case, as a whole': [
    ['a: Admin', { a: 'aDMIN' }, true],
    ['a: Admin', { a: 'Admins' }, false],
    ['a: ÀÉ', { a: 'àé' }, true],
    ['a: ΑΣ', { a: 'ας' }, false],
    ['a: "*Σ*"', { a: 'ΑΣ' }, true],
    ['a: ""', { a: '' }, true],
    ['a: ""', { a: 'x' }, false],
    ['a: ""', {}, false],
  ],
  'a list is any of its values': [
    ['a: [x, y]', { a: 'y' }, true],
    ['a: [x, y]', { a: 'z' }, false],
  ],
  'numbers and booleans compare in their JSON text form': [
    ['a: 5', { a: 5 }, true],
    ['a: 5', { a: '5' }, true],
    ['a: 5', { a: 50 }, false],
    ['a: "5"', { a: 5 }, true],
    ['a: 5.5', { a: 5.5 }, true],
    ['a: true', { a: true }, true],
    ['a: true', { a: 'true' }, true],
    ['a: true', { a: 'True' }, true],
    ["a: 'true'", { a: true }, true],
    ["a: 'true'", { a: false }, false],
    ["a: 'false'", { a: false }, true],
    ['a|startswith: 12', { a: 123 }, true],
    ['a: 012345678901', { a: '012345678901' }, true],
    ['a: 012345678901', { a: '12345678901' }, false],
    ['a: 12345678901234567890', { a: '12345678901234567890' }, true],
  ],
  'null means absent or null, of the field or any parent': [
    ['a: null', {}, true],
    ['a: null', { a: null }, true],
    ['a: null', { a: '' }, false],
    ['a: null', { a: false }, false],
    ['a: null', { a: [] }, false],
    ['a: null', { a: [null] }, true],
    ['a.b: null', { a: null }, true],
    ['a.b: null', { a: { b: null } }, true],
    ['a.b: null', { a: 'x' }, true],
    ['a.b: null', { a: { b: 1 } }, false],
    ['a.b: null', { a: [{ c: 1 }, { b: 1 }] }, false],
  ],
  'wildcards and their escapes': [
    ["a: 'x*z'", { a: 'xyz' }, true],
    ["a: 'x*z'", { a: 'xz' }, true],
    ["a: 'x*z'", { a: 'xyzw' }, false],
    ["a: 'x?z'", { a: 'xyz' }, true],
    ["a: 'x?z'", { a: 'xz' }, false],
    ["a: '?'", { a: '😀' }, true],
    ["a: '??'", { a: '😀' }, false],
    ["a: 'x*y*z'", { a: 'x-y-y-z' }, true],
    ["a: '*ab*ab'", { a: 'abab' }, true],
    ["a: '*ab*ab'", { a: 'aab' }, false],
    ["a: 'x\\*z'", { a: 'x*z' }, true],
    ["a: 'x\\*z'", { a: 'xyz' }, false],
    ["a: 'x\\?z'", { a: 'x?z' }, true],
    ["a: 'x\\?z'", { a: 'xyz' }, false],
    ["a: 'x\\\\*'", { a: 'x\\yz' }, true],
    ["a: 'x\\\\*'", { a: 'x*' }, false],
    ["a: 'x\\z'", { a: 'x\\z' }, true],
    ["a: 'x\\\\z'", { a: 'x\\z' }, true],
    ["a: 'x\\'", { a: 'x\\' }, true],
    ["a: '*'", { a: '' }, true],
    ["a: '*'", {}, false],
  ],
  'paths enter arrays and try literal dotted keys': [
    ['a.b: x', { a: { b: 'x' } }, true],
    ['a.b: x', { a: [{ b: 'y' }, { b: 'x' }] }, true],
    ['a.b: x', { a: [[{ b: 'x' }]] }, true],
    ['a: x', { a: ['y', ['x']] }, true],
    ['a.b: x', { 'a.b': 'x' }, true],
    ['a.b.c: x', { a: { 'b.c': 'x' } }, true],
    ['a.b.c: x', { 'a.b': { c: 'x' } }, true],
    ['a.b.c: x', { 'a.b': { c: 'y' }, a: { b: { c: 'x' } } }, true],
    ['a.b: x', { a: { c: 'x' } }, false],
    ['__proto__: null', {}, true],
    ['constructor.name|contains: O', {}, false],
    ['a.length: 1', { a: 'x' }, false],
    ['a.0: x', { a: ['x'] }, false],
  ],
  'an object at the end is its serialised form': [
    ['a|contains: \'"enable":false\'', { a: { enable: false } }, true],
    ['a|contains: 0.0.0.0/0', { a: { items: [{ cidrIp: '0.0.0.0/0' }] } }, true],
    ['a|contains: nothing', { a: { enable: false } }, false],
    ['a|re: \'"x":\\d\'', { a: { x: 1 } }, true],
    ['a: x', { a: {} }, false],
  ],
};

for (const [reason, rows] of Object.entries(tables)) {
  describe(reason, () => {
    test.each(rows)('%s on %j: %s', (item, raw, expected) => {
      expect(itemAlerts(item, raw)).toBe(expected);
    });
  });
}

describe('a key named __proto__ in a record is a key like any other', () => {
  test('it is found as an own property', () => {
    expect(itemAlerts('__proto__.x: y', JSON.parse('{"__proto__":{"x":"y"}}') as JsonObject)).toBe(true);
  });
});

describe('the normalised event is read below "iamwatch."', () => {
  const event = eventView(
    { outcome: 'raw' },
    { outcome: 'denied', targets: [{ type: 'user', id: 'u', name: 'bob', account: undefined }] },
  );
  test.each([
    ['iamwatch.outcome: denied', true],
    ['iamwatch.outcome: raw', false],
    ['outcome: raw', true],
    ['iamwatch.targets.name: bob', true],
    ['iamwatch.targets.account: null', true],
    ['iamwatch.auth.mfa: null', true],
    ['iamwatch.readOnly: false', true],
  ])('%s: %s', (item, expected) => {
    expect(itemAlerts(item, event)).toBe(expected);
  });

  test('it is not built unless a rule asks', () => {
    const raw = { a: 'x' };
    let built = 0;
    const view = { ...eventView(raw), audit: () => ((built += 1), auditEvent()) };
    expect(itemAlerts('a: x', view)).toBe(true);
    expect(built).toBe(0);
  });

  test('a field that it does not have is an error', () => {
    expect(itemErrors('iamwatch.actor.knd: user')).toEqual(['unknown-field']);
  });
});

describe('lists, maps and keywords make up a search', () => {
  const rows: readonly (readonly [string, string, JsonObject, boolean])[] = [
    ['a map is AND', 's: {a: x, b: y}\ncondition: s', { a: 'x', b: 'y' }, true],
    ['a map is AND', 's: {a: x, b: y}\ncondition: s', { a: 'x', b: 'z' }, false],
    ['a list of maps is OR', 's: [{a: x}, {b: y}]\ncondition: s', { b: 'y' }, true],
    ['a list of maps is OR', 's: [{a: x}, {b: y}]\ncondition: s', { a: 'z' }, false],
    ['keywords are OR', 's: [foo, bar]\ncondition: s', { deep: [{ er: 'a BAR b' }] }, true],
    ['keywords are OR', 's: [foo, bar]\ncondition: s', { deep: 'ba r' }, false],
    ['keywords look at values, not at keys', 's: [foo]\ncondition: s', { foo: 'x' }, false],
    ['keywords look at strings, not at numbers', 's: [12]\ncondition: s', { a: 12 }, false],
    ['a keyword may be a number', 's: [12]\ncondition: s', { a: 'x12' }, true],
    ['keywords may hold wildcards', "s: ['f*r']\ncondition: s", { a: 'xx foo bar yy' }, true],
    ["'|all' wants every keyword", "s: {'|all': [foo, bar]}\ncondition: s", { a: 'foo', b: 'bar' }, true],
    ["'|all' wants every keyword", "s: {'|all': [foo, bar]}\ncondition: s", { a: 'foo' }, false],
    ['keywords take modifiers', "s: {'|re': 'f[o]+$'}\ncondition: s", { a: 'xfoo' }, true],
    ['keywords take modifiers', "s: {'|startswith': foo}\ncondition: s", { a: 'xfoo' }, false],
    ['keywords take modifiers', "s: {'|cased': Foo}\ncondition: s", { a: 'xfoo' }, false],
    ['keywords take modifiers', "s: {'|contains|all': [foo, bar]}\ncondition: s", { a: 'foo bar' }, true],
    ['a single keyword needs no list', 's: foo\ncondition: s', { a: 'foo' }, true],
    ['lists mix maps and keywords', 's: [{a: x}, foo]\ncondition: s', { b: 'foo' }, true],
    ['lists mix maps and keywords', 's: [{a: x}, foo]\ncondition: s', { a: 'x' }, true],
    ['lists mix maps and keywords', 's: [{a: x}, foo]\ncondition: s', { a: 'y' }, false],
  ];
  test.each(rows)('%s: %s on %j: %s', (_reason, detection, raw, expected) => {
    expect(alerts(detection, raw)).toBe(expected);
  });
});

describe('values that mean nothing are errors', () => {
  test.each([
    ['a: [x, null]', 'null-in-list'],
    ['a: []', 'empty-list'],
    ['a|contains: null', 'null-with-modifier'],
    ['a|contains|all: x', 'all-on-single-value'],
    ['a|contains|all: [x]', 'all-on-single-value'],
    ['a: {b: c}', 'value-is-map'],
    ['a: [[x]]', 'value-is-nested'],
    ["'': ''", 'empty-keyword'],
    ["'|exists': true", 'modifier-needs-field'],
    ["'|cidr': 203.0.113.0/24", 'modifier-needs-field'],
    ['a|exists: 1', 'value-not-boolean'],
    ['a|lt: x', 'value-not-a-number'],
    ['a|hour: x', 'value-not-a-number'],
    ['a|cidr: 203.0.113.0/33', 'invalid-network'],
    ['a|cidr: 075.050.255.67', 'invalid-network'],
    ['a|fieldref: 5', 'value-not-a-field'],
    ["a|re: '(?=x)y'", 'invalid-regex'],
    ["a|re: '(x)\\1'", 'invalid-regex'],
    ["a|base64: 'x*'", 'wildcard-in-encoded-value'],
    ['a|base64offset: x', 'value-too-short'],
    ["a|expand: '%nobody%'", 'unresolved-placeholder'],
    ['a|grants_admin: maybe', 'value-not-a-verdict'],
    ['a|startwith: x', 'unknown-modifier'],
    ['a|i: x', 'modifier-alone'],
  ])('%s: %s', (item, code) => {
    expect(itemErrors(item)).toEqual([code]);
  });
});
