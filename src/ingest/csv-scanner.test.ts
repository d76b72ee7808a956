import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvScanner } from './csv-scanner.ts';
import { RECORD_BYTES_MAX } from './record-scanner.ts';

interface Read {
  readonly rows: (readonly string[])[];
  readonly places: string[];
  readonly damage: string[];
}

function read(
  text: string | Buffer,
  options: { readonly delimiter?: string; readonly blockBytes?: number } = {},
): Read {
  const found: Read = { rows: [], places: [], damage: [] };
  const scanner = new CsvScanner(
    {
      row: (cells, { line, offset }) => {
        found.rows.push(cells);
        found.places.push(`line ${line} at ${offset}`);
      },
      damage: ({ line }, reason) => found.damage.push(`line ${line}: ${reason}`),
    },
    options.delimiter,
  );
  const bytes = Buffer.from(text as string); // Buffer.from takes both
  const step = options.blockBytes ?? Math.max(1, bytes.length);
  for (let from = 0; from < bytes.length; from += step) scanner.write(bytes.subarray(from, from + step));
  scanner.end();
  return found;
}

describe('rows', () => {
  it.each<[string, string, string[][]]>([
    [
      'plain',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'without a last line break',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'with the line breaks of Windows',
      'a,b\r\n1,2\r\n\r\n3,4\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    [
      'with line breaks, quotes and commas in cells',
      'a,b\n"x\r\ny","say ""hi"", you"\n',
      [
        ['a', 'b'],
        ['x\r\ny', 'say "hi", you'],
      ],
    ],
    ['of one column', 'a\n1\n\n2\n', [['a'], ['1'], ['2']]],
    ['none', '', []],
  ])('%s', (_, text, rows) => {
    expect(read(text)).toMatchObject({ rows, damage: [] });
  });

  it('have the line and the offset at which they begin', () => {
    expect(read('a,b\n"x\ny",2\n\n3,4\n').places).toEqual(['line 1 at 0', 'line 2 at 4', 'line 5 at 13']);
  });

  it('may be divided by semicolons', () => {
    expect(read('a;b\n1,5;2\n', { delimiter: ';' }).rows).toEqual([
      ['a', 'b'],
      ['1,5', '2'],
    ]);
  });

  it('are those that were written, wherever blocks end', () => {
    const cell = fc.stringMatching(/^[a-c",\n{}é]{0,6}$/);
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
      );
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 40 }), (rows, blockBytes) => {
        const text = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join('\n');
        expect(read(text, { blockBytes })).toMatchObject({ rows, damage: [] });
      }),
    );
  });
});

describe('a broken row costs itself, and says on which line it is', () => {
  const good = ['a,b', '1,2'].join('\n');
  it.each<[string, string, string[][], string[]]>([
    ['too few cells', `${good}\n3\n4,5\n`, [['4', '5']], ['line 3: not a row of this table: 1 cells, not 2']],
    ['too many cells', `${good}\n3,4,5\n6,7\n`, [['6', '7']], ['line 3: not a row of this table: 3 cells, not 2']],
    ['words after a quote', `${good}\n3,"x"y\n4,5\n`, [['4', '5']], ['line 3: not a row of this table']],
    [
      'a quote that is not closed',
      `${good}\n3,"xy\n4,5\n6,7\n`,
      [
        ['4', '5'],
        ['6', '7'],
      ],
      ['line 3: a quote is not closed'],
    ],
    [
      'a quote that the next row seems to close',
      `${good}\n3,"xy\n4,"5"\n6,"7"\n`,
      [
        ['4', '5'],
        ['6', '7'],
      ],
      ['line 3: a quote is not closed'],
    ],
    [
      'a quote that a later row seems to close',
      `${good}\n3,"xy\n4,5\n6,"7\n8,9\n`,
      [
        ['4', '5'],
        ['8', '9'],
      ],
      ['line 3: not a row of this table', 'line 5: a quote is not closed'],
    ],
  ])('%s', (_, text, rest, damage) => {
    const found = read(text);
    expect(found.rows.slice(2)).toEqual(rest);
    expect(found.damage.map((one) => one.replace(/: 1 cells, not 2$/, ''))).toEqual(
      damage.map((one) => one.replace(/: 1 cells, not 2$/, '')),
    );
  });

  it('invalid UTF-8 is read and reported', () => {
    const found = read(Buffer.from('a,b\n1,\u00ff\n3,4\n', 'latin1'));
    expect(found.rows.slice(1)).toEqual([
      ['1', '\ufffd'],
      ['3', '4'],
    ]);
    expect(found.damage).toEqual([expect.stringMatching(/^line 2: invalid UTF-8/)]);
  });
});

describe('limits', () => {
  it('a row without end is given up, and the rows after its first line are read', () => {
    const text = `a,b\n1,"${`${'x'.repeat(2000)},\n`.repeat(RECORD_BYTES_MAX / 2002 + 10)}\n`;
    const found = read(text, { blockBytes: 1 << 20 });
    expect(found.damage[0]).toMatch(/^line 2: longer than/);
    expect(found.rows.length).toBeGreaterThan(8000);
  });

  it.each([
    ['a quote on every line', 'x,"\n'],
    ['a quote on every other line', '1,2\n3,"4\n'],
    ['rows with a cell too many', '1,2,3\n'],
    ['rows with words after quotes', '"1"x,2\n'],
  ])('%s: time in proportion to the bytes', (_, lines) => {
    const time = (bytes: number): number => {
      const text = `a,b\n${lines.repeat(bytes / lines.length)}`;
      const start = performance.now();
      read(text, { blockBytes: 1 << 16 });
      return performance.now() - start;
    };
    time(20_000);
    expect(time(320_000)).toBeLessThan(12 * Math.max(time(80_000), 30));
  });
});

it('an empty line of Windows is no broken row, beside a broken one either', () => {
  const { rows, damage } = read('a,b\r\n\r\n1,2\r\n1,2,3\r\n\r\n3,4\r\n');
  expect(rows).toEqual([
    ['a', 'b'],
    ['1', '2'],
    ['3', '4'],
  ]);
  expect(damage).toEqual(['line 4: not a row of this table: 3 cells, not 2']);
});
