/** Every modifier of C3, alone: what it matches and what it does not. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../std/json.ts';
import { itemAlerts } from '../harness.fixture.ts';
import { sigmaModifiers } from './registry.ts';

type Row = readonly [item: string, raw: JsonObject, expected: boolean];

const rows: Record<string, readonly Row[]> = {
  all: [
    ['a|contains|all: [x, y]', { a: 'xy' }, true],
    ['a|contains|all: [x, y]', { a: 'x' }, false],
    ['a|contains|all: [x, y]', { a: ['x', 'y'] }, true],
  ],
  startswith: [
    ['a|startswith: Adm', { a: 'admin' }, true],
    ['a|startswith: Adm', { a: 'xadmin' }, false],
    ['a|startswith: Adm', {}, false],
  ],
  endswith: [
    ['a|endswith: Min', { a: 'admin' }, true],
    ['a|endswith: Min', { a: 'mint' }, false],
    ['a|endswith: Min', { a: null }, false],
  ],
  contains: [
    ['a|contains: DMI', { a: 'admin' }, true],
    ['a|contains: "d*n"', { a: 'admin' }, true],
    ['a|contains: x', { a: 'admin' }, false],
    ['a|contains: ""', {}, false],
    ['a|contains: ""', { a: '' }, true],
  ],
  exists: [
    ['a|exists: true', { a: 0 }, true],
    ['a|exists: true', { a: '' }, true],
    ['a|exists: true', { a: [] }, true],
    ['a|exists: true', { a: {} }, true],
    ['a|exists: true', { a: null }, false],
    ['a|exists: true', {}, false],
    ['a|exists: false', {}, true],
    ['a|exists: false', { a: null }, true],
    ['a|exists: false', { a: 0 }, false],
    ['a.b|exists: true', { a: [{}, { b: 1 }] }, true],
  ],
  cased: [
    ['a|cased: Admin', { a: 'Admin' }, true],
    ['a|cased: Admin', { a: 'admin' }, false],
  ],
  neq: [
    ['a|neq: x', { a: 'y' }, true],
    ['a|neq: x', { a: 'X' }, false],
    ['a|neq: x', {}, false],
    ['a|neq: x', { a: null }, false],
    ['a|neq: [x, y]', { a: 'z' }, true],
    ['a|neq: [x, y]', { a: 'y' }, false],
    ['a|neq: x', { a: ['z', 'x'] }, false],
    ['a|neq: x', { a: ['z', 'y'] }, true],
    ['a|neq: 5', { a: 6 }, true],
    ['a|neq: 5', { a: '5' }, false],
  ],
  windash: [
    ['a|windash: run -f now', { a: 'run /f now' }, true],
    ['a|windash: run -f now', { a: 'run –f now' }, true],
    ['a|windash: run /f now', { a: 'run —f now' }, true],
    ['a|windash: -f', { a: '―f' }, true],
    ['a|windash: a-f', { a: 'a/f' }, false],
    ['a|windash: run -f now', { a: 'run f now' }, false],
  ],
  re: [
    ['a|re: "d.i"', { a: 'admin' }, true],
    ['a|re: "D.I"', { a: 'admin' }, false],
    ['a|re: "^dmi"', { a: 'admin' }, false],
    ['a|re: "min$"', { a: 'admin' }, true],
    ['a|re: "^\\\\d{12}$"', { a: 111122223333 }, true],
    ['a|re: "."', {}, false],
    ['a|re: "(a|b)+c"', { a: 'ababc' }, true],
  ],
  i: [
    ['a|re|i: "D.I"', { a: 'admin' }, true],
    ['a|re|ignorecase: "D.I"', { a: 'admin' }, true],
    ['a|re|i: "^D"', { a: 'admin' }, false],
  ],
  m: [
    ['a|re|m: "^b"', { a: 'a\nb' }, true],
    ['a|re|multiline: "^b"', { a: 'a\nb' }, true],
    ['a|re: "^b"', { a: 'a\nb' }, false],
  ],
  s: [
    ['a|re|s: "a.b"', { a: 'a\nb' }, true],
    ['a|re|dotall: "a.b"', { a: 'a\nb' }, true],
    ['a|re: "a.b"', { a: 'a\nb' }, false],
  ],
  utf16le: [
    ['a|utf16le: ab', { a: 'a\0b\0' }, true],
    ['a|wide: ab', { a: 'a\0b\0' }, true],
    ['a|utf16le: ab', { a: '\0a\0b' }, false],
  ],
  utf16be: [
    ['a|utf16be: ab', { a: '\0a\0b' }, true],
    ['a|utf16be: ab', { a: 'a\0b\0' }, false],
  ],
  utf16: [
    ['a|utf16: ab', { a: '\u00ff\u00fea\0b\0' }, true],
    ['a|utf16: ab', { a: 'a\0b\0' }, false],
  ],
  base64: [
    ['a|base64: foobar', { a: 'Zm9vYmFy' }, true],
    ['a|base64: é', { a: 'w6k=' }, true],
    ['a|base64: foobar', { a: 'foobar' }, false],
  ],
  base64offset: [
    ['a|base64offset|contains: foobar', { a: 'Zm9vYmFy' }, true],
    ['a|base64offset|contains: foobar', { a: 'eGZvb2Jhcg==' }, true],
    ['a|base64offset|contains: foobar', { a: 'eHhmb29iYXI=' }, true],
    ['a|base64offset|contains: foobar', { a: 'Zm9vYmF6' }, false],
  ],
  lt: [
    ['a|lt: 5', { a: 4 }, true],
    ['a|lt: 5', { a: 5 }, false],
    ['a|lt: 5', { a: '4.5' }, true],
    ['a|lt: 5', { a: 'x' }, false],
    ['a|lt: 5', { a: '' }, false],
    ['a|lt: 5', { a: false }, false],
    ['a|lt: 5', {}, false],
    ['a|lt: 5', { a: null }, false],
  ],
  lte: [
    ['a|lte: 5', { a: 5 }, true],
    ['a|lte: 5', { a: 6 }, false],
  ],
  gt: [
    ['a|gt: 5', { a: 6 }, true],
    ['a|gt: 5', { a: 5 }, false],
    ['a|gt: -1', { a: '0' }, true],
  ],
  gte: [
    ['a|gte: 5', { a: '5' }, true],
    ['a|gte: 5', { a: 4 }, false],
    ['a|gte: [9, 5]', { a: 6 }, true],
  ],
  minute: [
    ['a|minute: 58', { a: '2025-01-31T23:58:59Z' }, true],
    ['a|minute: 58', { a: '2025-01-31T23:57:58Z' }, false],
    ['a|minute: 0', { a: '2025-01-31' }, false],
  ],
  hour: [
    ['a|hour: 23', { a: '2025-01-31T23:58:59+05:00' }, true],
    ['a|hour: 18', { a: '2025-01-31T23:58:59+05:00' }, false],
    ['a|hour: 24', { a: '2025-01-31T24:00:00Z' }, false],
  ],
  day: [
    ['a|day: 31', { a: '2025-01-31T23:58:59Z' }, true],
    ['a|day: 31', { a: '2025-02-31T23:58:59Z' }, false],
    ['a|day: 31', { a: 1738367939 }, false],
  ],
  week: [
    ['a|week: 1', { a: '2024-12-30T00:00:00Z' }, true],
    ['a|week: 53', { a: '2021-01-03' }, true],
    ['a|week: 1', { a: '2021-01-04' }, true],
    ['a|week: 2', { a: '2021-01-04' }, false],
  ],
  month: [
    ['a|month: 1', { a: '2025-01-31T23:58:59Z' }, true],
    ['a|month: 2', { a: '2025-01-31T23:58:59Z' }, false],
    ['a|month: 1', {}, false],
  ],
  year: [
    ['a|year: 2025', { a: '2025-01-31' }, true],
    ['a|year: 2025', { a: 'in 2025' }, false],
  ],
  cidr: [
    ['a|cidr: 203.0.113.0/24', { a: '203.0.113.7' }, true],
    ['a|cidr: 203.0.113.0/24', { a: '203.0.114.7' }, false],
    ['a|cidr: 203.0.113.7', { a: '203.0.113.7' }, true],
    ['a|cidr: 0.0.0.0/0', { a: '198.51.100.1' }, true],
    ['a|cidr: 0.0.0.0/0', { a: 'AWS Internal' }, false],
    ['a|cidr: 0.0.0.0/0', { a: 'iam.amazonaws.com' }, false],
    ['a|cidr: 0.0.0.0/0', { a: '075.050.255.67' }, false],
    ['a|cidr: 0.0.0.0/0', { a: '256.0.0.1' }, false],
    ['a|cidr: 0.0.0.0/0', { a: '2001:db8::1' }, false],
    ['a|cidr: 0.0.0.0/0', { a: 5 }, false],
    ['a|cidr: 0.0.0.0/0', {}, false],
    ['a|cidr: 2001:db8::/32', { a: '2001:DB8:1::1' }, true],
    ['a|cidr: 2001:db8::/32', { a: '2001:db9::1' }, false],
    ['a|cidr: 203.0.113.0/24', { a: '::ffff:203.0.113.7' }, true],
    ['a|cidr: [198.51.100.0/24, 203.0.113.0/24]', { a: '203.0.113.7' }, true],
  ],
  expand: [
    ["a|expand: '%p%'", { a: 'bar' }, true],
    ["a|expand: 'x-%p%-y'", { a: 'x-foo-y' }, true],
    ["a|expand: '%p%'", { a: '%p%' }, false],
    ["a|expand: '%star%'", { a: '*' }, true],
    ["a|expand: '%star%'", { a: 'x' }, false],
    ['a|expand: 100%', { a: '100%' }, true],
    ["a|expand: '\\%p\\%'", { a: '%p%' }, true],
    ["a|expand: '\\%p\\%'", { a: 'foo' }, false],
    ["a|expand: '\\%x%p%'", { a: '%xfoo' }, true],
    ["a|expand: 'x\\\\%p%'", { a: 'x\\foo' }, true],
    ["a|expand: 'x\\\\*%p%'", { a: 'x\\yfoo' }, true],
    ["a|expand: 'x\\*%p%'", { a: 'x*foo' }, true],
    ["a|expand: 'x\\*%p%'", { a: 'xyfoo' }, false],
    ["a|expand: 'x\\y%p%'", { a: 'x\\yfoo' }, true],
    ["a|re|expand: '^\\%p\\%\\d$'", { a: '%p%5' }, true],
    ["a|re|expand: '^\\\\%p%$'", { a: '\\Foo' }, true],
  ],
  fieldref: [
    ['a|fieldref: b', { a: 'x', b: 'X' }, true],
    ['a|fieldref: b', { a: 'x', b: 'y' }, false],
    ['a|fieldref: b', { a: 'x' }, false],
    ['a|fieldref: b', { b: 'x' }, false],
    ['a|fieldref: b', {}, false],
    ['a|fieldref: b.c', { a: 5, b: [{ c: '4' }, { c: '5' }] }, true],
  ],
};

for (const { name, summary } of sigmaModifiers) {
  describe(`${name}: ${summary}`, () => {
    test.each(rows[name] ?? [['no row for this modifier', {}, true]])('%s on %j: %s', (item, raw, expected) => {
      const placeholders = new Map([
        ['p', ['Foo', 'Bar']],
        ['star', ['*']],
      ]);
      expect(itemAlerts(item, raw, { placeholders })).toBe(expected);
    });
  });
}
