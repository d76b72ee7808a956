/** Law: what is told of a record that is passed over is what parsing it would have told. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fingerprint } from '../std/id-set.ts';
import { columnsOf } from '../std/record-columns.fixture.ts';
import { parseInstant } from '../std/time.ts';
import { type Skimmed, Skimmer } from './skim.ts';

const NO_RULES = { columns: [], mayMatch: () => false };
const NOBODY = { aws: NO_RULES, gcp: NO_RULES };

const USUAL: Readonly<Record<string, string>> = {
  eventSource: '"iam.amazonaws.com"',
  eventName: '"ListUsers"',
  eventID: '"id"',
  eventTime: '"2026-03-02T09:15:00Z"',
  recipientAccountId: '"111122223333"',
};

/** What a skimmer says of a record with these texts in place of the usual ones. */
function skimmed(skimmer: Skimmer, texts: Readonly<Record<string, string | undefined>>): Skimmed | undefined {
  const all = { ...USUAL, ...texts };
  return skimmer.skim(columnsOf(skimmer.columns.map((name) => all[name])));
}

/** Times that one skimmer tells, record after record. */
function timesOf(texts: readonly string[]): readonly (number | undefined)[] {
  const skimmer = new Skimmer(NOBODY);
  return texts.map((eventTime) => skimmed(skimmer, { eventTime })?.timeMs);
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

describe('a record is passed over', () => {
  it('with the key that its copies share', () => {
    const copy = skimmed(new Skimmer(NOBODY), {})?.copy;
    const parsed = new Fingerprint().text('111122223333/id');
    expect([copy?.high, copy?.low]).toEqual([parsed.high, parsed.low]);
  });
  it.each<[string, Readonly<Record<string, string | undefined>>]>([
    ['of another source', { eventSource: '"aws:s3"' }],
    ['of a source that is too short to end as it must', { eventSource: '"com"' }],
    ['without a source', { eventSource: undefined }],
    ['without an action', { eventName: undefined }],
    ['that amends another', { addendum: '{"reason":"DELIVERY_DELAY"}' }],
    ['without an id', { eventID: undefined }],
    ['with an empty id', { eventID: '""' }],
    ['with an id that is none', { eventID: '1234' }],
    ['with an escape in its id', { eventID: String.raw`"a\u0041"` }],
    ['with an id beyond ASCII', { eventID: '"ä"' }],
    ['without an account', { recipientAccountId: undefined }],
    ['with a number for an account', { recipientAccountId: '111122223333' }],
    ['at no time', { eventTime: undefined }],
    ['at a time that is none', { eventTime: '"soon"' }],
  ])('but not one %s', (_, texts) => {
    expect(skimmed(new Skimmer(NOBODY), {})).toBeDefined();
    expect(skimmed(new Skimmer(NOBODY), texts)).toBeUndefined();
  });
});
