/** Moves the bound of a number or of a part of a date by one step. */
import type { Comparison } from '../../../rule-language/detection.ts';
import { changesOfTests } from '../field-site.ts';
import type { Change, Mutation } from '../mutation.ts';
import type { Rule } from '../../../rule-language/rule.ts';

/** The mutation `narrow-bound`. */
export const narrowBound: Mutation = {
  name: 'narrow-bound',
  about: 'A bound excludes one number more: `gte 5` is `gt 5`, `lt 5` is `lt 4`.',
  example: {
    before: `
detection:
  long: { requestParameters.durationSeconds|gte: 3600 }
  condition: long`,
    after: `
detection:
  long: { requestParameters.durationSeconds|gt: 3600 }
  condition: long`,
  },
  changes: (rule) => moved(rule, narrower),
};

/** The mutation `widen-bound`. */
export const widenBound: Mutation = {
  name: 'widen-bound',
  about: 'A bound lets one number more in: `gt 5` is `gte 5`, `lte 5` is `lte 6`.',
  example: {
    before: `
detection:
  at_night: { eventTime|hour|gt: 21 }
  condition: at_night`,
    after: `
detection:
  at_night: { eventTime|hour|gte: 21 }
  condition: at_night`,
  },
  changes: (rule) => moved(rule, wider),
};

interface Bound {
  readonly comparison: Comparison;
  readonly value: number;
}

function moved(rule: Rule, move: (bound: Bound) => Bound | undefined): readonly Change[] {
  return changesOfTests(rule, (test, { search }) => {
    if (test.kind !== 'compare' && test.kind !== 'time') return undefined;
    const bound = move(test);
    if (bound === undefined) return undefined;
    return {
      test: { ...test, comparison: bound.comparison, value: bound.value },
      words: `the bound "${test.comparison} ${test.value}" is "${bound.comparison} ${bound.value}"`,
      hint: `an event with a ${search.field.text} right at the bound`,
    };
  });
}

function narrower({ comparison, value }: Bound): Bound | undefined {
  switch (comparison) {
    case 'gte':
      return { comparison: 'gt', value };
    case 'gt':
      return { comparison: 'gt', value: value + 1 };
    case 'lte':
      return { comparison: 'lt', value };
    case 'lt':
      return { comparison: 'lt', value: value - 1 };
    case 'eq':
      return undefined;
  }
}

function wider({ comparison, value }: Bound): Bound | undefined {
  switch (comparison) {
    case 'gt':
      return { comparison: 'gte', value };
    case 'gte':
      return { comparison: 'gte', value: value - 1 };
    case 'lt':
      return { comparison: 'lte', value };
    case 'lte':
      return { comparison: 'lte', value: value + 1 };
    case 'eq':
      return undefined;
  }
}
