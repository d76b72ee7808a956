import { threshold } from './threshold.ts';
import { modifiedRepeats } from './modified-repeats.ts';
import { newTerms } from './new-terms.ts';
import { repeats } from './repeats.ts';
import { obeysTheLawsOfDetectors } from './detector.contract.ts';

const ANY = { values: ['a', 'b', 'c', 'd'], spanMs: 100_000 };
const NUMBERS = { values: ['1', '5', '10', '2.5', 'none', ''], spanMs: 100_000 };

obeysTheLawsOfDetectors('repeats', repeats<string>(20_000), ANY);
obeysTheLawsOfDetectors('no repeats', repeats<string>(null), ANY);
for (const periodMs of [20_000, null]) {
  obeysTheLawsOfDetectors(
    `repeats with modifiers${periodMs === null ? ', none of which folds' : ''}`,
    modifiedRepeats<string>({
      rises: [
        { historyMs: 20_000, raise: 1 },
        { historyMs: 40_000, raise: 1 },
      ],
      periodMs,
      rankMax: 4,
    }),
    ANY,
  );
}
obeysTheLawsOfDetectors('new terms', newTerms<string>({ historyMs: 30_000, periodMs: 5_000 }), ANY);
obeysTheLawsOfDetectors(
  'a count',
  threshold<string>({ windowMs: 10_000, measure: { kind: 'actions' }, bounds: [{ operator: 'gte', value: 3 }] }),
  ANY,
);
obeysTheLawsOfDetectors(
  'a count of different values',
  threshold<string>({ windowMs: 20_000, measure: { kind: 'distinct' }, bounds: [{ operator: 'gt', value: 2 }] }),
  ANY,
);
obeysTheLawsOfDetectors(
  'a count within bounds',
  threshold<string>({
    windowMs: 15_000,
    measure: { kind: 'actions' },
    bounds: [
      { operator: 'gte', value: 2 },
      { operator: 'lte', value: 3 },
    ],
  }),
  ANY,
);
for (const kind of ['sum', 'average', 'median'] as const) {
  obeysTheLawsOfDetectors(
    kind,
    threshold<string>({ windowMs: 20_000, measure: { kind }, bounds: [{ operator: 'gt', value: 6 }] }),
    NUMBERS,
  );
}
obeysTheLawsOfDetectors(
  'a percentile',
  threshold<string>({
    windowMs: 20_000,
    measure: { kind: 'percentile', percentile: 90 },
    bounds: [{ operator: 'gte', value: 9 }],
  }),
  NUMBERS,
);
