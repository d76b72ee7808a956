/** The numbers and values of a finding in the words of its sentence. */
import { expect, test } from 'vitest';
import type { KeptEvent } from '../detectors/detector.ts';
import { parseFieldPath } from '../rule-language/field-path.ts';
import type { FieldPath } from '../rule-language/detection.ts';
import type { Memory } from '../rule-language/memory.ts';
import type { MemoryHole } from '../rule-language/template.ts';
import { memoryPart, type Remembered } from './memory-explanation.ts';

function thresholdOver(...names: readonly string[]): Memory {
  return {
    kind: 'threshold',
    by: [],
    elseBy: undefined,
    windowMs: 60_000,
    measure: { kind: 'distinct' },
    fields: names.map((name) => parseFieldPath(name) as FieldPath), // names without a mistake
    bounds: [{ operator: 'gte', value: 2 }],
  };
}

/** What a sentence says of events at these milliseconds, with these values. */
function said(hole: MemoryHole, memory: Memory, events: readonly (readonly [timeMs: number, value: string])[]) {
  const kept = events.map(([timeMs, value], number): KeptEvent => {
    const id = `e${number}`;
    const event = { id, action: null, input: { file: 'a.json', record: number } };
    return { timeMs, value, eventKey: id, actionKey: id, event };
  });
  const [first, last] = [kept[0], kept.at(-1)];
  const found = { first, last, events: kept, count: kept.length, measured: kept.length } as Remembered['found']; // all that is read
  return memoryPart(hole, { memory, found });
}

test.each([
  [[0, 0], 'less than a second'],
  [[0, 400], 'less than a second'],
  [[0, 1000], '1 second'],
  [[0, 90_000], '1 minute 30 seconds'],
])('events at %j ms span %s: times may have no fractions', ([from = 0, to = 0], span) => {
  expect(said('span', thresholdOver('a'), [[from, 'x'], [to, 'y']])).toBe(span); // prettier-ignore
});

test('a value of several fields is named by its parts, and one that only looks like it as it is', () => {
  const events = [
    [0, '["iam.amazonaws.com","ListUsers"]'],
    [1, '["s3.amazonaws.com","List, Buckets"]'],
    [2, '["iam.amazonaws.com","ListUsers"]'],
  ] as const;
  expect(said('values', thresholdOver('eventSource', 'eventName'), events)).toBe(
    'iam.amazonaws.com + ListUsers, s3.amazonaws.com + List, Buckets',
  );
  expect(said('values', thresholdOver('eventName'), [[0, '["a","b"]']])).toBe('["a","b"]');
});
