/**
 * Tables: sound rows between broken ones. Law: reading never throws, is the same in any pieces, and every sound row is found
 * in a value that is handed on.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mutatedText } from '../generate/mutate-text.ts';
import { readFile, readPieces } from '../generate/reading.ts';
import { target } from '../target.ts';

interface Input {
  readonly delimiter: string;
  readonly broken: readonly string[];
  readonly isQuoted: boolean;
  readonly lineEnd: string;
  readonly cuts: readonly number[];
}

const COLUMNS = ['eventTime', 'eventName', 'eventSource', 'eventID', 'requestParameters'];
const SEEDS = ['a,b,c,d,e', '"a","b ""q""","c\nc",d,', 'a;b;c;d;e', '', '"', ',,,,'];
const PIECES = [
  '"',
  '""',
  ',',
  ';',
  '\t',
  '\n',
  '\r\n',
  '\r',
  '\x00',
  '\xff',
  '\ufeff',
  'a',
  '"a\n',
  '\n"',
  '{"a":1}',
  '",',
  ',"',
];

export const tables = target<Input>({
  name: 'tables',
  law: 'a sound row between broken ones is found, and rows are the same in any pieces',
  inputs: fc.record({
    delimiter: fc.constantFrom(',', ';', '\t'),
    broken: fc.array(mutatedText(SEEDS, PIECES), { minLength: 2, maxLength: 5 }),
    isQuoted: fc.boolean(),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    cuts: fc.array(fc.nat(600), { maxLength: 5 }),
  }),
  runsInTest: 1500,
  async check({ delimiter, broken, isQuoted, lineEnd, cuts }) {
    const ids = broken.slice(1).map((_, index) => `planted-${index}`);
    const sound = ids.map((id) => soundRow(id, delimiter, isQuoted));
    const rows = broken.flatMap((row, index) => (index === 0 ? [row] : [sound[index - 1] ?? '', row]));
    const bytes = Buffer.from([COLUMNS.join(delimiter), ...rows, ''].join(lineEnd), 'latin1');
    const whole = await readFile(bytes);
    assert.deepEqual(await readPieces(bytes, cuts), whole, 'read in pieces');
    const text = JSON.stringify(whole.values);
    for (const id of ids) assert.ok(text.includes(id), `${id} is lost; problems: ${whole.problems.join(' | ')}`);
  },
});

function soundRow(id: string, delimiter: string, isQuoted: boolean): string {
  const cells = ['2026-03-02T09:00:00Z', 'CreateUser', 'iam.amazonaws.com', id, ''];
  return cells.map((cell) => (isQuoted ? `"${cell}"` : cell)).join(delimiter);
}
