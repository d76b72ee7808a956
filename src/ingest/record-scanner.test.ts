import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordScanner } from './record-scanner.ts';

interface Scanned {
  readonly records: unknown[];
  readonly damage: string[];
}

function scan(text: string | Buffer, blockBytes = 1 << 20, recordBytesMax?: number): Scanned {
  const bytes = Buffer.from(text);
  const result: Scanned = { records: [], damage: [] };
  const scanner = new RecordScanner(
    {
      record: (buffer, start, end) => {
        try {
          result.records.push(JSON.parse(buffer.toString('utf8', start, end)));
          return true;
        } catch {
          result.damage.push('not JSON');
          return false;
        }
      },
      damage: (offset, reason) => void result.damage.push(`${offset}: ${reason}`),
    },
    recordBytesMax === undefined ? {} : { recordBytesMax },
  );
  for (let at = 0; at < bytes.length; at += blockBytes) scanner.write(Buffer.from(bytes.subarray(at, at + blockBytes)));
  scanner.end();
  return result;
}

const A = { eventVersion: '1.08', eventName: 'A', text: 'quote " brace } bracket ] backslash \\' };
const B = { eventVersion: '1.08', eventName: 'B', list: [{ deep: [1, 2, {}] }] };
const a = JSON.stringify(A);
const b = JSON.stringify(B);

describe('the shapes in which records lie on disk', () => {
  it.each([
    ['a CloudTrail file', `{"Records":[${a},${b}]}`],
    ['a CloudTrail file, pretty-printed', JSON.stringify({ Records: [A, B] }, null, 2)],
    ['a wrapper with keys before and after the list', `{"x":[1],"Records" : [${a},${b}],"y":{"z":["}"]}}`],
    ['an array', `[${a},${b}]`],
    ['an array, a record a line', `[\n${a},\n${b}\n]\n`],
    ['NDJSON', `${a}\n${b}\n`],
    ['NDJSON with Windows line ends and empty lines', `${a}\r\n\r\n${b}\r\n`],
    ['pretty-printed objects one after another', `${JSON.stringify(A, null, 2)}\n${JSON.stringify(B, null, 2)}`],
    ['objects without a separator', `${a}${b}`],
    ['a wrapper with two lists', `{"Records":[${a}],"x":[{}],"Records" :\n[${b}]}`],
    ['a compact file, then one over many lines', `${a}\n${JSON.stringify({ Records: [B] }, null, 2)}`],
    ['one CloudTrail file a line', `{"Records":[${a}]}\n{"Records":[${b}]}\n`],
  ])('%s', (_, text) => {
    expect(scan(text)).toEqual({ records: [A, B], damage: [] });
  });

  it('a single record', () => {
    expect(scan(a)).toEqual({ records: [A], damage: [] });
  });

  it('an empty list', () => {
    expect(scan('{"Records":[]}')).toEqual({ records: [], damage: [] });
  });
});

describe('damage costs the damaged record only', () => {
  it.each([
    ['a cut line in NDJSON', `${a}\n${a.slice(0, 30)}\n${b}\n`, [A, B]],
    ['a cut first line in NDJSON, inside a string', `${a.slice(0, 38)}\n${b}\n`, [B]],
    ['a record in the list with a missing brace', `{"Records":[${a},${a.slice(0, -1)},${b}]}`, [A, B]],
    ['a record in the list with a bracket too many', `{"Records":[${a},{"eventVersion":]},${b}]}`, [A, B]],
    ['the second half of a file', `${a.slice(20)},${a},${b}]}`, [A, B]],
    ['the first half of a file', `{"Records":[${a},${b},${a.slice(0, 40)}`, [A, B]],
    ['words between two lines', `${a}\nnot json\n${b}\n`, [A, B]],
    ['a list that is closed too early', `{"Records":[${a}],${b}]}`, [A, B]],
    ['a quote too many, which turns strings inside out', `{"Records":[{"eventVersion":""",${b},${a}]}`, [B, A]],
  ])('%s', (_, text, expected) => {
    const { records, damage } = scan(text);
    expect(records.filter((record) => typeof record === 'object')).toEqual(expected);
    expect(damage.length).toBeGreaterThan(0);
  });

  it.each([
    ['a bracket outside of its strings', ']'],
    ['a bracket, and a quote that is not closed', ']xt" '],
    ['a bracket, and an object that is not closed', '],"x":{"y":[1'],
    ['a bracket, and a line break within a string', '],"x":"\n'],
    ['the end of the log file, and a quote', '}]x"},'],
  ])('the records behind %s are read, though the list seems to be closed', (_, damage) => {
    for (const blockBytes of [1 << 20, 1]) {
      const { records, damage: said } = scan(`{"Records":[${a},${damage},${b},${a}]}`, blockBytes);
      expect(records.slice(0, 1)).toEqual([A]);
      expect(records.slice(-2)).toEqual([B, A]);
      expect(said.length).toBeGreaterThan(0);
    }
  });

  it('what follows the list of records is no record, whatever is in it', () => {
    const text = `{"Records":[${a}],"next":{"eventVersion":"{\\"eventVersion\\"","x":[{"y":[1]}]},"last":${b}}`;
    expect(scan(text)).toEqual({ records: [A], damage: [] });
  });

  it('a record over the limit is dropped and named, and the next is read', () => {
    const long = JSON.stringify({ eventVersion: '1.08', pad: 'x'.repeat(5000) });
    const { records, damage } = scan(`{"Records":[${a},${long},${b}]}`, 512, 2000);
    expect(records).toEqual([A, B]);
    expect(damage[0]).toContain('longer than 2000 bytes');
  });

  it('a record at the limit is read, one over it is not, whatever the blocks', () => {
    const bytes = Buffer.byteLength(a);
    for (const blockBytes of [1, 7, 1 << 20]) {
      expect(scan(`[${a},${b}]`, blockBytes, bytes).records).toEqual([A, B]);
      expect(scan(`[${a},${b}]`, blockBytes, bytes - 1).records).toEqual([B]);
    }
  });

  it('the pieces of what is damaged are one problem, not many', () => {
    const long = JSON.stringify({ eventVersion: '1.08', pad: 'x y, '.repeat(5000) });
    expect(scan(`{"Records":[${a},${long},${b}]}`, 512, 2000).damage).toHaveLength(1);
  });

  it('one cut is one problem, wherever it is', () => {
    const text = `{"Records":[${a},${b}]}`;
    for (let length = 1; length < text.length; length += 1) {
      expect(scan(text.slice(0, length)).damage).toHaveLength(1);
    }
  });

  it('every damaged line is a problem of its own', () => {
    expect(scan(`${a}\nx y\nz\n${b}\n`)).toEqual({ records: [A, B], damage: ['not JSON', 'not JSON'] });
  });

  it('a file that ends before its list is closed says so, even after a whole record', () => {
    expect(scan(`{"Records":[${a}`)).toEqual({
      records: [A],
      damage: [expect.stringContaining('before the list of records is closed')],
    });
  });
});

it('block borders are invisible: any split of any input gives the same records and the same damage', () => {
  const piece = fc.oneof(
    fc.constantFrom(a, b, ',', '\n', '{"Records":[', ']}', '[', ']', '"', '\\', '{', '}', ' ', 'é😀'),
    fc.json(),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.integer({ min: 1, max: 40 }), (pieces, blockBytes) => {
      const text = pieces.join('');
      expect(scan(text, blockBytes)).toEqual(scan(text));
    }),
    { numRuns: 2000 },
  );
});

it('block borders are invisible where a record is over the limit, too', () => {
  const long = JSON.stringify({ eventVersion: '1.08', pad: 'x "y", \\'.repeat(30) });
  const piece = fc.constantFrom(a, b, long, ',', '\n', '{"Records":[', ']}', ']', '"', '\\', '{');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.integer({ min: 1, max: 60 }), (pieces, blockBytes) => {
      const text = pieces.join('');
      expect(scan(text, blockBytes, 200)).toEqual(scan(text, 1 << 20, 200));
    }),
    { numRuns: 1000 },
  );
});

it('takes time in proportion to the bytes, however damaged they are', () => {
  const bytes = 2_000_000;
  const hidden = '{"eventVersion"\\"'; // hides the start of every later record in a string
  for (const piece of [hidden, '{', '{"', '[{"a":', `${a.slice(0, 40)}\n`, `${a.slice(0, -1)},`, '"', '}]', '\\"{']) {
    const text = Buffer.from(piece.repeat(bytes / piece.length));
    const startedMs = performance.now();
    scan(text, 64 * 1024);
    expect(performance.now() - startedMs, piece).toBeLessThan(5000);
  }
});

it('takes time in proportion to the bytes, however small the blocks in which a record comes', () => {
  const text = JSON.stringify({ eventVersion: '1.08', pad: 'x'.repeat(4_000_000) });
  const startedMs = performance.now();
  expect(scan(text, 100).records).toHaveLength(1);
  expect(performance.now() - startedMs).toBeLessThan(5000);
});

it('every list of objects comes back whole, however it is wrapped and printed', () => {
  const record = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(fc.array(record, { maxLength: 5 }), fc.constantFrom(0, 2), fc.boolean(), (records, indent, wrap) => {
      const text = JSON.stringify(wrap ? { Records: records } : records, null, indent);
      expect(scan(text, 7)).toEqual({ records: JSON.parse(JSON.stringify(records)) as unknown[], damage: [] });
    }),
  );
});
