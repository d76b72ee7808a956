/** Law: windows that are measured one after the other measure what each measures by itself. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Observation } from './detector.ts';
import { type Measure, measured, windowMeasure } from './measure.ts';

const MEASURES: readonly Measure[] = [
  ...(['actions', 'distinct', 'sum', 'average', 'median'] as const).map((kind) => ({ kind })),
  { kind: 'percentile', percentile: 90 },
];

function observation(value: number, action: number): Observation<null> {
  const key = `record ${action}`;
  const event = { id: key, action: null, input: { file: 'a.json', record: 1 } };
  return {
    ...{ timeMs: 0, eventKey: key, copy: '0', actionKey: key },
    value: String(value),
    rank: 0,
    event,
    payload: null,
  };
}

/** What happens to a window: its oldest events leave, one comes; then it may be cut, or the fold goes back to an earlier one. */
const moves = fc.array(
  fc.record({ leave: fc.nat(3), value: fc.nat(3), action: fc.nat(3), isCut: fc.boolean(), back: fc.nat(4) }),
  { maxLength: 40 },
);

it.each(MEASURES)('of $kind', (measure) => {
  fc.assert(
    fc.property(moves, (all) => {
      const measureNext = windowMeasure<null>(measure);
      const windows: (readonly Observation<null>[])[] = [[]];
      for (const { leave, value, action, isCut, back } of all) {
        const before = windows.at(-1 - (back === 4 ? 1 : 0)) ?? [];
        const inTime = before.slice(leave);
        const window = [...inTime, observation(value, action)];
        expect(measureNext(before, inTime, window)).toBe(measured(measure, window));
        windows.push(isCut ? window.slice(1) : window);
      }
    }),
    { numRuns: 500 },
  );
});
