/** `lt`, `lte`, `gt`, `gte`, and the parts of a date: modifiers that compare numbers. */
import type { Comparison, TimePart } from '../detection.ts';
import { described, type Modifier } from './modifier.ts';

const comparisonNames: readonly Exclude<Comparison, 'eq'>[] = ['lt', 'lte', 'gt', 'gte'];
const timeNames: readonly TimePart[] = ['minute', 'hour', 'day', 'week', 'month', 'year'];
const comparisonWords = { lt: 'less than', lte: 'at most', gt: 'greater than', gte: 'at least' };

/** The field, a number or the text of one, compared with the value. */
export const comparisons: readonly Modifier[] = comparisonNames.map((name): Modifier => ({
  ...described(name, `the field is ${comparisonWords[name]} the number`, { combinesWith: ['all', ...timeNames] }),
  role: 'operator',
  read(value) {
    if (value.kind === 'number') return { kind: 'compare', comparison: name, value: value.value };
    return { code: 'value-not-a-number', problem: `"${name}" takes a number` };
  },
}));

/** One number of a date in ISO 8601, as written: no time zone is converted. `week` is the ISO week. */
export const timeParts: readonly Modifier[] = timeNames.map((name): Modifier => ({
  ...described(name, `the ${name} of a date, as written`, { combinesWith: ['all', 'neq', ...comparisonNames] }),
  role: 'operator',
  read(value, { names }) {
    if (value.kind !== 'number') return { code: 'value-not-a-number', problem: `"${name}" takes a number` };
    const comparison = comparisonNames.find((word) => names.has(word)) ?? 'eq';
    return { kind: 'time', part: name, comparison, value: value.value };
  },
}));
