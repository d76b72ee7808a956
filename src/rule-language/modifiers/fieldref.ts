/** `fieldref`: the value is the name of another field of the same event. */
import type { TextRelation } from '../detection.ts';
import { parseFieldPath } from '../field-path.ts';
import { described, type Modifier, textOf } from './modifier.ts';

const relations: readonly TextRelation[] = ['startswith', 'endswith', 'contains'];

/** The field equals, starts with, ends with or contains what the other field holds. */
export const fieldref: Modifier = {
  ...described('fieldref', 'compares with another field of the event', {
    combinesWith: ['all', 'cased', 'neq', ...relations],
  }),
  role: 'operator',
  read(value, { names }) {
    const text = textOf(value) ?? '';
    if (value.kind !== 'text' || text === '')
      return { code: 'value-not-a-field', problem: '"fieldref" takes the name of a field' };
    const other = parseFieldPath(text);
    if ('problem' in other) return other;
    const relation = relations.find((word) => names.has(word)) ?? 'equals';
    return { kind: 'fieldref', other, relation, cased: names.has('cased') };
  },
};
