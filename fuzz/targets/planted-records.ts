/**
 * Sound records between damage, each on a line of its own, in a list or in a log file. Law: every one of them is found, in a
 * value that is handed on, however the damage around it looks.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { filePieces, tinyRecord } from '../generate/files.ts';
import { mutatedText } from '../generate/mutate-text.ts';
import { readPieces } from '../generate/reading.ts';
import { target } from '../target.ts';

interface Input {
  readonly layout: 'lines' | 'list' | 'log file';
  /** What stands before the first record, between two, and after the last. */
  readonly damage: readonly string[];
  readonly cuts: readonly number[];
}

const DAMAGED = [tinyRecord('x'), `{"a":{"b":[1,2,{"c":"d"}]}}`, '"text"', 'words', ''];

export const plantedRecords = target<Input>({
  name: 'planted-records',
  law: 'a sound record between damage is found',
  inputs: fc.record({
    layout: fc.constantFrom('lines', 'list', 'log file'),
    damage: fc.array(mutatedText(DAMAGED, filePieces), { minLength: 2, maxLength: 5 }),
    cuts: fc.array(fc.nat(1500), { maxLength: 4 }),
  }),
  runsInTest: 2000,
  async check({ layout, damage, cuts }) {
    const ids = damage.slice(1).map((_, index) => `planted-${index}`);
    const pieces = damage.flatMap((piece, index) =>
      index === 0 ? [piece] : [tinyRecord(ids[index - 1] ?? ''), piece],
    );
    const { values, problems } = await readPieces(Buffer.from(composed(layout, pieces), 'latin1'), cuts);
    const text = JSON.stringify(values);
    for (const id of ids) assert.ok(text.includes(id), `${id} is lost; problems: ${problems.join(' | ')}`);
  },
});

/** Damage that looks like the start of another form would change what the whole file is: a sound value comes first. */
function composed(layout: Input['layout'], pieces: readonly string[]): string {
  switch (layout) {
    case 'lines':
      return `${tinyRecord('first')}\n${pieces.join('\n')}\n`;
    case 'list':
      return `[${tinyRecord('first')},${pieces.join(',\n')}]`;
    case 'log file':
      return `{"Records":[${tinyRecord('first')},${pieces.join(',')}]}`;
  }
}
