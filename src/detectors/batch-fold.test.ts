/** What batches add to the laws of detectors: successors, and the bounds. */
import { describe, expect, it } from 'vitest';
import { BatchFold, type BatchEnd, type FindingChange } from './batch-fold.ts';
import { compareObservations, type Detector, type Observation } from './detector.ts';
import type { KeySnapshot } from './key-fold.ts';
import { repeats } from './repeats.ts';
import { threshold } from './threshold.ts';

function event(second: number, key = `e${second}`): Observation<string> {
  return {
    timeMs: second * 1000,
    eventKey: key,
    copy: '0',
    actionKey: key,
    value: '',
    rank: 0,
    event: { id: key, action: null, input: { file: 'a.json', record: 1 } },
    payload: key,
  };
}

/** Takes batches one after the other; each seals to nothing, so that later ones may come before. */
function batches(
  detector: Detector<unknown, string>,
  all: readonly (readonly Observation<string>[])[],
  options: { readonly watermarkMs?: number; readonly tailMax?: number } = {},
): { readonly last: readonly FindingChange<string>[]; readonly ends: readonly BatchEnd<string>[] } {
  let snapshot: KeySnapshot<unknown, string> | undefined;
  let last: readonly FindingChange<string>[] = [];
  const ends: BatchEnd<string>[] = [];
  for (const batch of all) {
    const fold = new BatchFold(detector, snapshot, { watermarkMs: 0, ...options });
    const taken = [...batch].sort(compareObservations).flatMap((one) => fold.take(one));
    const end = fold.end();
    ({ snapshot } = end);
    last = [...taken, ...end.changes];
    ends.push(end);
  }
  return { last, ends };
}

const TEN_SECONDS = repeats<string>(10_000) as Detector<unknown, string>;

function told(changes: readonly FindingChange<string>[]): readonly string[] {
  return changes.map((one) =>
    one.kind === 'superseded'
      ? `${one.finding.first.eventKey} superseded by ${one.successor?.first.eventKey ?? 'nothing'}`
      : `${one.finding.first.eventKey} ${one.kind}, ${one.finding.count}`,
  );
}

describe('what is superseded names its successor', () => {
  it('is the finding that starts earlier now', () => {
    expect(told(batches(TEN_SECONDS, [[event(5)], [event(3)]]).last)).toEqual(['e3 added, 2', 'e5 superseded by e3']);
  });

  it('is the one that has its first event, where another has the rest', () => {
    const { last } = batches(TEN_SECONDS, [[event(5), event(14)], [event(3)]]);
    expect(told(last)).toEqual(['e3 added, 2', 'e14 added, 1', 'e5 superseded by e3']);
  });

  it('is nothing where no finding is left', () => {
    const exactlyTwo = threshold<string>({
      windowMs: 10_000,
      measure: { kind: 'average' },
      bounds: [{ operator: 'gt', value: 5 }],
    }) as Detector<unknown, string>;
    const ten = { ...event(5), value: '10' };
    const none = { ...event(4), value: '-10' };
    expect(told(batches(exactlyTwo, [[ten], [none]]).last)).toEqual(['e5 superseded by nothing']);
  });
});

describe('a tail that is too long', () => {
  const many = Array.from({ length: 30 }, (_, index) => event(index * 20));

  it('seals early and loses nothing that comes in order', () => {
    const { ends } = batches(TEN_SECONDS, [many.slice(0, 20), many.slice(20)], { tailMax: 5 });
    expect(ends.map(({ sealedEarly }) => sealedEarly)).toEqual([true, true]);
    expect(ends.map(({ unplaced }) => unplaced)).toEqual([0, 0]);
    expect(ends[1]?.snapshot?.tail.length).toBeLessThanOrEqual(5);
  });

  it('counts what comes before it, and what can still be told says so', () => {
    const { ends, last } = batches(TEN_SECONDS, [many, [event(1)]], { tailMax: 5 });
    expect(ends[1]?.unplaced).toBe(1);
    expect(last.length).toBeGreaterThan(0);
    expect(last.every((one) => one.kind === 'changed' && one.finding.degraded)).toBe(true);
  });
});

it('keeps nothing of a key whose time is over', () => {
  const { ends } = batches(TEN_SECONDS, [[event(5)]], { watermarkMs: 60_000 });
  expect(ends[0]?.snapshot).toBeUndefined();
});

it('refuses what a detector of another version wrote', () => {
  const fold = new BatchFold(TEN_SECONDS, undefined, { watermarkMs: 0 });
  fold.take(event(1));
  const { snapshot } = fold.end();
  if (snapshot === undefined) throw new Error('expected a snapshot');
  expect(() => new BatchFold({ ...TEN_SECONDS, version: 2 }, snapshot, { watermarkMs: 0 })).toThrow('version 1');
});
