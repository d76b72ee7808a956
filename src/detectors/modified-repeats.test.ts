/** Repeats that modifiers judge: what is new, for whom, and what happens at the bound. */
import { describe, expect, it } from 'vitest';
import { type Finding, type Observation } from './detector.ts';
import { foldAll } from './fold-all.ts';
import { modifiedRepeats, type ModifiedRepeatsOptions } from './modified-repeats.ts';

const OPTIONS: ModifiedRepeatsOptions = { rises: [{ historyMs: 100, raise: 1 }], periodMs: 10, rankMax: 4 };

function at(timeMs: number, dedupKey: string, more: Partial<Observation<null>> = {}): Observation<null> {
  const eventKey = `${timeMs} ${dedupKey}`;
  const event = { id: eventKey, action: null, input: { file: 'a.json', record: 1 } };
  return {
    timeMs,
    eventKey,
    actionKey: eventKey,
    copy: '',
    value: '',
    rank: 2,
    event,
    payload: null,
    dedupKey,
    ...more,
  };
}

/** `0 a: 3, 2`: first event, rank of the worst, count. */
function found(observations: readonly Observation<null>[], options: Partial<ModifiedRepeatsOptions> = {}): string[] {
  return foldAll(modifiedRepeats<null>({ ...OPTIONS, ...options }), observations)
    .map(
      ({ first, worst, count, degraded }) => `${first.eventKey}: ${worst.rank}, ${count}${degraded ? ' degraded' : ''}`,
    )
    .sort();
}

describe('what is new', () => {
  it.each([
    ['the first', [at(0, 'a')], ['0 a: 3, 1']],
    ['not what comes again, for another target either', [at(0, 'a'), at(1, 'b')], ['0 a: 3, 1', '1 b: 2, 1']],
    ['all events of one time', [at(0, 'a'), at(0, 'b'), at(0, 'c')], ['0 a: 3, 1', '0 b: 3, 1', '0 c: 3, 1']],
    ['not after just the history', [at(0, 'a'), at(100, 'a')], ['0 a: 3, 1', '100 a: 2, 1']],
    ['after a little more', [at(0, 'a'), at(101, 'a')], ['0 a: 3, 1', '101 a: 3, 1']],
    [
      'counted from the last event, not from the first',
      [at(0, 'a'), at(90, 'b'), at(150, 'a')],
      ['0 a: 3, 1', '150 a: 2, 1', '90 b: 2, 1'],
    ],
    [
      'all of one time after the history',
      [at(0, 'a'), at(101, 'a'), at(101, 'b')],
      ['0 a: 3, 1', '101 a: 3, 1', '101 b: 3, 1'],
    ],
    ['nothing that cannot be judged', [at(0, 'a', { isAlone: true }), at(5, 'b')], ['0 a: 2, 1', '5 b: 3, 1']],
  ])('%s', (_, observations, wanted) => {
    expect(found(observations)).toEqual([...wanted].sort());
  });
});

it('an alert is as bad as its worst event, and keeps its first', () => {
  expect(found([at(0, 'a'), at(9, 'a'), at(10, 'a')])).toEqual(['0 a: 3, 2', '10 a: 2, 1']);
  expect(found([at(0, 'a', { rank: 0 }), at(9, 'a', { rank: 2 })])).toEqual(['0 a: 2, 2']);
});

it('modifiers add up, each by its own history, and nothing is worse than the worst', () => {
  const rises = [
    { historyMs: 100, raise: 1 },
    { historyMs: 200, raise: 2 },
  ];
  const events = [at(0, 'a'), at(150, 'a'), at(400, 'a')];
  expect(found(events, { rises })).toEqual(['0 a: 4, 1', '150 a: 3, 1', '400 a: 4, 1']);
});

it('says of the worst event what it was and what was before it', () => {
  const findings: readonly Finding<null>[] = foldAll(modifiedRepeats<null>(OPTIONS), [at(0, 'a'), at(60, 'b')]);
  expect(findings.map(({ worst }) => worst.prior)).toEqual([
    { baseRank: 2, seenMs: null },
    { baseRank: 2, seenMs: 0 },
  ]);
});

it.each([
  [99, [{ baseRank: 2, seenMs: 0 }]],
  [100, [{ baseRank: 2, seenMs: 0 }]],
  [101, [{ baseRank: 2, seenMs: null }]],
])('forgets nothing that an event at %i could need', (timeMs, priors) => {
  const detector = modifiedRepeats<null>(OPTIONS);
  const { state } = detector.step(detector.empty, at(0, 'a'));
  const kept = detector.forget(state, timeMs);
  expect(kept.closed).toHaveLength(1);
  const after = detector.step(kept.state, at(timeMs, 'a')).state;
  expect(detector.open(after).map(({ worst }) => worst.prior)).toEqual(priors);
  expect(detector.isEmpty(detector.forget(after, timeMs + 101).state)).toBe(true);
});

it('at the bound the oldest period ends early and says so, and what comes again is told again', () => {
  const events = [at(0, 'a'), at(1, 'b'), at(2, 'c'), at(3, 'a'), at(4, 'c')];
  expect(found(events, { periodsMax: 2 })).toEqual([
    '0 a: 3, 1 degraded',
    '1 b: 2, 1 degraded',
    '2 c: 2, 2',
    '3 a: 2, 1',
  ]);
});
