import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertFor } from '../alert.fixture.ts';
import { anyAlert, hostileText } from '../alert-generator.fixture.ts';
import { isFormula, neutral, quoted } from './cell.ts';
import { COLUMNS } from './columns.ts';
import { alertRow, cellsOf, headerRow } from './row.ts';

/** What a reader that knows RFC 4180 and nothing of ours gets. */
function read(text: string): string[][] {
  return parse(text, { record_delimiter: '\r\n' });
}

describe('a cell that a spreadsheet could evaluate begins with an apostrophe', () => {
  it.each([
    ['a formula', '=1+1', "'=1+1"],
    ['a command by way of DDE', "=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0"],
    ['an older sign', '+1', "'+1"],
    ['a minus', '-1', "'-1"],
    ['a function of another product', '@SUM(A1)', "'@SUM(A1)"],
    ['behind blanks', '  =1', "'  =1"],
    ['behind a blank that does not break', '\u00a0=1', "'\u00a0=1"],
    ['behind a quote', '"=1', `'"=1`],
    ['behind an apostrophe, which a reader may take away', "'=1", "''=1"],
    ['in full width', '＝1', "'＝1"],
    ['in small form', '﹢1', "'﹢1"],
    ['a mathematical minus', '−1', "'−1"],
  ])('%s', (_, text, expected) => {
    expect(neutral(text)).toBe(expected);
  });

  it.each([
    ['a tabulator', '\t=1', '\\u{9}=1'],
    ['a carriage return', '\r=1', '\\u{d}=1'],
    ['a terminal escape', '\u001b[2J', '\\u{1b}[2J'],
    ['a change of direction', '\u202e=1', '\\u{202e}=1'],
  ])('%s is written out, and is no formula then', (_, text, expected) => {
    expect(neutral(text)).toBe(expected);
  });

  it.each([
    ['ann'],
    ['a=b'],
    ['3+4'],
    ['arn:aws:iam::111122223333:user/ann'],
    ['2026-03-02T09:00:00Z'],
    [''],
    ["o'neill"],
  ])('%s stays as it is', (text) => {
    expect(neutral(text)).toBe(text);
  });

  it('whatever the text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const cell = neutral(text);
        expect(cell.startsWith("'") || !isFormula(cell)).toBe(true);
        expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
        expect(cell).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});

describe('a row', () => {
  it('gives a reader of RFC 4180 the same cells, one line each', () => {
    fc.assert(
      fc.property(fc.array(anyAlert, { maxLength: 3 }), (alerts) => {
        const text = headerRow() + alerts.map(alertRow).join('');
        expect(read(text)).toEqual([COLUMNS.map(({ name }) => name), ...alerts.map(cellsOf)]);
        expect(text.split('\r\n')).toHaveLength(alerts.length + 2);
        expect(text).not.toMatch(/(?<!\r)\n/);
      }),
    );
  });

  it('holds no cell that a spreadsheet would evaluate', () => {
    fc.assert(
      fc.property(anyAlert, (alert) => {
        const [cells = []] = read(alertRow(alert));
        const texts = cells.filter((_, index) => !NUMBERS.has(COLUMNS[index]?.name ?? ''));
        expect(texts.filter((cell) => isFormula(cell) && !cell.startsWith("'"))).toEqual([]);
      }),
    );
  });

  it('is quoted only where it must be', () => {
    expect(['plain', 'a,b', 'say "no"', ' a', 'a ', ''].map(quoted)).toEqual([
      'plain',
      '"a,b"',
      '"say ""no"""',
      '" a"',
      '"a "',
      '',
    ]);
  });

  it('joins lists and leaves unknowns empty', () => {
    const alert = alertFor('detection: { it: { eventName: CreateAccessKey }, condition: it }', {
      eventName: 'CreateAccessKey',
      requestParameters: { userName: 'bob' },
      responseElements: { accessKey: { accessKeyId: 'AKIAEXAMPLE000000009', userName: 'bob' } },
    });
    const cells = new Map(cellsOf(alert).map((cell, index) => [COLUMNS[index]?.name, cell]));
    expect(cells.get('targets')).toBe('user bob; access-key AKIAEXAMPLE000000009');
    expect(cells.get('credentials_issued')).toBe('access-key AKIAEXAMPLE000000009');
    expect(cells.get('variation')).toBe('');
    expect(cells.get('count')).toBe('1');
  });
});

/** Counts are ours, and never negative. */
const NUMBERS: ReadonlySet<string> = new Set(['count', 'record']);
