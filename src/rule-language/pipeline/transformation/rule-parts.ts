/** Transformations of what stands around the searches: log source, fields worth showing, keys of the rule, state. */
import { z } from 'zod';
import { readLogsource } from '../../logsource.ts';
import { oneOrMore, plainScalar } from '../options.ts';
import { type TransformationKind, transformationKind } from './transformation.ts';

const part = z.string().optional();

/** All transformations of the rule as a whole that add no search. */
export const rulePartTransformations: readonly TransformationKind[] = [
  transformationKind(
    {
      type: 'change_logsource',
      summary: 'replaces the log source; parts that are not named are gone',
      options: { category: part, product: part, service: part },
    },
    (parts) =>
      ({ logsource: { definition }, ...rule }) => ({ ...rule, logsource: readLogsource({ ...parts, definition }) }),
  ),
  transformationKind(
    { type: 'add_field', summary: "adds names to the rule's `fields`", options: { field: oneOrMore } },
    ({ field }) =>
      (rule) => ({ ...rule, fields: [...rule.fields, ...field] }),
  ),
  transformationKind(
    { type: 'remove_field', summary: "takes names out of the rule's `fields`", options: { field: oneOrMore } },
    ({ field }) =>
      (rule) => ({ ...rule, fields: rule.fields.filter((name) => !field.includes(name)) }),
  ),
  transformationKind(
    { type: 'set_field', summary: "replaces the rule's `fields`", options: { fields: z.array(z.string()) } },
    ({ fields }) =>
      (rule) => ({ ...rule, fields }),
  ),
  transformationKind(
    {
      type: 'set_custom_attribute',
      summary: 'sets a key of the rule that neither Sigma nor iamwatch knows',
      options: { attribute: z.string(), value: z.unknown() },
    },
    ({ attribute, value }) =>
      (rule) => ({ ...rule, custom: new Map([...rule.custom, [attribute, value]]) }),
  ),
  transformationKind(
    {
      type: 'set_state',
      summary: 'remembers a value for the conditions of later items',
      options: { key: z.string(), val: plainScalar },
    },
    ({ key, val }) =>
      (rule) => ({ ...rule, state: new Map([...rule.state, [key, val]]) }),
  ),
];
