/** `all`, `cased`, `neq`, `exists`: modifiers that say how an item is evaluated. */
import { described, type Modifier } from './modifier.ts';

const textual = [
  'contains',
  'startswith',
  'endswith',
  'windash',
  'expand',
  'utf16le',
  'utf16be',
  'utf16',
  'base64',
  'base64offset',
];
const times = ['minute', 'hour', 'day', 'week', 'month', 'year'];
const comparisons = ['lt', 'lte', 'gt', 'gte'];
const regex = ['re', 'i', 'm', 's'];

/** Every listed value must hold, not just one. */
export const all: Modifier = {
  ...described('all', 'every listed value must hold', {
    combinesWith: ['cased', ...textual, ...regex, ...comparisons, ...times, 'cidr', 'fieldref'],
  }),
  role: 'option',
};

/** Text is compared with upper and lower case kept apart. */
export const cased: Modifier = {
  ...described('cased', 'upper and lower case differ', { combinesWith: ['all', 'neq', ...textual, 'fieldref'] }),
  role: 'option',
};

/** The field must be present, not null, and fit none of the values. */
export const neq: Modifier = {
  ...described('neq', 'present, not null, and none of the values holds', {
    combinesWith: ['cased', ...textual, ...regex, ...times, 'cidr', 'fieldref'],
  }),
  role: 'option',
};

/** The field must be present and not null (`true`), or the opposite (`false`). */
export const exists: Modifier = {
  ...described('exists', 'the field is present and not null (true) or not (false)', { combinesWith: [] }),
  role: 'operator',
  read(value) {
    if (value.kind === 'boolean') return { kind: 'exists', expected: value.value };
    return { code: 'value-not-boolean', problem: '"exists" takes true or false' };
  },
};
