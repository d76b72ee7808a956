/** Law: what is told of a record that is passed over is what parsing it would have told. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ColumnTexts } from '../rule-language/column-filter.ts';
import { parseInstant } from '../std/time.ts';
import { Skimmer } from './skim.ts';

const NOBODY = { columns: [], mayMatch: () => false };

/** Times that one skimmer tells, record after record. */
function timesOf(texts: readonly string[]): readonly (number | undefined)[] {
  const skimmer = new Skimmer(NOBODY);
  return texts.map((time) => {
    const values = ['"iam.amazonaws.com"', '"ListUsers"', '"id"', time, '"111122223333"'];
    const columns: ColumnTexts = { key: (column) => values[column], text: (column) => values[column] };
    return skimmer.skim(columns)?.timeMs;
  });
}

const anyTime = fc.oneof(
  fc
    .date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
    .map((date) => `${date.toISOString().slice(0, 19)}Z`),
  fc.constantFrom(
    '2026-03-02T09:15:00Z',
    '2026-03-02T23:59:59Z',
    '2026-03-02T24:00:00Z',
    '2026-03-02T09:60:00Z',
    '2026-03-02T09:15:60Z',
    '2026-03-02T9:15:00ZZ',
    '2026-03-02T09:15:00z',
    '2026-03-02T09:15:00.5Z',
    '2026-03-02 09:15:00Z',
    '2026-02-30T09:15:00Z',
    '2026-03-02T-1:15:00Z',
    '2026-03-02T0x:15:00Z',
    '',
  ),
);

describe('the time of a record', () => {
  it('is what the parser of instants says, whatever the records before it said', () => {
    fc.assert(
      fc.property(fc.array(anyTime, { maxLength: 12 }), (times) => {
        expect(timesOf(times.map((time) => `"${time}"`))).toEqual(times.map((time) => parseInstant(time)));
      }),
      { numRuns: 2000 },
    );
  });
});
